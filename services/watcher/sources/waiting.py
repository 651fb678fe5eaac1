"""An entry of a feed that waits for its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.article_text import ArticleText
from shared.identity import article_id, short_hash

TRIES, RETRY, LONGEST_RETRY = 3, 30.0, 3_600.0
"""How often a page that fails is asked for before the feed has the word, and seconds between; later, twice
as many each time."""
LONGEST_WAIT, SHARE, LONGEST_OLD = 120.0, 0.1, 3_600.0
"""Seconds that an article waits for its page before its teaser is published: news must be told. An older one
waits for a share of its age, so that what was missed while nothing ran is not all told twice."""


@dataclass
class Waiting:
    """`look` counts the looks at the feed; `due` is when to ask for the page, `until` when to do without.

    `owed`: its teaser has been published meanwhile. Times are in seconds, of a clock that only goes forward.
    """

    entry: ArticleText
    key: str
    print: str
    look: int = 0
    since: float = 0.0
    due: float = 0.0
    until: float = 0.0
    tries: int = 0
    owed: bool = False

    def begin(self, now: float) -> None:
        """It has just been listed."""
        told = self.entry.updated_at or self.entry.published_at
        age = (datetime.now(UTC) - told).total_seconds() if told else 0.0
        self.since = self.due = now
        self.until = now + min(max(LONGEST_WAIT, age * SHARE), LONGEST_OLD)

    @property
    def pause(self) -> float:
        """Seconds until its page is asked for again; none where it has not been asked for yet."""
        again = RETRY * 2.0 ** max(0, self.tries - TRIES + 1)
        return min(again, LONGEST_RETRY) if self.tries else 0.0


def waiting_for(entries: list[ArticleText]) -> Iterable[Waiting]:
    """Each with a short key, and a fingerprint that changes with what the feed says of it."""
    moments = {entry.updated_at for entry in entries}
    for entry in entries:
        changed = str(entry.updated_at) if len(moments) > 1 else ""  # else the time of the feed itself
        yield Waiting(entry, article_id(entry.url)[:12], short_hash(entry.text, changed)[:12])
