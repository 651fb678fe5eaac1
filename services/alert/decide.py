"""ArticleTagged in, AlertRaised out: pure. The same journal gives the same alerts, byte for byte."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.alert.conditions import CONDITIONS, Case, Raised
from services.alert.rules import RuleSet
from services.alert.state import RULES, read_slice, slices, write_slice
from shared.events import ArticleTagged, Part, RulesChanged


@dataclass(frozen=True)
class Decision:
    """The slices that changed, as JSON, and the alerts with their channels, in order of the text."""

    changed: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[Raised, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A decision whose slices are models: what a replay keeps in memory."""

    changed: Mapping[str, Part] = field(default_factory=dict)
    alerts: tuple[Raised, ...] = ()


def decide(rules: RuleSet, state: Mapping[str, str], record: ArticleTagged | RulesChanged) -> Decision:
    """What one record changes. `state` holds the JSON of those of its `slices` that exist."""
    if isinstance(record, RulesChanged):
        return Decision() if state.get(RULES) == record.rules else Decision({RULES: record.rules})
    before = {name: read_slice(name, state[name]) for name in sorted(slices(rules, record)) if name in state}
    judgement = judge(rules, before, record)
    changed = {name: write_slice(after) for name, after in judgement.changed.items()}
    return Decision(changed, judgement.alerts)


def judge(rules: RuleSet, state: Mapping[str, Part], tagged: ArticleTagged) -> Judgement:
    """What one article changes, on slices that have been read. What ner could not read changes nothing."""
    if tagged.article is None or tagged.skipped:
        return Judgement()
    changed: dict[str, Part] = {}
    alerts: list[Raised] = []
    case = Case(tagged.article, tagged, rules)
    for condition in CONDITIONS.values():
        for name, said in condition.touches(tagged).items():
            before = state.get(name)
            after, raised = condition.judge(case, rules.watching(name), said, before)
            changed |= {name: after} if after != before else {}
            alerts += raised
    return Judgement(changed, tuple(alerts))
