"""The step enter against a real server: what a person says enters the journal once."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.alert.entering import Entering
from shared.broker import read_entries
from shared.errors import ScriptError
from shared.events import TAGGED, SliceWarmed
from shared.scripts import Step
from shared.streams import Keys

RECORDS = [SliceWarmed(slice=f"named/{n}", content="{}") for n in range(50)]


async def test_records_enter_in_their_order(client: Redis, keys: Keys) -> None:
    await client.xadd(keys.found, {"__data__": "x"}, id="1-0")
    assert await Entering(client, keys).enter(RECORDS) == 50
    entries = (await read_entries(client, keys.found))[1:]
    assert [entry.id for entry in entries] == [f"{seq}-0" for seq in range(2, 52)]
    assert [TAGGED.validate_json(entry.data) for entry in entries] == RECORDS


async def test_the_same_again_enters_nothing(client: Redis, keys: Keys) -> None:
    entering = Entering(client, keys)
    assert [await entering.enter(RECORDS[:30]), await entering.enter(RECORDS)] == [30, 20]
    assert await client.xlen(keys.found) == 50


async def test_nothing_enters_nothing(client: Redis, keys: Keys) -> None:
    assert await Entering(client, keys).enter([]) == 0
    assert await client.exists(keys.found, keys.entered) == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [([], "pairs of id"), (["a"], "pairs of id"), (["a", "{}", "b", ""], "argument 4 is empty")],
)
async def test_wrong_arguments_change_nothing(
    client: Redis, keys: Keys, args: list[str], message: str
) -> None:
    step = Step(client, Path(__file__).parents[2] / "services/alert/enter.lua")
    with pytest.raises(ScriptError, match=message):
        await step([keys.found, keys.entered, keys.tagged], args)
    assert await client.exists(keys.found, keys.entered) == 0


async def test_keys_of_a_wrong_type_change_nothing(client: Redis, keys: Keys) -> None:
    await client.set(keys.entered, "not a hash")
    with pytest.raises(ScriptError, match="entered is a string"):
        await Entering(client, keys).enter(RECORDS)
    assert await client.exists(keys.found) == 0
