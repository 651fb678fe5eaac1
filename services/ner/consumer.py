"""One record from the journal: read, or skipped with a reason; always committed."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from faststream.redis.annotations import RedisStreamMessage
from pydantic import ValidationError

from services.ner.commit import Committer, dead_letter
from services.ner.metrics import NerMetrics
from services.ner.reading import Reader
from services.ner.room import Room
from services.ner.settings import NerSettings
from shared.broker import BROKER_FAULTS, REFUSALS
from shared.events import FOUND, ArticleFound, ArticleTagged, Skipped, SkipReason
from shared.tasks import cancel_all

log = logging.getLogger(__name__)
ATTEMPTS = 3
"""How often reading may fail before the article is skipped."""
UNANSWERED = 10
"""Deliveries without an answer after which an article is read alone, once."""


class Consumer:
    """Handles the entries of `articles.found`, several at a time."""

    def __init__(
        self, reader: Reader, committer: Committer, metrics: NerMetrics, settings: NerSettings
    ) -> None:
        self._reader, self._committer, self._metrics = reader, committer, metrics
        self._hold_every = settings.ner_reclaim_after / 3
        self._longest = settings.ner_longest_reading
        self._room = Room()

    async def fresh(self, message: RedisStreamMessage) -> None:
        """An entry that nobody has read."""
        await self._handle(message, deliveries=1)

    async def abandoned(self, message: RedisStreamMessage) -> None:
        """An entry that a replica took and did not answer."""
        await self._handle(message, await message.get_delivery_count())

    async def _handle(self, message: RedisStreamMessage, deliveries: int) -> None:
        seq = int(message.raw_message["message_ids"][0].split(b"-")[0])
        raw = message.raw_message["data"].get(b"__data__", b"")
        async with self._holding(seq):
            skipped = None
            status = await _patiently(lambda: self._committer.ask(seq, raw))
            if status == "unread":  # else its group was lost, and every record kept comes again
                record, skipped = await self._read(raw, deliveries)
                letter = dead_letter(seq, skipped, raw) if skipped else ""
                status = await _patiently(lambda: self._committer.commit(seq, raw, record, letter))
        if skipped:
            log.error("skipped", extra={"seq": seq, "reason": skipped.reason, "detail": skipped.detail})
        self._metrics.read.labels(skipped.reason if skipped else status).inc()

    @contextlib.asynccontextmanager
    async def _holding(self, seq: int) -> AsyncIterator[None]:
        """While it is read or waits here, no other replica takes it for abandoned."""

        async def hold() -> None:
            while True:
                await asyncio.sleep(self._hold_every)
                with contextlib.suppress(*BROKER_FAULTS):
                    await self._committer.hold(seq)

        holding = asyncio.create_task(hold())
        try:
            yield
        finally:
            await cancel_all([holding])

    async def _read(self, raw: bytes, deliveries: int) -> tuple[str, Skipped | None]:
        try:
            record = FOUND.validate_json(raw)
        except ValidationError as error:
            skipped = Skipped(reason=SkipReason.FAILED, detail=f"not a record of the journal: {error}"[:500])
            return ArticleTagged(article=None, skipped=skipped).model_dump_json(), skipped
        if not isinstance(record, ArticleFound):
            return raw.decode(), None
        if deliveries > UNANSWERED + 1:
            detail = f"delivered {deliveries} times without an answer, the last time alone"
            return _skip(record, Skipped(reason=SkipReason.ABANDONED, detail=detail))
        room = self._room.alone() if deliveries > UNANSWERED else self._room.shared()
        try:
            async with room, asyncio.timeout(self._longest):
                return await self._attempt(record)
        except TimeoutError:
            detail = f"not read within {self._longest:g} s (MELDER_NER_LONGEST_READING)"
            return _skip(record, Skipped(reason=SkipReason.FAILED, detail=detail))

    async def _attempt(self, article: ArticleFound) -> tuple[str, Skipped | None]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._metrics.seconds.time():
                    return (await self._reader.read(article)).model_dump_json(), None
            except Exception as error:  # of a model or a text, not of the flow: told, and skipped
                log.exception("reading failed", extra={"article_id": article.article_id, "attempt": attempt})
                detail = f"{type(error).__name__}: {error}"[:500]
        return _skip(article, Skipped(reason=SkipReason.FAILED, detail=detail))


async def _patiently(step: Callable[[], Awaitable[str]]) -> str:
    """Wait as long as it takes: for the broker, or until somebody repairs the journal (`release` tells)."""
    while True:
        try:
            return await step()
        except (*BROKER_FAULTS, *REFUSALS):
            await asyncio.sleep(0.5)


def _skip(article: ArticleFound, skipped: Skipped) -> tuple[str, Skipped]:
    return ArticleTagged(article=article, skipped=skipped).model_dump_json(), skipped
