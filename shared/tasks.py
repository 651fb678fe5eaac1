"""Ending tasks."""

import asyncio
from collections.abc import Collection
from typing import Any

ASK_AGAIN = 0.1
"""Seconds after which a task that is still there is cancelled once more."""


async def cancel_all(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until each has ended, with whatever.

    They are asked more than once: before Python 3.12 `asyncio.wait_for`, which redis-py writes with, can
    swallow a cancellation (https://github.com/python/cpython/issues/81839).
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=ASK_AGAIN)
    await asyncio.gather(*tasks, return_exceptions=True)
