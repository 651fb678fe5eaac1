"""What a rule makes of one article, in words."""

from collections.abc import Collection, Iterable, Mapping

from services.alert.deciding.conditions import (
    CONDITIONS,
    AnyRule,
    ArticleRule,
    Case,
    CombinedRule,
    FigureRule,
    KeywordRule,
    SingleRule,
    combined_why,
)
from services.alert.deciding.conditions.joined import Leaf
from services.alert.deciding.headline import number
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
    lines = [line for name in watched for line in condition.why(case, rule, touched[name], state.get(name))]
    if not watched:
        lines = [f"the article {_nothing(rule)}; it speaks of {_some([*map(_words, touched)]) or '–'}"]
    return [*lines, *(_without_subject(case) if isinstance(rule, FigureRule) else ())]


def _without_subject(case: Case) -> Iterable[str]:
    for figure in case.tagged.figures:
        if not figure.subject:
            sentence = figure.evidence.sentence.of(case.article.text)
            yield f"no rule can use {number(figure)} ({figure.measure}), it has no subject: „{sentence}“"


def _nothing(rule: SingleRule) -> str:
    if isinstance(rule, KeywordRule):
        return f"has none of the phrases: {_some(rule.phrase)}"
    return f"says nothing on {_some([*dict.fromkeys(map(_words, rule.watches))])}"


def _words(name: str) -> str:
    """What a slice of the state is about, without the name of its kind."""
    return " ".join(name.split("/")[1:])


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
