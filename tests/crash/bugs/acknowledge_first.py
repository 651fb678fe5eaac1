"""ner acknowledges a record before it reads it, and dies with the first ones in its hands."""

import asyncio

from faststream.redis.annotations import RedisStreamMessage

from services.ner.consumer import Consumer
from shared.streams import NER_GROUP

ACKNOWLEDGED = "acknowledged"
"""Key of the broker: how many records were acknowledged so."""
HELD = 2
"""So many wait for the kill."""


def seed() -> None:
    handle = Consumer._handle

    async def acknowledged(self: Consumer, message: RedisStreamMessage, deliveries: int) -> None:
        committer = self._committer
        await committer._client.xack(committer._found, NER_GROUP, *message.raw_message["message_ids"])
        if await committer._client.incr(ACKNOWLEDGED) <= HELD:
            await asyncio.Event().wait()
        await handle(self, message, deliveries)

    Consumer._handle = acknowledged  # type: ignore[method-assign]
