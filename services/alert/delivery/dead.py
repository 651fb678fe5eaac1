"""The dead letters of every hop: reads the broker, prints nothing."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis

from shared.events import DeadLetter
from shared.streams import Keys

PAGE = 500
"""Entries of a stream that are read at once."""


class DeadLetters:
    """The stream `dead` of one journal; `by_hop` reads only what is new to this object."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client, self._stream = client, keys.dead
        self._hops: dict[str, str] = {}  # entry id → hop

    async def letters(self) -> AsyncIterator[tuple[str, DeadLetter]]:
        """Entry id and letter, the oldest first."""
        async for entry_id, fields in entries(self._client, self._stream):
            yield entry_id, DeadLetter.model_validate_json(fields[b"__data__"])

    async def by_hop(self) -> Counter[str]:
        """How many there are of each hop."""
        await self._read_on()
        if len(self._hops) != await self._client.xlen(self._stream):  # some were sent again or trimmed
            self._hops.clear()
            await self._read_on()
        return Counter(self._hops.values())

    async def _read_on(self) -> None:
        known = next(reversed(self._hops), "")
        async for entry_id, fields in entries(self._client, self._stream, known):
            self._hops[entry_id] = DeadLetter.model_validate_json(fields[b"__data__"]).hop


async def entries(
    client: Redis, stream: str, after: str = ""
) -> AsyncIterator[tuple[str, dict[bytes, bytes]]]:
    """Id and fields of each entry behind `after`, the oldest first."""
    page: Any = await client.xrange(stream, min=f"({after}" if after else "-", count=PAGE)
    while page:
        for entry_id, fields in page:
            yield entry_id.decode(), fields
        page = await client.xrange(stream, min=f"({entry_id.decode()}", count=PAGE)


class _Article(BaseModel):
    url: str


def article_url(letter: DeadLetter) -> str:
    """Which article it was; empty where its record does not say."""
    try:
        return _Article.model_validate_json(letter.record).url
    except ValidationError:
        return ""
