"""ArticleTagged in, AlertRaised out, to every channel."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from prometheus_client import CollectorRegistry

from services.alert.channels import Channel
from services.alert.deciding.rules import RuleSet
from services.alert.delivery.dead import DeadLetters
from services.alert.delivery.deliverer import Deliverer, close_all
from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.metrics import DeliveryMetrics
from services.alert.delivery.orphans import Orphans
from services.alert.journal import Journal
from services.alert.metrics import AlertMetrics
from services.alert.minutes import Minutes
from services.alert.rules_in_journal import RulesInJournal
from services.alert.settings import AlertSettings
from services.alert.trim import Trim
from services.alert.turns import BringRules, Decide
from shared.broker import connect
from shared.lease import Lease
from shared.service import Loop, Service


def build(
    settings: AlertSettings,
    rules: RuleSet,
    channels: Sequence[Channel],
    registry: CollectorRegistry,
) -> Service:
    """Assemble the service; everything it uses is passed in."""
    keys, client, metrics = settings.keys, connect(settings.redis_url), AlertMetrics(registry)
    lease = Lease(client, keys.lease("alert"), settings.replica, settings.alert_lease)
    metrics.active.set_function(lambda: lease.left > 0)
    journal = Journal(client, keys, metrics)
    delivery_metrics = DeliveryMetrics(registry)
    deliverers = [
        Deliverer(client, keys, channel, delivery_metrics, utc_now, Random())  # noqa: S311 - jitter
        for channel in channels
    ]

    names, letters = [channel.name for channel in channels], DeadLetters(client, keys)
    orphans = Orphans(Deliveries(client, keys), journal.groups, names)

    async def measure() -> float:
        seconds, _ = await client.time()
        metrics.count_waiting(await journal.groups(), datetime.fromtimestamp(seconds, UTC))
        return await delivery_metrics.measure(client, keys, letters, [*names, *orphans.channels])

    async def close() -> None:
        await close_all(deliverers)
        await lease.release()

    return Service(
        name="alert",
        client=client,
        registry=registry,
        loops=[
            Loop("rules", BringRules(lease, rules, RulesInJournal(client, keys)).turn),
            Loop("minutes", Minutes(client, keys, lease, rules, metrics).turn),
            Loop("decide", Decide(lease, journal, metrics).turn),
            Loop("orphans", orphans.turn),
            Loop("measure", measure),
            Loop("trim", Trim(client, keys, settings.alert_keep).turn),
            *(Loop(f"deliver-{deliverer.channel.name}", deliverer.turn) for deliverer in deliverers),
        ],
        closing=[close],
    )


def utc_now() -> datetime:
    """The wall clock: for timestamps of requests only, never for a decision."""
    return datetime.now(UTC)
