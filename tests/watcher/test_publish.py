"""publish.lua against a real server: once, twice, a lost reply, out of order, with wrong arguments."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from shared.broker import read_entries
from shared.errors import ScriptError
from shared.scripts import Step
from shared.streams import Keys

PUBLISH = Path(__file__).parents[2] / "services" / "watcher" / "publish.lua"
ARTICLE = "0123"


class Publish:
    """Calls the step for one article and one source."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.step, self.client, self.names = Step(client, PUBLISH), client, keys
        self.keys = [keys.found, keys.revisions(ARTICLE), keys.source("zeitung"), keys.tagged]

    async def __call__(self, text: str, revision: int | str = 1, state: str = "") -> list[object]:
        return await self.step(self.keys, [text, revision, f"record of {text}", 30, state])

    async def entries(self) -> list[tuple[str, str]]:
        return [(e.id, e.data.decode()) for e in await read_entries(self.client, self.names.found)]


@pytest.fixture
def publish(client: Redis, keys: Keys) -> Publish:
    return Publish(client, keys)


async def test_an_article_gets_the_next_number(publish: Publish) -> None:
    assert await publish("a") == ["published", 1]
    assert await publish("b", 2) == ["published", 2]
    assert await publish.entries() == [("1-0", "record of a"), ("2-0", "record of b")]


async def test_a_second_call_or_a_repeat_after_a_lost_reply_changes_nothing(publish: Publish) -> None:
    await publish("a")
    assert await publish("a") == ["known", 1]
    await publish("b", 2)
    assert await publish("a") == ["known", 1], "an older revision stays known"
    assert len(await publish.entries()) == 2


async def test_a_wrong_revision_is_stale_and_told_the_right_one(publish: Publish, client: Redis) -> None:
    assert await publish("a", 0) == ["stale", 1]
    assert await publish("a", 2) == ["stale", 1]
    await publish("a")
    assert await publish("b", 1) == ["stale", 2]
    assert len(await publish.entries()) == 1
    assert await client.exists(publish.keys[2]) == 0


async def test_the_state_of_the_source_comes_with_the_article_even_a_known_one(
    publish: Publish, client: Redis
) -> None:
    await publish("a")
    assert await client.get(publish.keys[2]) is None
    await publish("b", 2, state="one")
    assert await client.get(publish.keys[2]) == b"one"
    await publish("b", 2, state="two")
    assert await client.get(publish.keys[2]) == b"two"


async def test_a_known_article_is_remembered_anew(publish: Publish, client: Redis) -> None:
    await publish("a")
    await client.expire(publish.keys[1], 5)
    await publish("a")
    assert await client.ttl(publish.keys[1]) > 29 * 86400


async def test_after_a_flush_the_journal_begins_again(publish: Publish, client: Redis) -> None:
    await publish("a")
    await client.flushall()
    assert await publish("a") == ["published", 1]


async def test_numbers_are_never_used_twice_even_if_the_entries_were_trimmed(
    publish: Publish, client: Redis
) -> None:
    await publish("a")
    await client.xtrim(publish.keys[0], maxlen=0)
    assert await publish("b", 2) == ["published", 2]


WRONG = [
    pytest.param(["t", 1, "r", 30], r"takes 4 keys and 5 arguments", id="an argument is missing"),
    pytest.param(["", 1, "r", 30, ""], r"must not be empty", id="no text hash"),
    pytest.param(["t", 1, "", 30, ""], r"must not be empty", id="no record"),
    pytest.param(
        ["t", "one", "r", 30, ""], r"revision must be a whole number, not one", id="revision in words"
    ),
    pytest.param(["t", 1, "r", "-1", ""], r"days must be a whole number, not -1", id="negative days"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
async def test_wrong_arguments_are_refused_before_anything_is_written(
    publish: Publish, client: Redis, arguments: list[str | int], message: str
) -> None:
    with pytest.raises(ScriptError, match=f"publish: .*{message}"):
        await publish.step(publish.keys, arguments)
    assert await client.dbsize() == 0


@pytest.mark.parametrize(
    "position", [0, 1, 2, 3], ids=["the journal", "the revisions", "the source", "what is read"]
)
async def test_keys_of_a_wrong_type_are_refused_before_anything_is_written(
    publish: Publish, client: Redis, position: int
) -> None:
    await client.zadd(publish.keys[position], {"x": 1})
    with pytest.raises(ScriptError, match=r"is a zset, not a"):
        await publish("a", state="s")
    assert await client.dbsize() == 1
