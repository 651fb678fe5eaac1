"""One source, looked at again and again: pauses, faults, and who may publish."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.watcher.listings.fetch import StatusError
from services.watcher.metrics import WatcherMetrics
from services.watcher.polling import HELD_BACK, STANDBY, Polling
from services.watcher.pressure import Pressure
from services.watcher.publisher import Publisher
from services.watcher.sources import Poll
from shared.article_text import ArticleText
from shared.broker import BrokerRefusedError
from shared.errors import ScriptError
from shared.events import ArticleFound, Trust
from shared.http import Answer
from shared.http_guard import HttpError, HttpReason
from shared.lease import Lease
from shared.streams import Keys

Journal = Callable[[], Awaitable[list[ArticleFound]]]
ARTICLE = ArticleText(url="https://zeitung.example/1", text="Text")


class Scripted:
    """A source that answers what it is told, in turn."""

    name, language, trust, every, patience = "zeitung", "de", Trust.MEDIUM, 300.0, 900.0

    def __init__(self, *answers: Poll | Exception) -> None:
        self.answers, self.states = list(answers), list[str]()

    async def poll(self, state: str) -> Poll:
        self.states.append(state)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Running:
    """A source with everything that its turns need."""

    def __init__(
        self, client: Redis, keys: Keys, publisher: Publisher, pressure: Pressure, metrics: WatcherMetrics
    ) -> None:
        self.lease = Lease(client, keys.lease("watcher"), "one", 30)
        self.parts = (publisher, client, keys, self.lease, pressure, metrics)

    async def of(self, source: Scripted) -> Polling:
        await self.lease.held()
        return Polling(source, *self.parts)


@pytest.fixture
def running(
    client: Redis, keys: Keys, publisher: Publisher, pressure: Pressure, metrics: WatcherMetrics
) -> Running:
    return Running(client, keys, publisher, pressure, metrics)


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


async def test_when_a_source_that_was_read_is_due_again_is_told(
    running: Running, registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000.0)
    down = HttpError(HttpReason.TIMEOUT, "https://zeitung.example: no answer")
    gone = Poll(gone=True, again=86_400)
    polling = await running.of(Scripted(down, Poll(), down, Poll(again=7_200), gone))
    due = []
    for _ in range(5):
        await polling.turn()
        due.append(registry.get_sample_value("melder_source_due_timestamp_seconds", {"source": "zeitung"}))
    assert due == [None, 1_300, 1_300, 8_200, 8_200]


async def test_a_source_that_is_down_is_said_to_be_so_once(
    running: Running, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    down = HttpError(HttpReason.TIMEOUT, "https://zeitung.example: no answer")
    polling = await running.of(Scripted(*[down] * 9, Poll()))
    said = []
    for _ in range(9):
        await polling.turn()
        said.append(registry.get_sample_value("melder_source_down", {"source": "zeitung"}))
    assert said == [0, 0, *[1] * 7]
    messages = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert messages == ["the source failed", "the source is down; it is asked from time to time"]
    await polling.turn()
    assert registry.get_sample_value("melder_source_down", {"source": "zeitung"}) == 0


async def test_what_nobody_foresaw_counts_as_a_failure_of_its_source(
    running: Running, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    polling = await running.of(Scripted(*[ValueError("Port out of range 0-65535")] * 3, Poll()))
    assert [await polling.turn() for _ in range(3)] == [300, 600, 900]
    assert registry.get_sample_value("melder_source_down", {"source": "zeitung"}) == 1
    labels = {"source": "zeitung", "reason": "unforeseen"}
    assert registry.get_sample_value("melder_source_errors_total", labels) == 3
    assert [record.exc_info is not None for record in caplog.records if record.levelname == "ERROR"] == [
        True
    ] * 3
    assert await polling.turn() == 300
    assert registry.get_sample_value("melder_source_down", {"source": "zeitung"}) == 0


async def test_an_article_that_cannot_be_published_does_not_hold_its_source_for_ever(
    running: Running, journal: Journal
) -> None:
    broken = ArticleText(url="https://zeitung.example/2", text="Nord\ud800korea")
    source = Scripted(Poll([broken], state="etag-1"), Poll([ARTICLE], state="etag-2"))
    polling = await running.of(source)
    assert [await polling.turn(), await polling.turn()] == [300, 300]
    assert source.states == ["", ""]
    assert [article.url for article in await journal()] == [ARTICLE.url]


@pytest.mark.parametrize("error", [RedisError("no such thing"), ScriptError("wrong arguments")])
async def test_what_is_wrong_with_the_journal_is_no_failure_of_a_source(
    running: Running, error: Exception
) -> None:
    polling = await running.of(Scripted(error))
    with pytest.raises(type(error)):
        await polling.turn()


async def test_a_turn_can_be_cancelled(running: Running) -> None:
    asked = asyncio.Event()

    class Hanging(Scripted):
        async def poll(self, state: str) -> Poll:
            asked.set()
            await asyncio.Event().wait()
            return Poll()

    turn = asyncio.create_task((await running.of(Hanging())).turn())
    await asked.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn


async def test_a_source_that_has_ended_is_said_to_be_back_when_it_is(
    running: Running, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    gone = Poll(gone=True, again=86_400)
    polling = await running.of(Scripted(gone, Poll(), gone))
    for down in (1, 0, 1):
        await polling.turn()
        assert registry.get_sample_value("melder_source_down", {"source": "zeitung"}) == down
    errors = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert errors == ["the source has ended: remove it"] * 2


async def test_a_source_that_has_ended_is_reported_and_counts_as_no_success(
    running: Running, client: Redis, keys: Keys, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    gone = Poll(state="gone", gone=True, again=86_400)
    polling = await running.of(Scripted(gone, gone))
    assert [await polling.turn(), await polling.turn()] == [86_400, 86_400]
    assert await client.get(keys.source("zeitung")) == b"gone"
    assert registry.get_sample_value("melder_source_down", {"source": "zeitung"}) == 1
    name = "melder_source_last_success_timestamp_seconds"
    assert registry.get_sample_value(name, {"source": "zeitung"}) is None
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "the source has ended: remove it"
    ]


@pytest.mark.parametrize(("wanted", "pause"), [("1", 300), ("1234", 1234), ("9999999", 86_400)])
async def test_retry_after_makes_the_pause_longer(running: Running, wanted: str, pause: float) -> None:
    headers = CIMultiDictProxy(CIMultiDict({"Retry-After": wanted}))
    busy = StatusError("https://zeitung.example/", Answer(503, headers, b"", ""))
    polling = await running.of(Scripted(busy))
    assert await polling.turn() == pause


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
            with pytest.raises(BrokerRefusedError):
                await polling.turn()
    finally:
        await client.config_set("maxmemory", "0")
    assert await polling.turn() == 300
    assert len(source.states) == 1
    assert len(await journal()) == 1


async def test_while_too_much_is_unread_nobody_is_asked(
    running: Running, client: Redis, keys: Keys, pressure: Pressure
) -> None:
    for number in range(1, 11):
        await client.xadd(keys.found, {"__data__": "{}"}, id=f"{number}-0")
    await pressure.look()
    source = Scripted(Poll())
    polling = await running.of(source)
    assert await polling.turn() == HELD_BACK
    assert source.states == []
    await client.xadd(keys.tagged, {"__data__": "{}"}, id="1-0")
    await pressure.look()
    assert await polling.turn() == 300


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
