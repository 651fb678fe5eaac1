"""One page of a host at a time, with a pause between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from shared.errors import MelderError

MOST_HOSTS = 2_000
"""From here on, hosts that nobody waits for are forgotten."""
PATIENCE = 10.0
"""Seconds that a page waits for its host's turn, so that a slow host does not keep its feed waiting."""
UNANSWERED = 2
"""Requests in a row without an answer, after which a host is left alone: at first for CLOSED seconds, then
for twice as long each time, up to LONGEST_CLOSED."""
CLOSED, LONGEST_CLOSED = 60.0, 3_600.0


class LaterError(MelderError):
    """The host is not to be asked for the next `seconds`."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host}: not to be asked for {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class Turn:
    """The right to ask one host. Who has it may change `pause` (seconds), or close it for a while."""

    pause: float
    closed_until: float = 0.0
    free_at: float = 0.0
    unanswered: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def closed_for(self) -> float:
        """Seconds for which the host is to be left alone."""
        return max(0.0, self.closed_until - asyncio.get_running_loop().time())

    def close(self, seconds: float) -> None:
        """Leave the host alone, as it wishes, but not for longer than is believed."""
        self.closed_until = asyncio.get_running_loop().time() + min(seconds, LONGEST_CLOSED)

    def failed(self) -> None:
        """There was no answer."""
        self.unanswered = min(self.unanswered + 1, 30)
        if self.unanswered >= UNANSWERED:
            self.close(CLOSED * 2 ** (self.unanswered - UNANSWERED))


class HostTurns:
    """Shared by all sources: several feeds of a publisher lead to one host."""

    def __init__(self, pause: float, patience: float = PATIENCE) -> None:
        self._pause, self._patience = pause, patience
        self._turns: dict[str, Turn] = {}

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[Turn]:
        """Wait for the host's turn, and for the pause after the one before. LaterError if that takes long."""
        self._forget()
        turn = self._turns.setdefault(host, Turn(self._pause))
        clock = asyncio.get_running_loop().time
        latest = clock() + self._patience
        await _acquired(turn.lock, host, self._patience)
        try:
            begin = max(turn.free_at, turn.closed_until)
            if begin > latest:
                raise LaterError(host, begin - clock())
            await asyncio.sleep(max(0.0, begin - clock()))
            try:
                yield turn
            finally:
                turn.free_at = clock() + turn.pause
        finally:
            turn.lock.release()

    def closed_for(self, host: str) -> float:
        """Seconds for which the host is to be left alone."""
        turn = self._turns.get(host)
        return turn.closed_for if turn else 0.0

    def _forget(self) -> None:
        if len(self._turns) > MOST_HOSTS:
            self._turns = {
                name: turn for name, turn in self._turns.items() if turn.lock.locked() or turn.closed_for
            }


async def _acquired(lock: asyncio.Lock, host: str, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await lock.acquire()
    except TimeoutError:
        raise LaterError(host, seconds) from None
