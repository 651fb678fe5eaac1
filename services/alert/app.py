"""ArticleTagged in, AlertRaised out, to every channel."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from prometheus_client import CollectorRegistry

from services.alert.channels import Channel
from services.alert.delivery.dead import DeadLetters
from services.alert.delivery.deliverer import Deliverer, close_all
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.metrics import DeliveryMetrics
from services.alert.delivery.orphans import Orphans
from services.alert.journal import Journal, StalledError
from services.alert.metrics import AlertMetrics
from services.alert.minutes import Minutes
from services.alert.rules import RuleSet
from services.alert.rules_file import RulesFile, RulesInJournal
from services.alert.settings import AlertSettings
from services.alert.trim import Trim
from shared.broker import connect
from shared.lease import Lease
from shared.service import Loop, Service

log = logging.getLogger(__name__)
STANDBY = 1.0
"""Seconds between two looks of a standby replica."""


def build(
    settings: AlertSettings,
    load_rules: Callable[[], RuleSet],
    channels: Sequence[Channel],
    registry: CollectorRegistry,
) -> Service:
    """Assemble the service; everything it uses is passed in."""
    keys, client, metrics = settings.keys, connect(settings.redis_url), AlertMetrics(registry)
    lease = Lease(client, keys.lease("alert"), settings.replica, settings.alert_lease)
    journal = Journal(client, keys, metrics)
    rules_file = RulesFile(files(settings.config), load_rules, metrics)
    in_journal = RulesInJournal(client, keys)

    async def bring_rules() -> float:
        """Rules into the journal: at the start, when the file changed, and when the journal is new."""
        if await lease.held():
            newest = await in_journal.newest()
            if rules_file.changed() or newest != rules_file.rules.hash:
                outcome = await in_journal.change(newest, rules_file.rules)
                log.info("rules", extra={"outcome": outcome, "hash": rules_file.rules.hash})
        return STANDBY

    stalled_by: list[str] = []

    async def decide() -> float:
        active = await lease.held()
        metrics.active.set(active)
        if not active:
            return STANDBY
        try:
            decided = await journal.decide_some()
        except StalledError as error:
            if str(error) not in stalled_by:
                log.error("stalled", extra={"error": str(error)})
            stalled_by[:] = [str(error)]
            metrics.stalled.set(1)
            return STANDBY
        stalled_by.clear()
        metrics.stalled.set(0)
        return 0.0 if decided else 0.05

    delivery_metrics = DeliveryMetrics(registry)
    deliverers = [
        Deliverer(client, keys, channel, delivery_metrics, utc_now, Random())  # noqa: S311 - jitter
        for channel in channels
    ]

    names, letters = [channel.name for channel in channels], DeadLetters(client, keys)
    orphans = Orphans(Deliveries(client, keys), names)

    async def measure() -> float:
        return await delivery_metrics.measure(client, keys, letters, [*names, *orphans.channels])

    async def close() -> None:
        await close_all(deliverers)
        await lease.release()

    return Service(
        name="alert",
        client=client,
        registry=registry,
        loops=[
            Loop("rules", bring_rules),
            Loop("minutes", Minutes(client, keys, lease, rules_file).turn),
            Loop("decide", decide),
            Loop("orphans", orphans.turn),
            Loop("measure", measure),
            Loop("trim", Trim(client, keys, settings.alert_keep).turn),
            *(Loop(f"deliver-{deliverer.channel.name}", deliverer.turn) for deliverer in deliverers),
        ],
        closing=[close],
    )


def files(config: Path) -> tuple[Path, ...]:
    """What the rules are made of."""
    return config / "rules.yaml", config / "watchlist.yaml", config / "sources.yaml"


def utc_now() -> datetime:
    """The wall clock: for timestamps of requests only, never for a decision."""
    return datetime.now(UTC)
