"""The web in, ArticleFound out."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry

from services.watcher.metrics import WatcherMetrics
from services.watcher.origins.origins import Origins
from services.watcher.polling import Polling
from services.watcher.pressure import Pressure
from services.watcher.publisher import Publisher
from services.watcher.push import PushEndpoint
from services.watcher.settings import WatcherSettings
from services.watcher.sources.push import PushClient, PushConfig
from services.watcher.sources_file import Sources, SourcesFile
from shared.broker import connect
from shared.lease import Lease
from shared.service import Loop, Service

LOOKS = 0.5
"""Seconds between two looks at the lease, and at the journal."""


def build(settings: WatcherSettings, file: SourcesFile, registry: CollectorRegistry) -> Service:
    """Assemble the service; everything it uses is passed in."""
    keys, client, metrics = settings.keys, connect(settings.redis_url), WatcherMetrics(registry)
    sources = Sources(file, settings, metrics)
    lease = Lease(client, keys.lease("watcher"), settings.replica, settings.watcher_lease)
    metrics.active.set_function(lambda: lease.left > 0)
    origins = Origins(client, keys, settings.origin_window, settings.watcher_origin_articles)
    pressure = Pressure(client, keys, metrics, settings.watcher_unread_limit, settings.watcher_memory_share)
    days, clock = settings.watcher_remember_days, lambda: datetime.now(UTC)
    publisher = Publisher(client, keys, origins, pressure, metrics, days, clock)

    async def hold_lease() -> float:
        await lease.held()
        return LOOKS

    async def follow_journal() -> float:
        """So that a standby replica knows the newest texts when it takes over."""
        await origins.follow()
        return LOOKS

    async def watch_pressure() -> float:
        await pressure.look()
        return LOOKS

    clients = [
        PushClient(config, settings.environment) for config in file.sources if isinstance(config, PushConfig)
    ]
    push = PushEndpoint(
        clients,
        publisher,
        pressure,
        sources,
        metrics,
        settings.watcher_text_limit,
        settings.watcher_push_seconds,
    )
    polls = [Polling(source, publisher, client, keys, lease, pressure, metrics) for source in sources.all]
    return Service(
        name="watcher",
        client=client,
        registry=registry,
        loops=[
            Loop("lease", hold_lease),
            Loop("follow-journal", follow_journal),
            Loop("watch-pressure", watch_pressure),
            *(Loop(f"source-{poll.source.name}", poll.turn) for poll in polls),
        ],
        routes=[("/articles", push)] if clients else [],
        closing=[sources.close, lease.release],
    )
