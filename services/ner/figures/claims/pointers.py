"""What "davon", "von ihnen" and "von den 600.000" point back to."""

from collections.abc import Sequence
from itertools import pairwise

from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import POINTERS
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

THEY = (("unter", "ihnen"), ("von", "ihnen"), ("von", "denen"), ("unter", "denen"))
FARTHEST = 20
"""Claims that "davon" looks back over."""
FARTHEST_WHOLE = 6
"""Tokens before the number of those they are out of: "Von meinem Zug mit 30 Mann …"."""


def pointed_at(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Claim | None:
    """The claim that "davon" or "von ihnen" points back to, also for those coordinated with it."""
    if not found:
        return None
    placed = sentence.bracketed(phrase.number.quantity.first)
    if placed or _points(sentence, phrase, found[-1].counted.end) or _of_these(sentence, phrase):
        wholes = [claim for claim in reversed(found[-FARTHEST:]) if not claim.part]
        larger = (claim for claim in wholes if _most(claim.counted) >= _most(phrase))
        return next(larger, wholes[0] if wholes else found[-1])
    last = found[-1]
    joint = lower_at(sentence.tokens, last.counted.end) in (",", "und", "sowie", "oder")
    follows = last.part and joint and phrase.first == last.counted.end + 1
    return last.source if follows and not _another(sentence, phrase, last) else None


def _another(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether its noun tells another fate: the 77 of "sieben Tote, darunter ein Kind, 77 Verletzte"."""
    own = sentence.lexicon.noun(sentence.tokens[phrase.noun].text) if phrase.noun is not None else None
    return own is not None and own.fate and own.id != last.measure.id


def pointed_back(sentence: Sentence, found: Sequence[Claim], before: Sequence[Claim]) -> Claim | None:
    """The dead or hurt of the sentence before: "Zwölf Menschen starben. Darunter waren vier Kinder."."""
    opening = [lower_at(sentence.tokens, at) for at in (0, 1)]
    if opening[0] not in POINTERS and tuple(opening) not in THEY:
        return None
    if found:
        return found[-1].source
    wholes = [claim for claim in before if not claim.part and claim.measure.fate]
    return max(wholes, key=lambda claim: _most(claim.counted), default=None)


def _most(phrase: Counted) -> int:
    return max(phrase.number.low or 0, phrase.number.high or 0)


def out_of(sentence: Sentence, bare: Claim, found: Sequence[Claim]) -> Claim | None:
    """As in "Von den 600.000 Mann kehrten 30.000 zurück"."""
    whole = found[0] if found else None
    if whole is None or whole.clause is not bare.clause:
        return None
    opening = range(bare.clause.indexes[0], whole.counted.first)[:FARTHEST_WHOLE]
    words = [lower_at(sentence.tokens, at) for at in opening]
    plain = opening.stop == whole.counted.first and not any(mark in words for mark in ",;:")
    return whole if plain and "von" in words[:2] else None


def _of_these(sentence: Sentence, phrase: Counted) -> bool:
    """Whether its clause begins with "von denen"."""
    clause = sentence.clauses.get(phrase.first)
    opening = [lower_at(sentence.tokens, at) for at in clause.indexes[:2]] if clause else []
    return tuple(opening) in THEY and clause is not None and clause.relative


def _points(sentence: Sentence, phrase: Counted, start: int) -> bool:
    tokens = sentence.tokens
    before = [lower_at(tokens, at) for at in range(max(start, phrase.first - 5), phrase.first)]
    if ")" in before:
        return False
    before = before[len(before) - before[::-1].index(";") :] if ";" in before else before
    around = [*before, *(lower_at(tokens, at) for at in range(phrase.first, phrase.end + 2))]
    they = any(pair in THEY for pair in pairwise(around))
    total = before[-2:] == ["(", "insgesamt"]
    return they or total or not POINTERS.isdisjoint(before) or _behind(tokens, phrase.end)


def _behind(tokens: Sequence[Token], end: int) -> bool:
    """Whether "davon" follows, or "darunter" at the end: "– auch ein Kind darunter"."""
    pointer = lower_at(tokens, end)
    return pointer == "davon" or (pointer == "darunter" and lower_at(tokens, end + 1) in ("", ".", ",", ";"))
