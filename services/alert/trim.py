"""Keeps the journal as short as its readers and the replay window allow."""

import logging
import time
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from shared.scripts import Step
from shared.streams import NER_GROUP, Keys

log = logging.getLogger(__name__)
EVERY = 60.0
LOOK = 1.0
FULL = 0.8
"""Part of the broker's memory from which on nothing is kept for replays."""
DEAD_DAYS = 30
"""How long a dead letter can be looked up, by the broker's clock."""


class Trim:
    """The maintenance step of `articles.found`, `articles.tagged`, `alerts.raised` and `dead`."""

    def __init__(self, client: Redis, keys: Keys, window: int) -> None:
        self._client, self._window = client, window
        self._keys = [keys.found, keys.tagged, keys.next, keys.alerts, keys.dead]
        self._due = 0.0
        self._trim = Step(client, Path(__file__).with_name("trim.lua"))

    async def turn(self) -> float:
        """Trim when it is time or memory is nearly full; nothing goes while the group of ner is missing."""
        full = await self._full()
        if full or time.monotonic() >= self._due:
            self._due = time.monotonic() + EVERY
            await self._once(full)
        return LOOK

    async def _once(self, full: bool) -> None:
        window = 0 if full else self._window
        outcome, oldest, removed = await self._trim(self._keys, [NER_GROUP, window, DEAD_DAYS])
        if outcome == "no-group":
            log.warning("the journal is not trimmed: ner has no group there", extra={"stream": self._keys[0]})
        elif removed:
            log.info("trimmed", extra={"first_seq_kept": oldest, "entries_removed": removed, "full": full})

    async def _full(self) -> bool:
        memory: Any = await self._client.info("memory")
        return bool(memory.get("maxmemory")) and memory["used_memory"] >= FULL * memory["maxmemory"]
