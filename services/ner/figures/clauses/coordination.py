"""Clauses that an "und" parts: both sides have a verb of their own."""

from collections.abc import Iterable, Sequence

from services.ner.figures.clauses.finite import finite
from services.ner.figures.german.tokens import Token
from services.ner.figures.german.words import MODALS, word_set

JOINTS = word_set("und sowie aber oder")
INFINITIVES = word_set("haben werden sein")
"""Auxiliaries that close the bracket a modal opened: "soll die Frau und zwei Kinder getötet haben"."""
REACH = 30
"""Tokens to each side of an "und" in which a verb is looked for."""


def parted(tokens: Sequence[Token], indexes: list[int], position: int, events: frozenset[int]) -> bool:
    """Whether the "und" at indexes[position] has a fate on both sides, before the next, or a finite verb."""
    if tokens[indexes[position]].lower not in JOINTS:
        return False
    left, right = indexes[max(0, position - REACH) : position], indexes[position + 1 : position + 1 + REACH]
    if _told(tokens, reversed(left), events) and _told(tokens, right, events):
        return True
    modal = any(tokens[index].lower in MODALS for index in left)
    verbs = (index for index in right if not (modal and tokens[index].lower in INFINITIVES))
    return any(finite(tokens, index) for index in left) and any(finite(tokens, index) for index in verbs)


def _told(tokens: Sequence[Token], indexes: Iterable[int], events: frozenset[int]) -> bool:
    for index in indexes:
        if index in events:
            return True
        if tokens[index].lower in ("und", "sowie"):
            return False
    return False
