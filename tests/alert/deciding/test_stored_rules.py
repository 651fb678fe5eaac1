"""Contracts of the rules in the journal: every set ever stored can still be decided by."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.alert.deciding.conditions import CONDITIONS, CombinedRule
from services.alert.deciding.conditions.figure_rule import FigureClause
from services.alert.deciding.rules import RuleSet
from shared.events import RulesChanged

STORED = sorted((Path(__file__).parents[2] / "contracts").glob("*/rules.changed*.json"))
EVERY_KIND = "rules.changed-every-kind"


def read(path: Path) -> RuleSet:
    record = RulesChanged.model_validate_json(path.read_bytes())
    return RuleSet.model_validate_json(record.rules, extra="ignore")


def kept(written: Any, now: Any) -> bool:
    """Whether all that is written is still there; more may be."""
    if isinstance(written, dict):
        return all(key in now and kept(value, now[key]) for key, value in written.items())
    if isinstance(written, list):
        return len(written) == len(now) and all(map(kept, written, now))
    return bool(written == now)


@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_stored_rules_are_read_and_keep_what_they_say(path: Path) -> None:
    written = json.loads(json.loads(path.read_text())["rules"])
    assert kept(written, json.loads(read(path).json_text))


def test_one_of_them_has_rules_of_every_kind_and_routes() -> None:
    [path] = [path for path in STORED if path.stem == EVERY_KIND]
    rules = read(path)
    assert {rule.when for rule in rules.rules if not isinstance(rule, CombinedRule)} == set(CONDITIONS)
    [combined] = [rule for rule in rules.rules if isinstance(rule, CombinedRule)]
    assert {clause.when for clause in combined.clauses.values()} == {"keyword", "mention", "surge", "figure"}
    assert [bool(route.digest) for route in rules.routes] == [False, True]


def test_a_clause_keeps_the_name_that_its_findings_are_kept_by() -> None:
    """Another name, and what it found is forgotten by an upgrade."""
    clause = {"when": "figure", "subject": "north-korea", "measure": "troops", "by": "5%"}
    assert FigureClause.model_validate(clause).clause_name == "/98a6e6377c6bae77809e3eed36511ebc"
    in_full = FigureClause.model_validate(clause).model_dump()
    assert FigureClause.model_validate(in_full).clause_name == "/98a6e6377c6bae77809e3eed36511ebc"
