"""Deliveries through a channel that answers as told, on a real broker."""

import asyncio
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alert.delivery.making import FakeChannel, a_deliverer, an_alert, now, put, put_alerts, run_until
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from services.alert.channels import Answer, Verdict
from services.alert.delivery.claiming import Ending, Outcome
from services.alert.delivery.dead import DeadLetters
from services.alert.delivery.deliverer import AT_A_TIME
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.delivery import make_delivery
from services.alert.delivery.metrics import DeliveryMetrics
from shared.broker import connect
from shared.errors import ScriptError
from shared.events import DeadLetter
from shared.streams import Keys

OK = Answer(Verdict.ACCEPTED, "thanks", 204)
BUSY = Answer(Verdict.REFUSED, "busy", 503)
GONE = Answer(Verdict.GONE, "no more", 410)


async def endings(client: Redis, keys: Keys) -> list[Ending]:
    return (await Deliveries(client, keys).ended(1000))[::-1]


async def ended(client: Redis, keys: Keys, count: int) -> bool:
    return bool(await client.xlen(keys.delivered) >= count)


async def test_an_accepted_delivery_ends_with_its_answer(client: Redis, keys: Keys) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", OK)
    began = now()
    await run_until(lambda: ended(client, keys, 1), a_deliverer(client, keys, channel))
    [ending] = await endings(client, keys)
    assert channel.sent == [delivery]
    assert began <= ending.at <= now()
    assert ending == Ending(
        delivery_id=delivery.delivery_id,
        alert_id="alert-1",
        rule="truppen",
        channel="ops",
        outcome=Outcome.DELIVERED,
        status=204,
        tries=1,
        answer="thanks",
        at=ending.at,
    )


async def test_a_refused_delivery_is_tried_again_unchanged(client: Redis, keys: Keys) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", BUSY, BUSY, OK)
    await run_until(lambda: ended(client, keys, 1), a_deliverer(client, keys, channel))
    assert channel.sent == [delivery] * 3
    assert [(e.outcome, e.tries) for e in await endings(client, keys)] == [("delivered", 3)]


async def test_after_the_last_try_it_is_dead_with_its_last_answer(client: Redis, keys: Keys) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", BUSY, tries=3)
    await run_until(lambda: ended(client, keys, 1), a_deliverer(client, keys, channel))
    assert len(channel.sent) == 3
    assert [(e.outcome, e.tries, e.status) for e in await endings(client, keys)] == [("dead", 3, 503)]
    entries: Any = await client.xrange(keys.dead)
    [(_, fields)] = entries
    letter = json.loads(fields[b"__data__"])
    assert (letter["hop"], letter["id"], letter["reason"]) == ("deliver", delivery.delivery_id, "refused")
    assert json.loads(letter["record"])["body"] == delivery.body
    assert not await client.exists(
        keys.due("ops"), keys.deliveries("ops"), keys.tries("ops"), keys.tokens("ops"), keys.answers("ops")
    )


async def test_retry_after_is_obeyed(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    wait = Answer(Verdict.REFUSED, "slow down", 429, timedelta(seconds=90))
    deliverer = a_deliverer(client, keys, FakeChannel("ops", wait))
    await run_until(lambda: client.exists(keys.tries("ops")), deliverer)
    [row] = await Deliveries(client, keys).on_their_way()
    assert row.tries == 1
    assert 80 < row.due_in <= 90


async def test_a_410_ends_it_and_nothing_more_is_sent_until_the_channel_is_enabled(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    [first] = await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", GONE, OK)
    deliverer = a_deliverer(client, keys, channel)
    await run_until(lambda: ended(client, keys, 1), deliverer)
    assert [(e.outcome, e.tries, e.status) for e in await endings(client, keys)] == [("dead", 1, 410)]
    assert "python -m services.alert test ops" in caplog.text

    _, second = await put_alerts(client, keys, "ops", 2)
    for _ in range(3):
        assert await deliverer.turn() > 0
    assert channel.sent == [first]
    assert await Deliveries(client, keys).enable("ops")
    await run_until(lambda: ended(client, keys, 3), deliverer)
    assert second in channel.sent


async def test_several_are_sent_at_once_but_not_many(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops", 20)
    channel = FakeChannel("ops", OK)
    channel.open.clear()
    deliverer = a_deliverer(client, keys, channel)
    await run_until(lambda: channel.at_once == AT_A_TIME, deliverer)
    channel.open.set()
    await run_until(lambda: ended(client, keys, 20), deliverer)
    assert channel.most_at_once == AT_A_TIME
    assert len({delivery.delivery_id for delivery in channel.sent}) == len(channel.sent) == 20


async def test_one_that_hangs_holds_up_no_other_of_its_channel(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    channel = HangsOnce("ops", OK)

    async def others_come() -> None:
        await channel.sending.wait()
        await put(client, keys, *(make_delivery(an_alert(f"other-{n}"), "ops") for n in range(200)))

    coming = asyncio.create_task(others_come())
    await run_until(lambda: ended(client, keys, 200), a_deliverer(client, keys, channel), seconds=3)
    await coming
    assert len(channel.sent) == 201


class HangsOnce(FakeChannel):
    async def send(self, delivery: object) -> Answer:
        answer = await super().send(delivery)  # type: ignore[arg-type]
        if len(self.sent) == 1:
            await asyncio.Event().wait()
        return answer


async def test_a_dead_channel_delays_no_other(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "dead", 50)
    await put_alerts(client, keys, "ops", 50)
    dead, ops = FakeChannel("dead"), FakeChannel("ops")
    dead.open.clear()
    deliverers = [a_deliverer(client, keys, channel) for channel in (dead, ops)]
    await run_until(lambda: ended(client, keys, 50), *deliverers)
    assert {e.channel for e in await endings(client, keys)} == {"ops"}
    assert len(dead.sent) == AT_A_TIME


async def test_two_processes_send_nothing_twice(client: Redis, keys: Keys) -> None:
    made = await put_alerts(client, keys, "ops", 50)
    one, two = FakeChannel("ops"), FakeChannel("ops")
    deliverers = [a_deliverer(client, keys, channel) for channel in (one, two)]
    await run_until(lambda: ended(client, keys, 50), *deliverers)
    assert sorted(d.delivery_id for d in one.sent + two.sent) == sorted(d.delivery_id for d in made)


async def test_a_process_that_is_killed_while_sending_is_followed_after_the_lease(
    client: Redis, keys: Keys
) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    killed, follower = FakeChannel("ops"), FakeChannel("ops")
    killed.open.clear()
    killed.timeout = timedelta(seconds=0.1)
    await run_until(lambda: killed.sent, a_deliverer(client, keys, killed))
    await run_until(lambda: ended(client, keys, 1), a_deliverer(client, keys, follower))
    assert follower.sent == [delivery]
    assert (await endings(client, keys))[0].tries == 1, "only answers count"


async def test_a_late_2xx_ends_what_somebody_else_claimed_since(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    slow, other = FakeChannel("ops", OK), FakeChannel("ops", BUSY, tries=9)
    slow.open.clear()
    slow.timeout = timedelta(seconds=0.1)
    one, two = a_deliverer(client, keys, slow), a_deliverer(client, keys, other)
    await run_until(lambda: slow.sent, one)
    other.open.clear()
    await run_until(lambda: other.sent, two)
    slow.open.set()
    await run_until(lambda: ended(client, keys, 1), one)
    other.open.set()
    await two.close()
    assert [(e.outcome, e.answer) for e in await endings(client, keys)] == [("delivered", "thanks")]
    assert not await client.exists(keys.due("ops"), keys.deliveries("ops"), keys.tries("ops"))


async def test_an_answer_is_kept_while_the_broker_is_away(tmp_path: Path, free_port: int, keys: Keys) -> None:
    with EmbeddedBroker(tmp_path, free_port) as broker:
        client = connect(broker.url)
        await put_alerts(client, keys, "ops")
        channel = FakeChannel("ops", OK)
        channel.open.clear()
        deliverer = a_deliverer(client, keys, channel)
        await run_until(lambda: channel.sent, deliverer)
        await client.config_set("appendfsync", "always")
        await client.set("synced", 1)
        broker.kill()
        channel.open.set()
        [under_way] = deliverer._under_way
        done, _ = await asyncio.wait([under_way], timeout=1)
        assert not done, "it waits for the broker"
        broker.start()
        await run_until(lambda: ended(client, keys, 1), deliverer)
        assert len(channel.sent) == 1
        await client.aclose()


async def test_the_backlog_drains_when_the_memory_is_full(tmp_path: Path, free_port: int, keys: Keys) -> None:
    with EmbeddedBroker(tmp_path, free_port) as broker:
        client = connect(broker.url)
        await put_alerts(client, keys, "ops", 50)
        await client.config_set("maxmemory", 1)
        with pytest.raises(Exception, match="maxmemory"):
            await client.set("more", "x")
        channel = FakeChannel("ops", BUSY, OK)
        await run_until(lambda: ended(client, keys, 50), a_deliverer(client, keys, channel))
        assert not await client.exists(keys.due("ops"), keys.deliveries("ops"))
        await client.aclose()


async def test_close_lets_what_is_under_way_end_and_closes_the_channel(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", OK)
    channel.open.clear()
    deliverer = a_deliverer(client, keys, channel)
    await run_until(lambda: channel.sent, deliverer)
    asyncio.get_running_loop().call_later(0.05, channel.open.set)
    await deliverer.close()
    assert await ended(client, keys, 1)
    assert channel.closed


async def test_close_does_not_wait_for_ever(
    client: Redis, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.alert.delivery.deliverer.GRACE", 0.05)
    await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops")
    channel.open.clear()
    deliverer = a_deliverer(client, keys, channel)
    await run_until(lambda: channel.sent, deliverer)
    await deliverer.close()
    assert channel.at_once == 0
    assert await client.hlen(keys.deliveries("ops")) == 1, "it is still on its way"


async def test_a_fault_that_does_not_pass_stops_the_loop(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    await client.set(keys.delivered, "a string")
    with pytest.raises(ScriptError, match="delivered is a string, not a stream"):
        await run_until(lambda: False, a_deliverer(client, keys, FakeChannel("ops")))


async def test_after_a_flush_it_goes_on(client: Redis, keys: Keys) -> None:
    deliverer = a_deliverer(client, keys, FakeChannel("ops"))
    await put_alerts(client, keys, "ops")
    await client.flushall()
    assert await deliverer.turn() > 0
    await put_alerts(client, keys, "ops")
    await run_until(lambda: ended(client, keys, 1), deliverer)


async def test_from_decided_to_sent_takes_less_than_300_ms(client: Redis, keys: Keys) -> None:
    """p95 of 40 deliveries that become due at odd moments."""
    delays = []
    channel = FakeChannel("ops")
    deliverer = a_deliverer(client, keys, channel)

    async def decide_some() -> bool:
        for number in range(40):
            channel.sending.clear()
            began = asyncio.get_running_loop().time()
            await put_alerts(client, keys, "ops")
            await channel.sending.wait()
            delays.append(asyncio.get_running_loop().time() - began)
            await asyncio.sleep(0.007 * (number % 10))
        return True

    await run_until(decide_some, deliverer, seconds=30)
    assert sorted(delays)[37] < 0.3


async def test_metrics_tell_outcomes_and_what_waits(client: Redis, keys: Keys) -> None:
    registry = CollectorRegistry()
    metrics = DeliveryMetrics(registry)
    old, later, _ = await put_alerts(client, keys, "ops", 3)
    await client.zincrby(keys.due("ops"), -60_000, old.delivery_id)
    await client.zincrby(keys.due("ops"), 60_000, later.delivery_id)
    await client.hset(keys.disabled, "desk", "2024-11-04")
    letters = DeadLetters(client, keys)
    await metrics.measure(client, keys, letters, ["ops", "desk"])

    def value(name: str, channel: str) -> float | None:
        return registry.get_sample_value(name, {"channel": channel})

    assert value("melder_deliveries_due", "ops") == 2
    assert value("melder_deliveries_waiting", "ops") == 3
    assert 60 <= (value("melder_deliveries_oldest_due_seconds", "ops") or 0) < 70
    assert value("melder_deliveries_oldest_due_seconds", "desk") == 0
    assert (value("melder_channel_disabled", "ops"), value("melder_channel_disabled", "desk")) == (0, 1)


async def test_dead_letters_are_counted_by_hop_also_after_some_have_gone(client: Redis, keys: Keys) -> None:
    registry = CollectorRegistry()
    metrics, letters = DeliveryMetrics(registry), DeadLetters(client, keys)

    async def put_letter(hop: str) -> bytes | str:
        letter = DeadLetter(hop=hop, id="7-0", reason="failed", detail="no", record="{}")
        return await client.xadd(keys.dead, {"__data__": letter.model_dump_json()})

    async def counted() -> tuple[float | None, ...]:
        await metrics.measure(client, keys, letters, [])
        names = ("read", "deliver")
        return tuple(registry.get_sample_value("melder_dead_letters", {"hop": hop}) for hop in names)

    assert await counted() == (0, 0)
    first = await put_letter("read")
    await put_letter("deliver")
    assert await counted() == (1, 1)
    await client.xdel(keys.dead, first)
    await put_letter("deliver")
    assert await counted() == (0, 2)


async def test_metrics_count_every_try(client: Redis, keys: Keys) -> None:
    registry = CollectorRegistry()
    await put_alerts(client, keys, "ops")
    deliverer = a_deliverer(client, keys, FakeChannel("ops", BUSY, OK), registry)
    await run_until(lambda: ended(client, keys, 1), deliverer)
    await deliverer.close()
    for outcome in ("retry", "delivered"):
        labels = {"channel": "ops", "outcome": outcome}
        assert registry.get_sample_value("melder_deliveries_total", labels) == 1
    assert registry.get_sample_value("melder_delivery_seconds_count", {"channel": "ops"}) == 2


@pytest.mark.parametrize(
    ("answer", "level", "message"),
    [
        (OK, logging.INFO, "delivered"),
        (BUSY, logging.WARNING, "not accepted"),
        (GONE, logging.ERROR, "410: nothing is sent to it until it accepts"),
    ],
)
async def test_every_answer_is_told_in_the_log(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture, answer: Answer, level: int, message: str
) -> None:
    caplog.set_level(logging.INFO, "services.alert.delivery.deliverer")
    [delivery] = await put_alerts(client, keys, "ops")
    deliverer = a_deliverer(client, keys, FakeChannel("ops", answer, OK, wait=60))
    await run_until(lambda: caplog.records, deliverer)
    record = caplog.records[0]
    assert record.levelno == level
    assert message in record.message
    assert record.__dict__["delivery_id"] == delivery.delivery_id
    assert record.__dict__["answer"] == answer.text


@pytest.mark.parametrize("harmed", ["answers", "delivered", "dead"])
async def test_an_answer_that_the_broker_refuses_is_kept_until_a_repair_and_nothing_is_sent_again(
    client: Redis, keys: Keys, harmed: str
) -> None:
    key = keys.answers("ops") if harmed == "answers" else getattr(keys, harmed)
    await put_alerts(client, keys, "ops")
    channel = FakeChannel("ops", OK)
    channel.timeout = timedelta(milliseconds=1)  # so the lease is over when it is claimed next
    deliverer = a_deliverer(client, keys, channel)
    await client.set(key, "a string")
    for _ in range(5):
        with pytest.raises(ScriptError, match=f"{key} is a string"):
            await run_until(lambda: False, deliverer)
    await client.delete(key)
    await run_until(lambda: ended(client, keys, 1), deliverer)
    assert len(channel.sent) == 1
    assert [(e.outcome, e.answer) for e in await endings(client, keys)] == [("delivered", "thanks")]


@pytest.mark.parametrize("harm", ["deleted", "unreadable"])
async def test_a_delivery_that_somebody_harmed_is_told_once_and_the_others_are_sent(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    lost, whole = await put_alerts(client, keys, "ops", 2)
    if harm == "deleted":
        await client.hdel(keys.deliveries("ops"), lost.delivery_id)
    else:
        await client.hset(keys.deliveries("ops"), lost.delivery_id, "no JSON")
    channel = FakeChannel("ops", OK)
    channel.timeout = timedelta(milliseconds=1)
    deliverer = a_deliverer(client, keys, channel)
    await run_until(lambda: ended(client, keys, 1), deliverer)
    for _ in range(3):
        await deliverer.turn()
    assert channel.sent == [whole]
    [told] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert f"ZREM {keys.due('ops')} {lost.delivery_id}" in told.message
    await client.hset(keys.deliveries("ops"), lost.delivery_id, lost.model_dump_json())
    await run_until(lambda: ended(client, keys, 2), deliverer)
    assert channel.sent == [whole, lost]


async def test_a_key_of_a_wrong_type_is_named_and_all_else_is_measured(client: Redis, keys: Keys) -> None:
    registry = CollectorRegistry()
    await put_alerts(client, keys, "desk")
    await client.set(keys.due("ops"), "a string")
    await client.set(keys.dead, "a string")
    with pytest.raises(ScriptError, match=f"{keys.dead}: WRONGTYPE.*; {keys.due('ops')}: WRONGTYPE"):
        await DeliveryMetrics(registry).measure(client, keys, DeadLetters(client, keys), ["ops", "desk"])
    assert registry.get_sample_value("melder_deliveries_waiting", {"channel": "desk"}) == 1
