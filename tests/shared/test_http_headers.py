"""What answers say about when to ask again."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.http_headers import fresh_for, retry_after

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("9" * 400, 999_999_999),
        ("Mon, 04 Nov 2024 12:05:00 GMT", 300),
        ("Mon, 04 Nov 2024 11:00:00 GMT", 0),
        ("Mon, 04 Nov 2024 12:05:00", None),
        ("-5", None),
        ("bald", None),
        ("", None),
        ("²", None),
        ("1.5", None),
        ("Mon, 04 Nov 2024 13:02:00 +0100", 120),
        ("Mon, 99 Jan 99999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2024 00:00:00 +9999999999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: int | None) -> None:
    assert retry_after(value, NOON) == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("cache_control", "age", "seconds"),
    [
        ("max-age=600", "", 600),
        ("public, Max-Age=600, must-revalidate", "100", 500),
        ("max-age=600", "700", 0),
        ("max-age=600", "gestern", 600),
        ("no-cache, max-age=600", "", 0),
        ("s-maxage=600", "", 0),
        ("max-age=-1", "", 0),
        ("", "5", 0),
    ],
)
def test_max_age_is_how_long_an_answer_stays_good(cache_control: str, age: str, seconds: int) -> None:
    assert fresh_for(cache_control, age) == timedelta(seconds=seconds)
