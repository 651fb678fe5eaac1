"""What one article changes, and what the rules raise by it: each by itself first, then those that combine."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from services.alert.deciding.conditions import CONDITIONS, Case, ClauseRule, CombinedRule, Raised
from services.alert.deciding.conditions.combining import Combined, combined_slice, judge_combined
from services.alert.deciding.conditions.findings import Findings, by_clause, found_slice, is_found
from services.alert.deciding.rules import RuleSet
from shared.events import AlertRaised, Part


@dataclass
class Reading:
    """The slices that changed, the alerts, and what the clauses of combined rules found, by clause.

    `remembered`: the clauses that hold only because the article, or its origin, says again what was new.
    """

    changed: dict[str, Part] = field(default_factory=dict)
    alerts: list[Raised] = field(default_factory=list)
    found: Mapping[str, Sequence[AlertRaised]] = field(default_factory=dict)
    remembered: Set[str] = frozenset()


def read(
    case: Case, rules: RuleSet, state: Mapping[str, Part], asked: Sequence[CombinedRule] = ()
) -> Reading:
    """Judge an article that was read. The clauses of `asked` are judged even if their rules cannot hold."""
    reading = Reading()
    said = {
        name: (condition, spoken)
        for kind, condition in CONDITIONS.items()
        for name, spoken in condition.touches(case.tagged, rules.index(kind)).items()
    }
    able = rules.combined.able(said.keys())
    clauses = _clauses([*able, *asked])
    for name, (condition, spoken) in said.items():
        before = state.get(name)
        watching = [*rules.watching(name), *clauses.get(name, ())]
        after, raised = condition.judge(case, watching, spoken, before)
        if after is not None and after != before:
            reading.changed[name] = after
        reading.alerts += raised
    if rules.combined.clauses:
        _combine(case, rules, state, said.keys(), able, reading)
    return reading


def _clauses(able: Sequence[CombinedRule]) -> dict[str, list[ClauseRule]]:
    """The clauses that are judged only where somebody asks, by slice; a clause of several rules once."""
    clauses = {name: clause for rule in able for name, clause in rule.clauses.items() if not clause.passing}
    by_slice: dict[str, list[ClauseRule]] = {}
    for clause in clauses.values():
        for name in clause.spoken_of:
            by_slice.setdefault(name, []).append(clause)
    return by_slice


def _combine(
    case: Case,
    rules: RuleSet,
    state: Mapping[str, Part],
    touched: Set[str],
    able: Sequence[CombinedRule],
    reading: Reading,
) -> None:
    found = by_clause(raised.alert for raised in reading.alerts if is_found(raised.alert))
    reading.alerts = [raised for raised in reading.alerts if not is_found(raised.alert)]
    reading.remembered = _remember(case, rules, state, touched, found, reading.changed)
    reading.found = found
    for rule in able:
        name = combined_slice(rule.name)
        before = state.get(name)
        told = before if isinstance(before, Combined) else None
        after, raised = judge_combined(case, rule, found, told)
        if after is not None and after != told:
            reading.changed[name] = after
        reading.alerts += raised


def _remember(
    case: Case,
    rules: RuleSet,
    state: Mapping[str, Part],
    touched: Set[str],
    found: dict[str, list[AlertRaised]],
    changed: dict[str, Part],
) -> Set[str]:
    """What was found before and is said again holds, too: the clauses that hold by it alone.

    What is found only once is kept.
    """
    remembered = set()
    for name in rules.passing_clauses(touched):
        slice_ = found_slice(name)
        before = state.get(slice_)
        findings = before if isinstance(before, Findings) else Findings()
        now = found.get(name, [])
        if now:
            changed[slice_] = findings.after(case.article, now)
        if rules.combined.clauses[name].selects(case.article):
            again = findings.still_said(case, rules.combined.clauses[name])
            if now or again:
                found[name] = [*now, *again]
            if again and not now:
                remembered.add(name)
    return remembered
