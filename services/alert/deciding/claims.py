"""A claim, the terms by which a rule reads claims, and what is held by such terms."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from pydantic import AwareDatetime

from services.alert.deciding.believed import ALL, Believed
from services.alert.deciding.tolerance import Tolerance
from shared.events import AlertEvidence, ArticleFound, Change, Figure, Flag, Hedge, Part, Trust, Wall


class Proof(Part):
    """What a claim says and where, in full."""

    figure: Figure
    evidence: AlertEvidence


class Claim(Part):
    """One figure of one revision of an article. `n` is its number in the ledger, in order of the journal.

    It is flat, and `proof` is the JSON of a Proof, so that a ledger is read and written fast: deciding looks
    at all claims, but in full only at those that it tells of. `change` is what it was by the default terms;
    None where its flags keep it from counting. `event_at` is UTC: an article's, which was checked.
    """

    n: int
    change: Change | None = None
    event_at: AwareDatetime
    text_hash: str
    article_id: str
    origin: str
    low: int | None
    high: int | None
    hedge: Hedge
    place: str | None = None
    flags: tuple[Flag, ...] = ()
    trust: Trust = Trust.MEDIUM
    wall: Wall = Wall.NONE
    proof: str

    @classmethod
    def of(cls, n: int, article: ArticleFound, text_hash: str, proof: Proof) -> "Claim":
        """A claim that is not judged yet."""
        figure = proof.figure
        return cls(
            n=n,
            event_at=article.event_at,
            text_hash=text_hash,
            article_id=article.article_id,
            origin=article.origin,
            trust=article.trust,
            wall=article.wall,
            low=figure.low,
            high=figure.high,
            hedge=figure.hedge,
            place=figure.place,
            flags=figure.flags,
            proof=proof.model_dump_json(exclude_defaults=True),
        )

    @cached_property
    def _proof(self) -> Proof:
        return Proof.model_validate_json(self.proof)

    @property
    def figure(self) -> Figure:
        """What is said, in full."""
        return self._proof.figure

    @property
    def evidence(self) -> AlertEvidence:
        """Where it is said."""
        return self._proof.evidence

    @property
    def said(self) -> tuple[object, ...]:
        """What is said, to the digit, and how far it is believed."""
        return self.low, self.high, self.hedge, self.place, self.flags, self.trust, self.wall

    @property
    def voices(self) -> tuple[str, str]:
        """Who says it: the article, and its origin."""
        return self.article_id, self.origin


@dataclass(frozen=True)
class Terms:
    """How a rule reads a ledger: tolerance, how late is late, which figures count, and whose."""

    tolerance: Tolerance
    late_after: timedelta
    place: str | None = None
    include: frozenset[Flag] = frozenset()
    believed: Believed = ALL

    @cached_property
    def key(self) -> str:
        """Name of their view in the ledger."""
        late_after = self.late_after // timedelta(seconds=1)
        figures = f"{self.tolerance.root} {late_after}s {self.place or '*'} {','.join(sorted(self.include))}"
        return f"{figures} {self.believed.key}" if self.believed.key else figures

    def count(self, claim: Claim) -> bool:
        """Whether the claim counts: a bound, the place that was asked for, no flag against it, believed."""
        if (claim.low is None and claim.high is None) or not self.believed.counts(claim):
            return False
        against = set(claim.flags) - {Flag.VAGUE} - self.include
        return not against and self.place in (None, claim.place)


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
