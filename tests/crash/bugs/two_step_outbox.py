"""alert writes an alert, and in a second step its deliveries; it dies between the first two."""

import asyncio

from services.alert import journal
from services.alert.deciding.decide import Decision
from services.alert.journal import Journal

BETWEEN = "between"
"""Key of the broker: there once the first alert is written without its deliveries."""


def seed() -> None:
    apply, deliveries_of = Journal._apply, journal.deliveries_of
    journal.deliveries_of = lambda decision: []

    async def in_two_steps(self: Journal, seq: int, decision: Decision) -> bool:
        applied = await apply(self, seq, decision)
        for delivery in deliveries_of(decision) if applied else ():
            if await self._client.set(BETWEEN, 1, nx=True):
                await asyncio.Event().wait()
            channel, id_ = delivery.channel, delivery.delivery_id
            await self._client.hset(self._keys.deliveries(channel), id_, delivery.model_dump_json())
            await self._client.zadd(self._keys.due(channel), {id_: 0})
        return applied

    Journal._apply = in_two_steps  # type: ignore[method-assign]
