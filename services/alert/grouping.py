"""Alerts that belong together wait for each other and go out as one. By the journal's minutes only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from services.alert.conditions import Raised
from services.alert.routes import Route
from services.alert.rules import RuleSet
from shared.events import AlertRaised, Part, Timestamp

GROUPS = "groups"
"""The slice that holds the groups."""
WAITING_AT_MOST = 500
"""Where more alerts wait, all of them go out: the state stays small, and a flood is told while it lasts."""
Key = tuple[str, str, tuple[tuple[str, str], ...]]


class Group(Part):
    """Alerts (JSON, in order of the journal) that go to `channel` at `due`; `shared` is what they share.

    An empty one went out lately: the next one like it goes out at `due` at the earliest.
    """

    channel: str
    route: str
    shared: dict[str, str] = Field({})
    due: Timestamp
    alerts: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What makes alerts join it."""
        return self.channel, self.route, tuple(self.shared.items())


class Groups(Part):
    """All groups, in the order in which they began."""

    groups: tuple[Group, ...] = ()


def groups_in(slice_: Part | None) -> Groups:
    """The groups; none where there is no such slice."""
    return slice_ if isinstance(slice_, Groups) else Groups()


def groups_of(state: Mapping[str, str]) -> Groups:
    """The groups in the deciding state."""
    return Groups.model_validate_json(state.get(GROUPS, "{}"))


@dataclass(frozen=True)
class Notification:
    """A group that goes out."""

    channel: str
    route: str
    shared: Mapping[str, str]
    alerts: tuple[AlertRaised, ...]


@dataclass(frozen=True)
class Waiting:
    """An alert that waits, and until when."""

    alert: AlertRaised
    channel: str
    route: str
    until: datetime


@dataclass(frozen=True)
class Grouped:
    """What goes out alone, what goes out together, what began to wait, and the groups after that."""

    alone: tuple[Raised, ...]
    notifications: tuple[Notification, ...]
    waiting: tuple[Waiting, ...]
    groups: Groups


def group(rules: RuleSet, before: Groups, told: Sequence[Raised], now: datetime) -> Grouped:
    """Let what is told `now` join its groups, then let out those that are due."""
    groups = {one.key: one for one in before.groups}
    alone: list[Raised] = []
    joined: list[tuple[AlertRaised, Key]] = []
    for one in told:
        routes = {channel: route for channel in one.to if (route := rules.route(one.alert, channel))}
        alone.append(Raised(one.alert, tuple(channel for channel in one.to if channel not in routes)))
        joined += [
            (one.alert, _join(groups, route, channel, one.alert, now)) for channel, route in routes.items()
        ]
    notifications = _let_out(groups, rules, now)
    waiting = tuple(
        Waiting(alert, its.channel, its.route, its.due)
        for alert, key in joined
        if (its := groups.get(key)) and its.alerts
    )
    return Grouped(tuple(alone), notifications, waiting, Groups(groups=tuple(groups.values())))


def let_out_strays(before: Groups, routes: Collection[str]) -> tuple[tuple[Notification, ...], Groups]:
    """What goes out because its route is none of these any more, and the groups after that."""
    strays = [one for one in before.groups if one.route not in routes]
    stay = tuple(one for one in before.groups if one.route in routes)
    return _notifications(strays), Groups(groups=stay)


def _join(groups: dict[Key, Group], route: Route, channel: str, alert: AlertRaised, now: datetime) -> Key:
    due = route.due(now)
    fresh = Group(channel=channel, route=route.name, shared=route.shared(alert), due=due)
    its = groups.get(fresh.key, fresh)
    due = its.due if its.alerts else max(its.due, due)
    alerts = (*its.alerts, alert.model_dump_json())
    groups[fresh.key] = its.model_copy(update={"due": due, "alerts": alerts})
    return fresh.key


def _let_out(groups: dict[Key, Group], rules: RuleSet, now: datetime) -> tuple[Notification, ...]:
    full = sum(len(one.alerts) for one in groups.values()) > WAITING_AT_MOST
    due = [one for one in groups.values() if one.due <= now or (full and one.alerts)]
    for one in due:
        interval = rules.interval(one.route)
        if one.alerts and interval:
            groups[one.key] = one.model_copy(update={"due": now + interval, "alerts": ()})
        else:
            del groups[one.key]
    return _notifications(due)


def _notifications(groups: Iterable[Group]) -> tuple[Notification, ...]:
    return tuple(
        Notification(
            one.channel, one.route, one.shared, tuple(map(AlertRaised.model_validate_json, one.alerts))
        )
        for one in groups
        if one.alerts
    )
