"""The step done against a real server."""

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from shared.errors import ScriptError
from shared.scripts import Step
from shared.streams import Keys

DAYS = 7
NAMES = ["due", "deliveries", "tries", "tokens", "answers", "delivered", "dead", "disabled"]


class Done:
    """Calls the step as a deliverer of the channel `ops` does."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.due, self.deliveries = keys.due("ops"), keys.deliveries("ops")
        self.tries, self.tokens, self.disabled = keys.tries("ops"), keys.tokens("ops"), keys.disabled
        self.delivered, self.dead = keys.delivered, keys.dead
        self._step = Step(client, Path("services/alert/delivery/done.lua"))
        self.answers = keys.answers("ops")
        self.keys = [self.due, self.deliveries, self.tries, self.tokens, self.answers, self.delivered]
        self.keys += [self.dead, self.disabled]

    async def ok(self, id_: str = "a", by: str = "t1") -> list[Any]:
        return await self.raw("ops", id_, by, "delivered", 0, f"ending of {id_}", "", "", DAYS)

    async def retry(self, by: str = "t1", wait: int = 5000) -> list[Any]:
        return await self.raw("ops", "a", by, "retry", wait, "a retry", "", "", DAYS)

    async def dies(self, by: str = "t1", since: str = "") -> list[Any]:
        return await self.raw("ops", "a", by, "dead", 0, "ending of a", "letter of a", since, DAYS)

    async def raw(self, *args: str | int, keys: int = 8) -> list[Any]:
        return await self._step(self.keys[:keys], args)

    async def claimed(self, id_: str = "a", by: str = "t1") -> None:
        """As claim.lua leaves it."""
        await self.client.hset(self.deliveries, id_, f"body of {id_}")
        await self.client.zadd(self.due, {id_: await self.now() + 30_000})
        await self.client.hset(self.tokens, id_, by)

    async def now(self) -> int:
        seconds, micros = await self.client.time()
        return int(seconds * 1000 + micros // 1000)

    async def on_its_way(self) -> bool:
        return any([await self.client.exists(key) for key in self.keys[:5]])

    async def entries(self, stream: str) -> list[dict[bytes, bytes]]:
        found: Any = await self.client.xrange(stream)
        return [fields for _, fields in found]


@pytest.fixture
def done(client: Redis, keys: Keys) -> Done:
    return Done(client, keys)


ENDED = {b"__data__": b"ending of a", b"record": b"body of a"}


async def test_delivered_leaves_its_ending_with_the_delivery_and_nothing_else(done: Done) -> None:
    await done.claimed()
    await done.client.hset(done.tries, "a", 2)
    assert await done.ok() == ["delivered"]
    assert await done.entries(done.delivered) == [ENDED]
    assert not await done.on_its_way()
    assert not await done.client.exists(done.dead)


async def test_delivered_twice_ends_once(done: Done) -> None:
    """The first reply was lost, or two processes had it."""
    await done.claimed()
    assert [await done.ok(), await done.ok(), await done.ok(by="t2")] == [
        ["delivered"],
        ["known"],
        ["known"],
    ]
    assert await done.entries(done.delivered) == [ENDED]


async def test_a_2xx_completes_it_whoever_holds_it_now(done: Done) -> None:
    await done.claimed(by="t2")
    assert await done.ok(by="t1") == ["delivered"]
    assert await done.retry(by="t2") == ["known"]
    assert await done.dies(by="t2") == ["known"]
    assert await done.entries(done.delivered) == [ENDED]
    assert not await done.on_its_way()


async def test_retry_counts_the_answer_and_sets_when_it_is_due(done: Done) -> None:
    await done.claimed()
    before = await done.now()
    reply = await done.retry()
    assert reply[0] == "retry"
    assert before + 5000 <= reply[1] <= await done.now() + 5000
    assert await done.client.zscore(done.due, "a") == reply[1]
    assert await done.client.hget(done.tries, "a") == b"1"
    assert await done.client.hget(done.deliveries, "a") == b"body of a"
    assert await done.client.hgetall(done.answers) == {b"a": b"a retry"}
    await done.claimed()
    await done.ok()
    assert not await done.on_its_way(), "its last answer goes with it"


async def test_a_retry_that_is_repeated_counts_once(done: Done) -> None:
    await done.claimed()
    _, due = await done.retry()
    assert await done.retry(wait=90_000) == ["stale"]
    assert await done.client.hget(done.tries, "a") == b"1"
    assert await done.client.zscore(done.due, "a") == due


@pytest.mark.parametrize("outcome", ["retry", "dies"])
async def test_without_the_current_token_only_a_2xx_counts(done: Done, outcome: str) -> None:
    await done.claimed(by="t2")
    due = await done.client.zscore(done.due, "a")
    assert await getattr(done, outcome)(by="t1") == ["stale"]
    assert await done.client.zscore(done.due, "a") == due
    assert await done.client.hget(done.tokens, "a") == b"t2"
    assert not await done.client.exists(done.tries, done.delivered, done.dead, done.disabled)


async def test_dead_leaves_an_ending_and_a_letter_once(done: Done) -> None:
    await done.claimed()
    assert [await done.dies(), await done.dies()] == [["dead"], ["known"]]
    assert await done.entries(done.delivered) == [{b"__data__": b"ending of a"}]
    assert await done.entries(done.dead) == [{b"__data__": b"letter of a"}]
    assert not await done.on_its_way()
    assert not await done.client.exists(done.disabled)


async def test_a_410_disables_the_channel(done: Done) -> None:
    await done.claimed()
    await done.dies(since="2024-11-04T12:00:00Z")
    assert await done.client.hgetall(done.disabled) == {b"ops": b"2024-11-04T12:00:00Z"}


async def test_after_a_flush_it_is_known_and_nothing_is_written(done: Done) -> None:
    await done.claimed()
    await done.client.flushall()
    assert [await done.ok(), await done.retry(), await done.dies()] == [["known"]] * 3
    assert await done.client.keys() == []


async def test_endings_are_kept_for_days_not_by_number(done: Done) -> None:
    old = await done.now() - (DAYS + 1) * 86_400_000
    for number in range(300):
        await done.client.xadd(done.delivered, {"__data__": "old"}, id=f"{old}-{number}")
    await done.client.xadd(done.delivered, {"__data__": "six days"}, id=f"{old + 2 * 86_400_000}-0")
    await done.claimed()
    await done.ok()
    endings = [fields[b"__data__"] for fields in await done.entries(done.delivered)]
    assert endings[-2:] == [b"six days", b"ending of a"]
    assert len(endings) <= 102, "trimmed by whole nodes of 100 entries"


GOOD: list[str | int] = ["ops", "a", "t1", "retry", 5000, "ending", "", "", DAYS]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, "", "channel, delivery id and token must not be empty"),
        (1, "", "channel, delivery id and token must not be empty"),
        (2, "", "channel, delivery id and token must not be empty"),
        (3, "lost", "outcome must be delivered, retry or dead, not lost"),
        (3, "dead", "a dead letter belongs to dead"),
        (4, "soon", "ms until the next try must be a whole number, not soon"),
        (4, "-1", "ms until the next try must be a whole number, not -1"),
        (5, "", "ending must not be empty"),
        (6, "letter", "a dead letter belongs to dead"),
        (8, "x", "days must be a whole number, not x"),
    ],
)
async def test_wrong_arguments_change_nothing(done: Done, place: int, value: str, message: str) -> None:
    await done.claimed()
    with pytest.raises(ScriptError, match=message):
        await done.raw(*[*GOOD[:place], value, *GOOD[place + 1 :]])
    assert (await done.raw(*GOOD))[0] == "retry"


async def test_too_few_keys_or_arguments_are_refused(done: Done) -> None:
    with pytest.raises(ScriptError, match="8 keys and 9 arguments"):
        await done.raw(*GOOD[:-1])
    with pytest.raises(ScriptError, match="8 keys and 9 arguments"):
        await done.raw(*GOOD, keys=7)


@pytest.mark.parametrize("which", range(8), ids=NAMES)
async def test_a_key_of_a_wrong_type_changes_nothing(done: Done, which: int) -> None:
    await done.claimed()
    await done.client.set(done.keys[which], "a string")
    contents = {key: await done.client.dump(key) for key in done.keys}
    with pytest.raises(ScriptError, match=f"{done.keys[which]} is a string, not a "):
        await done.dies(since="2024-11-04")
    assert {key: await done.client.dump(key) for key in done.keys} == contents
