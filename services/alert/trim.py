"""Keeps the journal as short as its readers and the replay window allow."""

import logging
from pathlib import Path

from redis.asyncio import Redis

from shared.scripts import Step
from shared.streams import NER_GROUP, Keys

log = logging.getLogger(__name__)
EVERY = 60.0
DEAD_DAYS = 30
"""How long a dead letter can be looked up, by the broker's clock."""


class Trim:
    """The maintenance step of `articles.found`, `articles.tagged`, `alerts.raised` and `dead`."""

    def __init__(self, client: Redis, keys: Keys, window: int) -> None:
        self._keys, self._window = [keys.found, keys.tagged, keys.next, keys.alerts, keys.dead], window
        self._trim = Step(client, Path(__file__).with_name("trim.lua"))

    async def turn(self) -> float:
        """Trim once; nothing is trimmed while the group of ner is missing."""
        outcome, oldest, removed = await self._trim(self._keys, [NER_GROUP, self._window, DEAD_DAYS])
        if outcome == "no-group":
            log.warning("the journal is not trimmed: ner has no group there", extra={"stream": self._keys[0]})
        elif removed:
            log.info("trimmed", extra={"first_seq_kept": oldest, "entries_removed": removed})
        return EVERY
