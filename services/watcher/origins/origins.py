"""Follows the journal, so that a restart and a standby replica know the same texts."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from redis.asyncio import Redis

from services.watcher.origins.duplicates import NearDuplicates
from services.watcher.origins.stories import AgencyStories
from shared.broker import Entry, read_entries
from shared.events import FOUND, ArticleFound
from shared.streams import Keys

log = logging.getLogger(__name__)
BATCH = 200


class Origins:
    """Origins of the articles in the window, by what the journal holds and by nothing else."""

    def __init__(self, client: Redis, keys: Keys, window: timedelta, capacity: int) -> None:
        self._client, self._keys = client, keys
        self._window, self._capacity = window, capacity
        self._reading = asyncio.Lock()
        self._forget()

    def _forget(self) -> None:
        self._seen = 0
        self._texts = NearDuplicates(self._window, self._capacity)
        self._stories = AgencyStories()

    async def of(self, article: ArticleFound) -> str:
        """The origin of an article that is not in the journal yet. Raises a fault of the broker."""
        await self.follow()
        same_text = self._texts.origin_of(article)
        return same_text or self._stories.origin_of(article) or article.article_id

    async def follow(self) -> None:
        """Read what the journal got since the last time, at most the newest `capacity` records."""
        async with self._reading:
            newest = await self._newest()
            if newest < self._seen:  # the journal was emptied
                self._forget()
            self._seen = max(self._seen, newest - self._capacity)
            while self._seen < newest:
                entries = await read_entries(
                    self._client, self._keys.found, f"({self._seen}-0", f"{newest}-0", BATCH
                )
                await asyncio.to_thread(self._add, entries)
                self._seen = entries[-1].seq if len(entries) == BATCH else newest

    async def _newest(self) -> int:
        entries: Any = await self._client.xrevrange(self._keys.found, count=1)
        return int(entries[0][0].partition(b"-")[0]) if entries else 0

    def _add(self, entries: list[Entry]) -> None:
        for entry in entries:
            try:
                record = FOUND.validate_json(entry.data)
            except ValidationError:  # ner makes it a dead letter, which says more
                log.warning("a record of another Melder, or of nobody", extra={"seq": entry.seq})
                continue
            if isinstance(record, ArticleFound):
                self._texts.add(record)
                self._stories.add(record)
