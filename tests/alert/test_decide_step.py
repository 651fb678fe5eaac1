"""The step decide against a real server."""

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from shared.errors import ScriptError
from shared.scripts import Step
from shared.streams import Keys

DECIDE = Path(__file__).parents[2] / "services/alert/decide.lua"


class Decide:
    """Calls the step as the journal does: one slice, one alert, one delivery to the channel `log`."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._step = Step(client, DECIDE)
        self._keys = [keys.next, keys.state, keys.alerts, keys.due("log"), keys.deliveries("log")]

    async def __call__(self, seq: int) -> list[Any]:
        args: list[str | int] = [
            seq,
            1,
            "named/putin",
            f"state {seq}",
            1,
            f"alert {seq}",
            1,
            f"delivery-{seq}",
            f"body {seq}",
        ]
        return await self._step(self._keys, args)

    async def raw(self, *args: str | int, keys: int = 5) -> list[Any]:
        return await self._step(self._keys[:keys], args)


@pytest.fixture
def decide(client: Redis, keys: Keys) -> Decide:
    return Decide(client, keys)


async def everything(client: Redis, keys: Keys) -> dict[str, Any]:
    return {
        "next": await client.get(keys.next),
        "state": await client.hgetall(keys.state),
        "alerts": await client.xrange(keys.alerts),
        "deliveries": await client.hgetall(keys.deliveries("log")),
        "due": await client.zrange(keys.due("log"), 0, -1, withscores=True),
    }


async def test_one_call_writes_state_alerts_and_deliveries(client: Redis, keys: Keys, decide: Decide) -> None:
    assert await decide(1) == ["decided", 2]
    written = await everything(client, keys)
    assert written["next"] == b"2"
    assert written["state"] == {b"named/putin": b"state 1"}
    assert written["alerts"] == [(b"1-0", {b"__data__": b"alert 1"})]
    assert written["deliveries"] == {b"delivery-1": b"body 1"}
    now_ms = (await client.time())[0] * 1000
    assert written["due"][0][0] == b"delivery-1"
    assert now_ms - 60_000 < written["due"][0][1] < now_ms + 60_000


async def test_it_goes_on_where_memory_is_full(client: Redis, decide: Decide) -> None:
    await client.config_set("maxmemory", "1")
    try:
        assert await decide(1) == ["decided", 2]
    finally:
        await client.config_set("maxmemory", "0")


async def test_a_second_call_changes_nothing(client: Redis, keys: Keys, decide: Decide) -> None:
    await decide(1)
    before = await everything(client, keys)
    assert await decide(1) == ["moved", 2]
    assert await everything(client, keys) == before


@pytest.mark.parametrize("seq", [2, 7], ids=["the one after next waits", "a far one waits"])
async def test_nothing_is_decided_out_of_order(client: Redis, keys: Keys, decide: Decide, seq: int) -> None:
    assert await decide(seq) == ["moved", 1]
    assert await client.exists(keys.next, keys.state, keys.alerts) == 0


async def test_of_two_replicas_one_decides(client: Redis, keys: Keys, decide: Decide) -> None:
    other = Decide(client, keys)
    assert [await decide(1), await other(1), await other(2), await decide(2)] == [
        ["decided", 2],
        ["moved", 2],
        ["decided", 3],
        ["moved", 3],
    ]
    assert await client.xlen(keys.alerts) == 2


async def test_after_flushall_a_new_journal_begins_at_one(client: Redis, keys: Keys, decide: Decide) -> None:
    await decide(1)
    await decide(2)
    await client.flushall()
    assert await decide(3) == ["moved", 1]
    assert await decide(1) == ["decided", 2]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "seq is missing"),
        (("x", 0, 0, 0), "seq must be a whole number"),
        ((1, 1, "named/putin", 0, 0), "deliveries is missing"),
        ((1, 0, 0, 0, "more"), "more arguments than announced"),
        ((1, 0, 0, 0), "two keys a delivery"),
        ((1, 1, "named/putin", "", 0, 0), "slices is missing"),
    ],
    ids=[
        "no argument",
        "a seq of letters",
        "a slice cut short",
        "one too many",
        "a key too many",
        "an empty slice",
    ],
)
async def test_wrong_arguments_change_nothing(
    client: Redis, keys: Keys, decide: Decide, args: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(ScriptError, match=message):
        await decide.raw(*args)
    assert await client.dbsize() == 0


@pytest.mark.parametrize("name", ["next", "state", "alerts"])
async def test_a_key_of_a_wrong_type_is_named_and_nothing_is_written(
    client: Redis, keys: Keys, decide: Decide, name: str
) -> None:
    key = getattr(keys, name)
    await client.zadd(key, {"member": 1})
    with pytest.raises(ScriptError, match=f"{key} is a zset"):
        await decide(1)
    assert await client.dbsize() == 1
