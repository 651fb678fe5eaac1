"""The noun behind a number and what stands between: "300 im Januar in Kursk gefangene junge Soldaten"."""

import re
from collections.abc import Mapping, Sequence

from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    ADVERBS_BEFORE_ADJECTIVES,
    DETERMINERS,
    NOT_ADJECTIVES,
    PREPOSITIONS,
)
from services.ner.figures.numbers.values import spelt

ADJECTIVE = re.compile(r"[a-zäöüß-]{2,}(?:e|en|er|es|em)")
PARTICIPLE = re.compile(r"[a-zäöüß-]{4,}(?:t|en|end)(?:e|en|er|es|em)")
PARTICIPLE_NOUN = re.compile(r"(?:Ver|Be|Ge|Ent|Er)[a-zäöüß]+(?:t|en)er?n?")
"""A participle as a noun, which an adverb may stand before: "teils lebensgefährlich Verletzte"."""
AGED = re.compile(r"\d+-Jährigen?r?")
QUOTES = frozenset("\"'„“”‚‘»«›‹*#")
PEOPLE = ("söldner", "kämpfer", "gebirgsjäger", "fallschirmjäger")
"""Ends of nouns that look like an adjective of a place: "1.500 Söldner Minen"."""
FARTHEST = 9
"""Tokens between a number and its noun: "300 im vergangenen Jahr in Kursk gefangene Soldaten"."""


def noun_behind(
    tokens: Sequence[Token], start: int, names: Mapping[int, Name]
) -> tuple[int | None, tuple[int, ...]]:
    """The noun of the phrase that begins at `start`, None where there is none, and its adjectives."""
    adjectives: list[int] = []
    index = start
    while index < min(len(tokens), start + FARTHEST):
        token = tokens[index]
        if token.text.endswith("-") and _truncated(tokens, index):
            index += 2  # "203.000 Zeit- und Berufssoldaten"
            continue
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


def _truncated(tokens: Sequence[Token], index: int) -> bool:
    """Whether only "und" parts the first half of a compound from a whole one."""
    joint = lower_at(tokens, index + 1) in ("und", "oder")
    return tokens[index].capital and joint and index + 2 < len(tokens) and tokens[index + 2].capital


def _before_noun(tokens: Sequence[Token], index: int, names: Mapping[int, Name]) -> bool:
    """Whether a capitalised word only stands before the noun: Schweizer, Moskauer, US-amerikanische."""
    if index + 1 >= len(tokens) or not tokens[index + 1].capital:
        return False
    name = names.get(index)
    from_place = tokens[index].lower.endswith("er") and not tokens[index].lower.endswith(PEOPLE)
    return bool(name and name.form in (Form.ADJECTIVE, Form.DEMONYM)) or from_place


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
    if tokens[index].text == "," and tokens[index - 1].text in QUOTES:
        return False  # "… etwa 350“, sagte Sprecher Müller"
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
