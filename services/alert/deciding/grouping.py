"""Alerts that belong together wait for each other and go out as one. By the journal's minutes only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import Field

from services.alert.deciding.clock import Now
from services.alert.deciding.conditions import Raised
from services.alert.deciding.routes import Route
from services.alert.deciding.rules import RuleSet
from shared.events import AlertRaised, Part, Timestamp

GROUPS = "groups"
"""The slice that holds the groups."""
WAITING_AT_MOST = 500
"""Where more alerts wait, all of them go out: some 600 kB of state, and a flood is told while it lasts."""
WENT_OUT_AT_MOST = 500
"""Of more groups that went out, the first ones are forgotten: for them, the interval ends."""
Key = tuple[str, str, tuple[tuple[str, str], ...]]


class Group(Part):
    """Alerts (JSON, in order of the journal) that go to `channel` at `due`; `shared` is what they share.

    The next minute sets `due` where none is known. A group without alerts went out by then, and is remembered
    for the interval of its route.
    """

    channel: str
    route: str
    shared: dict[str, str] = Field({})
    due: Timestamp | None = None
    alerts: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What makes alerts join it."""
        return self.channel, self.route, tuple(self.shared.items())


class Groups(Part):
    """Those that wait, in the order in which they began, then those that went out, in that order."""

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
    """An alert that waits, and until when, as far as that is known."""

    alert: AlertRaised
    channel: str
    route: str
    until: datetime | None


@dataclass(frozen=True)
class Grouped:
    """What goes out alone, what goes out together, what began to wait, and the groups after that."""

    alone: tuple[Raised, ...]
    notifications: tuple[Notification, ...]
    waiting: tuple[Waiting, ...]
    groups: Groups


def group(rules: RuleSet, before: Groups, told: Sequence[Raised], now: Now | None) -> Grouped:
    """Let what is told join its groups, then let out those that are due, as far as `now` is known."""
    groups = {one.key: _timed(one, rules, now) for one in before.groups}
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
    return Grouped(tuple(alone), notifications, waiting, _remembered(groups.values(), rules, now))


def let_out_strays(before: Groups, routes: Collection[str]) -> tuple[tuple[Notification, ...], Groups]:
    """What goes out because its route is none of these any more, and the groups after that."""
    strays = [one for one in before.groups if one.route not in routes]
    stay = tuple(one for one in before.groups if one.route in routes)
    return _notifications(strays), Groups(groups=stay)


def _timed(one: Group, rules: RuleSet, now: Now | None) -> Group:
    """With the time at which it goes out, once that can be told."""
    route = None if one.due else rules.route_named(one.route)
    return one.model_copy(update={"due": route.due(now)}) if route and now else one


def _join(groups: dict[Key, Group], route: Route, channel: str, alert: AlertRaised, now: Now | None) -> Key:
    due = route.due(now) if now else None
    fresh = Group(channel=channel, route=route.name, shared=route.shared(alert), due=due)
    its = groups.get(fresh.key, fresh)
    if not its.alerts and (out := groups.pop(fresh.key, None)):
        its = fresh.model_copy(update={"due": max(due, out.due + route.interval) if due and out.due else due})
    groups[fresh.key] = its.model_copy(update={"alerts": (*its.alerts, alert.model_dump_json())})
    return fresh.key


def _let_out(groups: dict[Key, Group], rules: RuleSet, now: Now | None) -> tuple[Notification, ...]:
    waiting = [one for one in groups.values() if one.alerts]
    full = sum(len(one.alerts) for one in waiting) > WAITING_AT_MOST
    due = [one for one in waiting if full or (now and one.due and one.due <= now.earliest)]
    for one in due:
        del groups[one.key]
        if now and rules.interval(one.route):
            groups[one.key] = one.model_copy(update={"due": now.latest, "alerts": ()})
    return _notifications(due)


def _remembered(groups: Collection[Group], rules: RuleSet, now: Now | None) -> Groups:
    """What waits, and what went out so lately that its interval still lasts."""
    waiting = [one for one in groups if one.alerts]
    out = [one for one in groups if not one.alerts and _lasts(one, rules.interval(one.route), now)]
    return Groups(groups=(*waiting, *out[-WENT_OUT_AT_MOST:]))


def _lasts(out: Group, interval: timedelta, now: Now | None) -> bool:
    return not (now and out.due) or now.earliest < out.due + interval


def _notifications(groups: Iterable[Group]) -> tuple[Notification, ...]:
    return tuple(
        Notification(
            one.channel, one.route, one.shared, tuple(map(AlertRaised.model_validate_json, one.alerts))
        )
        for one in groups
        if one.alerts
    )
