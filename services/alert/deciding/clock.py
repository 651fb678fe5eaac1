"""Time as the journal knows it: the minutes that passed in it, never a wall clock."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import Field

from services.alert.deciding.record import Record
from shared.events import ArticleTagged, MinutePassed, Part, Timestamp

MINUTE = timedelta(minutes=1)
UNWATCHED = timedelta(minutes=5)
"""After a longer pause between two minutes nobody was watching: it does not count as time without news."""
SIMULATED = timedelta(days=31)
"""A longer pause between two articles is not simulated: time goes on with the later one."""


class Now(NamedTuple):
    """When something is decided: between these two."""

    earliest: datetime
    latest: datetime


class Clock(Part):
    """The last minute that passed, and for how many minutes the journal has been watched.

    It is `stopped` while no minute need pass, for all that is known of it.
    """

    at: Timestamp
    watched: int = 0
    stopped: bool = False

    @property
    def now(self) -> Now | None:
        """The minute that runs; None while it is stopped."""
        return None if self.stopped else Now(self.at, self.at + MINUTE)

    def stop(self) -> "Clock":
        """Until the next minute, nobody knows how late it is."""
        return self.model_copy(update={"stopped": True})

    def after(self, at: datetime) -> "Clock":
        """With the minute `at`; one that is not later changes nothing."""
        if at <= self.at:
            return self
        return Clock(at=at, watched=self.watched + min(at - self.at, UNWATCHED) // MINUTE)


class Since(Part):
    """Entity → the watched minute in which counting it began, whether it was named or not."""

    entities: dict[str, int] = Field({})

    def after(self, entities: Collection[str], minute: int) -> "Since":
        """With these entities and no others."""
        if self.entities.keys() == set(entities):
            return self
        return Since(entities={one: self.entities.get(one, minute) for one in sorted(entities)})


def with_minutes(records: Iterable[Record]) -> Iterator[Record]:
    """The records, and between them the minutes that would have passed live, by found_at of the articles.

    From the first minute on that the records hold themselves, as those of a live journal do, none is added.
    """
    last: datetime | None = None
    simulate = True
    for record in records:
        simulate = simulate and not isinstance(record, MinutePassed)
        if simulate and isinstance(record, ArticleTagged) and record.article:
            minute = record.article.found_at.replace(second=0, microsecond=0)
            for at in _minutes(last, minute):
                last = at
                yield MinutePassed(at=at)
        yield record


def _minutes(last: datetime | None, until: datetime) -> Iterator[datetime]:
    at = until if last is None or until - last > SIMULATED else last + MINUTE
    while at <= until:
        yield at
        at += MINUTE
