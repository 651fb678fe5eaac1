"""The web in, ArticleFound out."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry

from services.watcher.metrics import WatcherMetrics
from services.watcher.origins import Origins
from services.watcher.polling import Polling
from services.watcher.publisher import Publisher
from services.watcher.settings import WatcherSettings
from services.watcher.sources_file import Sources
from shared.broker import connect
from shared.lease import Lease
from shared.service import Loop, Service

LOOKS = 0.5
"""Seconds between two looks at the lease, and at the journal."""


def build(settings: WatcherSettings, sources: Sources, registry: CollectorRegistry) -> Service:
    """Assemble the service; everything it uses is passed in."""
    keys, client, metrics = settings.keys, connect(settings.redis_url), WatcherMetrics(registry)
    lease = Lease(client, keys.lease("watcher"), settings.replica, settings.watcher_lease)
    origins = Origins(client, keys, settings.origin_window, settings.watcher_origin_articles)
    publisher = Publisher(
        client, keys, origins, metrics, settings.watcher_remember_days, lambda: datetime.now(UTC)
    )

    async def hold_lease() -> float:
        metrics.active.set(await lease.held())
        return LOOKS

    async def follow_journal() -> float:
        """So that a standby replica knows the newest texts when it takes over."""
        await origins.follow()
        return LOOKS

    polls = [Polling(source, publisher, client, keys, lease, metrics) for source in sources.all]
    return Service(
        name="watcher",
        client=client,
        registry=registry,
        loops=[
            Loop("lease", hold_lease),
            Loop("follow-journal", follow_journal),
            *(Loop(f"source-{poll.source.name}", poll.turn) for poll in polls),
        ],
        closing=[sources.close, lease.release],
    )
