"""Deliveries to a channel that is gone are ended by a person, with a reason; `replay` brings them back."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from services.alert.deciding.grouping import Groups
from services.alert.delivery.claiming import KEEP_DAYS, Ending, Outcome
from services.alert.delivery.deliveries import Deliveries, OnItsWay
from shared.config import nearest
from shared.errors import BadInputError
from shared.scripts import Step
from shared.streams import Keys


@dataclass(frozen=True)
class Orphan:
    """What one channel has that is not configured: deliveries, and alerts in groups (by route)."""

    deliveries: list[OnItsWay] = field(default_factory=list)
    grouped: Counter[str] = field(default_factory=Counter)

    @property
    def still(self) -> str:
        """What is no delivery yet, in words; empty where all is."""
        routes = ", ".join(sorted(self.grouped))
        return f"{self.grouped.total()} alerts wait for others, on route {routes}" if routes else ""


class Orphaned:
    """What waits for channels that are not configured; `groups` are those of the deciding state."""

    def __init__(self, client: Redis, keys: Keys, configured: Collection[str], groups: Groups) -> None:
        self._keys, self._configured, self._groups = keys, {*configured, "log"}, groups
        self._deliveries = Deliveries(client, keys)
        self._discard = Step(client, Path(__file__).with_name("discard.lua"))

    async def by_channel(self) -> dict[str, Orphan]:
        """What each such channel has, in order of the names."""
        found: dict[str, Orphan] = {}
        for row in await self._deliveries.on_their_way():
            if row.channel not in self._configured:
                found.setdefault(row.channel, Orphan()).deliveries.append(row)
        for group in self._groups.groups:
            if group.alerts and group.channel not in self._configured:
                found.setdefault(group.channel, Orphan()).grouped[group.route] += len(group.alerts)
        return dict(sorted(found.items()))

    async def discard(self, channel: str, reason: str, at: datetime) -> int:
        """End all deliveries to `channel`; how many there were. BadInputError when there are none.

        What waits in groups is left to them: the journal alone decides what becomes of it.
        """
        found = await self.by_channel()
        if channel not in found:
            known = "channels.yaml has it" if channel in self._configured else nearest(channel, found)
            raise BadInputError(
                f"nothing is orphaned for the channel {channel!r}; {known}; nothing was changed"
            )
        if not found[channel].deliveries:
            raise BadInputError(
                f"nothing is on its way to {channel} yet: {found[channel].still}; discard them once "
                "they went out; nothing was changed"
            )
        outcomes = [await self._end(row, reason, at) for row in found[channel].deliveries]
        return outcomes.count("discarded")

    async def _end(self, row: OnItsWay, reason: str, at: datetime) -> str:
        ending = Ending(
            **row.model_dump(include={"delivery_id", "alert_id", "rule", "channel", "tries", "alert_ids"}),
            outcome=Outcome.DISCARDED,
            status=None,
            answer=reason,
            at=at,
        )
        of, channel = self._keys, row.channel
        keys = [*of.on_their_way(channel), of.answers(channel), of.delivered]
        return str((await self._discard(keys, [row.delivery_id, ending.model_dump_json(), KEEP_DAYS]))[0])
