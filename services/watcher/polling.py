"""One source, looked at again and again; a slow or broken one delays no other."""

import logging
import time
from datetime import timedelta

from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.watcher.listings.fetch import StatusError
from services.watcher.metrics import WatcherMetrics
from services.watcher.pressure import Pressure
from services.watcher.publisher import Publisher
from services.watcher.sources import Poll, Source
from shared.errors import BadInputError, ScriptError
from shared.lease import Lease
from shared.streams import Keys

log = logging.getLogger(__name__)
DOWN_AFTER = 3
"""Failures in a row after which a source is down."""
HELD_BACK = 1.0
"""Seconds between two looks at whether there is room again."""
UNFORESEEN = "unforeseen"
"""The reason of what is our mistake, as a metric's label."""
LONGEST_RETRY_AFTER = timedelta(hours=24)
STANDBY = 0.5
"""Seconds between two looks of a standby replica at whether it is active now."""


class Polling:
    """The turns of one source."""

    def __init__(
        self,
        source: Source,
        publisher: Publisher,
        client: Redis,
        keys: Keys,
        lease: Lease,
        pressure: Pressure,
        metrics: WatcherMetrics,
    ) -> None:
        self.source = source
        self._publisher, self._client, self._lease, self._metrics = publisher, client, lease, metrics
        self._pressure = pressure
        self._state_key = keys.source(source.name)
        self._unpublished: Poll | None = None
        self._failures = 0
        self._gone = False

    async def turn(self) -> float:
        """Poll and publish; seconds until the next turn. What a fault of the broker held up is kept."""
        if not self._lease.left:
            self._unpublished = None
            return STANDBY
        if self._pressure.high:
            return HELD_BACK
        try:
            return await self._look()
        except (RedisError, ScriptError):
            raise  # not the source's
        except BadInputError as error:
            return self._failed(error)
        except Exception as error:  # a source that meets what nobody foresaw must not end the others
            log.exception(
                "the source failed in a way that was not foreseen", extra={"source": self.source.name}
            )
            self._unpublished = None
            return self._failed(error)

    async def _look(self) -> float:
        poll = self._unpublished or await self.source.poll(await self._state())
        self._unpublished = poll
        await self._publisher.publish(self.source, poll)
        self._unpublished = None
        pause = self.source.every if poll.again is None else poll.again
        self._succeeded(poll, pause)
        return pause

    async def _state(self) -> str:
        state = await self._client.get(self._state_key)
        return state.decode() if isinstance(state, bytes) else ""

    def _succeeded(self, poll: Poll, pause: float) -> None:
        if self._failures:
            log.info("the source is back", extra={"source": self.source.name})
        self._failures = 0
        self._metrics.down.labels(self.source.name).set(poll.gone)
        if poll.gone and not self._gone:
            log.error("the source has ended: remove it", extra={"source": self.source.name})
        self._gone = poll.gone
        if poll.gone:
            return
        self._metrics.last_success.labels(self.source.name).set_to_current_time()
        self._metrics.due.labels(self.source.name).set(time.time() + pause)

    def _failed(self, error: Exception) -> float:
        """Twice the pause each time, up to the source's patience. Logged until it counts as down."""
        pause = min(self.source.every * 2.0**self._failures, max(self.source.patience, self.source.every))
        if isinstance(error, StatusError):
            pause = max(pause, min(error.retry_after, LONGEST_RETRY_AFTER).total_seconds())
        self._failures = min(self._failures + 1, 30)
        reason = error.reason if isinstance(error, BadInputError) else UNFORESEEN
        self._metrics.errors.labels(self.source.name, reason).inc()
        if self._failures in (1, DOWN_AFTER):
            down = self._failures == DOWN_AFTER
            self._metrics.down.labels(self.source.name).set(down)
            log.warning(
                "the source is down; it is asked from time to time" if down else "the source failed",
                extra={"source": self.source.name, "error": str(error), "again_in_seconds": pause},
            )
        return pause
