"""When a delivery is tried again."""

from datetime import timedelta
from random import Random

import pytest

from services.alert.delivery.schedule import LONGEST_RETRY_AFTER, TRIES, wait_for_next


def test_the_tries_are_those_of_standard_webhooks() -> None:
    hours = [wait / timedelta(hours=1) for wait in TRIES[4:]]
    assert [wait.total_seconds() for wait in TRIES[:4]] == [0, 5, 300, 1800]
    assert hours == [2, 5, 10, 14, 20, 24]


@pytest.mark.parametrize("answers", range(1, 10))
def test_every_wait_is_jittered_by_a_fifth_at_most(answers: int) -> None:
    waits = [wait_for_next(TRIES, answers, None, Random(seed)) for seed in range(200)]
    shares = [wait / TRIES[answers] for wait in waits if wait is not None]
    assert len(shares) == 200
    assert 0.8 <= min(shares) < 0.85
    assert 1.15 < max(shares) <= 1.2


def test_nothing_follows_the_last_try() -> None:
    assert wait_for_next(TRIES, 9, None, Random(1)) is not None
    assert wait_for_next(TRIES, 10, None, Random(1)) is None
    assert wait_for_next(TRIES, 10, timedelta(seconds=5), Random(1)) is None


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (timedelta(minutes=2), timedelta(minutes=2), timedelta(minutes=2)),
        (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=6)),
        (timedelta(days=365), LONGEST_RETRY_AFTER, LONGEST_RETRY_AFTER),
    ],
    ids=["a longer wait is obeyed", "a shorter one hurries nobody", "a year is not believed"],
)
def test_retry_after(asked: timedelta, least: timedelta, most: timedelta) -> None:
    wait = wait_for_next(TRIES, 1, asked, Random(1))
    assert wait is not None
    assert least <= wait <= most
