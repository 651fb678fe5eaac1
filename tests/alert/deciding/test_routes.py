"""routes of rules.yaml: read whole or refused with line, field and what would be right."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.alert.deciding.rules import RuleSet
from shared.errors import ConfigError

Build = Callable[[str], RuleSet]
SHIPPED = Path(__file__).parents[3] / "deploy/config/rules.yaml"
RULES = """\
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops}
routes:
  - name: zusammen
    to: [ops, log]
    rule: zahl
    severity: [low, medium]
    by: [rule, subject]
    wait: 2m
    interval: 15m
  - name: morgens
    digest: [18:00, 07:00 Europe/Vienna]
"""


def test_routes_survive_the_journal(written: Build) -> None:
    rules = written(RULES)
    assert RuleSet.model_validate_json(rules.json_text) == rules
    assert rules.routes[1].digest
    assert rules.routes[1].digest.root == ("07:00 Europe/Vienna", "18:00 Europe/Berlin")


def test_the_routes_that_the_shipped_file_explains_can_be_used_as_they_stand(written: Build) -> None:
    _, sample = SHIPPED.read_text(encoding="utf-8").split("# routes:")
    text = "\n".join(["rules: []", "routes:", *(line.removeprefix("#") for line in sample.splitlines())])
    assert [route.name for route in written(text).routes] == ["eilmeldungen", "morgens"]


def test_without_routes_the_rules_are_as_before(written: Build) -> None:
    rules = written(RULES.split("routes:")[0])
    assert rules.routes == ()
    assert not rules.needs_minutes


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("to: [ops, log]", "to: [ops, desc]", ":5: routes.0.to: unknown channel 'desc'; did you mean desk"),
        ("rule: zahl", "rule: zal", ":3: routes: unknown rule of route zusammen: 'zal'; did you mean zahl"),
        ("[low, medium]", "[low, loud]", ":7: routes.0.severity.1: Input should be 'low', 'medium'"),
        ("[rule, subject]", "[rule, who]", ":8: routes.0.by.1: Input should be 'rule', 'subject', 'measure'"),
        (
            "wait: 2m",
            "wait: 90s",
            ":9: routes.0.wait: time passes by the minute here: whole minutes such as 2m",
        ),
        ("wait: 2m", "wait: 2d", ":9: routes.0.wait: time passes by the minute here"),
        ("wait: 2m", "digest: 07:00", ":4: routes.0: a digest goes out at its times: wait and interval mean"),
        ("    wait: 2m\n    interval: 15m\n", "", ":4: routes.0: a route needs wait, interval or digest"),
        (
            "name: morgens",
            "name: zusammen",
            ":11: routes.1.name: each route needs a name of its own; used twice: zusammen",
        ),
        ("18:00", "24:00", ":12: routes.1.digest.0: a digest's time is written as 07:00"),
        ("18:00", "7", ":12: routes.1.digest.0: a digest's time is written as 07:00"),
        ("18:00", "yes", ":12: routes.1.digest.0: a digest's time is written as 07:00"),
        ("[18:00, 07:00 Europe/Vienna]", "[]", ":12: routes.1.digest: .*at least 1 item"),
        ("Europe/Vienna", "Europe/Wien", ":12: routes.1.digest.1: unknown time zone 'Europe/Wien'"),
        (
            "interval:",
            "intervall:",
            ":10: routes.0.intervall: no such key 'intervall'; did you mean interval",
        ),
    ],
)
def test_a_wrong_route_is_refused_with_what_to_do(
    written: Build, tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in RULES
    with pytest.raises(ConfigError, match=message) as refused:
        written(RULES.replace(right, wrong, 1))
    assert len(str(refused.value).splitlines()) == 1
    assert str(refused.value).startswith(f"{tmp_path / 'rules.yaml'}:")


def test_a_wrong_rule_is_told_without_faults_of_the_routes_that_name_it(written: Build) -> None:
    with pytest.raises(ConfigError) as refused:
        written(RULES.replace("measure: troops", "measure: trops"))
    assert "routes" not in str(refused.value)
