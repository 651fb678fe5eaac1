"""Channels that alerts wait for and that nobody here sends to: renamed, removed, or added meanwhile."""

import logging
from collections.abc import Awaitable, Callable, Collection

from services.alert.deciding.grouping import Groups
from services.alert.delivery.deliveries import Deliveries

log = logging.getLogger(__name__)
EVERY = 60.0
"""Seconds between two looks: each goes over all keys of the broker."""


class Orphans:
    """Finds them and says so, again when one was empty meanwhile; `channels` are those found so far."""

    def __init__(
        self, deliveries: Deliveries, groups: Callable[[], Awaitable[Groups]], configured: Collection[str]
    ) -> None:
        self._deliveries, self._groups, self._configured = deliveries, groups, configured
        self._last: set[str] = set()
        self.channels: list[str] = []

    async def turn(self) -> float:
        """Look once."""
        found = {group.channel for group in (await self._groups()).groups if group.alerts}
        found = found.union(await self._deliveries.channels()).difference(self._configured)
        for channel in sorted(found - self._last):
            log.error(
                "alerts wait for a channel that alert was started without: "
                "give channels.yaml a channel of this name (again), and restart alert, "
                "or: python -m services.alert discard",
                extra={"channel": channel},
            )
        self._last, self.channels = found, sorted(found.union(self.channels))
        return EVERY
