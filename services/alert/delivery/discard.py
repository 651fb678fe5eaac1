"""Deliveries to a channel that is gone are ended by a person, with a reason; `replay` brings them back."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from services.alert.delivery.claiming import KEEP_DAYS, Ending, Outcome
from services.alert.delivery.deliveries import Deliveries, OnItsWay
from shared.config import nearest
from shared.errors import BadInputError
from shared.scripts import Step
from shared.streams import Keys


class Orphaned:
    """What is on its way to channels that are not configured."""

    def __init__(self, client: Redis, keys: Keys, configured: Collection[str]) -> None:
        self._keys, self._configured = keys, {*configured, "log"}
        self._deliveries = Deliveries(client, keys)
        self._discard = Step(client, Path(__file__).with_name("discard.lua"))

    async def by_channel(self) -> dict[str, list[OnItsWay]]:
        """The deliveries of each such channel, in order of the names."""
        found: dict[str, list[OnItsWay]] = {}
        for row in await self._deliveries.on_their_way():
            if row.channel not in self._configured:
                found.setdefault(row.channel, []).append(row)
        return found

    async def discard(self, channel: str, reason: str, at: datetime) -> int:
        """End all that waits for `channel`; how many there were. BadInputError when it is none of these."""
        found = await self.by_channel()
        if channel not in found:
            known = "channels.yaml has it" if channel in self._configured else nearest(channel, found)
            raise BadInputError(
                f"nothing is orphaned for the channel {channel!r}; {known}; nothing was changed"
            )
        outcomes = [await self._end(row, reason, at) for row in found[channel]]
        return outcomes.count("discarded")

    async def _end(self, row: OnItsWay, reason: str, at: datetime) -> str:
        ending = Ending(
            **row.model_dump(include={"delivery_id", "alert_id", "rule", "channel", "tries"}),
            outcome=Outcome.DISCARDED,
            status=None,
            answer=reason,
            at=at,
        )
        of, channel = self._keys, row.channel
        keys = [of.due(channel), of.deliveries(channel), of.tries(channel), of.tokens(channel), of.delivered]
        return str((await self._discard(keys, [row.delivery_id, ending.model_dump_json(), KEEP_DAYS]))[0])
