"""`make demo` shows what Melder is for: the alerts that a careful reader expects, and no others."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deploy.demo.outcome import Outcome
from deploy.demo.run import run
from deploy.local.settings import environment

ARTICLES = Path(__file__).parents[2] / "deploy" / "demo" / "articles"
ALERTS = [
    ("abendkurier", "first", "rund 6.000"),
    ("stadtblatt", "raised", "etwa 9.500"),
    ("nordbote", "raised", "80.000"),
    ("nordbote", "lowered", "8.000"),
    ("depesche", "named", None),
    ("nordbote", "raised", "rund zwölftausend"),
    ("depesche", "first", "mindestens 300"),
    ("abendkurier", "named", None),
    ("stadtblatt", "lowered", "7.000 bis 7.500"),
]
QUIET = [
    ("02-nordbote-selbe-agentur.txt", "repeated"),
    ("03-stadtblatt-keine-zahlen.txt", "–"),
    ("04-depesche-zweite-quelle.txt", "confirmed"),
    ("08-abendkurier-zu-spaet.txt", "late"),
    ("10-stadtblatt-noch-einmal.txt", "–"),
    ("11-abendkurier-nur-vermutung.txt", "–"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "var"


@pytest.fixture(scope="module")
def outcome(folder: Path) -> Outcome:
    """The demo run once, for all tests."""
    return asyncio.run(run(folder, environment(), Console(quiet=True)))


def test_nothing_is_lost_invented_unsigned_or_wrongly_quoted(outcome: Outcome) -> None:
    assert outcome.faults == ()


def test_the_alerts_are_those_that_a_careful_reader_expects(outcome: Outcome) -> None:
    told = [one.alert for one in outcome.told]
    figures = [alert.figure.words if alert.figure else None for alert in told]
    assert [(a.evidence.source, a.reason, words) for a, words in zip(told, figures, strict=True)] == ALERTS


def test_the_other_articles_raise_nothing_and_the_reason_is_told(outcome: Outcome) -> None:
    listed = json.loads((ARTICLES / "manifest.json").read_text(encoding="utf-8"))
    titles = {item["title"]: item["file"] for item in listed}
    assert [(titles[one.article.title], one.change) for one in outcome.quiet] == QUIET


def test_the_file_holds_what_was_delivered_one_alert_a_line(outcome: Outcome, folder: Path) -> None:
    lines = (folder / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    alerts: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert {alert["alert_id"] for alert in alerts} == {one.alert.alert_id for one in outcome.told}
    assert len(alerts) == len(outcome.told)
