"""Deliveries to a real receiver, which checks every signature, over the real channel and broker."""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from alert.delivery.endpoint import Endpoint, Reply
from alert.delivery.making import a_deliverer, now, put_alerts, run_until
from redis.asyncio import Redis

from services.alert.channels import open_channel
from services.alert.channels.webhook import WebhookConfig
from services.alert.delivery.deliverer import Deliverer
from services.alert.delivery.deliveries import Deliveries
from shared.streams import Keys


@contextlib.asynccontextmanager
async def delivering(
    client: Redis, keys: Keys, endpoint: Endpoint, name: str = "ops", tries: int = 5
) -> AsyncIterator[Deliverer]:
    environ = {"K": endpoint.key}
    config = WebhookConfig.model_validate(
        {"name": name, "kind": "webhook", "url": endpoint.url, "secret_env": ["K"], "allow_private": True},
        context={"environ": environ},
    )
    waits = (timedelta(0), *[timedelta(seconds=0.02)] * (tries - 1))
    config = config.model_copy(update={"tries": waits, "timeout": timedelta(seconds=0.5)})
    deliverer = a_deliverer(client, keys, open_channel(config, environ, now))
    yield deliverer
    await deliverer.close()


async def ended(client: Redis, keys: Keys, count: int) -> bool:
    return bool(await client.xlen(keys.delivered) >= count)


async def test_through_every_trouble_the_same_bytes_arrive_under_the_same_id(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    [delivery] = await put_alerts(client, keys, "ops")
    troubles = [
        Reply(500, text="down"),
        Reply(302, headers={"Location": "/elsewhere"}),
        Reply(429, headers={"Retry-After": "1"}),
        Reply(hangs=True),
        Reply(drops=True),
        Reply(200, text="ok"),
    ]
    async with Endpoint(*troubles) as endpoint, delivering(client, keys, endpoint, tries=9) as deliverer:
        await run_until(lambda: ended(client, keys, 1), deliverer)
    [ending] = await Deliveries(client, keys).ended(10)
    assert (ending.outcome, ending.status, ending.tries, ending.answer) == ("delivered", 200, 6, "ok")
    assert {request.body for request in endpoint.requests} == {delivery.body.encode()}
    assert {request.headers["webhook-id"] for request in endpoint.requests} == {delivery.delivery_id}
    assert {request.path for request in endpoint.requests} == {"/hooks/melder"}
    times = [int(request.headers["webhook-timestamp"]) for request in endpoint.requests]
    assert times[-1] > times[0], "Retry-After: 1 was obeyed, and the timestamp is a new one"
    assert "whsec_" not in (told := "\n".join(str(record.__dict__) for record in caplog.records))
    assert endpoint.key.removeprefix("whsec_") not in told
    assert told


async def test_a_dead_receiver_delays_no_other(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "dead", 20)
    await put_alerts(client, keys, "ops", 20)
    async with (
        Endpoint(Reply(hangs=True)) as dead,
        Endpoint() as alive,
        delivering(client, keys, dead, "dead", tries=99) as to_dead,
        delivering(client, keys, alive, "ops") as to_alive,
    ):
        await run_until(lambda: ended(client, keys, 20), to_dead, to_alive, seconds=5)
    assert len(alive.requests) == 20
    assert {e.channel for e in await Deliveries(client, keys).ended(99)} == {"ops"}


async def test_a_receiver_that_was_away_gets_everything_when_it_is_back(client: Redis, keys: Keys) -> None:
    made = await put_alerts(client, keys, "ops", 10)
    endpoint = Endpoint()
    async with endpoint:
        pass
    async with delivering(client, keys, endpoint, tries=500) as deliverer:
        await run_until(lambda: client.exists(keys.tries("ops")), deliverer)
        async with endpoint:
            await run_until(lambda: ended(client, keys, 10), deliverer)
    assert {request.body for request in endpoint.requests} == {d.body.encode() for d in made}


async def test_a_410_stops_the_channel(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    async with Endpoint(Reply(410)) as endpoint, delivering(client, keys, endpoint) as deliverer:
        await run_until(lambda: ended(client, keys, 1), deliverer)
        await put_alerts(client, keys, "ops", 5)
        for _ in range(5):
            await deliverer.turn()
    assert len(endpoint.requests) == 1
    assert "ops" in await Deliveries(client, keys).disabled()
