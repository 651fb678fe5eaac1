"""The watcher stops at a high-water mark, says so, and goes on."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from services.watcher.metrics import WatcherMetrics
from services.watcher.pressure import Pressure
from shared.streams import Keys


async def fill(client: Redis, stream: str, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await client.xadd(stream, {"__data__": "{}"}, id=f"{number}-0")


async def test_an_empty_journal_has_room(pressure: Pressure) -> None:
    await pressure.look()
    assert not pressure.high


async def test_unread_articles_are_those_that_ner_has_not_released(
    pressure: Pressure,
    client: Redis,
    keys: Keys,
    registry: CollectorRegistry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    await fill(client, keys.found, 1, 9)
    await pressure.look()
    assert not pressure.high
    await fill(client, keys.found, 10, 10)
    for _ in range(2):
        await pressure.look()
    assert pressure.high
    assert registry.get_sample_value("melder_watcher_held_back") == 1
    waiting = asyncio.create_task(pressure.wait())
    await asyncio.sleep(0)
    assert not waiting.done()
    await fill(client, keys.tagged, 1, 1)
    await pressure.look()
    await waiting
    assert registry.get_sample_value("melder_watcher_held_back") == 0
    assert [record.message for record in caplog.records] == [
        "publishing waits until there is room",
        "publishing goes on",
    ]


async def test_a_broker_that_is_nearly_full_holds_back(
    client: Redis, keys: Keys, metrics: WatcherMetrics, caplog: pytest.LogCaptureFixture
) -> None:
    pressure = Pressure(client, keys, metrics, 10, 0.8)
    used = (await client.info("memory"))["used_memory"]
    try:
        await client.config_set("maxmemory", str(int(used * 1.1)))
        await pressure.look()
        assert pressure.high
        assert "MiB" in caplog.records[0].__dict__["reason"]
        await client.config_set("maxmemory", str(used * 10))
        await pressure.look()
        assert not pressure.high
    finally:
        await client.config_set("maxmemory", "0")
