"""Which alerts wait for each other on their way to a channel, and for how long: `routes` of rules.yaml."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, ValidationInfo, field_validator, model_validator

from services.alert.deciding.clock import MINUTE, Now
from services.alert.deciding.conditions.known import Listed, check_channels, check_known
from services.alert.deciding.conditions.rule import RuleName
from services.alert.deciding.digest import Digest
from shared.config import ConfigModel, Duration, check_own_names
from shared.events import AlertRaised, Part, Severity

NOTHING = timedelta(0)
LONGEST = timedelta(days=1)


def _whole_minutes(span: timedelta) -> timedelta:
    if span % MINUTE or span > LONGEST:
        raise ValueError("time passes by the minute here: whole minutes such as 2m, a day at most")
    return span


Minutes = Annotated[Duration, AfterValidator(_whole_minutes)]


class By(StrEnum):
    """What the alerts of one group share."""

    RULE = "rule"
    SUBJECT = "subject"
    MEASURE = "measure"
    SEVERITY = "severity"
    REASON = "reason"
    SOURCE = "source"
    ARTICLE = "article"

    def of(self, alert: AlertRaised) -> str:
        """What it is of this alert; empty where it has none."""
        evidence = alert.evidence
        of_evidence = {By.SOURCE: evidence.source, By.ARTICLE: evidence.article_id}
        return of_evidence[self] if self in of_evidence else str(getattr(alert, self.value) or "")


class Route(ConfigModel):
    """The alerts it takes, by channel, rule and severity (any where none is named), and when they go out.

    `wait`: how long the first one of a group waits for others; `interval`: the shortest time between two
    notifications of a group; `digest`: all of them at these times of the day.
    """

    name: RuleName
    to: Listed[str] = ()
    rule: Listed[str] = ()
    severity: Listed[Severity] = ()
    by: Listed[By] = ()
    wait: Minutes = NOTHING
    interval: Minutes = NOTHING
    digest: Digest | None = None

    @field_validator("to")
    @classmethod
    def _channels(cls, to: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        check_channels(to, info)
        return to

    @model_validator(mode="after")
    def _one_way_to_wait(self) -> Self:
        if self.digest and (self.wait or self.interval):
            raise ValueError("a digest goes out at its times: wait and interval mean nothing beside it")
        if not (self.digest or self.wait or self.interval):
            raise ValueError("a route needs wait, interval or digest; without one nothing waits")
        return self

    def takes(self, alert: AlertRaised, channel: str) -> bool:
        """Whether the alert waits here on its way to that channel."""
        asked = ((self.to, channel), (self.rule, alert.rule), (self.severity, alert.severity))
        return all(not names or name in names for names, name in asked)

    def shared(self, alert: AlertRaised) -> dict[str, str]:
        """What the alert shares with the others of its group."""
        return {by.value: by.of(alert) for by in self.by}

    def due(self, now: Now) -> datetime:
        """When a group goes out whose first alert comes now: no minute earlier than it says."""
        if self.digest:
            return self.digest.after(now.earliest)
        return now.latest + self.wait if self.wait else now.earliest


class _Named(Part):
    name: str


class RouteNames(Part):
    """The names of the routes in a rule set's JSON, whatever else a newer Melder has written there."""

    routes: tuple[_Named, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """As they are."""
        return frozenset(route.name for route in self.routes)


def check_routes(routes: Collection[Route], rules: Iterable[str]) -> None:
    """ValueError where two routes share a name, or one names an unknown rule."""
    rules = set(rules)
    check_own_names("route", [route.name for route in routes])
    for route in routes:
        for rule in route.rule:
            check_known(rule, rules, f"rule of route {route.name}:")
