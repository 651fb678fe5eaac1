"""rules.yaml is read whole or refused with file, line, field and what would be right."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import EVERYTHING

from services.alert.deciding.conditions import CONDITIONS
from services.alert.deciding.rules import RuleSet, load_rules
from services.alert.deciding.tolerance import Tolerance
from shared.errors import ConfigError
from shared.watchlist import load_watchlist

Build = Callable[[str], RuleSet]
SHIPPED = Path(__file__).parents[3] / "deploy/config/rules.yaml"


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


def test_no_rules_are_written_as_such(written: Build) -> None:
    assert written("rules: []").rules == ()


def test_an_empty_file_is_refused_since_a_full_disk_leaves_one(written: Build) -> None:
    with pytest.raises(ConfigError, match="rules: Field required"):
        written("")


FIGURE = "rules:\n  - name: a\n    when: figure\n    subject: north-korea\n    measure: troops\n    "
NO_NEWS = "rules:\n  - name: a\n    when: no_news\n    "
SURGE = "rules:\n  - name: a\n    when: surge\n    entity: putin\n    "
CLAUSE = "{when: mention, entity: putin}"
TOO_DEEP = f"all: [{'{all: [' * 5}{CLAUSE}{']}' * 5}]"
TOO_OFTEN = f"any:\n      - &a {CLAUSE}\n" + "".join(
    f"      - &{name} {{any: [{', '.join([f'*{of}'] * 9)}]}}\n" for of, name in ("ab", "bc", "cd", "de")
)
KEYWORD = "rules:\n  - name: a\n    when: keyword\n    "
COMBINED = "rules:\n  - name: a\n    "
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
        pytest.param("regeln: []", 1, "no such key 'regeln'; did you mean rules? Keys: ", id="a German key"),
        pytest.param("- name: a", 1, "keys and what they say belong here, such as `rules:`", id="bare list"),
        pytest.param(FIGURE.replace("troops", "truppen"), 5, "did you mean troops?", id="German measure"),
        pytest.param(FIGURE.replace("troops", "tote"), 5, "did you mean killed?", id="German noun"),
        pytest.param(
            FIGURE.replace("north-korea", "nordkorea"), 4, "did you mean north-korea?", id="German subject"
        ),
        pytest.param(MENTION + "entity: kim", 4, "did you mean kim-jong-un?", id="a shared name"),
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
        pytest.param(
            FIGURE + "again_after: 24h", 6, "no such key 'again_after'; Keys: above, ", id="a foreign field"
        ),
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
            3,
            "rules.1.name: each rule needs a name of its own; used twice: a",
            id="names twice",
        ),
        pytest.param(
            MENTION.replace("name: a", "name: a b") + "entity: putin", 2, "without spaces", id="name"
        ),
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
        pytest.param(FIGURE + "trust: hihg", 6, "'high', 'medium' or 'low'", id="trust that nobody has"),
        pytest.param(FIGURE + "wall: high", 6, "'none', 'teaser', 'paywall'", id="a wall that nobody builds"),
        pytest.param(COMBINED + "all: []", 3, "at least 1 item", id="all of nothing"),
        pytest.param(COMBINED + "all:", 2, "one of any, all and not is needed", id="all of null"),
        pytest.param(COMBINED + "all: 7", 3, "should be a list", id="all of a number"),
        pytest.param(COMBINED + f"not: {CLAUSE}", 2, "nothing but `not`", id="only not"),
        pytest.param(
            COMBINED + f"all:\n      - not: {CLAUSE}\n      - not: {CLAUSE}",
            2,
            "nothing but `not`",
            id="all of nots",
        ),
        pytest.param(
            COMBINED + f"any:\n      - {CLAUSE}\n      - not: {CLAUSE}",
            2,
            "it narrows an `all`",
            id="any of a not",
        ),
        pytest.param(
            COMBINED + f"all:\n      - {CLAUSE}\n      - not: {{not: {CLAUSE}}}",
            5,
            "nothing but `not`",
            id="not not",
        ),
        pytest.param(
            COMBINED + f"all:\n      - {CLAUSE}\n      - not: {CLAUSE}",
            2,
            "can never hold",
            id="what it excludes",
        ),
        pytest.param(
            COMBINED + f"all: [{CLAUSE}]\n    not: {CLAUSE}",
            2,
            "`all` and `not` side by side",
            id="side by side",
        ),
        pytest.param(
            MENTION + f"entity: putin\n    not: {CLAUSE}",
            2,
            "`not` and `when` side by side",
            id="when and not",
        ),
        pytest.param(
            COMBINED + "any:\n      - when: no_news\n        source: funk\n        for: 1h",
            4,
            "no_news is what no article says",
            id="silence as a clause",
        ),
        pytest.param(
            COMBINED + "any:\n      - when: mention\n        entity: putin\n        to: desk",
            4,
            "`to` belongs to the whole rule",
            id="a channel of a clause",
        ),
        pytest.param(
            COMBINED + "any:\n      - when: mention\n        entity: putni",
            5,
            "did you mean putin?",
            id="in a clause",
        ),
        pytest.param(
            COMBINED
            + f"all:\n      - {CLAUSE}\n      - any:\n          - when: figure\n            subject: russia\n"
            "            measure: tropps",
            8,
            "did you mean troops?",
            id="in a nested clause",
        ),
        pytest.param(COMBINED + "any: [putin]", 3, "a clause has `when` (figure,", id="a clause of one word"),
        pytest.param(
            COMBINED + f"any: [{', '.join([CLAUSE] * 51)}]", 2, "more than 50 clauses", id="too many clauses"
        ),
        pytest.param(COMBINED + TOO_DEEP, 2, "nested deeper than 5", id="too deep"),
        pytest.param(COMBINED + "all: &a [any: *a]", 2, "nested deeper than 5", id="itself"),
        pytest.param(COMBINED + TOO_OFTEN, 2, "more than 50 clauses", id="one clause six thousand times"),
        pytest.param(
            MENTION + "entity: putin\n    language: deutsch", 5, "its code, such as de", id="language"
        ),
        pytest.param(MENTION + "entity: putin\n    hours: 06:00-06:00", 5, "never come", id="no hours"),
        pytest.param(MENTION + "entity: putin\n    within: sentence", 2, "needs together_with", id="within"),
        pytest.param(MENTION + "entity: putin\n    count: true", 5, "a number belongs", id="a true count"),
        pytest.param(FIGURE + "place: putin", 6, "putin is a person", id="a person as a place"),
        pytest.param(FIGURE + "origins: true", 6, "a number belongs", id="true origins"),
        pytest.param(FIGURE + "above: true", 6, "a number belongs", id="a true bound"),
        pytest.param("history_age: 0s", 1, "365d is usual", id="no history"),
        pytest.param("tolerance: viel", 1, "a percentage", id="the default tolerance"),
        pytest.param("late_after: -3h", 1, "such as 30s, 5m, 24h", id="the default lateness"),
        pytest.param("rule: []", 1, "no such key 'rule'; did you mean rules", id="an unknown key"),
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


def test_what_the_shipped_file_shows_in_comments_is_right(tmp_path: Path) -> None:
    path, shown = tmp_path / "rules.yaml", SHIPPED.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^  # (- name|  +(?:\w+:|- \w+:|- \{))", r"  \1", shown), encoding="utf-8")
    rules = load_rules(path, load_watchlist(), [])
    assert {rule.when for rule in rules.rules} >= {*CONDITIONS, "all"}


def test_the_shipped_rules_are_right() -> None:
    rules = load_rules(SHIPPED, load_watchlist(), [])
    assert {rule.when for rule in rules.rules} == {"figure", "mention"}
    assert len(rules.watching("named/putin")) == 1
