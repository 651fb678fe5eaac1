"""The times of a day at which a digest goes out: `07:00`, or `[07:00, 18:00 Europe/Vienna]`."""

import re
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, RootModel, field_validator

from services.alert.deciding.conditions.hours import CLOCK, zone_of
from services.alert.deciding.conditions.known import OneOrMore

FORM = re.compile(rf"{CLOCK}(?:\s+([\w+-]+(?:/[\w+-]+)*))?")
DAY = timedelta(days=1)


def _written(value: object) -> str:
    if isinstance(value, int) and 60 <= value < 24 * 60:  # YAML 1.1 reads 18:00 as a number to the base of 60
        value = f"{value // 60:02}:{value % 60:02}"
    match = FORM.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise ValueError("a digest's time is written as 07:00 or 07:00 Europe/Berlin, from 00:00 to 23:59")
    return f"{match[1]}:{match[2]} {zone_of(match[3]).key}"


class Digest(RootModel[OneOrMore[Annotated[str, BeforeValidator(_written)]]]):
    """One time or several, each in a zone of its own; Europe/Berlin where none is given."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root", mode="after")
    @classmethod
    def _sorted(cls, times: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(times)))

    @cached_property
    def _times(self) -> list[tuple[time, ZoneInfo]]:
        parts = (text.split(" ") for text in self.root)
        return [(time.fromisoformat(clock), ZoneInfo(zone)) for clock, zone in parts]

    def after(self, at: datetime) -> datetime:
        """The next time for a digest, later than `at`; UTC."""
        return min(_next(clock, zone, at) for clock, zone in self._times)


def _next(clock: time, zone: ZoneInfo, at: datetime) -> datetime:
    day = at.astimezone(zone).date()
    times = (datetime.combine(day + n * DAY, clock, zone).astimezone(UTC) for n in range(3))
    return next(time for time in times if time > at)
