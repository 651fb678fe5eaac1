"""What a rule makes of one article, in words."""

from collections.abc import Collection, Iterable, Mapping

from services.alert.deciding.conditions import (
    CONDITIONS,
    AnyRule,
    ArticleRule,
    Case,
    CombinedRule,
    SingleRule,
    combined_why,
)
from services.alert.deciding.conditions.joined import Leaf
from services.alert.deciding.reading import read
from services.alert.deciding.rules import RuleSet
from shared.events import Part

SHOWN = 8


def made_of(case: Case, rules: RuleSet, rule: AnyRule, state: Mapping[str, Part]) -> Iterable[str]:
    """The path of the decision, on the state before the article."""
    if case.tagged.skipped:
        return [f"not read: {case.tagged.skipped.reason}: {case.tagged.skipped.detail}"]
    if isinstance(rule, ArticleRule) and (obstacle := rule.obstacle(case.article)):
        return [f"the rule does not select this article: {obstacle}"]
    if isinstance(rule, CombinedRule):
        return _combined(case, rules, rule, state)
    return _single(case, rules, rule, state)


def _single(case: Case, rules: RuleSet, rule: SingleRule, state: Mapping[str, Part]) -> Iterable[str]:
    condition = CONDITIONS[rule.when]
    touched = condition.touches(case.tagged, rules.index(rule.when))
    watches = set(rule.watches)
    watched = [name for name in touched if name in watches]
    if not watched:
        return [f"the article says nothing on {_some(rule.watches)}; it speaks of {_some(touched) or '–'}"]
    return [line for name in watched for line in condition.why(case, rule, touched[name], state.get(name))]


def _combined(case: Case, rules: RuleSet, rule: CombinedRule, state: Mapping[str, Part]) -> Iterable[str]:
    reading = read(case, rules, state, [rule])

    def why(leaf: Leaf) -> Iterable[str]:
        clause = rule.clauses[leaf.clause_name]
        obstacle = clause.obstacle(case.article)
        refused = f"it does not select this article: {obstacle}"
        return [refused] if obstacle else _single(case, rules, clause, state)

    yield from combined_why.path(rule, reading.found, reading.remembered, why)
    fires = any(raised.alert.rule == rule.name for raised in reading.alerts)
    yield combined_why.outcome(rule, reading.found, fires=fires)


def _some(names: Collection[str]) -> str:
    """The first names, and how many others there are."""
    shown = ", ".join(list(names)[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} others" if len(names) > SHOWN else shown
