"""Lets the minutes pass in the journal, by the broker's clock: all replicas share that one."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis

from services.alert.deciding.rules import RuleSet
from services.alert.metrics import AlertMetrics
from shared.events import MinutePassed
from shared.lease import Lease
from shared.scripts import Step
from shared.streams import Keys

log = logging.getLogger(__name__)
EVERY = 1.0
AHEAD = 2
"""Minutes by which the journal may be ahead of the broker's clock, which is set now and then."""


class Minutes:
    """Publishes every minute once, while some rule or route needs time to pass; missed ones are left out."""

    def __init__(
        self, client: Redis, keys: Keys, lease: Lease, rules: RuleSet, metrics: AlertMetrics
    ) -> None:
        self._client, self._keys = client, [keys.found, keys.minute, keys.tagged]
        self._lease, self._rules = lease, rules
        self._pass = Step(client, Path(__file__).with_name("pass_minute.lua"))
        self._metrics = metrics
        self._last = 0
        self._ahead = False

    async def turn(self) -> float:
        """Publish the minute that has begun, if active; returns the seconds until the next look."""
        if self._rules.needs_minutes and await self._lease.held():
            seconds, _ = await self._client.time()
            if (minute := seconds // 60) != self._last:
                await self.publish(minute)
                self._last = minute
        return EVERY

    async def publish(self, minute: int) -> bool:
        """Publish a minute, counted since 1970, unless it or a later one passed already."""
        record = MinutePassed(at=datetime.fromtimestamp(minute * 60, UTC))
        reply = await self._pass(self._keys, [minute, record.model_dump_json()])
        known = reply[0] == "known"
        self._tell(int(reply[1]) - minute if known else 0)
        return not known

    def _tell(self, ahead: int) -> None:
        """That no minute passes, because the broker's clock went back; once."""
        self._metrics.minutes_ahead.set(ahead)
        if ahead > AHEAD and not self._ahead:
            log.error(
                "no minute passes: the broker's clock went back; docs/repair.md", extra={"minutes": ahead}
            )
        self._ahead = ahead > AHEAD
