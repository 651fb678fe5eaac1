"""When a delivery that was not accepted is tried again."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

TRIES = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""How long after the answer before it each try comes: Standard Webhooks 1.0.0, about three days in all."""
JITTER = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=24)


def wait_for_next(
    tries: Sequence[timedelta], answers: int, retry_after: timedelta | None, random: Random
) -> timedelta | None:
    """How long to wait after answer number `answers`; None when that was the last try.

    Jittered by 20 %; never shorter than the receiver's `retry_after`, of which 24 h are believed.
    """
    if answers >= len(tries):
        return None
    wait = tries[answers] * random.uniform(1 - JITTER, 1 + JITTER)
    return max(wait, min(retry_after or timedelta(0), LONGEST_RETRY_AFTER))
