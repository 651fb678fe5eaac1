"""A rules file is read whole or refused, whatever is wrong in it. `--mutated-files 10000` tries so many."""

import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from desk import EVERYTHING, WATCHLIST, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_figure, a_name, an_article
from services.alert.deciding.rules import RuleSet, load_rules
from shared.errors import ConfigError

ARTICLES = [
    an_article(a_figure("12.000"), a_name("putin"), a_name("kim-jong-un")),
    an_article(a_figure("12.000"), a_name("rutte"), id="b", at=1),
]
SECONDS_AT_MOST = 5
WORDS = st.sampled_from(
    [
        "figure",
        "mention",
        "surge",
        "no_news",
        "keyword",
        "putin",
        "10%",
        "24h",
        "raised",
        "log",
        "06:00-22:00",
    ]
)
KEYS = st.sampled_from(["any", "all", "not", "when", "entity", "trust", "to"]) | st.text(max_size=8)
NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda nodes: st.lists(nodes, max_size=3) | st.dictionaries(KEYS, nodes, max_size=3),
    max_leaves=6,
)
TREE: Any = yaml.safe_load(EVERYTHING)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in below for found in _paths(child, (*path, key)))]


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _is_clause(node: Any) -> bool:
    return isinstance(node, dict) and not {"when", "any", "all", "not"}.isdisjoint(node)


CLAUSES = [node for path in _paths(TREE["rules"][-1]) if _is_clause(node := _at(TREE["rules"][-1], path))][1:]


@st.composite
def mutated_text(draw: st.DrawFn) -> str:
    """The full file with some characters in place of others."""
    start = draw(st.integers(0, len(EVERYTHING)))
    return EVERYTHING[:start] + draw(st.text(max_size=3)) + EVERYTHING[start + draw(st.integers(0, 20)) :]


@st.composite
def mutated_tree(draw: st.DrawFn) -> str:
    """The full file with one to three of its nodes replaced: by anything, or by another of its nodes."""
    tree = deepcopy(TREE)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_paths(tree)[1:]))
        others = st.sampled_from(_paths(TREE)[1:]).map(lambda other: deepcopy(_at(TREE, other)))
        _at(tree, path[:-1])[path[-1]] = draw(NODES | others)
    return str(yaml.safe_dump(tree))


@st.composite
def combined(draw: st.DrawFn) -> str:
    """The full file with another last rule, of clauses and joins at random."""
    joins = st.recursive(
        st.sampled_from(CLAUSES),
        lambda nodes: st.dictionaries(
            st.sampled_from(["any", "all", "not"]),
            st.lists(nodes, max_size=4) | nodes,
            min_size=1,
            max_size=2,
        ),
        max_leaves=12,
    )
    tree = deepcopy(TREE)
    tree["rules"][-1] = {"name": "last", **draw(joins)}
    return str(yaml.safe_dump(tree))


@pytest.mark.timeout(1800)
def test_a_mutated_file_is_read_whole_or_refused(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    seen = {"read": 0, "refused": 0}

    @given(mutated_text() | mutated_tree() | combined())
    @settings(
        max_examples=pytestconfig.getoption("--mutated-files"),
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    def try_one(text: str) -> None:
        start = time.process_time()
        seen[_read(tmp_path / "rules.yaml", text)] += 1
        assert time.process_time() - start < SECONDS_AT_MOST

    try_one()
    assert min(seen.values()) > 0


def _read(path: Path, text: str) -> str:
    """What is read decides articles and survives its JSON; what is refused names the file."""
    path.write_text(text, encoding="utf-8")
    try:
        rules = load_rules(path, WATCHLIST, ["desk", "ops"])
    except ConfigError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert refused.startswith(str(path))
        return "refused"
    written = yaml.safe_load(text) or {}
    assert len(rules.rules) == len(written.get("rules", ()))
    assert RuleSet.model_validate_json(rules.json_text).json_text == rules.json_text
    desk = Desk(rules)
    for article in ARTICLES:
        desk.read(article)
    return "read"
