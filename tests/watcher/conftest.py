"""A publisher on a real broker, sources with given contents, and the journal as others see it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from services.watcher.metrics import WatcherMetrics
from services.watcher.origins.origins import Origins
from services.watcher.pressure import Pressure
from services.watcher.publisher import Publisher
from shared.broker import read_entries
from shared.events import ArticleFound
from shared.streams import Keys

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> WatcherMetrics:
    return WatcherMetrics(registry)


@pytest.fixture
def pressure(client: Redis, keys: Keys, metrics: WatcherMetrics) -> Pressure:
    """Ten unread articles, or 80 % of the broker's memory."""
    return Pressure(client, keys, metrics, 10, 0.8)


@pytest.fixture
def new_publisher(client: Redis, keys: Keys) -> Callable[[], Publisher]:
    """Each call is a watcher that has just started."""

    def start() -> Publisher:
        origins = Origins(client, keys, timedelta(days=3), 1_000)
        metrics = WatcherMetrics(CollectorRegistry())
        pressure = Pressure(client, keys, metrics, 1_000, 0.8)
        return Publisher(client, keys, origins, pressure, metrics, 30, lambda: NOON)

    return start


@pytest.fixture
def publisher(new_publisher: Callable[[], Publisher]) -> Publisher:
    return new_publisher()


@pytest.fixture
def journal(client: Redis, keys: Keys) -> Callable[[], Awaitable[list[ArticleFound]]]:
    """All articles that were published, in order."""

    async def read() -> list[ArticleFound]:
        entries = await read_entries(client, keys.found)
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        return [ArticleFound.model_validate_json(entry.data) for entry in entries]

    return read
