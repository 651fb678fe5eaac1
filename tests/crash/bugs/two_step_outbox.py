"""alert writes an alert, and in a second step its deliveries."""

import asyncio

from services.alert import journal
from services.alert.deciding.decide import Decision
from services.alert.journal import Journal

BETWEEN = 0.2


def seed() -> None:
    apply, deliveries_of = Journal._apply, journal.deliveries_of
    journal.deliveries_of = lambda decision: []

    async def in_two_steps(self: Journal, seq: int, decision: Decision) -> bool:
        applied = await apply(self, seq, decision)
        for delivery in deliveries_of(decision) if applied else ():
            await asyncio.sleep(BETWEEN)
            channel, id_ = delivery.channel, delivery.delivery_id
            await self._client.hset(self._keys.deliveries(channel), id_, delivery.model_dump_json())
            await self._client.zadd(self._keys.due(channel), {id_: 0})
        return applied

    Journal._apply = in_two_steps  # type: ignore[method-assign]
