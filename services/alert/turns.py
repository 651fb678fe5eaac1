"""What the active replica does, turn by turn; the others stand by."""

import logging

from services.alert.deciding.rules import RuleSet
from services.alert.journal import Journal, StalledError
from services.alert.metrics import AlertMetrics
from services.alert.rules_in_journal import RulesInJournal
from shared.lease import Lease

log = logging.getLogger(__name__)
STANDBY = 1.0
"""Seconds between two looks of a standby replica."""
IDLE = 0.05
"""Seconds until the journal is asked again after it had nothing."""


class BringRules:
    """Rules into the journal: at the start, and when the journal is new."""

    def __init__(self, lease: Lease, rules: RuleSet, journal: RulesInJournal) -> None:
        self._lease, self._rules, self._journal = lease, rules, journal

    async def turn(self) -> float:
        """Look once."""
        if await self._lease.held():
            newest = await self._journal.newest()
            if newest != self._rules.hash:
                outcome = await self._journal.change(newest, self._rules)
                log.info("rules", extra={"outcome": outcome, "hash": self._rules.hash})
        return STANDBY


class Decide:
    """The journal's next records, as long as none is missing or unreadable."""

    def __init__(self, lease: Lease, journal: Journal, metrics: AlertMetrics) -> None:
        self._lease, self._journal, self._metrics = lease, journal, metrics
        self._stalled_by = ""

    async def turn(self) -> float:
        """Decide some. What stalls the journal is logged once, not every second."""
        if not await self._lease.held():
            return STANDBY
        stalled_by, decided = "", 0
        try:
            decided = await self._journal.decide_some()
        except StalledError as error:
            stalled_by = str(error)
        if stalled_by and stalled_by != self._stalled_by:
            log.error("stalled", extra={"error": stalled_by})
        self._stalled_by = stalled_by
        self._metrics.stalled.set(bool(stalled_by))
        if stalled_by:
            return STANDBY
        return 0.0 if decided else IDLE
