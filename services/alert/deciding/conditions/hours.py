"""Hours of the day in which a rule may fire: `06:00-22:00 Europe/Berlin`."""

import re
from datetime import datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ConfigDict, RootModel, field_validator

CLOCK = r"([01]\d|2[0-3]):([0-5]\d)"
FORM = re.compile(rf"{CLOCK}\s*[-–]\s*{CLOCK}(?:\s+([\w+-]+(?:/[\w+-]+)*))?")
ZONE = "Europe/Berlin"


def zone_of(name: str | None) -> ZoneInfo:
    """The time zone of that name; Europe/Berlin without one. ValueError for an unknown one."""
    try:
        return ZoneInfo(name or ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}; one is Europe/Berlin") from error


class Hours(RootModel[str]):
    """From a time of day until before another one, past midnight where that is earlier."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root", mode="before")
    @classmethod
    def _written(cls, value: object) -> str:
        match = FORM.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match:
            raise ValueError(
                "hours are written as 06:00-22:00 or 06:00-22:00 Europe/Berlin, from 00:00 to 23:59"
            )
        return f"{match[1]}:{match[2]}-{match[3]}:{match[4]} {zone_of(match[5]).key}"

    @cached_property
    def _parts(self) -> tuple[time, time, ZoneInfo]:
        span, zone = self.root.split(" ")
        start, end = (time.fromisoformat(clock) for clock in span.split("-"))
        return start, end, ZoneInfo(zone)

    @property
    def empty(self) -> bool:
        """Whether no time lies within."""
        start, end, _ = self._parts
        return start == end

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies within."""
        start, end, zone = self._parts
        clock = at.astimezone(zone).time()
        return start <= clock < end if start <= end else clock >= start or clock < end
