"""Times in feeds, as they are written and as they are meant."""

import pytest

from services.watcher.moments import moment

NOON = "2026-11-23 12:00:00+00:00"
TIMES = [
    "2026-11-23T12:00:00Z",
    "2026-11-23T12:00:00.000Z",
    "2026-11-23T13:00+01:00",
    "2026-11-23T13:00:00+0100",
    "2026-11-23 13:00:00 +0100",
    "2026-11-23T13:00:00 MEZ",
    "Mon, 23 Nov 2026 12:00:00 GMT",
    "Mon, 23 Nov 2026 12:00:00 -0000",
    "Mon, 23 Nov 2026 07:00:00 EST",
    "Mon, 23 Nov 2026 13:00:00 CET",
    "Mon, 23 Nov 2026 14:00:00 CEST",
    "Mon, 23 Nov 2026 13:00:00 MEZ",
    "Mon, 23 Nov 2026 14:00:00 MESZ",
    "Mon, 23 Nov 2026 13:00:00 +01:00",
    "Mon, 23 Nov 26 13:00 +0100",
    "Monday, 23-Nov-26 12:00:00 GMT",
    "Mo, 23 Nov 2026 13:00:00 +0100",
    "Montag, 23. November 2026 13:00 Uhr MEZ",
    "23. November 2026 13:00 MEZ",
    "Mon Nov 23 2026 13:00:00 GMT+0100 (Mitteleuropäische Normalzeit)",
]


@pytest.mark.parametrize("written", TIMES)
def test_a_time_with_its_zone_is_known_however_it_is_written(written: str) -> None:
    assert str(moment(written)) == NOON


@pytest.mark.parametrize(
    ("written", "month"), [("Jän.", 1), ("Feb", 2), ("März", 3), ("Mai", 5), ("Okt", 10), ("Dezember", 12)]
)
def test_german_months_are_read(written: str, month: int) -> None:
    assert str(moment(f"Mi, 04 {written} 2026 13:00:00 +0100")) == f"2026-{month:02}-04 12:00:00+00:00"


NONE = [
    pytest.param("2026-11-23", id="a day"),
    pytest.param("Mon, 23 Nov 2026", id="a day with its name"),
    pytest.param("Mon, 23 Nov 2026 GMT", id="a day with a zone"),
    pytest.param("2026-11-23Z", id="a day with a zone in ISO 8601"),
    pytest.param("2026-11-23T13:00:00", id="ISO 8601 without a zone"),
    pytest.param("Mon, 23 Nov 2026 13:00:00", id="RFC 822 without a zone"),
    pytest.param("23 Nov 2026 10:00 PM", id="no zone, but half of a day"),
    pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", id="the beginning of a computer's time"),
    pytest.param("9999-12-31T23:59:59Z", id="the end of time"),
    pytest.param("Mon, 23 Nov 2026 13:00:00 GMT+1", id="half of a zone"),
    pytest.param("Mon, 23 Nov 2026 13:00:00 +9999", id="a zone that does not exist"),
    pytest.param("gestern", id="a word"),
    pytest.param("1795394000", id="seconds"),
    pytest.param(None, id="nothing"),
    pytest.param(["2026"], id="a list"),
]


@pytest.mark.parametrize("written", NONE)
def test_what_does_not_say_which_moment_is_none(written: object) -> None:
    assert moment(written) is None
