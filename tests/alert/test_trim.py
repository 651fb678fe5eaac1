"""The step trim against a real server."""

import pytest
from redis.asyncio import Redis

from services.alert.trim import Trim
from shared.broker import read_entries
from shared.streams import NER_GROUP, Keys


async def journal(client: Redis, keys: Keys, count: int, next_seq: int) -> None:
    """`count` records, read, acknowledged and released; decided up to `next_seq`."""
    await client.xgroup_create(keys.found, NER_GROUP, id="0", mkstream=True)
    for seq in range(1, count + 1):
        await client.xadd(keys.found, {"__data__": "found"}, id=f"{seq}-0")
        await client.xadd(keys.tagged, {"__data__": "tagged"}, id=f"{seq}-0")
    await client.xreadgroup(NER_GROUP, "replica", {keys.found: ">"})
    await client.xack(keys.found, NER_GROUP, *(f"{seq}-0" for seq in range(1, count + 1)))
    await client.set(keys.next, next_seq)


async def first_kept(client: Redis, keys: Keys) -> tuple[int, int]:
    return (await read_entries(client, keys.found))[0].seq, (await read_entries(client, keys.tagged))[0].seq


@pytest.mark.parametrize(
    ("next_seq", "window", "first"),
    [(9, 0, 9), (9, 4, 5), (6, 2, 4), (1, 0, 1), (3, 100, 1)],
    ids=[
        "what is decided is forgotten",
        "the replay window is kept",
        "the window counts from what is needed",
        "nothing is decided",
        "the window is larger than the journal",
    ],
)
async def test_what_is_needed_is_kept(
    client: Redis, keys: Keys, next_seq: int, window: int, first: int
) -> None:
    await journal(client, keys, 10, next_seq)
    await Trim(client, keys, window).turn()
    assert await first_kept(client, keys) == (first, first)


async def test_where_memory_is_nearly_full_nothing_is_kept_for_replays(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 9)
    trim = Trim(client, keys, 100)
    await trim.turn()
    assert await first_kept(client, keys) == (1, 1)
    await client.config_set("maxmemory", str((await client.info("memory"))["used_memory"]))
    try:
        await trim.turn()
    finally:
        await client.config_set("maxmemory", "0")
    assert await first_kept(client, keys) == (9, 9)


async def test_a_record_pending_with_a_replica_is_kept(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 11)
    for seq in (11, 12):
        await client.xadd(keys.found, {"__data__": "found"}, id=f"{seq}-0")
    await client.xreadgroup(NER_GROUP, "replica", {keys.found: ">"}, count=1)
    await Trim(client, keys, 0).turn()
    assert (await read_entries(client, keys.found))[0].seq == 11


async def test_what_another_reader_of_the_tagged_has_not_read_is_kept(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 11)
    await client.xgroup_create(keys.tagged, "archive", id="3-0")
    await Trim(client, keys, 0).turn()
    assert await first_kept(client, keys) == (4, 4)


async def test_without_the_group_of_ner_nothing_is_trimmed(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 11)
    await client.xgroup_destroy(keys.found, NER_GROUP)
    await Trim(client, keys, 0).turn()
    assert await first_kept(client, keys) == (1, 1)


async def test_alerts_go_with_their_records(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 9)
    for entry in ("3-0", "6-1", "7-0", "8-0"):
        await client.xadd(keys.alerts, {"__data__": "alert"}, id=entry)
    await Trim(client, keys, 2).turn()
    assert [entry.id for entry in await read_entries(client, keys.alerts)] == ["7-0", "8-0"]


async def test_an_alert_that_another_reader_has_not_read_is_kept(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 11)
    for entry in ("2-0", "3-0", "3-1", "7-0"):
        await client.xadd(keys.alerts, {"__data__": "alert"}, id=entry)
    await client.xgroup_create(keys.alerts, "archive", id="3-0")
    await Trim(client, keys, 0).turn()
    assert [entry.id for entry in await read_entries(client, keys.alerts)] == ["3-0", "3-1", "7-0"]


async def test_dead_letters_are_kept_for_30_days(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 1, 1)
    now, _ = await client.time()
    for days in (31, 29):
        await client.xadd(keys.dead, {"__data__": str(days)}, id=f"{(now - days * 86400) * 1000}-0")
    await Trim(client, keys, 0).turn()
    assert [entry.data for entry in await read_entries(client, keys.dead)] == [b"29"]


async def test_a_second_trim_changes_nothing(client: Redis, keys: Keys) -> None:
    await journal(client, keys, 10, 9)
    await Trim(client, keys, 2).turn()
    before = await first_kept(client, keys)
    await Trim(client, keys, 2).turn()
    assert await first_kept(client, keys) == before == (7, 7)
