"""What every service measures."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class ServiceMetrics:
    """Health of one process, as numbers."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.broker_up = Gauge(
            "melder_broker_up", "1 while the broker answers this service", registry=registry
        )
        self.broker_writable = Gauge(
            "melder_broker_writable",
            "1 while the broker takes what is written: its disk and memory have room, it is no replica",
            registry=registry,
        )
        self.config_wrong = Gauge(
            "melder_config_wrong",
            "1 while a changed file of the configuration is wrong, so that what it held before stays",
            registry=registry,
        )
        self.loop_faults = Counter(
            "melder_loop_faults_total", "Times a loop met a fault of the broker", ["loop"], registry=registry
        )
        self.refused = Gauge(
            "melder_loop_refused",
            "1 while the journal or the broker refuses what a loop wants, until a person repairs it",
            ["loop"],
            registry=registry,
        )
