"""What the watcher measures. Labels hold names from the configuration, never words from the web."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class WatcherMetrics:
    """Articles and sources, as numbers."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.published = Counter(
            "melder_articles_published_total", "New articles and revisions", ["source"], registry=registry
        )
        self.known = Counter(
            "melder_articles_known_total", "Articles seen again, unchanged", ["source"], registry=registry
        )
        self.errors = Counter(
            "melder_source_errors_total",
            "Failed polls and bad inputs",
            ["source", "reason"],
            registry=registry,
        )
        self.last_success = Gauge(
            "melder_source_last_success_timestamp_seconds",
            "When a source was last read to the end",
            ["source"],
            registry=registry,
        )
        self.due = Gauge(
            "melder_source_due_timestamp_seconds",
            "When a source is to be read again, as of the last time that it was read to the end",
            ["source"],
            registry=registry,
        )
        self.down = Gauge(
            "melder_source_down",
            "1 while a source fails again and again, or has ended",
            ["source"],
            registry=registry,
        )
        self.pages = Counter(
            "melder_pages_total",
            "Articles by where their text comes from, and why",
            ["source", "outcome"],
            registry=registry,
        )
        self.set_aside = Counter(
            "melder_articles_set_aside_total",
            "Articles in another language than their source's",
            ["source"],
            registry=registry,
        )
        self.held_back = Gauge(
            "melder_watcher_held_back",
            "1 while publishing waits: too much is unread, or the broker is nearly full",
            registry=registry,
        )
        self.broker_memory = Gauge(
            "melder_broker_memory_ratio",
            "Share of its memory (maxmemory) that the broker uses; 0 where it has no bound",
            registry=registry,
        )
        self.active = Gauge("melder_watcher_active", "1 while this replica publishes", registry=registry)
