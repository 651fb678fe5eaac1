"""A group on its way to a channel: what is sent, its ids, its size, and sending it again."""

import json
import logging
from datetime import timedelta

import pytest
from alert.delivery.endpoint import Endpoint
from alert.delivery.making import FakeChannel, a_deliverer, an_alert, now, put, run_until
from redis.asyncio import Redis

from services.alert.channels import LOG, Verdict, open_channel
from services.alert.channels.webhook import WebhookConfig
from services.alert.deciding.grouping import Notification
from services.alert.deciding.headline import group_headline
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.delivery import LARGEST_BODY, Delivery, make_delivery
from services.alert.delivery.grouped import make_deliveries
from shared.events import AlertRaised, AlertsGrouped, Severity
from shared.log import set_up_logging
from shared.streams import Keys


def a_group(*alerts: AlertRaised, channel: str = "ops", route: str = "zusammen") -> Notification:
    return Notification(channel, route, {"subject": "north-korea"}, alerts)


def event(delivery: Delivery) -> AlertsGrouped:
    return AlertsGrouped.model_validate(json.loads(delivery.body)["data"])


FIRST, SECOND = an_alert("a1"), an_alert("a2", severity=Severity.CRITICAL)


def test_one_delivery_holds_all_alerts_in_their_order() -> None:
    later = SECOND.event_at + timedelta(hours=1)
    second = SECOND.model_copy(update={"event_at": later})
    (delivery,) = make_deliveries(a_group(second, FIRST))
    assert delivery.body.startswith(
        '{"type":"alerts.grouped","timestamp":"2024-11-04T13:00:00Z","data":{"type"'
    )
    its = event(delivery)
    assert its.alerts == (second, FIRST)
    assert (its.severity, its.event_at, its.route) == (Severity.CRITICAL, later, "zusammen")
    assert (its.part, its.parts, its.shared) == (1, 1, {"subject": "north-korea"})
    assert its.headline == f"2 Meldungen: {second.headline} · {FIRST.headline}"
    assert (delivery.alert_id, delivery.alert_ids) == (its.group_id, ("a2", "a1"))


def test_an_alert_that_is_alone_is_sent_like_any_other() -> None:
    assert make_deliveries(a_group(FIRST)) == [make_delivery(FIRST, "ops")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_group(SECOND, FIRST), id="another order"),
        pytest.param(a_group(FIRST, an_alert("a3")), id="another alert"),
        pytest.param(a_group(FIRST, SECOND, an_alert("a3")), id="one more"),
        pytest.param(a_group(FIRST, SECOND, channel="desk"), id="another channel"),
        pytest.param(a_group(FIRST, SECOND, route="other"), id="another route"),
    ],
)
def test_its_id_says_what_it_is(other: Notification) -> None:
    same, again = make_deliveries(a_group(FIRST, SECOND)), make_deliveries(a_group(FIRST, SECOND))
    assert same == again
    assert same[0].delivery_id != make_deliveries(other)[0].delivery_id
    assert Delivery.model_validate_json(same[0].model_dump_json()) == same[0]


def test_one_that_is_too_large_for_a_webhook_comes_in_parts_and_loses_nothing() -> None:
    alerts = [an_alert(f"a{n}", sentence="ü" * 300) for n in range(40)]
    parts = make_deliveries(a_group(*alerts))
    assert len(parts) > 1
    assert all(len(part.body.encode()) < LARGEST_BODY for part in parts)
    assert [alert for part in parts for alert in event(part).alerts] == alerts
    assert len({part.delivery_id for part in parts}) == len(parts)
    assert {part.alert_id for part in parts} == {event(parts[0]).group_id}
    assert [event(part).part for part in parts] == list(range(1, len(parts) + 1))
    assert event(parts[1]).headline.startswith(f"40 Meldungen, Teil 2 von {len(parts)}: ")


def test_an_alert_too_large_by_itself_has_its_texts_cut() -> None:
    alerts = [FIRST, an_alert("big", sentence="x" * 30_000), SECOND]
    parts = make_deliveries(a_group(*alerts))
    assert all(len(part.body.encode()) < LARGEST_BODY for part in parts)
    told = [alert for part in parts for alert in event(part).alerts]
    assert [alert.alert_id for alert in told] == ["a1", "big", "a2"]
    assert len(told[1].evidence.sentence) == 4000
    assert (told[0], told[2]) == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("headlines", "worded"),
    [
        pytest.param(["A"], "A", id="one is no group"),
        pytest.param(["A", "B"], "2 Meldungen: A · B", id="two"),
        pytest.param(["A" * 200, "B" * 97], f"2 Meldungen: {'A' * 200} · {'B' * 97}", id="just enough room"),
        pytest.param(
            ["A" * 200, "B" * 98, "C"], f"3 Meldungen: {'A' * 200} · und 2 weitere", id="no room for all"
        ),
        pytest.param(
            ["A" * 400, "B"], f"2 Meldungen: {'A' * 400} · und 1 weitere", id="the first one always"
        ),
    ],
)
def test_its_headline_tells_as_many_as_there_is_room_for(headlines: list[str], worded: str) -> None:
    assert group_headline(headlines, len(headlines), 1, 1) == worded


async def test_the_webhook_posts_it_signed_as_it_is() -> None:
    (delivery,) = make_deliveries(a_group(FIRST, SECOND))
    async with Endpoint() as endpoint:
        config = WebhookConfig.model_validate(
            {
                "name": "ops",
                "kind": "webhook",
                "url": endpoint.url,
                "secret_env": ["K"],
                "allow_private": True,
            },
            context={"environ": {"K": endpoint.key}},
        )
        channel = open_channel(config, {"K": endpoint.key}, now)
        assert (await channel.send(delivery)).verdict is Verdict.ACCEPTED
        await channel.close()
    [request] = endpoint.requests
    assert request.body == delivery.body.encode()
    assert {name.lower(): value for name, value in request.headers.items()}[
        "webhook-id"
    ] == delivery.delivery_id


async def test_log_writes_it_as_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("alert")
    (delivery,) = make_deliveries(a_group(FIRST, SECOND, channel="log"))
    answer = await open_channel(LOG, {}, now).send(delivery)
    logging.getLogger().handlers.clear()
    assert answer.verdict is Verdict.ACCEPTED
    [line] = capsys.readouterr().err.splitlines()
    assert AlertsGrouped.model_validate(json.loads(line)["group"]) == event(delivery)


@pytest.mark.parametrize("wanted", ["a1", "a2", "the group"])
async def test_it_is_sent_again_by_its_id_and_by_those_of_its_alerts(
    client: Redis, keys: Keys, wanted: str
) -> None:
    (delivery,) = make_deliveries(a_group(FIRST, SECOND))
    wanted = delivery.alert_id if wanted == "the group" else wanted
    deliveries, channel = Deliveries(client, keys), FakeChannel("ops")
    await put(client, keys, delivery)
    assert await deliveries.replay(wanted) == {delivery.delivery_id: "on-its-way"}
    deliverer = a_deliverer(client, keys, channel)

    async def delivered() -> bool:
        return bool(await client.xlen(keys.delivered))

    await run_until(delivered, deliverer)
    [ended] = await deliveries.ended(1)
    assert ended.alert_ids == ("a1", "a2"), "the ids that it is sent again by"
    assert await deliveries.replay(wanted) == {delivery.delivery_id: "replayed"}
    assert channel.sent == [delivery]
