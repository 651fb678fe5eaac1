"""What a number counts: the noun phrase it opens, or none where German leaves the noun out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.ner.figures.hedges import Hedged
from services.ner.figures.names import Form, Name
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.values import PARTS, spelt
from services.ner.figures.words import (
    ADVERBS_BEFORE_ADJECTIVES,
    DETERMINERS,
    NOT_ADJECTIVES,
    PREPOSITIONS,
    TIMES_OF_NOW,
    word_set,
)

ADJECTIVE = re.compile(r"[a-zäöüß-]{2,}(?:e|en|er|es|em)")
PARTICIPLE = re.compile(r"[a-zäöüß-]{4,}(?:t|en|end)(?:e|en|er|es|em)")
PARTICIPLE_NOUN = re.compile(r"(?:Ver|Be|Ge|Ent|Er)[a-zäöüß]+(?:t|en)er?n?")
"""A participle as a noun, which an adverb may stand before: "teils lebensgefährlich Verletzte"."""
AGED = re.compile(r"\d+-Jährigen?r?")
PARTITIVE = word_set("der dieser jener seiner ihrer unserer von aller deren den dessen des")
QUOTES = frozenset("\"'„“”‚‘»«›‹*#")
JOINTS = (["und"], ["oder"], ["sowie"], ["bis"], [","], ["/"], [",", "dann"], [",", "später"], ["bis", "zu"])
AGAIN = word_set("weitere weiteren weiterer andere anderen")
FARTHEST = 9
"""Tokens between a number and its noun: "300 im vergangenen Jahr in Kursk gefangene Soldaten"."""


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
            _shared(tokens, phrase, phrases[-1] if phrases else None) or _alone(tokens, phrase, names)
        )
    phrases.reverse()
    inner = {
        at for part in phrases if part.partitive for at in range(part.number.quantity.first + 1, part.end)
    }
    return [replace(phrase, whole=phrase.first in inner) for phrase in phrases]


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
        start += lower_at(tokens, start) in (
            "derzeit",
            "insgesamt",
            "damals",
            "einst",
            "zuletzt",
            "bisher",
            "noch",
        )
        start = ends.get(start, start)  # "vier der 23 Festgenommenen"
    bare = Counted(number, number.first, number.end)
    if partitive and lower_at(tokens, start) in ("ihnen", "denen"):
        return replace(bare, end=start + 1, partitive=True)
    noun, adjectives = _noun(tokens, start, names)
    if noun is None:
        return replace(bare, adjectives=adjectives, end=(adjectives[-1] + 1 if adjectives else number.end))
    return Counted(number, number.first, noun + 1, noun, adjectives, partitive)


def _fraction(tokens: Sequence[Token], number: Hedged) -> bool:
    return lower_at(tokens, number.quantity.first + 1) in PARTS


def _noun(
    tokens: Sequence[Token], start: int, names: Mapping[int, Name]
) -> tuple[int | None, tuple[int, ...]]:
    adjectives: list[int] = []
    index = start
    while index < min(len(tokens), start + FARTHEST):
        token = tokens[index]
        if (token.capital and not _before_noun(tokens, index, names)) or AGED.fullmatch(token.text):
            return index, tuple(adjectives)
        counts = token.kind is Kind.NUMBER or spelt(token.lower) is not None
        if counts and lower_at(tokens, index + 1) in ("jahre", "jahr", "monate"):
            index += 2  # "ein 13 Jahre altes Mädchen"
            continue
        if token.lower == "zum" and lower_at(tokens, index + 1) == "teil":
            index += 2  # "60 zum Teil schwer Verletzte"
            continue
        if token.capital or _adjective(token):
            adjectives.append(index)
        elif attribute := _attribute(tokens, index):
            adjectives.extend(range(index, attribute))
            index = attribute
            continue
        elif not (token.text in QUOTES or _skipped(tokens, index)):
            break
        index += 1
    return None, tuple(adjectives)


def _before_noun(tokens: Sequence[Token], index: int, names: Mapping[int, Name]) -> bool:
    """Whether a capitalised word only stands before the noun: Schweizer, Moskauer, US-amerikanische."""
    if index + 1 >= len(tokens) or not tokens[index + 1].capital:
        return False
    name = names.get(index)
    return bool(name and name.form in (Form.ADJECTIVE, Form.DEMONYM)) or tokens[index].lower.endswith("er")


def _adjective(token: Token) -> bool:
    if token.kind is Kind.MIXED:
        return token.lower.endswith(("ige", "iger", "iges", "igen", "igem"))
    return (
        bool(token.kind is Kind.WORD and ADJECTIVE.fullmatch(token.lower))
        and token.lower not in NOT_ADJECTIVES
    )


def _skipped(tokens: Sequence[Token], index: int) -> bool:
    """An adverb, or a comma between two adjectives ("300 junge, schlecht ausgebildete Soldaten")."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None:
        return False
    if tokens[index].lower in ("und", "oder"):  # "getötete oder verwundete (russische) Soldaten"
        behind = tokens[index + 2] if index + 2 < len(tokens) else None
        return _adjective(following) and behind is not None and (behind.capital or _adjective(behind))
    if tokens[index].text == ",":
        at = index + 1 + (following.lower in ADVERBS_BEFORE_ADJECTIVES)
        return at + 1 < len(tokens) and _adjective(tokens[at]) and tokens[at + 1].capital
    if tokens[index].lower not in ADVERBS_BEFORE_ADJECTIVES:
        return False
    chain = following.lower in ADVERBS_BEFORE_ADJECTIVES or PARTICIPLE_NOUN.fullmatch(following.text)
    return bool(chain) or _adjective(following)


def _attribute(tokens: Sequence[Token], index: int) -> int | None:
    """Where the participle of "2.300 in Kursk stationierte Soldaten" stands; None where there is none."""
    if tokens[index].lower not in PREPOSITIONS:
        return None
    for at in range(index + 2, min(index + 7, len(tokens) - 1)):
        if tokens[at].kind is Kind.MARK or tokens[at].kind is Kind.NUMBER:
            return None
        followed = tokens[at + 1].capital or (
            _adjective(tokens[at + 1]) and at + 2 < len(tokens) and tokens[at + 2].capital
        )
        if PARTICIPLE.fullmatch(tokens[at].lower) and followed and _adjective(tokens[at]):
            return at if tokens[at - 1].lower not in DETERMINERS | PREPOSITIONS else None
    return None


def _alone(tokens: Sequence[Token], phrase: Counted, names: Mapping[int, Name]) -> Counted:
    """Without a noun, only "weitere" and "ukrainische" still belong to the number: "gefallen" is a verb."""
    if phrase.noun is not None or not phrase.adjectives:
        return phrase
    kept = tuple(index for index in phrase.adjectives if index in names or tokens[index].lower in AGAIN)
    return replace(phrase, adjectives=kept, end=kept[-1] + 1 if kept else phrase.number.end)


def _shared(tokens: Sequence[Token], phrase: Counted, following: Counted | None) -> Counted | None:
    """As in "300 russische und 200 ukrainische Soldaten", "40 Schwer- und 310 Leichtverletzte"."""
    if following is None or following.noun is None or phrase.article:
        return None
    joint = [token.lower for token in tokens[phrase.end : following.first]]
    truncated = phrase.noun is not None and tokens[phrase.noun].text.endswith("-")
    before = phrase.first - 1 - (lower_at(tokens, phrase.first - 1) in TIMES_OF_NOW)
    change = joint == ["auf"] and lower_at(tokens, before) == "von"
    if not (change or joint in JOINTS) or not (phrase.noun is None or truncated):
        return None
    return replace(phrase, noun=following.noun, shared=True)
