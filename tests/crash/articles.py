"""Articles whose figures and names are known, because they were made from them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2020, 1, 6, 8, 0, tzinfo=UTC)
"""Long ago: 10,000 articles take more than two years, and what lies ahead of the clock is not believed."""
HEDGES = {"exact": "", "about": "rund ", "at-least": "mehr als ", "at-most": "bis zu "}


@dataclass(frozen=True)
class Claim:
    """A number of North Korean soldiers; at-least has no high, at-most no low."""

    hedge: str
    number: int

    @property
    def low(self) -> int | None:
        return None if self.hedge == "at-most" else self.number

    @property
    def high(self) -> int | None:
        return None if self.hedge == "at-least" else self.number


@dataclass(frozen=True)
class Made:
    """One article, or a revision of an earlier one with the same number `article`."""

    index: int
    article: int
    origin: str
    event_at: datetime
    claim: Claim | None
    names_putin: bool

    @property
    def url(self) -> str:
        return f"https://crash.example/{self.article}"

    @property
    def text(self) -> str:
        lines = [f"Meldung Nummer {self.index} aus der Region."]
        if self.claim:
            thousands = f"{self.claim.number:,}".replace(",", ".")
            lines.append(
                f"{HEDGES[self.claim.hedge].capitalize()}{thousands} nordkoreanische Soldaten sind in Kursk."
            )
        if self.names_putin:
            lines.append("Wladimir Putin äußerte sich dazu nicht.")
        return "\n".join(lines)

    @property
    def line(self) -> str:
        """Its line in a .jsonl file."""
        at = self.event_at.isoformat()
        return json.dumps({"url": self.url, "origin": self.origin, "published_at": at, "text": self.text})


def make(seed: int) -> Iterator[Made]:
    """Endless news: numbers that wander, origins that are shared, revisions, late reports.

    Origins and articles come back within fifty articles: a ledger remembers the last 200 claims.
    """
    chance = random.Random(seed)
    number, at = 8_000, START
    for index in range(1_000_000):
        at += timedelta(minutes=chance.randint(5, 240))
        number = max(500, round(number * chance.choice([0.5, 0.8, 0.95, 1, 1, 1.02, 1.3, 2]) / 100) * 100)
        number = min(number, 90_000)
        late = timedelta(hours=chance.choice([0] * 8 + [10, 13, 40]))
        revised = index > 20 and chance.random() < 0.15
        yield Made(
            index=index,
            article=chance.randrange(index - 20, index) if revised else index,
            origin=f"agency-{index // 10 - chance.randrange(4)}"
            if chance.random() < 0.4
            else f"paper-{index}",
            event_at=at - late,
            claim=Claim(chance.choice(list(HEDGES)), number) if chance.random() < 0.7 else None,
            names_putin=chance.random() < 0.3,
        )
