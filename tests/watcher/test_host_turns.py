"""One page of a host at a time, with a pause between; other hosts are not concerned."""

import asyncio

from services.watcher.pages.host_turns import MOST_HOSTS, HostTurns


async def test_two_pages_of_a_host_come_one_after_the_other_and_a_third_host_at_once() -> None:
    turns, running, most = HostTurns(0.05), 0, 0
    clock = asyncio.get_running_loop().time
    started: dict[str, list[float]] = {}

    async def visit(host: str) -> None:
        nonlocal running, most
        async with turns.of(host):
            started.setdefault(host, []).append(clock())
            running += host == "a"
            most = max(most, running)
            await asyncio.sleep(0)
            running -= host == "a"

    await asyncio.gather(visit("a"), visit("a"), visit("a"), visit("b"))
    assert most == 1
    first, second, third = started["a"]
    assert second - first >= 0.05
    assert third - second >= 0.05
    assert started["b"][0] < second


async def test_a_host_that_wants_a_longer_pause_gets_it_from_then_on() -> None:
    turns, clock = HostTurns(0), asyncio.get_running_loop().time
    async with turns.of("a") as turn:
        turn.pause = 0.1
    begin = clock()
    async with turns.of("a"):
        assert clock() - begin >= 0.09


async def test_endless_hosts_are_forgotten_but_not_those_in_use() -> None:
    turns = HostTurns(0)
    async with turns.of("a"):
        for number in range(2 * MOST_HOSTS):
            async with turns.of(f"host-{number}"):
                pass
        assert len(turns._turns) <= MOST_HOSTS + 1
        assert turns._turns["a"].lock.locked()
