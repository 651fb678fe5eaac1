"""Channels that deliveries wait for and that nobody here sends to: renamed, removed, or added meanwhile."""

import logging
from collections.abc import Collection

from services.alert.delivery.deliveries import Deliveries

log = logging.getLogger(__name__)
EVERY = 60.0
"""Seconds between two looks: each goes over all keys of the broker."""


class Orphans:
    """Finds them and says so, once each; `channels` are those found so far."""

    def __init__(self, deliveries: Deliveries, configured: Collection[str]) -> None:
        self._deliveries, self._configured = deliveries, configured
        self.channels: list[str] = []

    async def turn(self) -> float:
        """Look once."""
        for channel in await self._deliveries.channels():
            if channel not in self._configured and channel not in self.channels:
                self.channels.append(channel)
                log.error(
                    "deliveries wait for a channel that alert was started without: "
                    "give channels.yaml a channel of this name (again), and restart alert, "
                    "or: python -m services.alert discard",
                    extra={"channel": channel},
                )
        return EVERY
