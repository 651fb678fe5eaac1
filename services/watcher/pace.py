"""How often to look at a feed: by its rhythm and its wishes, within the bounds of the configuration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

NEWEST = 10
"""Entries that a feed's rhythm is taken from."""
JITTER = 0.1
"""Part of a pause by which it varies, so that sources do not fall into step."""


@dataclass(frozen=True)
class Bounds:
    """The shortest and the longest pause between two looks."""

    every: timedelta
    slowest: timedelta


def pause(bounds: Bounds, rhythm: timedelta | None, *wishes: timedelta) -> timedelta:
    """Half of what lies between two entries, at least what the publisher wishes; inside the bounds."""
    wanted = max(rhythm / 2 if rhythm else timedelta(0), *wishes, timedelta(0))
    return min(max(wanted, bounds.every), max(bounds.slowest, bounds.every))


def rhythm(moments: Iterable[datetime | None], now: datetime) -> timedelta | None:
    """The mean time between the newest entries, the time since the last one included; None if unknown."""
    newest = sorted(moment for moment in moments if moment and moment <= now)[-NEWEST:]
    return (now - newest[0]) / len(newest) if newest else None


def jittered(pause: timedelta, random: Random) -> float:
    """In seconds, a little longer; never shorter, since a publisher may have asked for the pause."""
    return pause.total_seconds() * (1 + JITTER * random.random())
