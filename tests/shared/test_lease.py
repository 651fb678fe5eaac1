"""Which replica is active."""

import time

from redis.asyncio import Redis

from shared.lease import Lease
from shared.streams import Keys


def a_lease(client: Redis, keys: Keys, replica: str, seconds: float = 30) -> Lease:
    return Lease(client, keys.lease("watcher"), replica, seconds)


async def test_one_replica_holds_it_and_the_other_waits(client: Redis, keys: Keys) -> None:
    one, other = a_lease(client, keys, "one"), a_lease(client, keys, "other")
    assert await one.held()
    assert not await other.held()
    assert await one.held()
    assert one.left > 0
    assert other.left == 0


async def test_a_released_lease_is_free_at_once(client: Redis, keys: Keys) -> None:
    one, other = a_lease(client, keys, "one"), a_lease(client, keys, "other")
    await one.held()
    await one.release()
    assert one.left == 0
    assert await other.held()
    await one.release()
    assert await other.held(), "releasing what another one holds changes nothing"


async def test_a_successor_takes_over_when_the_holder_was_killed(client: Redis, keys: Keys) -> None:
    killed, successor = a_lease(client, keys, "killed", 0.3), a_lease(client, keys, "successor")
    await killed.held()
    give_up_at = time.monotonic() + 5
    while not await successor.held():
        assert time.monotonic() < give_up_at
    assert not await killed.held()


async def test_it_is_renewed_when_a_third_of_its_time_is_gone(client: Redis, keys: Keys) -> None:
    lease = a_lease(client, keys, "one", 2)
    await lease.held()
    name = keys.lease("watcher")
    while await client.pttl(name) > 1200:
        pass
    assert await lease.held()
    assert await client.pttl(name) > 1800


async def test_it_is_taken_again_after_the_broker_lost_it(client: Redis, keys: Keys) -> None:
    lease = a_lease(client, keys, "one", 0.3)
    await lease.held()
    await client.flushall()
    while not await client.exists(keys.lease("watcher")):
        assert await lease.held()


async def test_people_can_see_who_holds_it(client: Redis, keys: Keys) -> None:
    await a_lease(client, keys, "pod-7").held()
    assert str(await client.get(keys.lease("watcher"))).startswith("b'pod-7:")
