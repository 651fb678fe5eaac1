"""Which replica is active: a lock in the broker that ends by itself."""

import asyncio
import time
import uuid

from redis.asyncio import Redis
from redis.exceptions import LockError


class Lease:
    """Held by one replica at a time, until `seconds` after it was last renewed.

    For a moment two replicas may both believe that they hold it: every step must be safe without it.
    """

    def __init__(self, client: Redis, key: str, replica: str, seconds: float) -> None:
        self._lock = client.lock(key, timeout=seconds, blocking=False)
        self._token = f"{replica}:{uuid.uuid4().hex}"
        self._seconds = seconds
        self._until = 0.0
        self._asking = asyncio.Lock()

    @property
    def left(self) -> float:
        """Seconds for which it is surely held."""
        return max(0.0, self._until - time.monotonic())

    async def held(self) -> bool:
        """Take it, or renew it when a third of its time is gone. Raises a fault of the broker."""
        async with self._asking:
            if self.left > self._seconds * 2 / 3:
                return True
            asked_at = time.monotonic()
            held = await self._extended() or await self._lock.acquire(token=self._token)
            self._until = asked_at + self._seconds if held else 0.0
            return held

    async def release(self) -> None:
        """Let a successor take over at once."""
        async with self._asking:
            self._until = 0.0
            if await self._lock.owned():
                await self._lock.release()

    async def _extended(self) -> bool:
        if not self._lock.local.token:
            return False
        try:
            return bool(await self._lock.extend(self._seconds, replace_ttl=True))
        except LockError:
            return False
