"""A claim, and what the reader remembers of the passage it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A counted phrase and its measure. `noun` is what is counted, `event` what became of them.

    `source` is the claim whose noun it takes: "davon 4.000", "heute 35"; `part`: they are some of others.
    Each is equal to itself alone.
    """

    counted: Counted
    clause: Clause
    measure: Measure
    noun: int | None = None
    event: Event | None = None
    source: "Claim | None" = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence before and its claims; `owners`: whose soldiers are spoken of around."""

    before: Sentence | None = None
    claims: Sequence[Claim] = ()
    owners: frozenset[str] = frozenset()
    exchange: bool = False
    """Whether it, or a sentence shortly before, tells of exchanged captives."""
    followed: bool = False
    """Whether the next sentence goes on about "die Soldaten"."""
