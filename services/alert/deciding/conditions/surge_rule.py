"""A rule on surges, and what it makes of a number of articles."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.condition import hours
from services.alert.deciding.conditions.known import Entities, Whole
from services.alert.deciding.conditions.rule import ArticleRule
from services.alert.deciding.conditions.surge_count import HOUR
from shared.config import Duration

SINCE = "since/surge"
"""The slice that says since when each entity is counted."""


def surge_slice(entity: str) -> str:
    """Name of the slice that counts the articles which name an entity."""
    return f"surge/{entity}"


class SurgeClause(Clause):
    """`entity`: each by itself; so many articles and origins within `window`, and `factor` times the usual.

    What is usual is measured in the `baseline` before the window.
    """

    when: Literal["surge"]
    entity: Annotated[Entities, Field(min_length=1)]
    window: Annotated[Duration, Field(ge=timedelta(minutes=5), le=timedelta(days=1))] = HOUR
    factor: float = Field(default=3, gt=1, le=1000)
    baseline: Annotated[Duration, Field(ge=timedelta(hours=6), le=timedelta(days=30))] = timedelta(days=7)
    min_mentions: Whole = Field(default=5, ge=2, le=200)
    origins: Whole = Field(default=2, ge=1, le=200)

    @model_validator(mode="after")
    def _longer(self) -> Self:
        if self.baseline < 4 * self.window:
            raise ValueError("the baseline must be at least four times as long as the window")
        return self

    @property
    def watches(self) -> tuple[str, ...]:
        """The counts of each of its entities, and since when they are counted."""
        return (*(surge_slice(entity) for entity in self.entity), SINCE)

    @property
    def timed(self) -> tuple[str, ...]:
        """Since when its entities are counted."""
        return (SINCE,)

    @property
    def named(self) -> tuple[str, ...]:
        """Its entities."""
        return self.entity

    @property
    def passing(self) -> bool:
        """A surge passes."""
        return True


class SurgeRule(SurgeClause, ArticleRule):
    """A rule on surges."""


@dataclass(frozen=True)
class Level:
    """Articles and origins within the window, how many articles are usual, and how long that was watched."""

    rule: SurgeRule
    articles: int
    origins: int
    usual: float
    seen: timedelta

    @property
    def surges(self) -> bool:
        """Whether it is a surge by the rule."""
        return not self.obstacle

    @property
    def obstacle(self) -> str:
        """What the rule misses; empty where it is a surge."""
        rule = self.rule
        if self.seen < rule.baseline:
            return f"what is usual is not known after {hours(self.seen)} of {hours(rule.baseline)}"
        if self.articles < rule.min_mentions:
            return f"it asks for {rule.min_mentions} articles"
        if self.origins < rule.origins:
            return f"it asks for {rule.origins} origins"
        if self.articles < rule.factor * self.usual:
            return f"it asks for {rule.factor:g} times the usual"
        return ""

    @property
    def words(self) -> str:
        """The numbers, for people."""
        return (
            f"{self.articles} articles of {self.origins} origins in {hours(self.rule.window)}, "
            f"usual are {self.usual:.2g}"
        )
