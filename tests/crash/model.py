"""What DESIGN.md §3 says should be alerted, in plain Python that shares no code with the services."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crash.articles import Claim, Made

TOLERANCE = 0.1
LATE_AFTER = timedelta(hours=12)
AGAIN_AFTER = timedelta(hours=24)
ALERTING = {"first", "raised", "lowered", "confirmed"}


@dataclass(frozen=True)
class Expected:
    """One alert: who says what, and what was held before."""

    rule: str
    url: str
    reason: str
    low: int | None = None
    high: int | None = None
    previous: tuple[int | None, int | None] | None = None


@dataclass
class Model:
    """The deciding state."""

    said: list[Made] = field(default_factory=list)
    told: list[Made] = field(default_factory=list)
    held: Made | None = None
    named: list[Made] = field(default_factory=list)

    def alerts(self, article: Made) -> Iterable[Expected]:
        """What one article raises, and what it changes."""
        if article.claim:
            before, change = self.held, self._change(article)
            self.told.append(article)
            if change != "repeated":
                self.said.append(article)
            if change in {"first", "raised", "lowered"}:
                self.held = article
            if change in ALERTING:
                claim = article.claim
                previous = (before.claim.low, before.claim.high) if before and before.claim else None
                yield Expected("troops", article.url, change, claim.low, claim.high, previous)
        if article.names_putin:
            if self._news(article):
                yield Expected("putin", article.url, "named")
            self.named.append(article)

    def _change(self, article: Made) -> str:
        assert article.claim
        if any(same(article, other) and article.claim == other.claim for other in self.told):
            return "repeated"
        for other in self.said:
            if same(article, other) and other.claim and compare(article.claim, other.claim) == "compatible":
                return "repeated"
        if not self.held or not self.held.claim:
            return "first"
        if article.event_at < self.held.event_at - LATE_AFTER:
            return "late"
        change = compare(article.claim, self.held.claim)
        return "confirmed" if change == "compatible" else change

    def _news(self, article: Made) -> bool:
        if any(o.article == article.article or o.origin == article.origin for o in self.named):
            return False
        last: datetime | None = max((o.event_at for o in self.named), default=None)
        return last is None or article.event_at - last >= AGAIN_AFTER


def same(one: Made, other: Made) -> bool:
    """Whether it is one article, or one origin's."""
    return one.article == other.article or one.origin == other.origin


def compare(new: Claim, old: Claim) -> str:
    """`raised`, `lowered`, or `compatible`; a missing bound is filled with the other one."""
    low, high = _filled(new)
    old_low, old_high = _filled(old)
    if low > old_high * (1 + TOLERANCE) and new.hedge != "at-most":
        return "raised"
    if high < old_low * (1 - TOLERANCE) and new.hedge != "at-least":
        return "lowered"
    return "compatible"


def _filled(claim: Claim) -> tuple[int, int]:
    return claim.number, claim.number
