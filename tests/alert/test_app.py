"""The service as it is put together: its loops bring rules and minutes into the journal."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alert.delivery.making import an_alert, put_alerts
from desk import a_rule_set
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from builders import a_name, an_article
from embedded import EmbeddedBroker
from services.alert.app import build
from services.alert.deciding.decide import Decision
from services.alert.deciding.grouping import GROUPS, Group, Groups, Notification
from services.alert.metrics import AlertMetrics
from services.alert.settings import AlertSettings
from shared.broker import read_entries
from shared.events import TAGGED, MinutePassed
from shared.streams import Keys

TIMED = "rules: [{name: r, when: no_news, source: funk, for: 2h}]"
UNTIMED = "rules: [{name: r, when: mention, entity: putin}]"


@pytest.mark.parametrize(
    ("rules", "minutes"), [(TIMED, 1), (UNTIMED, 0)], ids=["a rule needs time", "no rule needs time"]
)
async def test_time_passes_where_a_rule_needs_it(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path, rules: str, minutes: int
) -> None:
    settings = AlertSettings(redis_url=broker.url, journal=keys.journal, config=tmp_path)
    service = build(settings, a_rule_set(tmp_path, rules), [], CollectorRegistry())
    loops = {loop.name: loop for loop in service.loops}
    for name in ("rules", "minutes", "minutes"):
        await loops[name].turn()
    for close in service.closing:
        await close()
    await service.client.aclose()
    records = [TAGGED.validate_json(entry.data) for entry in await read_entries(client, keys.found)]
    assert [type(record) for record in records] == [MinutePassed] * minutes


async def test_no_replica_that_may_have_lost_its_lease_counts_as_active(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, registry = AlertSettings(redis_url=broker.url, journal=keys.journal), CollectorRegistry()
    service = build(settings, a_rule_set(tmp_path, UNTIMED), [], registry)
    assert registry.get_sample_value("melder_alert_active") == 0
    await next(loop for loop in service.loops if loop.name == "decide").turn()
    assert registry.get_sample_value("melder_alert_active") == 1
    with monkeypatch.context() as later:
        at = time.monotonic() + settings.alert_lease
        later.setattr("time.monotonic", lambda: at)
        assert registry.get_sample_value("melder_alert_active") == 0, "the broker was away for so long"
    for close in service.closing:
        await close()
    await service.client.aclose()
    assert registry.get_sample_value("melder_alert_active") == 0


async def test_what_waits_for_a_channel_that_is_gone_is_measured(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path
) -> None:
    settings, registry = AlertSettings(redis_url=broker.url, journal=keys.journal), CollectorRegistry()
    await put_alerts(client, keys, "renamed", 2)
    service = build(settings, a_rule_set(tmp_path, UNTIMED), [], registry)
    loops = {loop.name: loop for loop in service.loops}
    for name in ("orphans", "measure"):
        await loops[name].turn()
    await service.client.aclose()
    assert registry.get_sample_value("melder_deliveries_waiting", {"channel": "renamed"}) == 2


async def test_what_waits_for_others_is_measured(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path
) -> None:
    settings, registry = AlertSettings(redis_url=broker.url, journal=keys.journal), CollectorRegistry()
    routed = f"{UNTIMED}\nroutes: [{{name: r, digest: 07:00}}]"
    settings = settings.model_copy(update={"config": tmp_path})
    service = build(settings, a_rule_set(tmp_path, routed), [], registry)
    loops = {loop.name: loop for loop in service.loops}
    await loops["rules"].turn()
    article = an_article(a_name("putin")).model_dump_json()
    await client.xadd(keys.tagged, {"__data__": article}, id="1-0")
    for name in ("decide", "measure"):
        await loops[name].turn()
    waits = {"channel": "log", "route": "r"}
    assert registry.get_sample_value("melder_alerts_waiting", waits) == 1
    assert await client.exists(keys.deliveries("log")) == 0
    gone = a_rule_set(tmp_path, UNTIMED).record.model_dump_json()
    await client.xadd(keys.tagged, {"__data__": gone}, id="2-0")
    for name in ("decide", "measure"):
        await loops[name].turn()
    assert registry.get_sample_value("melder_alerts_waiting", waits) is None
    assert registry.get_sample_value("melder_alerts_grouped_total", waits) is None, "it went out alone"
    assert await client.hlen(keys.deliveries("log")) == 1
    for close in service.closing:
        await close()
    await service.client.aclose()


async def test_what_waits_past_its_time_is_measured_by_the_brokers_clock(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path
) -> None:
    settings, registry = AlertSettings(redis_url=broker.url, journal=keys.journal), CollectorRegistry()
    service = build(settings, a_rule_set(tmp_path, UNTIMED), [], registry)
    measure = next(loop for loop in service.loops if loop.name == "measure")
    seconds, _ = await client.time()
    now, alert = datetime.fromtimestamp(seconds, UTC), an_alert().model_dump_json()
    waiting = [("r", -90), ("r", -3600), ("soon", 3600), ("new", None)]
    groups = [
        Group(
            channel="log",
            route=route,
            due=None if at is None else now + timedelta(seconds=at),
            alerts=(alert,),
        )
        for route, at in waiting
    ]
    went_out = Group(channel="log", route="r", due=now - timedelta(days=1))
    await client.hset(keys.state, GROUPS, Groups(groups=(*groups, went_out)).model_dump_json())
    await measure.turn()
    await service.client.aclose()
    overdue = {
        route: registry.get_sample_value("melder_alerts_overdue_seconds", {"channel": "log", "route": route})
        for route in ("r", "soon", "new")
    }
    assert overdue == {"r": pytest.approx(3600, abs=60), "soon": 0, "new": 0}


def test_what_goes_out_together_is_counted() -> None:
    registry = CollectorRegistry()
    told = [an_alert("a1"), an_alert("a2"), an_alert("a3")]
    groups = [Notification("log", "r", {}, tuple(told[:2])), Notification("log", "r", {}, tuple(told[2:]))]
    AlertMetrics(registry).decided(1, Decision(notifications=tuple(groups)))
    assert registry.get_sample_value("melder_alerts_grouped_total", {"channel": "log", "route": "r"}) == 2


def test_a_key_in_the_file_env_is_seen_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DESK_KEY=file\nOTHER_KEY=file\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTHER_KEY", "environment")
    kept = AlertSettings().environment
    assert (kept["DESK_KEY"], kept["OTHER_KEY"]) == ("file", "environment")
