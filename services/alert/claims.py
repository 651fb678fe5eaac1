"""A claim, the terms by which a rule reads claims, and what is held by such terms."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from services.alert.tolerance import Tolerance
from shared.events import AlertEvidence, Change, Figure, Flag, Part, Timestamp


class Claim(Part):
    """One figure of one revision of an article. `n` is its number in the ledger, in order of the journal.

    `change` is what it was by the default terms; None where its flags keep it from counting.
    """

    n: int
    change: Change | None = None
    event_at: Timestamp
    text_hash: str
    figure: Figure
    evidence: AlertEvidence

    @cached_property
    def said(self) -> tuple[object, ...]:
        """What is said, to the digit."""
        figure = self.figure
        return figure.low, figure.high, figure.hedge, figure.place, figure.flags

    @cached_property
    def voices(self) -> frozenset[str]:
        """Who says it: the article, and its origin."""
        return frozenset({self.evidence.article_id, self.evidence.origin})


@dataclass(frozen=True)
class Terms:
    """How a rule reads a ledger: tolerance, how late is late, and which figures count."""

    tolerance: Tolerance
    late_after: timedelta
    place: str | None = None
    include: frozenset[Flag] = frozenset()

    @property
    def key(self) -> str:
        """Name of their view in the ledger."""
        late_after = self.late_after // timedelta(seconds=1)
        return f"{self.tolerance.root} {late_after}s {self.place or '*'} {','.join(sorted(self.include))}"

    def count(self, figure: Figure) -> bool:
        """Whether the figure counts: it has a bound, the place that was asked for, and no flag against it."""
        if figure.low is None and figure.high is None:
            return False
        against = set(figure.flags) - {Flag.VAGUE} - self.include
        return not against and self.place in (None, figure.place)


class View(Part):
    """What is held by some terms: the claim, why, what was held before, and the origins that agree.

    `points` are the claims that later ones of the same article or origin are compared with.
    """

    held: int | None = None
    previous: int | None = None
    reason: Change | None = None
    origins: tuple[str, ...] = ()
    points: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A claim, its change, and the view before and after it."""

    claim: Claim
    change: Change
    before: View
    after: View
