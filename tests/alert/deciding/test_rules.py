"""rules.yaml is read whole or refused with file, line, field and what would be right."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from desk import WATCHLIST
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.alert.rules import RuleSet, load_rules
from services.alert.tolerance import Tolerance
from shared.errors import ConfigError
from shared.watchlist import load_watchlist

Build = Callable[[str], RuleSet]
SHIPPED = Path(__file__).parents[3] / "deploy/config/rules.yaml"
EVERYTHING = """\
tolerance: 12,5 %
late_after: 6h
history: 300
history_age: 90d
rules:
  - name: truppen
    description: Neue Zahl
    owner: Anna
    cool_down: 6h
    when: figure
    subject: north-korea
    measure: troops
    change: [first, confirmed]
    by: 500
    origins: 2
    include: [hypothetical, part]
    place: kursk
    severity: high
    to: [ops, log]
    labels: {team: osteuropa}
    above: 100
    below: 20000
    source: [zeitung, funk]
    language: de
    hours: 06:00-22:00 Europe/Vienna
  - name: chefs
    when: mention
    entity: [leaders, rutte, putin]
    again_after: 30d
    to: desk
  - name: zu-zweit
    when: mention
    entity: leaders
    together_with: rutte
    within: sentence
    count: 2
    window: 3h
  - name: andrang
    when: surge
    entity: leaders
    window: 30m
    factor: 2.5
    baseline: 3d
    min_mentions: 4
    origins: 3
  - name: stumm
    when: no_news
    source: funk
    for: 90m
    hours: 22:00-06:00
  - name: wort
    when: keyword
    phrase: [Mobilmachung, atomare Drohung]
    compounds: false
"""


def test_everything_a_rule_can_say_survives_its_json(written: Build) -> None:
    rules = written(EVERYTHING)
    again = RuleSet.model_validate_json(rules.record.rules)
    assert again == rules
    assert again.hash == rules.record.rules_hash


def test_what_a_rule_leaves_out_is_filled_in(written: Build) -> None:
    rules = written(
        "rules:\n"
        "  - {name: a, when: figure, subject: russia, measure: killed}\n"
        "  - {name: b, when: mention, entity: leaders}"
    )
    figure, mention = rules.rules
    assert (figure.severity, figure.to) == ("medium", ("log",))
    assert mention.watches == ("named/putin", "named/kim-jong-un")
    assert rules.names == {"russia": "Russland", "putin": "Wladimir Putin", "kim-jong-un": "Kim Jong-un"}
    assert rules.measures == {"killed": "Getötete"}


def test_an_empty_file_holds_no_rules(written: Build) -> None:
    assert written("").rules == ()


FIGURE = "rules:\n  - name: a\n    when: figure\n    subject: north-korea\n    measure: troops\n    "
NO_NEWS = "rules:\n  - name: a\n    when: no_news\n    "
SURGE = "rules:\n  - name: a\n    when: surge\n    entity: putin\n    "
KEYWORD = "rules:\n  - name: a\n    when: keyword\n    "
MENTION = "rules:\n  - name: a\n    when: mention\n    "


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(FIGURE + "to: [dask]", 6, "unknown channel 'dask'; did you mean desk?", id="channel"),
        pytest.param(
            FIGURE.replace("north-korea", "north-koera"),
            4,
            "unknown subject 'north-koera'; did you mean north-korea?",
            id="subject",
        ),
        pytest.param(FIGURE.replace("troops", "troop"), 5, "did you mean troops?", id="measure"),
        pytest.param(FIGURE + "place: kurks", 6, "unknown place 'kurks'; did you mean kursk?", id="place"),
        pytest.param(MENTION + "entity: putni", 4, "did you mean putin?", id="entity"),
        pytest.param(MENTION + "entity: [putin, leader]", 4, "did you mean leaders?", id="group"),
        pytest.param(FIGURE + "by: ten", 6, "a percentage, such as 10%, or a whole number", id="tolerance"),
        pytest.param(FIGURE + "by: 0.1", 6, "a percentage, such as 10%, or a whole number", id="a fraction"),
        pytest.param(
            FIGURE + "change: [repeated]", 6, "'first', 'raised', 'lowered' or 'confirmed'", id="change"
        ),
        pytest.param(FIGURE + "origins: 0", 6, "greater than or equal to 1", id="no origins"),
        pytest.param(FIGURE + "include: [doubtful]", 6, "'vague', 'former'", id="flag"),
        pytest.param(FIGURE + "severity: loud", 6, "'low', 'medium', 'high' or 'critical'", id="severity"),
        pytest.param(FIGURE + "again_after: 24h", 6, "Extra inputs are not permitted", id="a foreign field"),
        pytest.param(
            MENTION + "entity: putin\n    again_after: 1 Tag", 5, "such as 30s, 5m, 24h", id="duration"
        ),
        pytest.param(
            MENTION.replace("mention", "vanish"), 2, "must be one of: figure, mention", id="condition"
        ),
        pytest.param("rules:\n  - name: a", 2, "must be one of: figure, mention", id="no condition"),
        pytest.param("rules:\n  - 7", 2, "must be one of: figure, mention", id="no rule"),
        pytest.param(
            "rules:\n" + "  - {name: a, when: mention, entity: putin}\n" * 2,
            1,
            "used twice: a",
            id="names twice",
        ),
        pytest.param(MENTION.replace("name: a", "name: a b") + "entity: putin", 2, "pattern", id="name"),
        pytest.param(FIGURE + "hours: 6 bis 22", 6, "hours are written as 06:00-22:00", id="hours"),
        pytest.param(
            FIGURE + "hours: 06:00-22:00 Europe/Bonn", 6, "unknown time zone 'Europe/Bonn'", id="time zone"
        ),
        pytest.param(
            FIGURE + "hours: 06:00-22:00 ../etc", 6, "hours are written as", id="a path for a time zone"
        ),
        pytest.param(FIGURE + "source: funck", 6, "unknown source 'funck'; did you mean funk?", id="source"),
        pytest.param(
            FIGURE + "above: 9\n    below: 9", 2, "`above` must be less than `below`", id="nothing between"
        ),
        pytest.param(
            MENTION + "entity: putin\n    together_with: putni",
            5,
            "did you mean putin?",
            id="together with nobody",
        ),
        pytest.param(
            MENTION + "entity: putin\n    together_with: putin",
            2,
            "somebody else",
            id="together with themselves",
        ),
        pytest.param(MENTION + "entity: putin\n    within: line", 5, "'sentence', 'paragraph'", id="within"),
        pytest.param(NO_NEWS + "source: funck\n    for: 1h", 4, "did you mean funk?", id="silent source"),
        pytest.param(NO_NEWS + "for: 1h", 2, "needs a source or an entity", id="silence of nobody"),
        pytest.param(NO_NEWS + "source: funk", 2, "for: Field required", id="no time of silence"),
        pytest.param(
            NO_NEWS + "source: funk\n    for: 10s", 5, "greater than or equal", id="a short silence"
        ),
        pytest.param(SURGE + "baseline: 2h", 5, "greater than or equal", id="a short baseline"),
        pytest.param(
            SURGE + "window: 12h\n    baseline: 1d",
            2,
            "four times as long",
            id="a baseline shorter than the window",
        ),
        pytest.param(SURGE + "factor: 1", 5, "greater than 1", id="no factor"),
        pytest.param(KEYWORD + "phrase: '!'", 4, "a phrase needs a word", id="a phrase of no word"),
        pytest.param(KEYWORD + "phrase: []", 4, "at least 1 item", id="no phrase"),
        pytest.param("tolerance: viel", 1, "a percentage", id="the default tolerance"),
        pytest.param("late_after: -3h", 1, "such as 30s, 5m, 24h", id="the default lateness"),
        pytest.param("rule: []", 1, "Extra inputs are not permitted", id="an unknown key"),
    ],
)
def test_a_wrong_file_is_refused(written: Build, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        written(text)
    assert f"rules.yaml:{line}: " in str(refused.value)
    assert message in str(refused.value)


def test_every_fault_has_a_line_of_its_own(written: Build) -> None:
    with pytest.raises(ConfigError) as refused:
        written(FIGURE.replace("troops", "tropps") + "to: nobody\n    by: []")
    assert [fault.split(": ")[0][-1] for fault in str(refused.value).splitlines()] == ["6", "5", "7"]


@pytest.mark.parametrize(
    ("written_as", "kept"),
    [("10%", "10%"), ("12,5 %", "12.5%"), (" 0% ", "0%"), (500, "500"), ("500", "500")],
)
def test_a_tolerance_is_kept_in_one_form(written_as: object, kept: str) -> None:
    assert Tolerance.model_validate(written_as).root == kept


def test_the_shipped_rules_are_right() -> None:
    rules = load_rules(SHIPPED, load_watchlist(), [])
    assert {rule.when for rule in rules.rules} == {"figure", "mention"}
    assert len(rules.watching("named/putin")) == 1


NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["figure", "mention", "surge", "putin", "10%", "24h", "raised", "log", "06:00-22:00", 0.5]
    ),
    lambda nodes: st.lists(nodes, max_size=3) | st.dictionaries(st.text(max_size=8), nodes, max_size=3),
    max_leaves=6,
)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in below for found in _paths(child, (*path, key)))]


@st.composite
def mutated_files(draw: st.DrawFn) -> str:
    """The full file with one to three of its nodes replaced, or with characters cut out of it."""
    if draw(st.booleans()):
        start = draw(st.integers(0, len(EVERYTHING)))
        return EVERYTHING[:start] + draw(st.text(max_size=3)) + EVERYTHING[start + draw(st.integers(0, 20)) :]
    tree: Any = yaml.safe_load(EVERYTHING)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_paths(tree)[1:]))
        parent = tree
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = draw(NODES)
    return str(yaml.safe_dump(tree))


@given(mutated_files())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_mutated_file_is_read_whole_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with suppress(ConfigError):
        rules = load_rules(path, WATCHLIST, ["desk", "ops"])
        assert RuleSet.model_validate_json(rules.json_text).json_text == rules.json_text
