"""Who may read beside whom."""

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from services.ner.room import Room


class Visitors:
    """Enter a room, note their names, and stay until they may leave."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def visit(
        self, name: str, place: AbstractAsyncContextManager[None], leave: asyncio.Event | None = None
    ) -> None:
        async with place:
            self.seen.append(name)
            await (leave or asyncio.Event()).wait()


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def visitors() -> Visitors:
    return Visitors()


async def test_many_share_the_room(room: Room, visitors: Visitors) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(visitors.visit(name, room.shared())) for name in "abc"]
        await settle()
        assert visitors.seen == ["a", "b", "c"]
        for task in tasks:
            task.cancel()


async def test_who_waits_to_be_alone_goes_before_those_who_come_later(room: Room, visitors: Visitors) -> None:
    first, alone, later = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visitors.visit("first", room.shared(), first))
        await settle()
        group.create_task(visitors.visit("alone", room.alone(), alone))
        await settle()
        group.create_task(visitors.visit("later", room.shared(), later))
        await settle()
        assert visitors.seen == ["first"]
        first.set()
        await settle()
        assert visitors.seen == ["first", "alone"]
        alone.set()
        await settle()
        assert visitors.seen == ["first", "alone", "later"]
        later.set()


async def test_who_gives_up_waiting_to_be_alone_lets_the_others_in(room: Room, visitors: Visitors) -> None:
    stays, enters = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visitors.visit("stays", room.shared(), stays))
        await settle()
        alone = group.create_task(visitors.visit("alone", room.alone()))
        await settle()
        group.create_task(visitors.visit("enters", room.shared(), enters))
        await settle()
        alone.cancel()
        await settle()
        assert visitors.seen == ["stays", "enters"]
        stays.set()
        enters.set()


async def test_two_who_want_to_be_alone_enter_one_after_the_other(room: Room, visitors: Visitors) -> None:
    one, two = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visitors.visit("one", room.alone(), one))
        group.create_task(visitors.visit("two", room.alone(), two))
        await settle()
        assert visitors.seen == ["one"]
        one.set()
        await settle()
        assert visitors.seen == ["one", "two"]
        two.set()
