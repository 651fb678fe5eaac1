"""What ner measures."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class NerMetrics:
    """Read, waiting and released records."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.read = Counter(
            "melder_records_read_total",
            "Records read: parked, repeated, gone, or the reason why they were skipped",
            ["outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "melder_reading_seconds",
            "Time to read one article, waiting for the tagger included",
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
            registry=registry,
        )
        self.parked = Gauge(
            "melder_parked_records", "Records read that wait for an earlier one", registry=registry
        )
        self.released = Gauge(
            "melder_released_seq", "Seq of the newest record in articles.tagged", registry=registry
        )
        self.found = Gauge(
            "melder_found_seq", "Seq of the newest record in articles.found", registry=registry
        )
