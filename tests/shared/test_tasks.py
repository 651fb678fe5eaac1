"""Ending tasks that do not hear."""

import asyncio

from shared.tasks import cancel_all


async def test_a_task_that_swallows_a_cancellation_is_asked_again() -> None:
    heard = 0

    async def hard_of_hearing() -> None:
        nonlocal heard
        while heard < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                heard += 1

    task = asyncio.create_task(hard_of_hearing())
    await asyncio.sleep(0)
    await cancel_all([task])
    assert (task.done(), heard) == (True, 3)


async def test_what_had_failed_or_ended_before_is_no_error() -> None:
    async def fails() -> None:
        raise ValueError

    async def ends() -> None:
        return

    tasks = [asyncio.create_task(fails()), asyncio.create_task(ends())]
    await asyncio.wait(tasks)
    await cancel_all(tasks)
    await cancel_all([])
