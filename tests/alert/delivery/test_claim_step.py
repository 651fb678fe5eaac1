"""The step claim against a real server."""

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from shared.errors import ScriptError
from shared.scripts import Step
from shared.streams import Keys

LEASE = 30_000


class Claim:
    """Calls the step as a deliverer of the channel `ops` does."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.due, self.deliveries = keys.due("ops"), keys.deliveries("ops")
        self.tries, self.tokens, self.disabled = keys.tries("ops"), keys.tokens("ops"), keys.disabled
        self._step = Step(client, Path("services/alert/delivery/claim.lua"))
        self.keys = [self.due, self.deliveries, self.tries, self.tokens, self.disabled]

    async def __call__(self, most: int = 10) -> list[list[Any]]:
        _, *words = await self._step(self.keys, ["ops", most, LEASE])
        return [words[i : i + 4] for i in range(0, len(words), 4)]

    async def raw(self, *args: str | int, keys: int = 5) -> list[Any]:
        return await self._step(self.keys[:keys], args)

    async def put(self, id_: str, due_in: int = 0) -> None:
        await self.client.hset(self.deliveries, id_, f"body of {id_}")
        await self.client.zadd(self.due, {id_: await self.now() + due_in})

    async def now(self) -> int:
        seconds, micros = await self.client.time()
        return int(seconds * 1000 + micros // 1000)


@pytest.fixture
def claim(client: Redis, keys: Keys) -> Claim:
    return Claim(client, keys)


async def test_what_is_due_is_taken_with_a_token_and_pushed_out_by_the_lease(claim: Claim) -> None:
    await claim.put("a")
    before = await claim.now()
    [[id_, record, token, tries]] = await claim()
    assert (id_, record, tries) == ("a", "body of a", 0)
    assert await claim.client.hget(claim.tokens, "a") == token.encode()
    due = await claim.client.zscore(claim.due, "a")
    assert due is not None
    assert before + LEASE <= due <= await claim.now() + LEASE


async def test_repeated_it_takes_nothing_twice_within_the_lease(claim: Claim) -> None:
    await claim.put("a")
    await claim.put("b")
    assert [row[0] for row in await claim(1)] + [row[0] for row in await claim()] == ["a", "b"]
    assert await claim() == []


async def test_after_the_lease_it_is_taken_again_with_another_token(claim: Claim) -> None:
    """A lost reply, or a crash before the answer."""
    await claim.put("a")
    [[_, _, lost, _]] = await claim()
    await claim.client.zadd(claim.due, {"a": await claim.now()})
    [[_, _, token, tries]] = await claim()
    assert token != lost
    assert tries == 0, "tries are counted by answers, not by claims"


async def test_what_is_not_due_yet_waits(claim: Claim) -> None:
    await claim.put("later", due_in=60_000)
    assert await claim() == []


async def test_no_more_than_asked_and_the_longest_due_first(claim: Claim) -> None:
    for number in range(5):
        await claim.put(f"{number}", due_in=-number * 1000)
    assert [row[0] for row in await claim(3)] == ["4", "3", "2"]


async def test_the_answers_so_far_are_told(claim: Claim) -> None:
    await claim.put("a")
    await claim.client.hset(claim.tries, "a", 7)
    assert (await claim())[0][3] == 7


async def test_nothing_is_taken_for_a_disabled_channel(claim: Claim) -> None:
    await claim.put("a")
    await claim.client.hset(claim.disabled, "ops", "2024-11-04")
    assert await claim.raw("ops", 10, LEASE) == ["disabled"]
    await claim.client.hdel(claim.disabled, "ops")
    await claim.client.hset(claim.disabled, "desk", "2024-11-04")
    assert len(await claim()) == 1


async def test_after_a_flush_there_is_nothing_and_no_error(claim: Claim) -> None:
    await claim.put("a")
    await claim.client.flushall()
    assert await claim() == []
    assert await claim.client.keys() == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("ops", 10), "5 keys and 3 arguments"),
        (("", 10, LEASE), "channel must not be empty"),
        (("ops", "x", LEASE), "how many must be a whole number, not x"),
        (("ops", 10, "-5"), "lease must be a whole number, not -5"),
        (("ops", 0, LEASE), "must be above 0"),
        (("ops", 10, 0), "must be above 0"),
    ],
)
async def test_wrong_arguments_change_nothing(claim: Claim, args: tuple[Any, ...], message: str) -> None:
    await claim.put("a")
    with pytest.raises(ScriptError, match=message):
        await claim.raw(*args)
    assert len(await claim()) == 1


async def test_a_missing_key_is_refused(claim: Claim) -> None:
    with pytest.raises(ScriptError, match="5 keys"):
        await claim.raw("ops", 10, LEASE, keys=4)


@pytest.mark.parametrize("which", range(5), ids=["due", "deliveries", "tries", "tokens", "disabled"])
async def test_a_key_of_a_wrong_type_changes_nothing(claim: Claim, which: int) -> None:
    await claim.put("a")
    due = await claim.client.zscore(claim.due, "a")
    await claim.client.set(claim.keys[which], "a string")
    with pytest.raises(ScriptError, match=f"{claim.keys[which]} is a string, not a "):
        await claim()
    if which != 0:
        assert await claim.client.zscore(claim.due, "a") == due
