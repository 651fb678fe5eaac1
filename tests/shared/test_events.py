"""The contracts: every example ever published still parses, and its offsets still cut what they say."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.events import (
    FOUND,
    TAGGED,
    AlertRaised,
    AlertsGrouped,
    ArticleFound,
    ArticleTagged,
    DeadLetter,
    MinutePassed,
    MuteBegan,
    MuteEnded,
    RulesChanged,
    SliceWarmed,
    event_time,
)

CONTRACTS = Path(__file__).parents[1] / "contracts"
EXAMPLES = sorted(CONTRACTS.glob("*/*.json"))
EVENTS: dict[str, type[BaseModel]] = {
    "article.found": ArticleFound,
    "article.tagged": ArticleTagged,
    "rules.changed": RulesChanged,
    "minute.passed": MinutePassed,
    "mute.began": MuteBegan,
    "mute.ended": MuteEnded,
    "slice.warmed": SliceWarmed,
    "alert.raised": AlertRaised,
    "alerts.grouped": AlertsGrouped,
    "dead.letter": DeadLetter,
}
NOW = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


def test_every_event_has_an_example() -> None:
    assert {json.loads(example.read_text())["type"] for example in EXAMPLES} == set(EVENTS)


def without_what_came_later(read: Any, written: Any) -> Any:
    """What was read, with the keys that were written."""
    if isinstance(written, dict):
        return {key: without_what_came_later(read[key], written[key]) for key in written}
    if isinstance(written, list):
        return [without_what_came_later(*pair) for pair in zip(read, written, strict=True)]
    return read


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_parses_and_keeps_what_it_says(example: Path) -> None:
    written = json.loads(example.read_text())
    read = EVENTS[written["type"]].model_validate(written).model_dump(mode="json")
    assert without_what_came_later(read, written) == written


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_newer_writer_may_add_fields(example: Path) -> None:
    written = json.loads(example.read_text())
    event = EVENTS[written["type"]]
    assert event.model_validate({**written, "added_later": 1}) == event.model_validate(written)


def test_the_offsets_of_the_example_cut_what_they_say() -> None:
    tagged = TAGGED.validate_json((CONTRACTS / "1/article.tagged.json").read_bytes())
    alert = AlertRaised.model_validate_json((CONTRACTS / "1/alert.raised.json").read_bytes())
    assert isinstance(tagged, ArticleTagged)
    assert tagged.article
    text = tagged.article.text
    assert text[alert.evidence.start : alert.evidence.end] == alert.evidence.sentence
    assert tagged.figures[0].evidence.number.of(text) == tagged.figures[0].words
    assert all(text[m.start : m.end] == m.text for m in tagged.mentions)


def test_a_time_without_its_zone_is_refused() -> None:
    written = json.loads((CONTRACTS / "1/article.found.json").read_text())
    with pytest.raises(ValidationError, match="timezone"):
        FOUND.validate_python({**written, "event_at": "2025-01-06T09:00:00"})


@pytest.mark.parametrize(
    ("said_at", "expected"),
    [
        (None, NOW),
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(minutes=4), NOW + timedelta(minutes=4)),
        (NOW + timedelta(days=400), NOW + timedelta(minutes=5)),
        (datetime(1, 1, 1, tzinfo=UTC), NOW),
    ],
    ids=[
        "unknown: when found",
        "in the past: as said",
        "just ahead: as said",
        "in the future: feeds lie",
        "in the year 1: when found",
    ],
)
def test_when_it_was_said(said_at: datetime | None, expected: datetime) -> None:
    assert event_time(said_at, NOW) == expected
