"""Deliveries to a channel that is gone do not wait unseen."""

import io

import pytest
from alert.delivery.making import an_alert, now, put_alerts
from redis.asyncio import Redis
from rich.console import Console

from services.alert.deciding.grouping import Group, Groups
from services.alert.delivery import actions
from services.alert.delivery.claiming import Outcome
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.discard import Orphaned
from services.alert.delivery.orphans import Orphans
from shared.errors import BadInputError
from shared.streams import Keys


def waiting(channel: str, *alerts: str) -> Groups:
    """Alerts that wait for others on their way to a channel; none where the group went out."""
    told = tuple(an_alert(id_).model_dump_json() for id_ in alerts)
    return Groups(groups=(Group(channel=channel, route="morgens", due=now(), alerts=told),))


class Waits:
    """What waits in groups, as the journal tells it."""

    def __init__(self) -> None:
        self.groups = Groups()

    async def __call__(self) -> Groups:
        return self.groups


@pytest.fixture
def orphaned(client: Redis, keys: Keys) -> Orphaned:
    return Orphaned(client, keys, ["ops"], Groups())


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_each_is_told_once_with_what_to_do(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    await put_alerts(client, keys, "ops")
    await put_alerts(client, keys, "renamed", 2)
    orphans = Orphans(Deliveries(client, keys), Waits(), ["ops", "desk"])
    for _ in range(2):
        await orphans.turn()
    assert orphans.channels == ["renamed"]
    (told,) = caplog.records
    assert told.levelname == "ERROR"
    assert vars(told)["channel"] == "renamed"
    assert "channels.yaml" in told.message


async def test_a_channel_that_was_empty_meanwhile_is_told_again(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    orphans = Orphans(Deliveries(client, keys), Waits(), ["ops"])
    await put_alerts(client, keys, "renamed")
    await orphans.turn()
    await client.delete(keys.due("renamed"), keys.deliveries("renamed"))
    await orphans.turn()
    assert orphans.channels == ["renamed"], "that it is empty is measured, too"
    assert len(caplog.records) == 1
    await put_alerts(client, keys, "renamed")
    await orphans.turn()
    assert [vars(told)["channel"] for told in caplog.records] == ["renamed", "renamed"]


async def test_what_waits_in_a_group_is_told_as_well(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    waits = Waits()
    orphans = Orphans(Deliveries(client, keys), waits, ["ops"])
    for groups in (waiting("renamed"), waiting("ops", "a1"), waiting("renamed", "a1")):
        assert not caplog.records
        waits.groups = groups
        await orphans.turn()
    [told] = caplog.records
    assert vars(told)["channel"] == "renamed"


async def test_what_waits_in_groups_is_listed_and_cannot_be_discarded_yet(
    client: Redis, keys: Keys, console: Console
) -> None:
    orphaned = Orphaned(client, keys, ["ops"], waiting("renamed", "a1", "a2"))
    await actions.show_orphans(orphaned, console)
    assert printed(console).startswith("renamed: 2 alerts wait for others, on route morgens\n")
    with pytest.raises(BadInputError, match=r"2 alerts wait for others, .*discard them once they went out"):
        await orphaned.discard("renamed", "gone", now())
    await put_alerts(client, keys, "renamed", 2)
    await actions.discard(orphaned, console, "renamed", "gone", now())
    said = printed(console).partition("renamed: 2 discarded; ")[2]
    assert said.startswith(
        "`replay ID` brings one back, for 7 days, once channels.yaml has the channel again\n"
    )
    assert "renamed: 2 alerts wait for others, on route morgens; discard them once they went out" in said
    assert await Deliveries(client, keys).on_their_way() == []


async def test_those_that_wait_are_listed_by_channel(
    client: Redis, keys: Keys, orphaned: Orphaned, console: Console
) -> None:
    await put_alerts(client, keys, "ops")
    await put_alerts(client, keys, "log")
    await actions.show_orphans(orphaned, console)
    assert printed(console) == "Nothing waits for a channel that is not configured.\n"
    await put_alerts(client, keys, "renamed", 2)
    await actions.show_orphans(orphaned, console)
    assert "renamed: 2 waiting, for rules truppen\n" in printed(console)


async def test_discarded_they_are_over_with_the_reason_and_can_be_sent_after_all(
    client: Redis, keys: Keys, orphaned: Orphaned, console: Console
) -> None:
    kept = await put_alerts(client, keys, "ops")
    made = await put_alerts(client, keys, "renamed", 2)
    await client.hset(keys.tries("renamed"), made[0].delivery_id, 3)
    await actions.discard(orphaned, console, "renamed", "anna: it is called desk now", now())
    assert printed(console).startswith("renamed: 2 discarded")
    deliveries = Deliveries(client, keys)
    assert [row.delivery_id for row in await deliveries.on_their_way()] == [kept[0].delivery_id]
    assert not await client.exists(keys.due("renamed"), keys.tries("renamed"), keys.deliveries("renamed"))
    assert await deliveries.dead() == [], "no alarm rings for what a person ended"
    ended = {row.delivery_id: row for row in await deliveries.ended(10)}
    assert {row.outcome for row in ended.values()} == {Outcome.DISCARDED}
    told = ended[made[0].delivery_id]
    assert (told.tries, told.answer) == (3, "anna: it is called desk now")
    assert {row.alert_ids for row in ended.values()} == {()}
    assert await deliveries.replay(made[0].delivery_id) == {made[0].delivery_id: "replayed"}
    assert await client.hget(keys.deliveries("renamed"), made[0].delivery_id) == (
        made[0].model_dump_json().encode()
    )


NOT_ORPHANED = {
    "a channel that is configured": ("ops", "'ops'; channels.yaml has it; nothing was changed"),
    "the log, which is always there": ("log", "'log'; channels.yaml has it; nothing was changed"),
    "a channel that nothing waits for": ("rename", "'rename'; did you mean renamed"),
}


@pytest.mark.parametrize(("channel", "why"), NOT_ORPHANED.values(), ids=NOT_ORPHANED)
async def test_it_is_refused_to_discard(
    client: Redis, keys: Keys, orphaned: Orphaned, channel: str, why: str
) -> None:
    for one in ("ops", "log", "renamed"):
        await put_alerts(client, keys, one)
    with pytest.raises(BadInputError, match=f"nothing is orphaned for the channel {why}"):
        await orphaned.discard(channel, "a mistake", now())
    assert len(await Deliveries(client, keys).on_their_way()) == 3


async def test_one_that_ended_meanwhile_is_not_counted(
    client: Redis, keys: Keys, orphaned: Orphaned, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first, _] = await put_alerts(client, keys, "renamed", 2)
    seen = await orphaned.by_channel()

    async def as_seen_before() -> object:
        return seen

    monkeypatch.setattr(orphaned, "by_channel", as_seen_before)
    await client.hdel(keys.deliveries("renamed"), first.delivery_id)
    assert await orphaned.discard("renamed", "gone", now()) == 1
    assert await orphaned.discard("renamed", "gone", now()) == 0
