"""A feed whose entries lead to pages: each page is fetched once, and again when its entry changes."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from services.watcher.feed_state import FeedState
from services.watcher.language import LanguageFilter
from services.watcher.metrics import WatcherMetrics
from services.watcher.pages import Pages, Result
from services.watcher.sources import Poll, Source
from shared.article_text import ArticleText
from shared.errors import BadInputError
from shared.identity import article_id, short_hash

BATCH = 10
"""Pages a turn, so that the first articles do not wait for the last ones."""
TRIES, RETRY = 3, 30.0
"""How often a page that fails is asked for, and seconds between."""
REMEMBERED = 1_000
"""Entries that a source's state holds, those listed last."""


@dataclass
class _Waiting:
    entry: ArticleText
    key: str
    print: str
    tries: int = 0


class FullTextSource:
    """Around another source. Which entries have been read is kept in the source's state, under "read"."""

    def __init__(
        self, inner: Source, pages: Pages, languages: LanguageFilter, metrics: WatcherMetrics
    ) -> None:
        self.name, self.language, self.trust = inner.name, inner.language, inner.trust
        self.every, self.patience = inner.every, inner.patience
        self._inner, self._pages, self._metrics = inner, pages, metrics
        self._languages = languages
        self._waiting: deque[_Waiting] = deque()
        self._listed, self._read, self._stored = Poll(), dict[str, str](), ""

    async def poll(self, state: str) -> Poll:
        """Some of the articles that are new in the feed, with the text of their pages."""
        faults: list[BadInputError] = []
        if not self._waiting or state != self._stored:
            faults = await self._list(state)
        if not self._waiting and not self._listed.state:
            return replace(self._listed, items=faults)
        tries = self._waiting[0].tries if self._waiting else 0
        batch = list(islice(takewhile(lambda waiting: waiting.tries == tries, self._waiting), BATCH))
        results = await asyncio.gather(*(self._pages.read(waiting.entry) for waiting in batch))
        articles = [*self._settled(zip(batch, results, strict=True))]
        self._stored = self._state(state)
        return replace(
            self._listed,
            items=[*faults, *articles],
            state=self._stored,
            status=self._status(len(articles)),
            again=self._again(),
        )

    async def _list(self, state: str) -> list[BadInputError]:
        """What is to be read, oldest first; and what is wrong with the list."""
        self._waiting.clear()
        listed = await self._inner.poll(state)
        items, self._listed = list(listed.items), replace(listed, items=())
        self._read = dict(FeedState.of(state).read)
        for waiting in _waiting([item for item in items if isinstance(item, ArticleText)]):
            if self._read.get(waiting.key) == waiting.print:
                self._read[waiting.key] = self._read.pop(waiting.key)  # listed last
            else:
                self._waiting.append(waiting)
        return [item for item in items if isinstance(item, BadInputError)]

    def _settled(self, results: Iterable[tuple[_Waiting, Result]]) -> Iterable[ArticleText]:
        """The articles to publish; a page that may be there later waits at the end."""
        for waiting, result in results:
            self._waiting.popleft()
            waiting.tries += 1
            if result.again and waiting.tries < TRIES:
                self._waiting.append(waiting)
                continue
            self._metrics.pages.labels(self.name, result.outcome).inc()
            self._read.pop(waiting.key, "")
            self._read[waiting.key] = waiting.print
            yield from self._languages.keep(self.name, self.language, [result.article])

    def _state(self, before: str) -> str:
        """Until all is read, the feed counts as not read: its ETag is the one before."""
        reached = FeedState.of(before if self._waiting else self._listed.state)
        newest = dict(list(self._read.items())[-REMEMBERED:])
        return reached.model_copy(update={"read": newest}).json_text()

    def _status(self, read: int) -> str:
        return f"{self._listed.status}, {read} articles" + (", more wait" if self._waiting else "")

    def _again(self) -> float | None:
        if not self._waiting:
            return self._listed.again
        return RETRY if self._waiting[0].tries else 0.0


def _waiting(entries: list[ArticleText]) -> Iterable[_Waiting]:
    """Each with a short key, and a fingerprint that changes with what the feed says of it."""
    moments = {entry.updated_at for entry in entries}
    for entry in entries:
        changed = str(entry.updated_at) if len(moments) > 1 else ""  # else the time of the feed itself
        yield _Waiting(entry, article_id(entry.url)[:12], short_hash(entry.text, changed)[:12])
