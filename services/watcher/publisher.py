"""ArticleText in, ArticleFound into the journal, once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from services.watcher.metrics import WatcherMetrics
from services.watcher.origins.origins import Origins
from services.watcher.pressure import Pressure
from services.watcher.sources import Named, Poll, Source
from shared.article_text import ArticleText, to_found
from shared.errors import BadInputError
from shared.identity import article_id, text_hash
from shared.scripts import Step
from shared.streams import Keys

log = logging.getLogger(__name__)
ASK = 0
"""No revision has this number: publish.lua answers with the one it would be, and writes nothing."""


class Publisher:
    """Puts what sources found into the journal, one after the other. Raises faults of the broker."""

    def __init__(
        self,
        client: Redis,
        keys: Keys,
        origins: Origins,
        pressure: Pressure,
        metrics: WatcherMetrics,
        remember_days: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._client, self._keys, self._origins, self._metrics = client, keys, origins, metrics
        self._days, self._clock, self._pressure = remember_days, clock, pressure
        self._publish = Step(client, Path(__file__).with_name("publish.lua"))
        self._one_at_a_time = asyncio.Lock()

    async def publish(self, source: Source, poll: Poll) -> None:
        """Publish all of it; the source's state goes with the last article, so that a crash loses none."""
        last: ArticleText | None = None
        async for article in self._usable(source, poll):
            if last:
                await self._one(source, last, "")
            last = article
        if last:
            await self._one(source, last, poll.state)
        elif poll.state:
            await self._client.set(self._keys.source(source.name), poll.state)
        poll.done()

    async def _usable(self, source: Source, poll: Poll) -> AsyncIterator[ArticleText]:
        """In a thread: a folder's items are read as they are wanted, and a network share may hang."""
        items = iter(poll.items)
        while item := await asyncio.to_thread(next, items, None):
            if isinstance(item, BadInputError):
                self._metrics.errors.labels(source.name, item.reason).inc()
                log.warning("bad input", extra={"source": source.name, "error": str(item)})
            else:
                yield item

    async def publish_one(self, source: Named, article: ArticleText) -> tuple[str, int]:
        """Publish one that belongs to no poll: 'published' and its seq, or 'known' and its revision."""
        return await self._one(source, article, "")

    async def _one(self, source: Named, article: ArticleText, state: str) -> tuple[str, int]:
        keys = (
            self._keys.found,
            self._keys.revisions(article_id(article.url)),
            self._keys.source(source.name),
            self._keys.tagged,
        )
        revision = ASK
        await self._pressure.wait()
        async with self._one_at_a_time:  # so that the second of two like texts sees the first
            while True:
                record = await self._record(source, article, revision)
                outcome, number = await self._publish(
                    keys, (text_hash(article.text), revision, record, self._days, state)
                )
                if outcome != "stale":
                    break
                revision = number
        self._count(source, outcome, article.url, number)
        return outcome, number

    async def _record(self, source: Named, article: ArticleText, revision: int) -> str:
        if revision == ASK:
            return "?"
        name, language, trust = source.name, source.language, source.trust
        found = to_found(article, self._clock(), name, language, revision=revision, trust=trust)
        origin = article.origin or await self._origins.of(found)
        return found.model_copy(update={"origin": origin}).model_dump_json()

    def _count(self, source: Named, outcome: str, url: str, number: int) -> None:
        if outcome == "published":
            self._metrics.published.labels(source.name).inc()
            log.info("published", extra={"source": source.name, "url": url, "seq": number})
        else:
            self._metrics.known.labels(source.name).inc()
