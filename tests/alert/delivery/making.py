"""Alerts and deliveries for tests, and a stand-in for a channel."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from services.alert.channels import Answer, Channel, Verdict
from services.alert.delivery.deliverer import Deliverer
from services.alert.delivery.delivery import Delivery, make_delivery
from services.alert.delivery.metrics import DeliveryMetrics
from shared.events import AlertEvidence, AlertRaised, Reason, Severity
from shared.streams import Keys
from shared.tasks import cancel_all

SENTENCE = "Nach Angaben aus Seoul stehen dort rund 10.000 Soldaten."


def an_alert(alert_id: str = "alert-1", sentence: str = SENTENCE, **changes: Any) -> AlertRaised:
    evidence = AlertEvidence(
        article_id="article-1",
        revision=1,
        url="https://zeitung.example/1",
        title="Meldung aus Seoul",
        source="zeitung",
        origin="article-1",
        sentence=sentence,
        start=19,
        end=19 + len(sentence),
    )
    alert = AlertRaised(
        alert_id=alert_id,
        rule="truppen",
        severity=Severity.HIGH,
        reason=Reason.RAISED,
        subject="north-korea",
        measure="troops",
        event_at=datetime(2024, 11, 4, 12, tzinfo=UTC),
        url=evidence.url,
        headline="Nordkorea, Truppen: rund 10.000",
        evidence=evidence,
    )
    return alert.model_copy(update=changes)


async def put(client: Redis, keys: Keys, *deliveries: Delivery) -> None:
    """On their way and due, as decide.lua leaves them."""
    seconds, micros = await client.time()
    for delivery in deliveries:
        channel, id_ = delivery.channel, delivery.delivery_id
        await client.hset(keys.deliveries(channel), id_, delivery.model_dump_json())
        await client.zadd(keys.due(channel), {id_: seconds * 1000 + micros // 1000})


async def put_alerts(client: Redis, keys: Keys, channel: str, count: int = 1) -> list[Delivery]:
    made = [make_delivery(an_alert(f"alert-{n}"), channel) for n in range(1, count + 1)]
    await put(client, keys, *made)
    return made


class FakeChannel:
    """Answers as told, in order, the last answer for ever; notes what it was sent."""

    def __init__(self, name: str, *answers: Answer, tries: int = 3, wait: float = 0.02) -> None:
        self.name, self.timeout = name, timedelta(seconds=2)
        self.tries = (timedelta(0), *[timedelta(seconds=wait)] * (tries - 1))
        self.answers = list(answers) or [Answer(Verdict.ACCEPTED, "ok", 204)]
        self.sent: list[Delivery] = []
        self.at_once = self.most_at_once = 0
        self.open = asyncio.Event()
        self.open.set()
        self.sending = asyncio.Event()
        self.closed = False

    async def send(self, delivery: Delivery) -> Answer:
        self.sent.append(delivery)
        self.sending.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.open.wait()
        finally:
            self.at_once -= 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def close(self) -> None:
        self.closed = True


def a_deliverer(
    client: Redis, keys: Keys, channel: Channel, registry: CollectorRegistry | None = None
) -> Deliverer:
    metrics = DeliveryMetrics(registry or CollectorRegistry())
    return Deliverer(client, keys, channel, metrics, now, Random(1))


def now() -> datetime:
    return datetime.now(UTC)


async def run_until(condition: Callable[[], Any], *deliverers: Deliverer, seconds: float = 10) -> None:
    """Take turns of all deliverers side by side, as the service does, until `condition` holds."""

    async def keep(deliverer: Deliverer) -> None:
        while True:
            wait = await deliverer.turn()
            await asyncio.sleep(wait)

    tasks = [asyncio.create_task(keep(deliverer)) for deliverer in deliverers]
    try:
        async with asyncio.timeout(seconds):
            while not await holds(condition):
                for task in tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.01)
    finally:
        await cancel_all(tasks)


async def holds(condition: Callable[[], Any]) -> bool:
    result = condition()
    return bool(await result if asyncio.iscoroutine(result) else result)
