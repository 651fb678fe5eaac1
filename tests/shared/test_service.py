"""The bootstrap: what it waits for, what it says, when it is ready, how it ends."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from faststream import AckPolicy
from faststream.redis import RedisBroker, StreamSub
from prometheus_client import CollectorRegistry
from proxy import Proxy
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from shared.broker import connect
from shared.errors import ConfigError, MelderError
from shared.service import PATIENCE, Loop, Service, serve_until_stopped
from shared.settings import CommonSettings
from shared.streams import Keys
from system import free_port


class Probe:
    """A service that reads one stream and counts the turns of one loop."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.port, self.turns, self.read = free_port(), 0, asyncio.Queue[bytes]()
        self.settings = CommonSettings(redis_url=url, broker_wait=1)
        broker = RedisBroker(url)
        stream = StreamSub(keys.found, group="g", consumer="c", max_records=1, polling_interval=100)
        broker.subscriber(stream=stream, ack_policy=AckPolicy.ACK)(self._handle)
        self.service = Service(
            name="probe",
            client=connect(url),
            registry=CollectorRegistry(),
            loops=[Loop("count", self._count)],
            broker=broker,
            groups=((keys.found, "g"),),
        )

    async def _handle(self, body: bytes) -> None:
        await self.read.put(body)

    async def _count(self) -> float:
        await self.service.client.get("anything")
        self.turns += 1
        return 0.01

    async def say_goodbye(self) -> None:
        """Ends only when the broker answers."""
        await self.service.client.get("anything")

    async def get(self, path: str) -> tuple[int, str]:
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status, await response.text()

    async def until_ready(self, status: int = 200) -> None:
        async with asyncio.timeout(15):
            while True:
                try:
                    if (await self.get("/readyz"))[0] == status:
                        return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.02)


@asynccontextmanager
async def running(probe: Probe) -> AsyncIterator[Probe]:
    """Serve until the block is left; a clean end is part of it."""
    task = asyncio.create_task(serve_until_stopped(probe.service, probe.settings, probe.port))
    ready = asyncio.create_task(probe.until_ready())
    await asyncio.wait((task, ready), return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    try:
        yield probe
    finally:
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 20)


@pytest.fixture
def probe(broker: EmbeddedBroker, client: Redis, keys: Keys) -> Probe:
    return Probe(broker.url, keys)


async def test_it_serves_health_and_metrics_and_stops_on_sigterm(probe: Probe) -> None:
    async with running(probe):
        assert await probe.get("/livez") == (200, "alive")
        assert await probe.get("/readyz") == (200, "ready")
        status, text = await probe.get("/metrics")
        assert (status, "melder_broker_up 1.0" in text) == (200, True)
        names = {line.split()[0] for line in text.splitlines()}
        assert {"process_start_time_seconds", "process_resident_memory_bytes"} <= names


async def test_what_was_published_before_the_first_start_is_read(
    probe: Probe, client: Redis, keys: Keys
) -> None:
    await client.xadd(keys.found, {"__data__": "early"})
    async with running(probe):
        assert await asyncio.wait_for(probe.read.get(), 5) == b"early"


async def test_after_flushall_it_creates_its_group_again_and_reads_on(
    probe: Probe, client: Redis, keys: Keys
) -> None:
    async with running(probe):
        await client.flushall()
        await probe.until_ready(status=503)
        await client.xadd(keys.found, {"__data__": "late"})
        assert await asyncio.wait_for(probe.read.get(), 10) == b"late"
        await probe.until_ready()


@pytest.mark.parametrize(
    ("refusing", "accepting"),
    [
        (["config", "set", "maxmemory", "1"], ["config", "set", "maxmemory", "0"]),
        (["replicaof", "127.0.0.1", "1"], ["replicaof", "no", "one"]),
        (
            ["config", "set", "min-replicas-to-write", "1"],
            ["config", "set", "min-replicas-to-write", "0"],
        ),
    ],
    ids=["its memory is full", "it is a replica", "its replicas are away"],
)
async def test_it_is_not_ready_while_the_broker_takes_nothing(
    tmp_path: Path, keys: Keys, refusing: list[str], accepting: list[str]
) -> None:
    with EmbeddedBroker(tmp_path, free_port()) as own:
        probe = Probe(own.url, keys)
        async with running(probe), connect(own.url) as client:
            asked: Any = client
            await asked.execute_command(*refusing)
            await probe.until_ready(status=503)
            assert "the broker takes nothing: " in (await probe.get("/readyz"))[1]
            text = (await probe.get("/metrics"))[1]
            assert ("melder_broker_up 1.0" in text, "melder_broker_writable 0.0" in text) == (True, True)
            await asked.execute_command(*accepting)
            await probe.until_ready()


async def test_it_is_not_ready_while_the_broker_is_away_and_recovers(tmp_path: Path, keys: Keys) -> None:
    with EmbeddedBroker(tmp_path, free_port()) as own:
        probe = Probe(own.url, keys)
        async with running(probe):
            own.kill()
            await probe.until_ready(status=503)
            assert (await probe.get("/livez"))[0] == 200
            turns = probe.turns
            own.start()
            await probe.until_ready()
            async with asyncio.timeout(10):
                while probe.turns == turns:
                    await asyncio.sleep(0.02)


async def test_health_answers_in_time_while_the_broker_hangs(broker: EmbeddedBroker, keys: Keys) -> None:
    async with Proxy(broker.url) as proxy:
        probe = Probe(proxy.url, keys)
        async with running(probe):
            proxy.fall_silent()
            async with asyncio.timeout(PATIENCE + 1):
                status, told = await probe.get("/readyz")
            assert (status, told.startswith("the broker does not answer")) == (503, True)
            async with asyncio.timeout(1):
                assert await probe.get("/livez") == (200, "alive")


async def test_it_stops_in_time_while_the_broker_hangs(
    broker: EmbeddedBroker, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.service.STOP_PATIENCE", 1.0)
    async with Proxy(broker.url) as proxy:
        probe = Probe(proxy.url, keys)
        probe.service.closing.append(probe.say_goodbye)
        async with running(probe):
            proxy.fall_silent()
            began = time.monotonic()
        assert 1.0 <= time.monotonic() - began < 4


async def test_a_taken_port_is_named_with_the_setting_that_changes_it(probe: Probe) -> None:
    told = rf"127\.0\.0\.1:{probe.port} .*MELDER_PROBE_PORT"
    with socket.create_server(("127.0.0.1", probe.port)), pytest.raises(ConfigError, match=told):
        await serve_until_stopped(probe.service, probe.settings, probe.port)


async def test_a_broker_that_never_answers_is_named_without_its_password(keys: Keys) -> None:
    port = free_port()
    probe = Probe(f"redis://:secret@127.0.0.1:{port}/0", keys)
    with pytest.raises(MelderError, match=rf"no broker at redis://127\.0\.0\.1:{port}/0 after 1 s") as raised:
        await serve_until_stopped(probe.service, probe.settings, probe.port)
    assert "secret" not in str(raised.value)


async def test_a_loop_that_is_refused_waits_for_a_repair_and_the_others_go_on(
    probe: Probe, client: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    async def measure() -> float:
        await client.llen("probe")
        return 0.01

    await client.set("probe", "no list")
    probe.service.loops.append(Loop("measure", measure))
    async with running(probe):
        await probe.until_ready(status=503)
        turns = probe.turns
        async with asyncio.timeout(10):
            while probe.turns < turns + 50:
                await asyncio.sleep(0.02)
        assert "docs/repair.md" in (await probe.get("/readyz"))[1]
        assert 'melder_loop_refused{loop="measure"} 1.0' in (await probe.get("/metrics"))[1]
        await client.delete("probe")
        await probe.until_ready()
        assert 'melder_loop_refused{loop="measure"} 0.0' in (await probe.get("/metrics"))[1]
    (told,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert (told.__dict__["loop"], "WRONGTYPE" in told.__dict__["error"]) == ("measure", True)


async def test_a_loop_that_fails_ends_the_service_with_its_error(probe: Probe) -> None:
    async def fail() -> float:
        raise MelderError("this cannot go on")

    probe.service.loops.append(Loop("fail", fail))
    with pytest.raises(MelderError, match="this cannot go on"):
        await serve_until_stopped(probe.service, probe.settings, probe.port)
