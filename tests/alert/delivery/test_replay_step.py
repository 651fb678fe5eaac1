"""The step replay against a real server."""

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from shared.errors import ScriptError
from shared.scripts import Step
from shared.streams import Keys


class Replay:
    """Calls the step for the delivery `a` of the channel `ops`."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client, self.dead = client, keys.dead
        self.due, self.deliveries, self.tries = keys.due("ops"), keys.deliveries("ops"), keys.tries("ops")
        self._step = Step(client, Path("services/alert/delivery/replay.lua"))
        self.tokens, self.answers = keys.tokens("ops"), keys.answers("ops")
        self.keys = [self.due, self.deliveries, self.tries, self.tokens, self.answers, self.dead]

    async def __call__(self, *args: str | int, keys: int = 6) -> list[Any]:
        return await self._step(self.keys[:keys], args or ("a", "body of a", ""))

    async def letter(self) -> str:
        entry_id: Any = await self.client.xadd(self.dead, {"__data__": "letter"})
        return str(entry_id.decode())


@pytest.fixture
def replay(client: Redis, keys: Keys) -> Replay:
    return Replay(client, keys)


async def test_it_is_due_at_once_with_no_tries_counted(replay: Replay) -> None:
    await replay.client.hset(replay.tries, "a", 9)
    await replay.client.hset(replay.answers, "a", "503")
    assert await replay() == ["replayed"]
    seconds, _ = await replay.client.time()
    due = await replay.client.zscore(replay.due, "a")
    assert due is not None
    assert seconds - 5 < due / 1000 <= seconds + 1
    assert await replay.client.hget(replay.deliveries, "a") == b"body of a"
    assert not await replay.client.exists(replay.tries, replay.answers)


async def test_what_is_on_its_way_is_left_alone(replay: Replay) -> None:
    await replay.client.hset(replay.deliveries, "a", "body of a")
    await replay.client.zadd(replay.due, {"a": 5})
    assert await replay() == ["on-its-way"]
    assert await replay.client.zscore(replay.due, "a") == 5


async def test_what_waits_for_its_next_try_is_due_now_and_its_tries_count_on(replay: Replay) -> None:
    seconds, _ = await replay.client.time()
    await replay.client.hset(replay.deliveries, "a", "body of a")
    await replay.client.hset(replay.tries, "a", 3)
    await replay.client.zadd(replay.due, {"a": (seconds + 3000) * 1000})
    assert [await replay("a", "another body", "") for _ in range(2)] == [["hurried"], ["on-its-way"]]
    assert (await replay.client.zscore(replay.due, "a") or 0) < (seconds + 60) * 1000
    assert await replay.client.hget(replay.tries, "a") == b"3"
    assert await replay.client.hget(replay.deliveries, "a") == b"body of a"


async def test_what_is_claimed_is_left_alone(replay: Replay) -> None:
    seconds, _ = await replay.client.time()
    lease = (seconds + 3000) * 1000
    await replay.client.hset(replay.deliveries, "a", "body of a")
    await replay.client.hset(replay.tokens, "a", "t1")
    await replay.client.zadd(replay.due, {"a": lease})
    assert await replay() == ["on-its-way"]
    assert await replay.client.zscore(replay.due, "a") == lease


async def test_its_dead_letter_goes_and_is_replayed_once(replay: Replay) -> None:
    letter, other = await replay.letter(), await replay.letter()
    assert await replay("a", "body of a", letter) == ["replayed"]
    await replay.client.delete(replay.due, replay.deliveries)
    assert await replay("a", "body of a", letter) == ["known"], "the reply was lost, and it ended since"
    left: Any = await replay.client.xrange(replay.dead)
    assert [entry_id.decode() for entry_id, _ in left] == [other]
    assert not await replay.client.exists(replay.deliveries)


async def test_after_a_flush_the_letter_is_gone(replay: Replay) -> None:
    letter = await replay.letter()
    await replay.client.flushall()
    assert await replay("a", "body of a", letter) == ["known"]
    assert await replay.client.keys() == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("a", "body"), "6 keys and 3 arguments"),
        (("", "body", ""), "delivery id and delivery must not be empty"),
        (("a", "", ""), "delivery id and delivery must not be empty"),
        (("a", "body", "first"), "first is not the id of a dead letter"),
    ],
)
async def test_wrong_arguments_change_nothing(replay: Replay, args: tuple[str, ...], message: str) -> None:
    with pytest.raises(ScriptError, match=message):
        await replay(*args)
    with pytest.raises(ScriptError, match="6 keys and 3 arguments"):
        await replay(keys=5)
    assert await replay.client.keys() == []


@pytest.mark.parametrize("which", range(6), ids=["due", "deliveries", "tries", "tokens", "answers", "dead"])
async def test_a_key_of_a_wrong_type_changes_nothing(replay: Replay, which: int) -> None:
    await replay.client.set(replay.keys[which], "a string")
    with pytest.raises(ScriptError, match=f"{replay.keys[which]} is a string, not a "):
        await replay()
    assert await replay.client.keys() == [replay.keys[which].encode()]
