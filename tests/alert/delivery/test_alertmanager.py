"""The channel alertmanager against a receiver on loopback."""

import contextlib
import json
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from alert.delivery.endpoint import Endpoint, Reply
from alert.delivery.making import SENTENCE, an_alert, now

from services.alert.channels import Channel, Verdict, WallClock, open_channel
from services.alert.channels.alertmanager import AlertmanagerConfig
from services.alert.deciding.grouping import Notification
from services.alert.delivery.delivery import Delivery, make_delivery
from services.alert.delivery.grouped import make_deliveries
from services.alert.delivery.trial import try_out
from shared.events import AlertRaised, Attribution

KEPT = {"TOKEN_ENV": "aHVudGVyMg-hunter2=="}
AT = datetime(2024, 11, 4, 12, 30, tzinfo=UTC)


def at(moment: datetime) -> WallClock:
    return lambda: moment


half_past = at(AT)


@contextlib.asynccontextmanager
async def an_alertmanager(
    url: str, environ: Mapping[str, str] | None = None, clock: WallClock = half_past, **settings: Any
) -> AsyncIterator[Channel]:
    given = {"name": "ops", "kind": "alertmanager", "url": url, "allow_private": True, **settings}
    config = AlertmanagerConfig.model_validate(given, context={"environ": environ or {}})
    channel = open_channel(config, environ or {}, clock)
    yield channel
    await channel.close()


async def posted(
    delivery: Delivery, clock: WallClock = half_past, **settings: Any
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What one delivery becomes: the alerts and the headers of the one request."""
    base = settings.pop("base", "")
    async with (
        Endpoint(Reply(200), signed=False) as endpoint,
        an_alertmanager(f"{endpoint.root}{base}", clock=clock, **settings) as channel,
    ):
        assert (await channel.send(delivery)).verdict is Verdict.ACCEPTED
    [request] = endpoint.requests
    assert request.path == f"{base.rstrip('/')}/api/v2/alerts"
    return json.loads(request.body), {name.lower(): value for name, value in request.headers.items()}


async def one(alert: AlertRaised, **settings: Any) -> dict[str, Any]:
    [alert_sent], _ = await posted(make_delivery(alert, "ops"), **settings)
    return alert_sent


async def test_an_alert_as_the_api_wants_it() -> None:
    alert = an_alert(labels={"team": "asia"})
    alerts, headers = await posted(make_delivery(alert, "ops"))
    assert alerts == [
        {
            "labels": {
                "team": "asia",
                "alertname": "truppen",
                "severity": "high",
                "subject": "north-korea",
                "measure": "troops",
                "reason": "raised",
                "alert_id": "alert-1",
            },
            "annotations": {
                "summary": "Nordkorea, Truppen: rund 10.000",
                "description": f"{SENTENCE} — zeitung",
                "url": "https://zeitung.example/1",
            },
            "startsAt": "2024-11-04T12:00:00Z",
            "endsAt": "2024-11-04T13:30:00Z",
            "generatorURL": "https://zeitung.example/1",
        }
    ]
    assert headers["content-type"] == "application/json"
    assert "authorization" not in headers


async def test_who_is_said_to_have_said_it_is_told() -> None:
    proof = an_alert().evidence.model_copy(
        update={"attribution": Attribution(text="Seoul", start=36, end=41, entity="south-korea")}
    )
    sent = await one(an_alert(evidence=proof))
    assert sent["annotations"]["description"] == f"{SENTENCE} — Seoul (zeitung)"


async def test_what_is_sent_twice_has_the_same_labels_and_ends_later() -> None:
    alert = an_alert(labels={"team": "asia"})
    first = await one(alert)
    second = await one(alert, clock=at(AT + timedelta(hours=5)))
    assert first["labels"] == second["labels"]
    assert first.pop("endsAt") == "2024-11-04T13:30:00Z"
    assert second.pop("endsAt") == "2024-11-04T18:30:00Z"
    assert first == second, "nothing else depends on when it is sent"


async def test_two_alerts_of_one_rule_are_two_for_the_alertmanager() -> None:
    assert (await one(an_alert("a1")))["labels"] != (await one(an_alert("a2")))["labels"]


async def test_a_group_is_one_post_of_its_alerts_each_as_it_would_be_alone() -> None:
    alerts = an_alert("a1"), an_alert("a2", rule="verluste", measure="killed")
    [delivery] = make_deliveries(Notification("ops", "zusammen", {}, alerts))
    sent, _ = await posted(delivery)
    assert sent == [await one(alert) for alert in alerts]


async def test_labels_that_are_empty_are_left_out() -> None:
    labels = (await one(an_alert(subject=None, measure=None, labels={"team": "", "": "x"})))["labels"]
    assert list(labels) == ["alertname", "severity", "reason", "alert_id"]


async def test_a_rules_labels_have_names_that_every_alertmanager_takes_and_ours_win() -> None:
    labels = {"team-x": "a", "1st": "b", "größe": "c", "alertname": "d", "severity": "page"}
    sent = (await one(an_alert(labels=labels)))["labels"]
    assert (sent["team_x"], sent["_1st"], sent["gr__e"]) == ("a", "b", "c")
    assert (sent["alertname"], sent["severity"]) == ("truppen", "high")


async def test_it_ends_after_the_time_that_is_set() -> None:
    assert (await one(an_alert(), resolve_after="15m"))["endsAt"] == "2024-11-04T12:45:00Z"


async def test_times_are_in_utc_whatever_the_clocks_zone() -> None:
    zone = timezone(timedelta(hours=1))
    assert (await one(an_alert(), clock=at(AT.astimezone(zone))))["endsAt"] == "2024-11-04T13:30:00Z"


async def test_what_is_dated_ahead_ends_after_it_begins() -> None:
    ahead = an_alert(event_at=AT + timedelta(minutes=5))
    sent = await one(ahead, resolve_after="1m")
    assert (sent["startsAt"], sent["endsAt"]) == ("2024-11-04T12:35:00Z", "2024-11-04T12:36:00Z")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://zeitung.example/über uns?a=1&b=2", "https://zeitung.example/%C3%BCber%20uns?a=1&b=2"),
        ("https://zeitung.example/%zz", "https://zeitung.example/%25zz"),
        ("javascript:alert(1)", None),
        ("no address", None),
        ("http://[::1", None),
    ],
)
async def test_only_what_is_a_link_is_sent_as_one(url: str, page: str | None) -> None:
    """One URL that it cannot parse, and an Alertmanager refuses the whole POST."""
    sent = await one(an_alert(url=url))
    assert (sent.get("generatorURL"), sent["annotations"].get("url")) == (page, page)


async def test_texts_stand_on_one_line_without_what_is_not_seen() -> None:
    sent = await one(an_alert(headline="Zeile eins\nZeile\u00a0zwei\x1b \u202eTrup\u00adpen"))
    assert sent["annotations"]["summary"] == "Zeile eins Zeile zwei Truppen"


@pytest.mark.parametrize("base", ["", "/", "/alertmanager", "/alertmanager/"])
async def test_it_may_lie_below_a_path(base: str) -> None:
    await posted(make_delivery(an_alert(), "ops"), base=base)


async def test_the_token_is_sent_and_told_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    [(name, token)] = KEPT.items()
    async with (
        Endpoint(Reply(401, text=f"who is {token}?"), signed=False) as endpoint,
        an_alertmanager(endpoint.root, KEPT, token_env=name) as channel,
    ):
        answer = await channel.send(make_delivery(an_alert(), "ops"))
    assert endpoint.requests[0].headers["Authorization"] == f"Bearer {token}"
    assert (answer.verdict, answer.text) == (Verdict.REFUSED, "who is …?")
    assert "hunter2" not in str([record.__dict__ for record in caplog.records])


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.ACCEPTED),
        (302, Verdict.REFUSED),
        (400, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (410, Verdict.GONE),
        (500, Verdict.REFUSED),
    ],
)
async def test_the_status_is_read_as_a_webhooks(status: int, verdict: Verdict) -> None:
    async with (
        Endpoint(Reply(status), signed=False) as endpoint,
        an_alertmanager(endpoint.root) as channel,
    ):
        answer = await channel.send(make_delivery(an_alert(), "ops"))
    assert (answer.verdict, answer.status) == (verdict, status)


async def test_a_private_address_is_refused_unless_the_channel_allows_it() -> None:
    async with an_alertmanager("http://127.0.0.1", allow_private=False) as channel:
        answer = await channel.send(make_delivery(an_alert(), "ops"))
    assert answer.verdict is Verdict.REFUSED
    assert answer.text == "127.0.0.1: its address 127.0.0.1 is not a public one"


async def test_it_can_be_tried_out() -> None:
    async with (
        Endpoint(Reply(200), signed=False) as endpoint,
        an_alertmanager(endpoint.root, clock=now) as channel,
    ):
        assert (await try_out(channel, now())).verdict is Verdict.ACCEPTED
    [sent] = json.loads(endpoint.requests[0].body)
    assert (sent["labels"]["alertname"], sent["labels"]["test"]) == ("test", "true")
