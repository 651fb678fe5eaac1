"""ArticleTagged in, AlertRaised out: pure. The same journal gives the same alerts, byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.alert.calm import MUTES, Hushed, Mutes, keep_calm
from services.alert.clock import Clock, Since
from services.alert.conditions import CONDITIONS, SINCE, TIMED, Case, Minute, Raised
from services.alert.record import Record
from services.alert.rules import RuleSet
from services.alert.state import CLOCK, RULES, read_slice, slices, write_slice
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


@dataclass(frozen=True)
class Decision:
    """The slices that changed, as JSON, and the alerts with their channels, in order of the text."""

    changed: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[Raised, ...] = ()
    hushed: tuple[Hushed, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A decision whose slices are models: what a replay keeps in memory."""

    changed: Mapping[str, Part] = field(default_factory=dict)
    alerts: tuple[Raised, ...] = ()
    hushed: tuple[Hushed, ...] = ()


def decide(rules: RuleSet, state: Mapping[str, str], record: Record | RulesChanged) -> Decision:
    """What one record changes. `state` holds the JSON of those of its `slices` that exist."""
    if isinstance(record, RulesChanged):
        return Decision() if state.get(RULES) == record.rules else Decision({RULES: record.rules})
    before = {name: read_slice(name, state[name]) for name in sorted(slices(rules, record)) if name in state}
    judgement = judge(rules, before, record)
    changed = {name: write_slice(after) for name, after in judgement.changed.items()}
    return Decision(changed, judgement.alerts, judgement.hushed)


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
    changed: dict[str, Part] = {}
    alerts: list[Raised] = []
    case = case_of(rules, state, tagged, article)
    for kind, condition in CONDITIONS.items():
        for name, said in condition.touches(tagged, rules.index(kind)).items():
            before = state.get(name)
            after, raised = condition.judge(case, rules.watching(name), said, before)
            changed |= {name: after} if after != before else {}
            alerts += raised
    return _told(rules, state, changed, alerts)


def _pass_minute(rules: RuleSet, state: Mapping[str, Part], record: MinutePassed) -> Judgement:
    before = clock_of(state)
    clock = before.after(record.at) if before else Clock(at=record.at)
    if not rules.timed or clock == before:
        return Judgement()
    changed: dict[str, Part] = {CLOCK: clock}
    alerts: list[Raised] = []
    for name, kind in rules.timed.items():
        watched = state.get(name)
        after, raised = TIMED[kind].pass_minute(Minute(clock, rules), rules.watching(name), name, watched)
        changed |= {name: after} if after is not None and after != watched else {}
        alerts += raised
    return _told(rules, state, changed, alerts)


def _told(
    rules: RuleSet, state: Mapping[str, Part], changed: Mapping[str, Part], raised: Sequence[Raised]
) -> Judgement:
    if not raised:
        return Judgement(changed)
    calm = keep_calm(rules, state, raised)
    return Judgement({**changed, **calm.changed}, calm.told, calm.hushed)
