"""One source, looked at again and again: pauses, faults, and who may publish."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from services.watcher.metrics import WatcherMetrics
from services.watcher.polling import STANDBY, Polling
from services.watcher.publisher import Publisher
from services.watcher.sources import Poll
from shared.article_text import ArticleText
from shared.errors import BadInputError
from shared.events import ArticleFound
from shared.http_guard import HttpError, HttpReason
from shared.lease import Lease
from shared.streams import Keys

Journal = Callable[[], Awaitable[list[ArticleFound]]]
ARTICLE = ArticleText(url="https://zeitung.example/1", text="Text")


class Scripted:
    """A source that answers what it is told, in turn."""

    name, language, every, patience = "zeitung", "de", 300.0, 900.0

    def __init__(self, *answers: Poll | BadInputError) -> None:
        self.answers, self.states = list(answers), list[str]()

    async def poll(self, state: str) -> Poll:
        self.states.append(state)
        answer = self.answers.pop(0)
        if isinstance(answer, BadInputError):
            raise answer
        return answer


class Running:
    """A source with everything that its turns need."""

    def __init__(self, client: Redis, keys: Keys, publisher: Publisher, metrics: WatcherMetrics) -> None:
        self.lease = Lease(client, keys.lease("watcher"), "one", 30)
        self.parts = (publisher, client, keys, self.lease, metrics)

    async def of(self, source: Scripted) -> Polling:
        await self.lease.held()
        return Polling(source, *self.parts)


@pytest.fixture
def running(client: Redis, keys: Keys, publisher: Publisher, metrics: WatcherMetrics) -> Running:
    return Running(client, keys, publisher, metrics)


async def test_a_turn_publishes_and_the_next_one_goes_on_from_its_state(
    running: Running, journal: Journal
) -> None:
    source = Scripted(Poll([ARTICLE], state="etag-1"), Poll())
    polling = await running.of(source)
    assert [await polling.turn(), await polling.turn()] == [300, 300]
    assert source.states == ["", "etag-1"]
    assert len(await journal()) == 1


async def test_a_failing_source_is_asked_less_and_less_until_it_is_back(
    running: Running, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    down = HttpError(HttpReason.TIMEOUT, "https://zeitung.example: no answer")
    polling = await running.of(Scripted(down, down, down, down, Poll(), down))
    assert [await polling.turn() for _ in range(6)] == [300, 600, 900, 900, 300, 300]
    labels = {"source": "zeitung", "reason": "timeout"}
    assert registry.get_sample_value("melder_source_errors_total", labels) == 5
    assert registry.get_sample_value("melder_source_last_success_timestamp_seconds", {"source": "zeitung"})
    assert [record.message for record in caplog.records].count("the source is back") == 1


async def test_a_standby_replica_asks_nobody(running: Running, client: Redis, keys: Keys) -> None:
    source = Scripted()
    await Lease(client, keys.lease("watcher"), "other", 30).held()
    polling = await running.of(source)
    assert await polling.turn() == STANDBY
    assert source.states == []


async def test_while_the_broker_is_full_the_web_is_not_asked_again(
    running: Running, client: Redis, journal: Journal
) -> None:
    source = Scripted(Poll([ARTICLE], state="etag-1"))
    polling = await running.of(source)
    await client.config_set("maxmemory", "1")
    try:
        for _ in range(3):
            with pytest.raises(OutOfMemoryError):
                await polling.turn()
    finally:
        await client.config_set("maxmemory", "0")
    assert await polling.turn() == 300
    assert len(source.states) == 1
    assert len(await journal()) == 1


async def test_a_slow_source_does_not_delay_another(running: Running, journal: Journal) -> None:
    release = asyncio.Event()

    class Slow(Scripted):
        async def poll(self, state: str) -> Poll:
            await release.wait()
            return Poll()

    slow = asyncio.create_task((await running.of(Slow())).turn())
    await (await running.of(Scripted(Poll([ARTICLE])))).turn()
    assert len(await journal()) == 1
    assert not slow.done()
    release.set()
    assert await slow == 300
