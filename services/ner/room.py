"""Articles are read side by side, or one alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Room:
    """Many share it, or one is alone in it; who waits to be alone is let in before those who come later."""

    def __init__(self) -> None:
        self._inside = self._want_alone = 0
        self._changed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Be in the room beside others."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._want_alone == 0)
            self._inside += 1
        try:
            yield
        finally:
            async with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Be in the room with nobody else, as soon as those inside have left."""
        async with self._changed:
            self._want_alone += 1
            try:
                await self._changed.wait_for(lambda: self._inside == 0)
                yield
            finally:
                self._want_alone -= 1
                self._changed.notify_all()
