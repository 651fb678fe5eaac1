"""One page of a host at a time, with a pause between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST_HOSTS = 2_000
"""From here on, hosts that nobody waits for are forgotten."""


@dataclass
class Turn:
    """The right to ask one host. Who has it may change `pause` (seconds), or close it for a while."""

    pause: float
    closed_until: float = 0.0
    free_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def closed(self) -> bool:
        """Whether the host is to be left alone."""
        return asyncio.get_running_loop().time() < self.closed_until

    def close(self, seconds: float) -> None:
        """Leave the host alone, as it wishes."""
        self.closed_until = asyncio.get_running_loop().time() + seconds


class HostTurns:
    """Shared by all sources: several feeds of a publisher lead to one host."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._turns: dict[str, Turn] = {}

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[Turn]:
        """Wait for the host's turn, and for the pause after the one before."""
        if len(self._turns) > MOST_HOSTS:
            self._turns = {
                name: turn for name, turn in self._turns.items() if turn.lock.locked() or turn.closed
            }
        turn = self._turns.setdefault(host, Turn(self._pause))
        clock = asyncio.get_running_loop().time
        async with turn.lock:
            await asyncio.sleep(max(0.0, turn.free_at - clock()))
            try:
                yield turn
            finally:
                turn.free_at = clock() + turn.pause
