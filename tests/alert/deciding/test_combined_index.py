"""Combined rules are found by what an article speaks of; going through all of them would find the same."""

from contextlib import suppress
from typing import Any

import pytest
from desk import WATCHLIST, Desk
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from builders import AFigure, AName, a_figure, a_name, an_article
from services.alert.deciding.conditions import AnyRule, Known
from services.alert.deciding.rules import RuleSet, WrittenRules

SAID: dict[str, AFigure | AName] = {
    "troops": a_figure("8.000"),
    "killed": a_figure("300", subject="russia", measure="killed"),
    **{name: a_name(name) for name in ("putin", "kim-jong-un", "rutte")},
}
CLAUSES: list[dict[str, Any]] = [
    {"when": "figure", "subject": "north-korea", "measure": "troops"},
    {"when": "figure", "subject": "russia", "measure": "killed"},
    {"when": "mention", "entity": "leaders"},
    {"when": "mention", "entity": "rutte"},
    {"when": "mention", "entity": ["putin", "rutte"]},
    {"when": "keyword", "phrase": "Soldat"},
    {"when": "keyword", "phrase": "Frieden"},
    {"when": "mention", "entity": "leaders", "again_after": "24h"},
]

TRUE_BY = [
    {"troops"},
    {"killed"},
    {"putin", "kim-jong-un"},
    {"rutte"},
    {"putin", "rutte"},
    {"troops", "killed"},
    set[str](),
    {"putin", "kim-jong-un"},
]
"""Of each clause, the words that make it hold."""


def joined(nodes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(nodes, min_size=1, max_size=3)
    denied = st.builds(lambda node: {"not": node}, nodes)
    return st.builds(lambda members: {"any": members}, several) | st.builds(
        lambda members, others: {"all": [*members, *others]}, several, st.lists(denied, max_size=2)
    )


JOINS = joined(st.recursive(st.sampled_from(CLAUSES), joined, max_leaves=8))


def rule_set(expressions: list[dict[str, Any]]) -> tuple[RuleSet, list[dict[str, Any]]]:
    """Of those that have a meaning; they come back, too."""
    context = {"known": Known(WATCHLIST, None)}
    rules: list[AnyRule] = []
    kept: list[dict[str, Any]] = []
    for expression in expressions:
        with suppress(ValidationError):
            written = {"rules": [{"name": f"r-{len(kept)}", **expression}]}
            rules += WrittenRules.model_validate(written, context=context).rules
            kept.append(expression)
    names = {name: entity.name for name, entity in WATCHLIST.entities.items()}
    labels = {name: measure.label for name, measure in WATCHLIST.measures.items()}
    return RuleSet(rules=tuple(rules), names=names, measures=labels), kept


@given(
    st.lists(JOINS, min_size=1, max_size=6), st.lists(st.sampled_from(sorted(SAID)), max_size=4, unique=True)
)
def test_no_rule_that_holds_is_passed_over(expressions: list[dict[str, Any]], said: list[str]) -> None:
    rules, kept = rule_set(expressions)
    alerts = Desk(rules).read(an_article(*(SAID[word] for word in said)))
    assert [alert.rule for alert in alerts] == [f"r-{n}" for n, one in enumerate(kept) if holds(one, said)]


def holds(node: dict[str, Any], said: list[str]) -> bool:
    """What the words of the rule mean, where nothing was said before."""
    if "all" in node:
        return all(holds(member, said) for member in node["all"])
    if "any" in node:
        return any(holds(member, said) for member in node["any"])
    if "not" in node:
        return not holds(node["not"], said)
    return not TRUE_BY[CLAUSES.index(node)].isdisjoint(said)


ONCE = [n for n, clause in enumerate(CLAUSES) if clause["when"] == "figure" or "again_after" in clause]
"""What these find is new only the first time."""


@given(
    st.lists(JOINS, min_size=1, max_size=4),
    st.lists(st.lists(st.sampled_from(sorted(SAID)), max_size=4, unique=True), min_size=2, max_size=4),
)
def test_what_was_new_in_an_article_holds_as_long_as_it_is_said(
    expressions: list[dict[str, Any]], revisions: list[list[str]]
) -> None:
    """Told the first time that the rule holds, and again with whatever else is found only once."""
    rules, kept = rule_set(expressions)
    desk = Desk(rules)
    told: list[set[Any] | None] = [None] * len(kept)
    for number, said in enumerate(revisions, 1):
        alerts = desk.read(an_article(*(SAID[word] for word in said), revision=number, at=number / 10))
        expected: list[str] = []
        for n, node in enumerate(kept):
            once = found_once(node, said)
            if holds(node, said) and (told[n] is None or once - (told[n] or set())):
                expected.append(f"r-{n}")
                told[n] = once | (told[n] or set())
        assert [alert.rule for alert in alerts] == expected


def found_once(node: dict[str, Any], said: list[str]) -> set[Any]:
    """Of what proves that it holds, what is new only the first time: (clause, word)."""
    if "not" in node or not holds(node, said):
        return set()
    if "when" not in node:
        return {one for member in node.get("all") or node["any"] for one in found_once(member, said)}
    n = CLAUSES.index(node)
    return {(n, word) for word in TRUE_BY[n] & {*said}} if n in ONCE else set()


@pytest.mark.parametrize("common", ["mention", "figure"])
def test_what_all_rules_ask_for_does_not_make_all_of_them_able(common: str) -> None:
    clause = next(one for one in CLAUSES if one["when"] == common)
    rules, _ = rule_set([{"all": [clause, {"when": "keyword", "phrase": f"Wort{n}"}]} for n in range(500)])
    spoken_of = {"named/putin", "ledger/north-korea/troops", *rules.rules[7].watches}
    assert [rule.name for rule in rules.combined.able(spoken_of)] == ["r-7"]
    assert len(rules.single) == 501
