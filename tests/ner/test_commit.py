"""The steps commit and sweep against a real server."""

import asyncio
import json
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from services.ner.commit import BOUND, Committer
from shared.broker import read_entries
from shared.errors import ScriptError
from shared.streams import NER_GROUP, Keys

pytestmark = pytest.mark.usefixtures("client")


@pytest.fixture
def committer(client: Redis, keys: Keys) -> Committer:
    return Committer(client, keys, "replica")


async def found(client: Redis, keys: Keys, *seqs: int, deliver: bool = True) -> None:
    """Put records into the journal and, unless told otherwise, deliver them to a replica."""
    await client.xgroup_create(keys.found, NER_GROUP, id="0", mkstream=True)
    for seq in seqs:
        await client.xadd(keys.found, {"__data__": raw(seq)}, id=f"{seq}-0")
    if deliver:
        await client.xreadgroup(NER_GROUP, "replica", {keys.found: ">"})


def raw(seq: int) -> bytes:
    return b'{"found":%d}' % seq


async def commit(committer: Committer, seq: int) -> str:
    return await committer.commit(seq, raw(seq), json.dumps({"tagged": seq}))


async def tagged(client: Redis, keys: Keys) -> list[tuple[str, int]]:
    return [(entry.id, json.loads(entry.data)["tagged"]) for entry in await read_entries(client, keys.tagged)]


async def pending(client: Redis, keys: Keys) -> int:
    return int((await client.xpending(keys.found, NER_GROUP))["pending"])


async def test_a_record_committed_once_is_acknowledged_and_released(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)
    assert await commit(committer, 1) == "parked"
    assert await tagged(client, keys) == [("1-0", 1)]
    assert await pending(client, keys) == 0


async def test_a_record_committed_twice_or_after_a_lost_reply_is_released_once(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1, 2)
    assert [await commit(committer, 2), await commit(committer, 2)] == ["parked", "repeated"]
    assert [await commit(committer, 1), await commit(committer, 1)] == ["parked", "repeated"]
    assert await tagged(client, keys) == [("1-0", 1), ("2-0", 2)]
    assert await client.hlen(keys.parked) == 0


async def test_records_read_out_of_order_are_released_in_order(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1, 2, 3, 4)
    for seq in (4, 2, 3):
        await commit(committer, seq)
        assert await tagged(client, keys) == []
    await commit(committer, 1)
    assert await tagged(client, keys) == [("1-0", 1), ("2-0", 2), ("3-0", 3), ("4-0", 4)]


async def test_a_long_run_is_released_in_bounded_calls(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    count = BOUND + 10
    await found(client, keys, *range(1, count + 1))
    for seq in range(count, 0, -1):
        await commit(committer, seq)
    assert len(await tagged(client, keys)) == BOUND
    assert await committer.release() == (count, 0, count)
    assert len(await tagged(client, keys)) == count


async def test_a_reading_of_a_journal_that_was_flushed_changes_nothing(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)
    await client.flushall()
    assert await commit(committer, 1) == "gone"
    await found(client, keys)
    await client.xadd(keys.found, {"__data__": b'{"found":"another"}'}, id="1-0")
    assert await commit(committer, 1) == "gone"
    assert await tagged(client, keys) == []


async def test_who_asks_changes_nothing_but_is_acknowledged_where_it_was_read(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)
    assert [await committer.ask(1, raw(1)), await committer.ask(1, b"another")] == ["unread", "gone"]
    assert (await pending(client, keys), await tagged(client, keys)) == (1, [])
    await commit(committer, 1)
    await client.xgroup_setid(keys.found, NER_GROUP, "0")
    await client.xreadgroup(NER_GROUP, "replica", {keys.found: ">"})
    assert await committer.ask(1, raw(1)) == "repeated"
    assert await pending(client, keys) == 0


async def test_wrong_arguments_change_nothing(client: Redis, keys: Keys, committer: Committer) -> None:
    await found(client, keys, 1)
    with pytest.raises(ScriptError, match="seq must be a whole number"):
        await committer.commit(-1, raw(1), "{}")
    assert await pending(client, keys) == 1
    assert await tagged(client, keys) == []


async def test_a_key_of_a_wrong_type_is_named_and_nothing_is_written(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)
    await client.set(keys.dead, "not a stream")
    with pytest.raises(ScriptError, match="dead is a string, not a stream"):
        await commit(committer, 1)
    assert await client.hlen(keys.parked) == 0
    assert await pending(client, keys) == 1


async def test_a_skipped_record_leaves_one_dead_letter(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)
    for _ in range(2):
        await committer.commit(1, raw(1), '{"tagged":1}', '{"type":"dead.letter"}')
    assert await client.xlen(keys.dead) == 1


@pytest.mark.parametrize("state", ["waiting", "pending", "parked", "released"])
async def test_a_record_that_somebody_has_is_not_given_up(
    client: Redis, keys: Keys, committer: Committer, state: str
) -> None:
    await found(client, keys, 1, 2, deliver=state != "waiting")
    if state == "released":
        await commit(committer, 1)
    seq = 1
    if state == "parked":
        await commit(committer, 2)
        seq = 2
    assert await committer.sweep(seq) is False


async def test_a_record_acknowledged_by_hand_is_given_up_and_the_order_goes_on(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1, 2)
    await commit(committer, 2)
    await client.xack(keys.found, NER_GROUP, "1-0")
    assert await committer.sweep(1) is True
    assert await committer.sweep(1) is False
    assert await committer.release() == (2, 0, 2)
    tombstone = json.loads((await read_entries(client, keys.tagged))[0].data)
    assert (tombstone["article"], tombstone["skipped"]["reason"]) == (None, "lost")
    assert await client.xlen(keys.dead) == 1


async def test_a_record_deleted_unread_is_given_up(client: Redis, keys: Keys, committer: Committer) -> None:
    await found(client, keys, 1, 2, deliver=False)
    await client.xdel(keys.found, "1-0")
    assert await committer.sweep(1) is True


async def test_nothing_is_given_up_without_a_group(client: Redis, keys: Keys, committer: Committer) -> None:
    await client.xadd(keys.found, {"__data__": raw(1)}, id="1-0")
    assert await committer.sweep(1) is False


async def test_replicas_that_are_gone_are_forgotten_unless_they_have_records(
    client: Redis, keys: Keys, committer: Committer
) -> None:
    await found(client, keys, 1)  # and its reader has it
    await client.xgroup_createconsumer(keys.found, NER_GROUP, "gone")
    assert await committer.forget(timedelta(days=1)) == 0
    async with asyncio.timeout(5):
        while not await committer.forget(timedelta(0)):
            pass
    (left,) = await client.xinfo_consumers(keys.found, NER_GROUP)
    assert (left["name"], left["pending"]) == (b"replica", 1)
