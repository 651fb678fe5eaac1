"""Stops publishing while too much is unread, or the broker is nearly full; nothing is lost meanwhile."""

import asyncio
import logging
from typing import Any

from redis.asyncio import Redis

from services.watcher.metrics import WatcherMetrics
from shared.streams import Keys

log = logging.getLogger(__name__)


class Pressure:
    """`look` is called again and again. `unread`: articles that ner has not released; `memory`: 0 to 1."""

    def __init__(
        self, client: Redis, keys: Keys, metrics: WatcherMetrics, unread: int, memory: float
    ) -> None:
        self._client, self._keys, self._metrics = client, keys, metrics
        self._unread, self._memory = unread, memory
        self._open = asyncio.Event()
        self._open.set()

    @property
    def high(self) -> bool:
        """Whether publishing has to wait."""
        return not self._open.is_set()

    async def wait(self) -> None:
        """Return when there is room."""
        await self._open.wait()

    async def look(self) -> None:
        """Look at the broker. Raises its faults."""
        reason = await self._reason()
        if reason and not self.high:
            log.warning("publishing waits until there is room", extra={"reason": reason})
        elif self.high and not reason:
            log.info("publishing goes on")
        self._metrics.held_back.set(bool(reason))
        if reason:
            self._open.clear()
        else:
            self._open.set()

    async def _reason(self) -> str:
        memory: Any = await self._client.info("memory")
        used, most = memory["used_memory"], memory.get("maxmemory", 0)
        self._metrics.broker_memory.set(used / most if most else 0)
        unread = await self._last(self._keys.found) - await self._last(self._keys.tagged)
        if unread >= self._unread:
            return f"{unread} articles are unread, of {self._unread} (MELDER_WATCHER_UNREAD_LIMIT)"
        if most and used >= self._memory * most:
            return f"the broker uses {used >> 20} of {most >> 20} MiB"
        return ""

    async def _last(self, stream: str) -> int:
        entries: Any = await self._client.xrevrange(stream, count=1)
        return int(entries[0][0].partition(b"-")[0]) if entries else 0
