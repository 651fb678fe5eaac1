"""ner acknowledges a record before it reads it."""

from faststream.redis.annotations import RedisStreamMessage

from services.ner.consumer import Consumer
from shared.streams import NER_GROUP


def seed() -> None:
    handle = Consumer._handle

    async def acknowledged(self: Consumer, message: RedisStreamMessage, deliveries: int) -> None:
        committer = self._committer
        await committer._client.xack(committer._found, NER_GROUP, *message.raw_message["message_ids"])
        await handle(self, message, deliveries)

    Consumer._handle = acknowledged  # type: ignore[method-assign]
