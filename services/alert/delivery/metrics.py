"""What delivering measures."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from services.alert.delivery.claiming import HOP
from services.alert.delivery.dead import DeadLetters
from shared.errors import ScriptError
from shared.streams import Keys

EVERY = 5.0
"""Seconds between two measurements."""
HOPS = ("read", HOP)
"""Told even while they have no dead letter, so that an alarm sees the first one."""


class DeliveryMetrics:
    """Tries and their outcomes, and what waits in the broker."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.deliveries = Counter(
            "melder_deliveries_total",
            "Tries by how they ended: delivered, retry, dead; stale or known when another process was faster",
            ["channel", "outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "melder_delivery_seconds",
            "How long one try took",
            ["channel"],
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60),
            registry=registry,
        )
        self.due = Gauge("melder_deliveries_due", "Deliveries due now", ["channel"], registry=registry)
        self.waiting = Gauge(
            "melder_deliveries_waiting",
            "Deliveries on their way, those that wait for their next try included",
            ["channel"],
            registry=registry,
        )
        self.oldest = Gauge(
            "melder_deliveries_oldest_due_seconds",
            "How long the oldest delivery has been due",
            ["channel"],
            registry=registry,
        )
        self.disabled = Gauge(
            "melder_channel_disabled",
            "1 while the receiver wants no more (410)",
            ["channel"],
            registry=registry,
        )
        self.dead = Gauge("melder_dead_letters", "Dead letters", ["hop"], registry=registry)

    async def measure(
        self, client: Redis, keys: Keys, letters: DeadLetters, channels: Iterable[str]
    ) -> float:
        """Read what waits; returns the seconds until it should be read again.

        A key of a wrong type is a ScriptError that names it, after all else was measured.
        """
        channels = list(channels)
        parts: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            (keys.dead, partial(self._count_dead, letters)),
            (keys.disabled, partial(self._see_disabled, client, keys.disabled, channels)),
            *((keys.due(name), partial(self._see_due, client, keys.due(name), name)) for name in channels),
        ]
        refused = []
        for key, part in parts:
            try:
                await part()
            except ResponseError as error:
                refused.append(f"{key}: {error}")
        if refused:
            raise ScriptError("; ".join(refused))
        return EVERY

    async def _count_dead(self, letters: DeadLetters) -> None:
        dead = await letters.by_hop()
        for hop in {*HOPS, *dead}:
            self.dead.labels(hop).set(dead[hop])

    async def _see_disabled(self, client: Redis, key: str, channels: Iterable[str]) -> None:
        disabled = await client.hgetall(key)
        for channel in channels:
            self.disabled.labels(channel).set(channel.encode() in disabled)

    async def _see_due(self, client: Redis, key: str, channel: str) -> None:
        seconds, micros = await client.time()
        now = seconds * 1000 + micros // 1000
        self.due.labels(channel).set(await client.zcount(key, "-inf", now))
        self.waiting.labels(channel).set(await client.zcard(key))
        first: Any = await client.zrange(key, 0, 0, withscores=True)
        self.oldest.labels(channel).set(max(now - first[0][1], 0) / 1000 if first else 0)
