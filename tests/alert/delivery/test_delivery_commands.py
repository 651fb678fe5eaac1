"""`deliveries`, `replay`, `test` and `keygen` as a person uses them."""

import io
import json

import pytest
from alert.delivery.making import FakeChannel, a_deliverer, an_alert, now, put, put_alerts, run_until
from redis.asyncio import Redis
from rich.console import Console
from standardwebhooks import Webhook

from services.alert.channels import Answer, Verdict
from services.alert.delivery import actions
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.delivery import make_delivery
from shared.errors import BadInputError, ConfigError, MelderError
from shared.events import AlertRaised
from shared.streams import Keys

OK = Answer(Verdict.ACCEPTED, "thanks", 204)
BUSY = Answer(Verdict.REFUSED, "[bold]busy[/bold]", 503)
GONE = Answer(Verdict.GONE, "no more", 410)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def deliver(client: Redis, keys: Keys, channel: FakeChannel, count: int = 1) -> None:
    """Send until nothing is due within the next hours."""
    before = await client.xlen(keys.delivered)
    deliverer = a_deliverer(client, keys, channel)

    async def all_ended() -> bool:
        return bool(await client.xlen(keys.delivered) >= before + count)

    await run_until(all_ended, deliverer)


async def shown(client: Redis, keys: Keys, console: Console, **options: bool | int) -> str:
    settings = {"dead": False, "last": 20, "as_json": False} | options
    await actions.show(client, keys, console, **settings)  # type: ignore[arg-type]
    return printed(console)


async def test_nothing_yet(client: Redis, keys: Keys, console: Console) -> None:
    assert await shown(client, keys, console) == "Nothing is on its way.\nNothing has ended yet.\n"


async def test_none_of_the_ended_ones_if_none_are_wanted(client: Redis, keys: Keys) -> None:
    await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", OK))
    assert await Deliveries(client, keys).ended(0) == []


async def test_no_dead_ones(client: Redis, keys: Keys, console: Console) -> None:
    assert await shown(client, keys, console, dead=True) == "Nothing is dead.\n"


async def test_what_is_on_its_way_is_listed_by_channel_with_tries_and_when_it_is_due(
    client: Redis, keys: Keys, console: Console
) -> None:
    [waits] = await put_alerts(client, keys, "ops")
    await client.hset(keys.tries("ops"), waits.delivery_id, 3)
    await client.zincrby(keys.due("ops"), 300_000, waits.delivery_id)
    await put_alerts(client, keys, "removed-from-the-file")
    text = await shown(client, keys, console)
    lines = [line.split() for line in text.splitlines()]
    assert any(line[:3] == ["ops", "truppen", "3"] and waits.delivery_id in line for line in lines)
    assert any(line[:4] == ["removed-from-the-file", "truppen", "0", "now"] for line in lines)
    assert "in 0:0" in text


async def test_what_waits_says_why_and_can_be_sent_now(client: Redis, keys: Keys, console: Console) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    await fail_once(client, keys)
    [row] = await Deliveries(client, keys).on_their_way()
    assert (row.tries, row.status, row.answer) == (1, 503, "[bold]busy[/bold]")
    assert "503 [bold]busy[/bold]" in await shown(client, keys, console)
    [line] = (await shown(client, keys, Console(file=io.StringIO()), as_json=True)).splitlines()
    assert (json.loads(line)["status"], json.loads(line)["answer"]) == (503, "[bold]busy[/bold]")

    await actions.replay(client, keys, console, [delivery.delivery_id])
    assert "waited for its next try; it is sent now" in printed(console)
    channel = FakeChannel("ops", OK)
    await deliver(client, keys, channel)
    assert channel.sent == [delivery]


async def test_a_whole_channel_is_sent_again(client: Redis, keys: Keys, console: Console) -> None:
    [gone] = await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", BUSY, tries=1))
    waits = make_delivery(an_alert("waits"), "ops")
    await put(client, keys, waits)
    await fail_once(client, keys)
    await put_alerts(client, keys, "desk")

    await actions.replay_channel(client, keys, console, "ops")
    channel = FakeChannel("ops", OK)
    await deliver(client, keys, channel, 2)
    assert sorted(sent.delivery_id for sent in channel.sent) == sorted([gone.delivery_id, waits.delivery_id])
    with pytest.raises(BadInputError, match="nothing waits for ops"):
        await actions.replay_channel(client, keys, console, "ops")


async def fail_once(client: Redis, keys: Keys) -> None:
    """What is due for `ops` gets the answer 503, and waits for its next try, an hour later."""
    deliverer = a_deliverer(client, keys, FakeChannel("ops", BUSY, wait=3600))

    async def answered() -> bool:
        return bool(await client.exists(keys.answers("ops")))

    await run_until(answered, deliverer)


async def test_how_the_last_ones_ended_is_listed_with_the_answer_as_it_was(
    client: Redis, keys: Keys, console: Console
) -> None:
    await put_alerts(client, keys, "ops", 3)
    await deliver(client, keys, FakeChannel("ops", OK), 3)
    await put_alerts(client, keys, "desk")
    await deliver(client, keys, FakeChannel("desk", BUSY, tries=1))
    text = await shown(client, keys, console, last=2)
    assert "503 [bold]busy[/bold]" in text
    assert text.count("thanks") == 1


async def test_json_lines_hold_one_object_each(client: Redis, keys: Keys) -> None:
    narrow = Console(file=io.StringIO(), width=20)
    await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", OK))
    await put_alerts(client, keys, "desk")
    lines = (await shown(client, keys, narrow, as_json=True)).splitlines()
    assert [(row["type"], row["channel"]) for row in map(json.loads, lines)] == [
        ("delivery.waiting", "desk"),
        ("delivery.ended", "ops"),
    ]


async def test_a_disabled_channel_is_told(client: Redis, keys: Keys, console: Console) -> None:
    await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", GONE))
    assert "to enable it: python -m services.alert test ops" in await shown(client, keys, console)


@pytest.mark.parametrize("by", ["delivery_id", "alert_id"])
async def test_a_dead_one_is_sent_again_as_it_was(
    client: Redis, keys: Keys, console: Console, by: str
) -> None:
    await put_alerts(client, keys, "other")
    [delivery] = await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", BUSY, tries=1))
    assert delivery.delivery_id in await shown(client, keys, console, dead=True)

    await actions.replay(client, keys, console, [getattr(delivery, by)])
    assert f"{delivery.delivery_id}: is sent again" in printed(console)
    channel = FakeChannel("ops", OK)
    await deliver(client, keys, channel)
    assert channel.sent == [delivery]
    assert await Deliveries(client, keys).dead() == []


async def test_a_delivered_one_is_sent_again_as_it_was_and_once(
    client: Redis, keys: Keys, console: Console
) -> None:
    [delivery] = await put_alerts(client, keys, "ops")
    await deliver(client, keys, FakeChannel("ops", OK))
    for said in ("is sent again", "is on its way already"):
        await actions.replay(client, keys, console, [delivery.delivery_id])
        assert said in printed(console).splitlines()[-1]
    channel = FakeChannel("ops", OK)
    await deliver(client, keys, channel)
    assert channel.sent == [delivery]


async def test_an_alert_is_sent_again_to_all_its_channels(client: Redis, keys: Keys) -> None:
    for name in ("ops", "desk"):
        await put_alerts(client, keys, name)
        await deliver(client, keys, FakeChannel(name, OK))
    assert list((await Deliveries(client, keys).replay("alert-1")).values()) == ["replayed"] * 2


@pytest.mark.parametrize(
    ("record", "url"),
    [('{"url": "https://a.example/1"}', "  https://a.example/1"), ("\x00", "")],
    ids=["an article", "a record that is none"],
)
async def test_what_other_hops_gave_up_is_listed_with_what_and_why(
    client: Redis, keys: Keys, console: Console, record: str, url: str
) -> None:
    letter = {"hop": "read", "id": "7-0", "reason": "failed", "detail": "no [bold]", "record": record}
    await client.xadd(keys.dead, {"__data__": json.dumps(letter)})
    head, detail, _ = (await shown(client, keys, console, dead=True)).splitlines()
    assert (head, detail) == (f"read  7-0  failed{url}", "    no [bold]")
    rows = (await shown(client, keys, Console(file=io.StringIO()), dead=True, as_json=True)).splitlines()
    assert [(row["type"], row["id"]) for row in map(json.loads, rows)] == [("dead.letter", "7-0")]


async def test_more_than_a_page_is_searched(client: Redis, keys: Keys) -> None:
    made = await put_alerts(client, keys, "ops", 700)
    await deliver(client, keys, FakeChannel("ops", OK), 700)
    assert await Deliveries(client, keys).replay(made[-1].delivery_id) == {made[-1].delivery_id: "replayed"}


async def test_an_unknown_id_is_an_error_that_says_where_the_ids_are(
    client: Redis, keys: Keys, console: Console
) -> None:
    with pytest.raises(BadInputError, match=r"no delivery or alert nix.*alert deliveries --json"):
        await actions.replay(client, keys, console, ["nix"])


async def test_a_test_alert_is_marked_and_its_answer_is_told(console: Console) -> None:
    channel = FakeChannel("ops", OK)
    await actions.try_channel(console, channel, now())
    assert "ops accepted the test alert" in printed(console)
    assert "204 thanks" in printed(console)
    alert = AlertRaised.model_validate(json.loads(channel.sent[0].body)["data"])
    assert (alert.rule, alert.labels, alert.headline) == (
        "test",
        {"test": "true"},
        "Testalarm für den Kanal ops",
    )


async def test_a_test_alert_that_is_refused_is_an_error(console: Console) -> None:
    with pytest.raises(MelderError, match=r"ops did not accept the test alert \(0\.\d\d s\) 503"):
        await actions.try_channel(console, FakeChannel("ops", BUSY), now())


async def test_a_disabled_channel_is_enabled_and_no_other_trace_is_left(
    client: Redis, keys: Keys, console: Console
) -> None:
    await client.hset(keys.disabled, "ops", "2024-11-04")
    for said in ("ops was disabled; it is sent to again\n", ""):
        before = printed(console)
        await actions.enable(client, keys, console, "ops")
        assert printed(console).removeprefix(before) == said
    assert await client.keys() == []


def test_keygen_prints_a_line_for_the_environment() -> None:
    narrow = Console(file=io.StringIO(), width=20)
    actions.keygen(narrow, "OPS_KEY")
    comment, line = printed(narrow).splitlines()
    assert comment.startswith("# ")
    name, key = line.split("=", 1)
    assert name == "OPS_KEY"
    assert Webhook(key)


@pytest.mark.parametrize("name", ["x=y", "a b", "1a", ""])
def test_keygen_refuses_what_cannot_name_a_variable(console: Console, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot name a variable"):
        actions.keygen(console, name)
