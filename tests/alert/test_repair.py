"""A journal that somebody wrote to or deleted from is refused by every step, until it is repaired."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from services.alert.entering import Entering
from services.alert.repair import repair
from services.ner.commit import Committer
from shared.broker import read_entries
from shared.errors import ScriptError
from shared.events import SliceWarmed
from shared.scripts import Step
from shared.streams import NER_GROUP, Keys
from system import ROOT

FOUND, READ, DECIDED = 12, 10, 8
Harm = Callable[[Redis, Keys], Awaitable[object]]


async def add_and_delete(client: Redis, keys: Keys) -> None:
    await client.xdel(keys.found, await client.xadd(keys.found, {"a": "b"}))


async def delete_found(client: Redis, keys: Keys) -> None:
    """Afterwards ner creates its group again."""
    await client.delete(keys.found)
    await client.xgroup_create(keys.found, NER_GROUP, id="0", mkstream=True)


HARMS = [
    pytest.param(delete_found, FOUND - READ, id="the articles deleted"),
    pytest.param(lambda client, keys: client.xadd(keys.found, {"a": "b"}), 0, id="somebody else's article"),
    pytest.param(add_and_delete, 0, id="somebody else's article, deleted again"),
    pytest.param(lambda client, keys: client.xadd(keys.tagged, {"a": "b"}), 0, id="somebody else's reading"),
    pytest.param(lambda client, keys: client.delete(keys.tagged), 0, id="the readings deleted"),
]


@pytest.fixture
async def journal(client: Redis, keys: Keys) -> None:
    """Records found, of which some are read and fewer decided; another reader has seen five."""
    for seq in range(1, FOUND + 1):
        await client.xadd(keys.found, {"__data__": f"found {seq}"}, id=f"{seq}-0")
    for seq in range(1, READ + 1):
        await client.xadd(keys.tagged, {"__data__": f"tagged {seq}"}, id=f"{seq}-0")
    await client.xgroup_create(keys.found, NER_GROUP, id=f"{READ}-0")
    await client.xgroup_create(keys.tagged, "archive", id="5-0")
    await client.xadd(keys.alerts, {"__data__": "alert"}, id=f"{DECIDED}-0")
    await client.set(keys.next, DECIDED + 1)


async def enter(client: Redis, keys: Keys) -> int:
    return await Entering(client, keys).enter([SliceWarmed(slice="named/putin", content="{}")])


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(("harm", "lost"), HARMS)
async def test_no_step_goes_on_before_and_every_one_after(
    client: Redis, keys: Keys, harm: Harm, lost: int
) -> None:
    await harm(client, keys)
    committer = Committer(client, keys, "one")
    with pytest.raises(ScriptError, match="contradicts itself"):
        await committer.release()
    if await client.exists(keys.tagged):  # else only what is decided tells
        with pytest.raises(ScriptError, match="contradicts itself"):
            await enter(client, keys)

    assert (await repair(client, keys)).startswith(f"repaired: {DECIDED} records are decided")
    assert await repair(client, keys) == "the journal is whole; nothing was changed"
    assert await enter(client, keys) == 1
    assert (await read_entries(client, keys.found))[-1].seq == FOUND - lost + 1
    handed: Any = await client.xreadgroup(NER_GROUP, "one", {keys.found: ">"})
    for entry_id, fields in handed[0][1]:
        seq, raw = int(entry_id.split(b"-")[0]), fields[b"__data__"]
        assert await committer.commit(seq, raw, "tagged again") == "parked"
    newest = FOUND - lost + 1
    assert await committer.release() == (newest, 0, newest)
    undecided = [entry.seq for entry in await read_entries(client, keys.tagged, f"({DECIDED}-0")]
    assert undecided == list(range(DECIDED + 1, newest + 1))


@pytest.mark.usefixtures("journal")
async def test_another_reader_goes_on_where_it_was(client: Redis, keys: Keys) -> None:
    await client.xadd(keys.tagged, {"a": "b"})
    await repair(client, keys)
    (group,) = await client.xinfo_groups(keys.tagged)
    assert (group["name"], group["last-delivered-id"]) == (b"archive", b"5-0")


@pytest.mark.usefixtures("journal")
async def test_what_raised_an_alert_is_not_decided_again(client: Redis, keys: Keys) -> None:
    await client.delete(keys.next)
    decide = Step(client, ROOT / "services/alert/decide.lua")
    with pytest.raises(ScriptError, match="contradicts itself"):
        await decide([keys.next, keys.state, keys.alerts], [1, 0, 0, 0])
    await repair(client, keys)
    assert await client.get(keys.next) == str(DECIDED + 1).encode()


@pytest.mark.usefixtures("journal")
async def test_a_whole_journal_is_left_alone(client: Redis, keys: Keys) -> None:
    before = await client.dump(keys.found), await client.dump(keys.tagged)
    assert await repair(client, keys) == "the journal is whole; nothing was changed"
    assert (await client.dump(keys.found), await client.dump(keys.tagged)) == before
