"""Whether a bare number goes on about those counted before it in the sentence: "in Poltawa fünf"."""

from collections.abc import Sequence

from services.ner.figures.clauses.finite import finite
from services.ner.figures.counting.counted import AGAIN, Counted
from services.ner.figures.german.kinds import military
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    BE,
    BECOME,
    DESTROYED,
    FINITE_VERBS,
    HAVE,
    LATER,
    LOCAL,
    NOW,
    PLURAL_AUXILIARIES,
    TOTALS,
    word_set,
)
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence
from services.ner.figures.sources.sources import CLOSERS, LONGEST
from services.ner.figures.sources.speakers import counts_people
from services.ner.figures.sources.speech import HAVE_SAID, PREPOSITIONS_OF, names_number
from shared.events import Hedge

NOW_OR_THEN = NOW | word_set("dann später ursprünglich früher zuvor vortag")
WHERE = LOCAL | {"aus", "über"}
BEHIND = WHERE | {"der"}
"""What follows a number that is joined to another: "und drei in Sumy", "und zwei der Verletzten"."""
GAPS = WHERE | word_set("nach bisher bislang zuletzt zuvor tags")
DEGREES = word_set("schwer leicht lebensgefährlich schwerst")
REST = AGAIN | word_set("übrigen restlichen verbliebenen")
JOINTS = word_set("und sowie , oder aber")
ENDS = ("", ".", ",", ";", ")", "“", "”", "und", "sowie")
NAMING = word_set("nannte nannten nennt nennen bestätigte bestätigten bestätigt")
"""Verbs of those who name a number right behind: "…, Moskau nannte 80"."""
ADDED = word_set("dazu hinzu")
WANTING = word_set(
    "schlug schlugen schlägt schlagen forderte forderten fordert fordern verlangte verlangten zählte zählten"
)
NAMING_BY = ("von", "mit", "auf")
QUOTES = frozenset('„“”"»«›‹‚‘')
LABEL = 3
FARTHEST = 7
"""Tokens that a place or a time before the number may have: "am vergangenen Donnerstag in Sumy fünf"."""


def the_rest(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Weitere zehn, die übrigen drei, 20 weitere."""
    before = lower_at(tokens, phrase.first - 1) in REST or any(
        tokens[at].lower in AGAIN for at in phrase.adjectives
    )
    follows = tokens[phrase.end] if phrase.end < len(tokens) else None
    plain = follows is None or follows.text in ENDS or (follows.kind is Kind.WORD and not follows.capital)
    return before and plain


def goes_on_with(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether a number without a noun counts more, or others, of those of `last`."""
    tokens = sentence.tokens
    after = lower_at(tokens, phrase.end + (lower_at(tokens, phrase.end) in ("allein", "auch")))
    if last.measure.fate and after in DEGREES and lower_at(tokens, phrase.end + 1) in ENDS:
        return True  # "zwölf wurden leicht verletzt, drei schwer"
    if _some_of(sentence, phrase, last) or (joined(tokens, phrase) and after in BEHIND | LATER):
        return True
    if _added(tokens, phrase) or _wanted(tokens, phrase, last):
        return True
    if sentence.named_before(phrase) or the_rest(tokens, phrase) or gapped(tokens, phrase, last):
        return True
    near = {lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)}
    talked = "rede" in {lower_at(tokens, phrase.end + at) for at in (0, 1)}
    if not NOW_OR_THEN.isdisjoint(near) or "es" in near or talked:
        return True
    return (
        _second_verb(sentence, phrase, last)
        or _paired(sentence, phrase, last)
        or _listed(tokens, phrase, last)
    )


def _added(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Whether more are added: ", dazu 19 am Boden"."""
    added = lower_at(tokens, phrase.first - 1) in ADDED and lower_at(tokens, phrase.first - 2) == ","
    return added and (lower_at(tokens, phrase.end) in BEHIND or lower_at(tokens, phrase.end) in ENDS)


def _wanted(tokens: Sequence[Token], phrase: Counted, last: Claim) -> bool:
    """Whether others want or count another number: "die Europäer schlugen 800.000 vor"."""
    at = phrase.first - 1
    at -= lower_at(tokens, at) in ("nur", "lediglich", "bloß")
    after = lower_at(tokens, phrase.end)
    living = not (last.measure.fate or last.measure.things)
    return living and lower_at(tokens, at) in WANTING and (after in ENDS or after == "vor")


def _second_verb(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether a second verb has the same subject and noun: "braucht 30.000 Mann, bekommt aber nur 18.000"."""
    clause, tokens = sentence.clauses.get(phrase.first), sentence.tokens
    if clause is None or last.measure.fate or lower_at(tokens, phrase.end) not in ENDS:
        return False
    opening = tokens[clause.indexes[0] : phrase.first]
    verb = bool(opening) and opening[0].lower.endswith(("t", "te", "ten", "en"))
    return verb and len(opening) < LABEL + 1 and not any(token.capital for token in opening)


def _some_of(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether it tells on of the living or of things: "19 Drohnen drangen ein, vier wurden zerstört"."""
    clause = sentence.clauses.get(phrase.first)
    if last.measure.things and clause and not DESTROYED.isdisjoint(clause.words):
        return True  # "…, Israel fing 430 ab"
    alive = not last.measure.final
    joined = lower_at(sentence.tokens, phrase.first - 1) in (*JOINTS, ";")
    if last.measure.things and phrase.end < len(sentence.tokens):
        return joined and finite(sentence.tokens, phrase.end)
    return alive and joined and lower_at(sentence.tokens, phrase.end) in PLURAL_AUXILIARIES


def joined(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Whether an "und" or a comma stands right before it."""
    return lower_at(tokens, phrase.first - 1) in JOINTS


def gapped(tokens: Sequence[Token], phrase: Counted, last: Claim) -> bool:
    """Whether only a place or a time stands before it and nothing behind: ", in Poltawa fünf"."""
    if lower_at(tokens, phrase.end) not in ENDS:
        return False
    start = phrase.first
    while start > max(last.counted.end, phrase.first - FARTHEST) and not _opens(tokens, start - 1):
        start -= 1
    words = [token.lower for token in tokens[start : phrase.first]]
    if not words or not _opens(tokens, start - 1) or not FINITE_VERBS.isdisjoint(words):
        return False
    paired = words[-1] == lower_at(tokens, last.counted.first - 1) and words[-1] in ("auf", "bei", "um")
    if (
        paired
        and len(words) == LABEL
        and words[0] in ("der", "die", "das")
        and tokens[phrase.first - 2].capital
    ):
        return True  # "… auf 260.000, die Reserve auf 200.000"
    body = len(words) == 2 and words[0] in ("der", "die", "das") and military(words[1])  # ", das Heer 62.000"
    return words[0] in GAPS or body


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return lower_at(tokens, index) in (",", ";", "(", "und", "sowie")


def spoken(sentence: Sentence, phrase: Counted) -> bool:
    """Whether somebody names the number: "Kiew spricht von 14", "Fachleute rechnen mit 15.000"."""
    preposition, clause = lower_at(sentence.tokens, phrase.first - 1), sentence.clauses.get(phrase.first)
    if preposition not in NAMING_BY or clause is None or not names_number(clause.words, preposition):
        return False
    return preposition != "auf" or _of_them(sentence.tokens, phrase.first, sentence.lexicon)


def was_named(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Whether a participle says so: "war von 11.000 ausgegangen", "hatte „mindestens 10.000“ genannt"."""
    before, end = phrase.first - 1, phrase.end
    words = _words_before(tokens, phrase.first)
    if words[-2:] == ["die", "zahl"]:
        return lower_at(tokens, end) in ENDS and not NAMING.isdisjoint(words)  # "… nannte die Zahl 12.000"
    before -= lower_at(tokens, before) in QUOTES
    end += lower_at(tokens, end) in QUOTES
    preposition, participle = lower_at(tokens, before), lower_at(tokens, end)
    auxiliaries = {*words, lower_at(tokens, end + 1)}
    if participle == "genannt":
        return not tokens[phrase.first - 1].capital and not HAVE.isdisjoint(auxiliaries)
    if participle not in HAVE_SAID or preposition not in PREPOSITIONS_OF[participle]:
        return False
    if participle in ("ausgegangen", "gesprochen", "gerechnet"):
        return not (HAVE | BE | BECOME).isdisjoint(auxiliaries)
    return _of_them(tokens, phrase.first)  # "hatte die Zahl auf 300 geschätzt", but not "die Schäden"


def _words_before(tokens: Sequence[Token], stop: int) -> list[str]:
    """The words before a number, back to a mark."""
    first = stop
    while first > max(0, stop - LONGEST) and tokens[first - 1].text not in CLOSERS - QUOTES:
        first -= 1
    return [token.lower for token in tokens[first:stop]]


def _of_them(tokens: Sequence[Token], stop: int, lexicon: Lexicon | None = None) -> bool:
    """Whether those counted, or their number, are what somebody puts at a number: "schätzt sie auf 40"."""
    first = stop - len(_words_before(tokens, stop))
    for at in range(first, stop):
        if tokens[at].lower in ("sie", "ihre", "deren"):
            return True
        if tokens[at].lower in TOTALS and lower_at(tokens, at + 1) not in ("der", "von", "an", "des"):
            return True
        if lexicon and tokens[at].lower not in TOTALS and counts_people(tokens[at], lexicon):
            return True
    return False


def _paired(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether a preposition pairs it: "von 14 Toten … von 20", "um 300 auf 900", "sprach von zwölf"."""
    before = lower_at(sentence.tokens, phrase.first - 1)
    first = lower_at(sentence.tokens, last.counted.first - 1)
    out = lower_at(sentence.tokens, phrase.end + (lower_at(sentence.tokens, phrase.end) == "aus"))
    if before == first == "von" or (spoken(sentence, phrase) and out in ENDS):
        return True
    if was_named(sentence.tokens, phrase) or (before in NAMING and out in ENDS):
        return True
    if before in ("hält", "halten", "hielten") and out == "für":
        return True  # "Beobachter halten 4.000 für realistisch"
    ends = lower_at(sentence.tokens, phrase.end) in ENDS
    return (before == "auf" and first in ("von", "um")) or (before == first == "über" and ends)


def _listed(tokens: Sequence[Token], phrase: Counted, last: Claim) -> bool:
    """Whether it stands bare at the end, as a correction: ", eher rund 300"; "und fünf zerstört"."""
    before, after = lower_at(tokens, phrase.first - 1), lower_at(tokens, phrase.end)
    if after not in ENDS:
        verb = after.endswith(("t", "en")) and lower_at(tokens, phrase.end + 1) in ENDS
        return last.measure.things and verb and before in ("und", ",")
    return phrase.number.hedge is not Hedge.EXACT and before in (",", "sondern", "und", "eher")
