"""ArticleFound in, ArticleTagged out, in the journal's order."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal

from faststream import AckPolicy, StreamMessage
from faststream.redis import RedisBroker, StreamSub
from faststream.redis.annotations import RedisStreamMessage
from faststream.redis.parser import MessageFormat
from faststream.redis.prometheus import RedisPrometheusMiddleware
from prometheus_client import CollectorRegistry

from services.ner.batcher import Batcher
from services.ner.commit import Committer
from services.ner.consumer import Consumer
from services.ner.metrics import NerMetrics
from services.ner.reading import Reader
from services.ner.settings import NerSettings
from services.ner.tagging import Tagger
from shared.broker import AnswerParser, connect
from shared.service import Loop, Service
from shared.streams import NER_GROUP
from shared.watchlist import Watchlist

GONE = timedelta(days=1)
"""A replica that has asked for no record for so long is not coming back under its name (host and pid)."""


def build(
    settings: NerSettings, watchlist: Watchlist, tagger: Tagger, registry: CollectorRegistry
) -> Service:
    """Assemble the service; everything it uses is passed in."""
    keys, client, metrics = settings.keys, connect(settings.redis_url), NerMetrics(registry)
    committer = Committer(client, keys, settings.replica)
    batcher = Batcher(tagger)
    consumer = Consumer(Reader(watchlist, batcher.tag, tagger.info), committer, metrics, settings)
    broker = RedisBroker(
        settings.redis_url,
        parser_class=AnswerParser,
        message_format=PlainJson,
        decoder=undecoded,
        middlewares=[RedisPrometheusMiddleware(registry=registry, app_name="ner")],
        graceful_timeout=15,
        logger=logging.getLogger("faststream.redis"),
    )

    def subscribe(handler: Callable[[RedisStreamMessage], Awaitable[None]], idle_ms: int | None) -> None:
        stream: StreamSub[Literal[False]] = StreamSub(
            keys.found,
            group=NER_GROUP,
            consumer=settings.replica,
            max_records=settings.ner_workers,
            polling_interval=1000,
            min_idle_time=idle_ms,
        )
        workers = settings.ner_workers
        broker.subscriber(stream=stream, ack_policy=AckPolicy.MANUAL, max_workers=workers)(handler)

    subscribe(consumer.fresh, None)
    subscribe(consumer.abandoned, round(settings.ner_reclaim_after * 1000))

    async def release() -> float:
        """Release what a bounded call left over, and give up what is lost."""
        released, parked, newest = await committer.release()
        if released < newest:
            await committer.sweep(released + 1)
        metrics.released.set(released)
        metrics.parked.set(parked)
        metrics.found.set(newest)
        return 1.0

    async def forget() -> float:
        await committer.forget(GONE)
        return 3600.0

    return Service(
        name="ner",
        client=client,
        registry=registry,
        loops=[Loop("release", release), Loop("forget", forget)],
        broker=broker,
        groups=((keys.found, NER_GROUP),),
        closing=[batcher.close],
    )


class PlainJson(MessageFormat):
    """The value of `__data__` is the record's JSON and nothing else; headers are not carried."""

    @classmethod
    async def encode(cls, **message: Any) -> bytes:
        """JSON of a message; ner itself writes through its steps only."""
        return (await cls.build(**message)).data

    @classmethod
    def parse(cls, data: bytes) -> tuple[bytes, dict[str, Any]]:
        """The JSON as it is."""
        return data, {}


async def undecoded(message: StreamMessage[Any]) -> bytes:
    """Leave the body to the handler: what cannot be decoded must become a dead letter, not stay pending."""
    return message.body
