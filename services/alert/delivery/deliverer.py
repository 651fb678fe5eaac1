"""Deliveries of one channel: claimed, sent, done. A slow or dead channel delays no other."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta
from random import Random

from redis.asyncio import Redis

from services.alert.channels.channel import Answer, Channel, Verdict, WallClock
from services.alert.delivery.claiming import Claimed, Claims, Ending, Outcome, Result
from services.alert.delivery.metrics import DeliveryMetrics
from services.alert.delivery.schedule import wait_for_next
from shared.broker import BROKER_FAULTS, REFUSALS
from shared.streams import Keys
from shared.tasks import cancel_all

log = logging.getLogger(__name__)
AT_A_TIME = 4
"""Tries of one channel under way at once."""
POLL = 0.1
"""Seconds between two looks for what is due."""
GRACE = 5.0
"""Seconds that a graceful stop waits for answers."""
ENABLE = "python -m services.alert test"


class Deliverer:
    """Tries what is due in `channel`, several at a time."""

    def __init__(
        self,
        client: Redis,
        keys: Keys,
        channel: Channel,
        metrics: DeliveryMetrics,
        clock: WallClock,
        random: Random,
    ) -> None:
        self.channel = channel
        self._metrics, self._clock, self._random = metrics, clock, random
        self._claims = Claims(client, keys, channel.name, lease=2 * channel.timeout)
        self._under_way: set[asyncio.Task[None]] = set()
        self._refused: list[tuple[Claimed, Result]] = []

    async def turn(self) -> float:
        """Claim as many as there is room for, and wait until one ends or it is time to look again.

        Answers that the broker refused come first, and nothing is claimed before it has them: it would be
        sent again and again.
        """
        while self._refused:
            await self._end(*self._refused[0])
            del self._refused[0]
        if room := AT_A_TIME - len(self._under_way):
            for claimed in await self._claims.claim(room):
                self._under_way.add(asyncio.create_task(self._deliver(claimed)))
        if not self._under_way:
            return POLL
        ended, self._under_way = await asyncio.wait(
            self._under_way, timeout=POLL, return_when=asyncio.FIRST_COMPLETED
        )
        await asyncio.gather(*ended)
        return 0.0

    async def close(self) -> None:
        """Let what is under way end and close the channel; what takes longer is tried again later."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)
            await cancel_all(self._under_way)
        await self.channel.close()

    async def _deliver(self, claimed: Claimed) -> None:
        with self._metrics.seconds.labels(self.channel.name).time():
            answer = await self.channel.send(claimed.delivery)
        result = self._judge(claimed, answer)
        try:
            await self._end(claimed, result)
        except REFUSALS:
            self._refused.append((claimed, result))
            raise

    async def _end(self, claimed: Claimed, result: Result) -> None:
        done = await self._done(claimed, result)
        self._metrics.deliveries.labels(self.channel.name, done).inc()
        _tell(result, done)

    def _judge(self, claimed: Claimed, answer: Answer) -> Result:
        """What follows from the answer."""
        tries = claimed.answers + 1
        wait = None
        if answer.verdict is Verdict.REFUSED:
            wait = wait_for_next(self.channel.tries, tries, answer.retry_after, self._random)
        accepted = answer.verdict is Verdict.ACCEPTED
        delivery = claimed.delivery
        ending = Ending(
            delivery_id=delivery.delivery_id,
            alert_id=delivery.alert_id,
            rule=delivery.rule,
            channel=delivery.channel,
            outcome=Outcome.DELIVERED if accepted else Outcome.DEAD if wait is None else Outcome.RETRY,
            status=answer.status,
            tries=tries,
            answer=answer.text,
            at=self._clock(),
            alert_ids=delivery.alert_ids,
        )
        return Result(ending, wait or timedelta(0), gone=answer.verdict is Verdict.GONE)

    async def _done(self, claimed: Claimed, result: Result) -> str:
        """Keep the answer until the broker takes it: a 2xx that is lost would be sent again."""
        while True:
            try:
                return await self._claims.done(claimed, result)
            except BROKER_FAULTS:
                await asyncio.sleep(POLL)


async def close_all(deliverers: Iterable[Deliverer]) -> None:
    """Close them side by side."""
    await asyncio.gather(*(deliverer.close() for deliverer in deliverers))


def _tell(result: Result, done: str) -> None:
    ending = result.ending
    fields = ending.model_dump(mode="json", exclude={"type", "outcome"})
    if result.gone:
        log.error(f"410: nothing is sent to it until it accepts: {ENABLE} {ending.channel}", extra=fields)
    elif ending.outcome is Outcome.DEAD:
        log.error("the last try was not accepted either; to send it again: replay", extra=fields)
    elif ending.outcome is Outcome.RETRY:
        log.warning("not accepted", extra={**fields, "next_try_s": result.wait.total_seconds()})
    else:
        log.info("delivered", extra={**fields, "done": done})
