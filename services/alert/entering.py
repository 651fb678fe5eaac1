"""Lets what a person says enter the journal, once."""

from collections.abc import Sequence
from pathlib import Path

from redis.asyncio import Redis

from shared.events import Part
from shared.identity import short_hash
from shared.scripts import Step
from shared.streams import Keys

AT_ONCE = 20


class Entering:
    """Appends records to the journal; the same record again is not entered again."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._keys = [keys.found, keys.entered, keys.tagged]
        self._enter = Step(client, Path(__file__).with_name("enter.lua"))

    async def enter(self, records: Sequence[Part]) -> int:
        """Append the records in their order; returns how many were new."""
        new = 0
        for start in range(0, len(records), AT_ONCE):
            args: list[str | int] = []
            for record in records[start : start + AT_ONCE]:
                text = record.model_dump_json()
                args += [short_hash(text), text]
            new += int((await self._enter(self._keys, args))[1])
        return new
