"""Those listed right behind others share what is told of them: "es starben zwei Briten und ein Schweizer"."""

from bisect import bisect_left
from collections.abc import Sequence

from services.ner.figures.clauses.finite import finite
from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import ADJECTIVE_ENDINGS, DETERMINERS, LOCAL, PREPOSITIONS, word_set
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

OPENINGS = (":", "–", "—", "-")
JOINTS = word_set(", und sowie")
WHERE = LOCAL | {"nach", "aus"}
ADDED = word_set("dazu hinzu außerdem zudem ebenso genauso desgleichen")
DEGREES = word_set("schwer leicht lebensgefährlich mittelschwer")
PEOPLE = word_set("menschen personen tote toten opfer todesopfer verletzte verletzten")
LONGEST_LIST = 40
"""Tokens of a list of those who were counted before it."""
FARTHEST = 7
"""Tokens that may stand between two of a list: "drei Soldaten aus dem Norden Malawis und …"."""


def listed_behind(sentence: Sentence, bare: Claim, found: Sequence[Claim]) -> Claim | None:
    """The claim that the phrase, in a clause without a verb of its own, goes on with; None where none is."""
    last = found[-1] if found else None
    if last is None or last.measure.things:
        return None
    first = bare.counted.first
    added = lower_at(sentence.tokens, first - 1) in ADDED and lower_at(sentence.tokens, first - 2) == ","
    behind = added or _adjoins(sentence, last.counted.end, first) or _gapped(sentence, bare)
    return last if behind and sentence.verbless(bare.clause) else None


def broken_down(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Claim | None:
    """The sum whose parts begin behind a colon or a dash: "… 13 Menschen getötet – neun Soldaten, …"."""
    total = found[-1] if found else None
    if total is None or not total.measure.fate or total.part:
        return None
    opening = phrase.first - 1
    between = range(total.counted.end, opening)
    told = all(
        at in sentence.events or finite(sentence.tokens, at) or lower_at(sentence.tokens, at) == "worden"
        for at in between
    )
    fits = max(phrase.number.low or 0, phrase.number.high or 0) < (total.counted.number.low or 0)
    opened = lower_at(sentence.tokens, opening)
    opens = opened in OPENINGS or (opened == "," and _broken(sentence, phrase, total))
    return total if opens and told and fits else None


def _broken(sentence: Sentence, phrase: Counted, total: Claim) -> bool:
    """Whether a list behind a comma tells who they are: the numbers fit, and nothing else is told of them."""
    low, listed = total.counted.number.low or 0, _sum(sentence, phrase)
    people = total.noun is None or sentence.tokens[total.noun].lower in PEOPLE
    own = sentence.lexicon.noun(sentence.tokens[phrase.noun].text) if phrase.noun is not None else None
    if own and own.fate:
        return listed == low  # "905 Tote, 61 Schwer- und 540 Leichtverletzte"
    several = listed > (phrase.number.low or 0)
    return listed == low or (several and listed < low and people and _closes(sentence, phrase.first))


def _closes(sentence: Sentence, first: int) -> bool:
    """Whether no verb stands between a list and the end of its part of the sentence."""
    for at in range(first, min(first + LONGEST_LIST, len(sentence.tokens))):
        if sentence.tokens[at].text in ".;!–":
            return True
        if at in sentence.events or finite(sentence.tokens, at):
            return False
    return len(sentence.tokens) - first < LONGEST_LIST


def _sum(sentence: Sentence, phrase: Counted) -> int:
    """How many those are together who are listed from `phrase` on: "…, 14 Zivilisten und ein Soldat"."""
    at = bisect_left(sentence.counted, phrase.first, key=lambda other: other.first)
    total, end = 0, phrase.first
    for other in sentence.counted[at : at + FARTHEST]:
        if other is not phrase and (other.first != end + 1 or lower_at(sentence.tokens, end) not in JOINTS):
            break
        total, end = total + (other.number.low or 0), other.end
    return total


def _gapped(sentence: Sentence, bare: Claim) -> bool:
    """Whether it opens with another place or owner: "…, in Odessa zwei Frauen", "…, die Ukraine 800 Mann"."""
    tokens, first = sentence.tokens, bare.clause.indexes[0]
    opening = range(first, bare.counted.first)
    if not opening and bare.clause.indexes[-1] < bare.counted.end + 2:
        return lower_at(tokens, bare.counted.end) in DEGREES  # "…, eine 77-Jährige schwer"
    if not 0 < len(opening) <= FARTHEST or lower_at(tokens, first - 1) not in JOINTS:
        return False
    named = any(at in sentence.owners for at in opening)
    plain = all(_nominal(tokens[at]) for at in opening)
    return (
        plain
        and (named or tokens[first].lower in WHERE)
        and bare.counted.end + FARTHEST > bare.clause.indexes[-1]
    )


def _adjoins(sentence: Sentence, end: int, first: int) -> bool:
    """Whether only where the one before is from, and a joint, stand between tokens[:end] and the phrase."""
    tokens = sentence.tokens
    between = tokens[end:first]
    if not 0 < len(between) <= FARTHEST or between[-1].lower not in JOINTS:
        return False
    inside = range(end, first - 1)
    plain = all(
        sentence.tokens[at].kind is Kind.WORD
        and at not in sentence.events
        and not finite(sentence.tokens, at)
        for at in inside
    )
    return len(between) == 1 or (between[0].lower in PREPOSITIONS and plain)


def _nominal(token: Token) -> bool:
    """Whether a word can stand in a noun phrase, so that it is no verb."""
    small = token.lower in PREPOSITIONS | DETERMINERS or token.lower.endswith(ADJECTIVE_ENDINGS)
    return token.kind is Kind.WORD and (token.capital or small)
