"""How often a feed is looked at."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from services.watcher.pace import JITTER, Bounds, jittered, pause, rhythm

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
BOUNDS = Bounds(timedelta(minutes=5), timedelta(hours=1))


def minutes(*values: float) -> list[timedelta]:
    return [timedelta(minutes=value) for value in values]


PAUSES = [
    pytest.param(None, (), 5, id="nothing is known: the shortest pause"),
    pytest.param(1, (), 5, id="faster than the shortest pause"),
    pytest.param(40, (), 20, id="half of what lies between two entries"),
    pytest.param(3000, (), 60, id="a sleepy feed: the longest pause"),
    pytest.param(1, (30,), 30, id="the publisher wants to be left alone"),
    pytest.param(1, (10, 30, 20), 30, id="the longest of several wishes"),
    pytest.param(40, (10,), 20, id="a wish that is kept anyway"),
    pytest.param(1, (100_000,), 60, id="a wish beyond the longest pause"),
]


@pytest.mark.parametrize(("between", "wishes", "expected"), PAUSES)
def test_the_pause_is_by_rhythm_and_wishes_inside_the_bounds(
    between: float | None, wishes: tuple[float, ...], expected: float
) -> None:
    found = timedelta(minutes=between) if between else None
    assert pause(BOUNDS, found, *minutes(*wishes)) == timedelta(minutes=expected)


def test_a_shortest_pause_above_the_longest_wins() -> None:
    assert pause(Bounds(timedelta(hours=2), timedelta(hours=1)), None) == timedelta(hours=2)


RHYTHMS = [
    pytest.param([], None, id="no times"),
    pytest.param([None, None], None, id="entries without times"),
    pytest.param([-10], None, id="only from the future"),
    pytest.param([10, 20, 30], 10, id="every ten minutes"),
    pytest.param([300, 310, 320], 320 / 3, id="silent since hours"),
    pytest.param([*range(1, 11), 5000], 1, id="old entries count no more"),
]


@pytest.mark.parametrize(("ago", "expected"), RHYTHMS)
def test_the_rhythm_is_the_mean_time_between_the_newest_entries(
    ago: list[float | None], expected: float | None
) -> None:
    moments = [None if age is None else NOON - timedelta(minutes=age) for age in ago]
    found = rhythm(moments, NOON)
    assert found == (None if expected is None else timedelta(minutes=expected))


def test_jitter_never_shortens_a_pause() -> None:
    seconds = [jittered(timedelta(minutes=5), Random(seed)) for seed in range(100)]
    assert 300 <= min(seconds) < max(seconds) <= 300 * (1 + JITTER)
    assert len(set(seconds)) > 90
