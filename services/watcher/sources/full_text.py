"""A feed whose entries lead to pages: each page is fetched once, and again when its entry changes."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from services.watcher.listings.feed_state import FeedState
from services.watcher.metrics import WatcherMetrics
from services.watcher.pages.pages import Outcome, Pages, Result, unread
from services.watcher.sources import Poll, Source
from services.watcher.sources.waiting import LONGEST_WAIT, TRIES, Waiting, waiting_for
from services.watcher.texts.language import LanguageFilter
from shared.article_text import ArticleText
from shared.errors import BadInputError

BATCH = 10
"""Pages a turn, so that the first articles do not wait for the last ones."""
MOST_OWED, OWED_FOR = 200, 86_400.0
"""Articles told by their teaser whose pages are still to be read, and seconds for which that is tried."""
OWED = "?"
"""Behind an entry's fingerprint: its page is still to be read."""
REMEMBERED = 1_000
"""Entries that a source's state holds, those listed last."""


class FullTextSource:
    """Around another source. Which entries have been read is kept in the source's state, under "read"."""

    def __init__(
        self,
        inner: Source,
        pages: Pages,
        languages: LanguageFilter,
        metrics: WatcherMetrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.language, self.trust = inner.name, inner.language, inner.trust
        self.every, self.patience = inner.every, inner.patience
        self.clock = clock
        self._inner, self._pages, self._metrics = inner, pages, metrics
        self._languages = languages
        self._waiting: dict[str, Waiting] = {}
        self._listed, self._feed, self._read, self._stored = Poll(), "", dict[str, str](), ""
        self._look, self._look_at = 0, 0.0

    async def poll(self, state: str) -> Poll:
        """Some of the articles that are new in the feed, with the text of their pages."""
        if state != self._stored:
            self._waiting, self._feed, self._stored = {}, state, state
            self._read = dict(FeedState.of(state).read)
        looks = not self._waiting or self.clock() >= self._look_at
        faults = await self._list() if looks else []
        results = await self._results()
        articles = [*self._settled(results)]
        before, self._stored = self._stored, self._state(state)
        return replace(
            self._listed,
            items=[*faults, *articles],
            state="" if self._stored == before else self._stored,
            status=self._status(len(articles)),
            again=self._again(),
        )

    async def _list(self) -> list[BadInputError]:
        """What is to be read, oldest first; and what is wrong with the list."""
        try:
            listed = await self._inner.poll(self._feed)
        except BadInputError as error:
            if not any(self._unsettled()):
                raise
            self._look_at = self.clock() + LONGEST_WAIT
            return [error]
        self._look_at = self.clock() + (self.every if listed.again is None else listed.again)
        items, self._listed = list(listed.items), replace(listed, items=(), state="")
        self._feed, self._look = listed.state or self._feed, self._look + 1
        for waiting in waiting_for([item for item in items if isinstance(item, ArticleText)]):
            self._add(waiting)
        return [item for item in items if isinstance(item, BadInputError)]

    def _add(self, waiting: Waiting) -> None:
        """Unless its page has been read, or is waited for already."""
        known = self._read.get(waiting.key, "")
        if known:
            self._read[waiting.key] = self._read.pop(waiting.key)  # listed last
        present = self._waiting.get(waiting.key)
        if known == waiting.print or (present and present.print == waiting.print):
            return
        waiting.look, waiting.owed = self._look, known == waiting.print + OWED
        waiting.begin(self.clock())
        self._waiting[waiting.key] = waiting

    async def _results(self) -> list[tuple[Waiting, Result]]:
        """Of pages that are due, what the feed told last first; and of entries that can wait no longer."""
        now = self.clock()
        due = [waiting for waiting in self._waiting.values() if waiting.due <= now]
        batch = sorted(due, key=lambda waiting: (waiting.owed, -waiting.look))[:BATCH]
        late = [one for one in self._unsettled() if one.until <= now and one not in batch]
        results = await asyncio.gather(*(self._pages.read(waiting.entry) for waiting in batch))
        return [*((one, unread(one.entry)) for one in late), *zip(batch, results, strict=True)]

    def _settled(self, results: Iterable[tuple[Waiting, Result]]) -> Iterator[ArticleText]:
        """The articles to publish; a page that may be there later goes on waiting."""
        for waiting, result in results:
            if result.again and not self._put_off(waiting, result):
                continue
            if not result.again:
                del self._waiting[waiting.key]
            self._metrics.pages.labels(self.name, result.outcome).inc()
            self._read.pop(waiting.key, "")
            self._read[waiting.key] = waiting.print + (OWED if result.again else "")
            yield from self._languages.keep(self.name, self.language, [result.article])
        self._forget()

    def _put_off(self, waiting: Waiting, result: Result) -> bool:
        """Ask again later. True if the article can not wait so long: its teaser is to be published now."""
        now = self.clock()
        waiting.tries += result.outcome is Outcome.FAILED
        waiting.due = now + max(result.later, waiting.pause)
        if waiting.owed or (waiting.due < waiting.until and waiting.tries < TRIES):
            return False
        waiting.owed = True
        return True

    def _forget(self) -> None:
        """Pages that have been owed for too long, or are too many."""
        owed = [waiting for waiting in self._waiting.values() if waiting.owed]
        for number, waiting in enumerate(reversed(owed)):
            if number >= MOST_OWED or waiting.since + OWED_FOR <= self.clock():
                del self._waiting[waiting.key]
                self._read[waiting.key] = waiting.print

    def _unsettled(self) -> Iterator[Waiting]:
        """Entries of which nothing has been published."""
        return (waiting for waiting in self._waiting.values() if not waiting.owed)

    def _state(self, before: str) -> str:
        """Until all is published, the feed counts as not read: its ETag is the one before."""
        reached = FeedState.of(before if any(self._unsettled()) else self._feed)
        newest = dict(list(self._read.items())[-REMEMBERED:])
        return reached.model_copy(update={"read": newest}).json_text()

    def _status(self, read: int) -> str:
        return f"{self._listed.status}, {read} articles" + (", more wait" if self._waiting else "")

    def _again(self) -> float | None:
        if not self._waiting:
            return self._listed.again
        next_page = min(min(one.due, one.due if one.owed else one.until) for one in self._waiting.values())
        return max(0.0, min(next_page, self._look_at) - self.clock())
