"""The client of a real broker."""

import asyncio

from redis.asyncio import Redis


async def test_hundreds_of_sources_may_ask_at_the_same_time(client: Redis) -> None:
    assert all(await asyncio.gather(*(client.ping() for _ in range(300))))
