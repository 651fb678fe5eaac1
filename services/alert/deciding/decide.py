"""ArticleTagged in, AlertRaised out: pure. The same journal gives the same alerts, byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from services.alert.deciding.calm import MUTES, Hushed, Mutes, keep_calm
from services.alert.deciding.clock import Clock, Now, Since
from services.alert.deciding.conditions import SINCE, TIMED, Case, Minute, Raised
from services.alert.deciding.grouping import (
    GROUPS,
    Notification,
    Waiting,
    group,
    groups_in,
    groups_of,
    let_out_strays,
)
from services.alert.deciding.reading import read
from services.alert.deciding.record import Record
from services.alert.deciding.routes import RouteNames
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.state import CLOCK, EMPTY, RULES, forgotten, read_slice, slices, write_slice
from services.alert.deciding.untold import untold
from shared.events import (
    ArticleFound,
    ArticleTagged,
    MinutePassed,
    MuteBegan,
    MuteEnded,
    Part,
    RulesChanged,
    SliceWarmed,
)

Content = TypeVar("Content", str, Part)


@dataclass(frozen=True)
class Decided(Generic[Content]):
    """The slices that changed, and the alerts with their channels, in order of the text.

    A channel on whose way an alert waits for others is not among the alert's: it stands in `waiting`, and the
    alert in one of the `notifications`, of this record or a later one.
    """

    changed: Mapping[str, Content] = field(default_factory=dict)
    alerts: tuple[Raised, ...] = ()
    hushed: tuple[Hushed, ...] = ()
    notifications: tuple[Notification, ...] = ()
    waiting: tuple[Waiting, ...] = ()


class Decision(Decided[str]):
    """With slices as JSON: as they are kept."""


class Judgement(Decided[Part]):
    """With slices as models: what a replay keeps in memory."""


def decide(rules: RuleSet, state: Mapping[str, str], record: Record | RulesChanged) -> Decision:
    """What one record changes. `state` holds the JSON of those of its `slices` that exist."""
    if isinstance(record, RulesChanged):
        return _change_rules(rules, state, record)
    kept = [name for name in sorted(slices(rules, record)) if state.get(name, EMPTY) != EMPTY]
    before = {name: read_slice(name, state[name]) for name in kept}
    its = judge(rules, before, record)
    changed = {name: write_slice(after) for name, after in its.changed.items()}
    return Decision(changed, its.alerts, its.hushed, its.notifications, its.waiting)


def _change_rules(rules: RuleSet, state: Mapping[str, str], record: RulesChanged) -> Decision:
    """The new rules; what waits on a route, or is remembered of a clause, that they do not have goes.

    Without routes, minutes may cease to pass: how long anything waits later is not measured by the last one.
    """
    if state.get(RULES) == record.rules:
        return Decision()
    changed = {RULES: record.rules, **{name: EMPTY for name in forgotten(rules, record) if name in state}}
    notifications: tuple[Notification, ...] = ()
    routes = RouteNames.model_validate_json(record.rules).names
    if GROUPS in state:
        notifications, groups = let_out_strays(groups_of(state), routes)
        changed[GROUPS] = write_slice(groups)
    if CLOCK in state and not routes:
        changed[CLOCK] = write_slice(Clock.model_validate_json(state[CLOCK]).stop())
    return Decision(changed, notifications=notifications)


def judge(rules: RuleSet, state: Mapping[str, Part], record: Record) -> Judgement:
    """What one record changes, on slices that have been read. What ner could not read changes nothing."""
    if isinstance(record, MuteBegan | MuteEnded):
        before = state.get(MUTES)
        return Judgement({MUTES: (before if isinstance(before, Mutes) else Mutes()).after(record)})
    if isinstance(record, SliceWarmed):
        known = record.slice in state
        return Judgement() if known else Judgement({record.slice: read_slice(record.slice, record.content)})
    if isinstance(record, MinutePassed):
        return _pass_minute(rules, state, record)
    if record.article is None or record.skipped:
        return Judgement()
    return _read(rules, state, record, record.article)


def clock_of(state: Mapping[str, Part]) -> Clock | None:
    """The journal's time; None before its first minute."""
    clock = state.get(CLOCK)
    return clock if isinstance(clock, Clock) else None


def case_of(rules: RuleSet, state: Mapping[str, Part], tagged: ArticleTagged, article: ArticleFound) -> Case:
    """What conditions judge: the article, at its time in the journal."""
    since = state.get(SINCE)
    return Case(article, tagged, rules, clock_of(state), since if isinstance(since, Since) else None)


def _read(
    rules: RuleSet, state: Mapping[str, Part], tagged: ArticleTagged, article: ArticleFound
) -> Judgement:
    case = case_of(rules, state, tagged, article)
    reading = read(case, rules, state)
    if not reading.alerts:
        return Judgement(reading.changed)
    return _told(rules, state, reading.changed, reading.alerts, case.clock.now if case.clock else None)


def _pass_minute(rules: RuleSet, state: Mapping[str, Part], record: MinutePassed) -> Judgement:
    before = clock_of(state)
    clock = before.after(record.at) if before else Clock(at=record.at)
    if not rules.needs_minutes or clock == before:
        return Judgement()
    changed: dict[str, Part] = {CLOCK: clock}
    alerts: list[Raised] = []
    for name, kind in rules.timed.items():
        watched = state.get(name)
        after, raised = TIMED[kind].pass_minute(Minute(clock, rules), rules.watching(name), name, watched)
        changed |= {name: after} if after is not None and after != watched else {}
        alerts += raised
    return _told(rules, state, changed, alerts, Now(clock.at, clock.at))


def _told(
    rules: RuleSet,
    state: Mapping[str, Part],
    changed: Mapping[str, Part],
    raised: Sequence[Raised],
    now: Now | None,
) -> Judgement:
    calm = keep_calm(rules, state, raised)
    changed = {**untold(state, changed, calm.hushed), **calm.changed}
    before = groups_in(state.get(GROUPS))
    if not rules.routes or not (calm.told or before.groups):
        return Judgement(changed, calm.told, calm.hushed)
    grouped = group(rules, before, calm.told, now)
    if grouped.groups != before:
        changed[GROUPS] = grouped.groups
    return Judgement(changed, grouped.alone, calm.hushed, grouped.notifications, grouped.waiting)
