"""What a number counts: the noun phrase it opens, or none where German leaves the noun out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.ner.figures.clauses.finite import described, finite
from services.ner.figures.counting.noun_phrase import noun_behind
from services.ner.figures.german.names import Name
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import POINTERS, PREPOSITIONS, TIMES_OF_NOW, word_set
from services.ner.figures.numbers.hedges import Hedged
from services.ner.figures.numbers.values import share, spelt

STRONG_PARTICIPLE = re.compile(r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,}(?<!en)en")
PARTITIVE = word_set("der dieser jener seiner ihrer unserer von aller deren den dessen des")
THEN = word_set("dann später danach im am in noch kurz erneut nochmals wenig zuletzt nun")
DESCRIBED = 6
"""Tokens before the number of a whole: "der nach Kursk entsandten 11.000"."""
OF_TEN = ("zehn", "hundert", "tausend")
PARTING = POINTERS | word_set("dabei dazu hinzu insgesamt")
GAP = 5
"""Tokens from one number to the next with its noun: "…, in Wahrheit wohl mehr als 130.000"."""
MONTHS_OFF = 6
"""Tokens of a time between two numbers of one noun: "11.000 und im Januar noch einmal 3.000 Soldaten"."""
JOINTS = (["und"], ["oder"], ["sowie"], ["bis"], [","], ["/"], [",", "dann"], [",", "später"], ["bis", "zu"])
AGAIN = word_set("weitere weiteren weiterer andere anderen")


@dataclass(frozen=True, slots=True)
class Counted:
    """A hedged number and tokens[first:end], its phrase; `noun` is the index of what is counted."""

    number: Hedged
    first: int
    end: int
    noun: int | None = None
    adjectives: tuple[int, ...] = ()
    partitive: bool = False
    whole: bool = False
    """Whether another number is a part of it: the 23 of "vier der 23 Festgenommenen"."""
    shared: bool = False

    @property
    def article(self) -> bool:
        """Whether the number is only "ein"."""
        return self.number.quantity.article


def counted(tokens: Sequence[Token], numbers: Sequence[Hedged], names: Mapping[int, Name]) -> list[Counted]:
    """The phrase of every number, in order; the noun that ends a coordination belongs to all its numbers."""
    phrases: list[Counted] = []
    ends = {number.first: number.end for number in numbers if not number.quantity.article}
    for number in reversed(numbers):
        phrase = _phrase(tokens, number, names, ends)
        phrases.append(
            _shared(tokens, phrase, phrases[-1] if phrases else None, names) or _alone(tokens, phrase, names)
        )
    phrases = [phrase for phrase in reversed(phrases) if not _ratio(tokens, phrase)]
    inner = {
        at for part in phrases if part.partitive for at in range(part.number.quantity.first + 1, part.end)
    }
    return [replace(phrase, whole=True) if phrase.first in inner else phrase for phrase in phrases]


def _phrase(
    tokens: Sequence[Token], number: Hedged, names: Mapping[int, Name], ends: Mapping[int, int]
) -> Counted:
    if number.quantity.grown.startswith("mann"):
        return Counted(number, number.first, number.end, number.end - 1)
    start, partitive = (
        number.end,
        bool(number.quantity.end > number.quantity.first + 2 and _fraction(tokens, number)),
    )
    while lower_at(tokens, start) in PARTITIVE and start < number.end + 2:
        start, partitive = start + 1, True
    if partitive:
        start = _behind_whole(tokens, start, ends)
    bare = Counted(number, number.first, number.end)
    if partitive and lower_at(tokens, start) in ("ihnen", "denen"):
        return replace(bare, end=start + 1, partitive=True)
    noun, adjectives = noun_behind(tokens, start, names)
    if noun is None:
        return replace(bare, adjectives=adjectives, end=adjectives[-1] + 1) if adjectives else bare
    return Counted(number, number.first, noun + 1, noun, adjectives, partitive)


def _behind_whole(tokens: Sequence[Token], start: int, ends: Mapping[int, int]) -> int:
    """Where the number of the whole ends: "vier der 23 …", "800 der nach Kursk entsandten 11.000 …"."""
    number = next((at for at in range(start, start + DESCRIBED) if at in ends), start)
    for at in range(start, number):
        noun = tokens[at].capital and (at == number - 1 or lower_at(tokens, at - 1) not in PREPOSITIONS)
        if noun or not described(tokens, at, number - 1):
            return start
    return ends.get(number, start)


def _fraction(tokens: Sequence[Token], number: Hedged) -> bool:
    return share(tokens, number.quantity.first) is not None


def _alone(tokens: Sequence[Token], phrase: Counted, names: Mapping[int, Name]) -> Counted:
    """Without a noun, only "weitere" and "ukrainische" still belong to the number: "gefallen" is a verb."""
    if phrase.noun is not None or not phrase.adjectives:
        return phrase
    kept = tuple(index for index in phrase.adjectives if index in names or tokens[index].lower in AGAIN)
    return replace(phrase, adjectives=kept, end=kept[-1] + 1 if kept else phrase.number.end)


def _shared(
    tokens: Sequence[Token], phrase: Counted, following: Counted | None, names: Mapping[int, Name]
) -> Counted | None:
    """As in "300 russische und 200 ukrainische Soldaten", "40 Schwer- und 310 Leichtverletzte"."""
    if following is None or following.noun is None or phrase.article:
        return None
    joint = [token.lower for token in tokens[phrase.end : following.first]]
    truncated = phrase.noun is not None and tokens[phrase.noun].text.endswith("-")
    before = phrase.first - 1 - (lower_at(tokens, phrase.first - 1) in TIMES_OF_NOW)
    if phrase.adjectives and STRONG_PARTICIPLE.fullmatch(tokens[phrase.adjectives[-1]].lower):
        return None  # "elf festgenommen und vier Soldaten verletzt"
    change = joint == ["auf"] and lower_at(tokens, before) == "von"
    gapped = phrase.noun is None and _gapped(tokens, phrase, following, names)
    if not (change or joint in JOINTS or _then(joint) or gapped) or not (phrase.noun is None or truncated):
        return None
    return replace(phrase, noun=following.noun, shared=True)


def _ratio(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Whether it is a share in words, or what that is of: "acht von zehn Soldaten"."""
    of = phrase.number.end
    if lower_at(tokens, of) == "von" and lower_at(tokens, of + 1) in OF_TEN:
        return True
    first = phrase.number.quantity.first
    share = lower_at(tokens, first - 1) == "von" and first > 1 and spelt(lower_at(tokens, first - 2))
    return lower_at(tokens, first) in OF_TEN and bool(share)


def _gapped(tokens: Sequence[Token], phrase: Counted, following: Counted, names: Mapping[int, Name]) -> bool:
    """Whether only another owner, place or time parts them: "Berlin stellt 4.800, Paris 2.000 Soldaten"."""
    between = range(phrase.end + 1, following.first)
    joint, before = lower_at(tokens, phrase.end), tokens[phrase.first - 1]
    if not 0 < len(between) <= GAP or joint not in (",", "und", "sowie") or phrase.first == 0:
        return False
    if not all(tokens[at].kind is Kind.WORD and not _parts(tokens, at) for at in between):
        return False
    alike = tokens[between[-1]].lower == before.lower
    governed = PREPOSITIONS & {before.lower, tokens[between[-1]].lower}
    labelled = before.capital and phrase.first - 1 not in names  # "Gleis 9"
    return not labelled and (alike or not governed)


def _parts(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].lower in PARTING or finite(tokens, index)


def _then(joint: Sequence[str]) -> bool:
    """Whether only another time parts two numbers: "und im Januar noch einmal"."""
    if joint and joint[0] in ("statt", "anstatt") and len(joint) < 3:
        return True  # "300.000 statt bisher 40.000 Soldaten"
    if joint[:2] == [",", "auf"] and joint[-1] == "seite" and len(joint) < MONTHS_OFF:
        return True  # "auf ukrainischer Seite zwei, auf russischer Seite 17 Soldaten"
    again = joint[-2:] == ["noch", "einmal"] or joint[-1:] == ["nochmals"]
    return again and len(joint) <= MONTHS_OFF and joint[0] in ("und", ",", "sowie") and joint[1] in THEN
