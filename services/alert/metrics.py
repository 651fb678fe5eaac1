"""What alert measures."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from services.alert.deciding.decide import Decision
from services.alert.deciding.grouping import Groups


class AlertMetrics:
    """Decided records, raised alerts, and whether the journal goes on."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.next = Gauge("melder_next_seq", "Seq of the record to be decided next", registry=registry)
        self.raised = Counter(
            "melder_alerts_raised_total", "Alerts raised", ["rule", "reason"], registry=registry
        )
        self.hushed = Counter(
            "melder_alerts_hushed_total",
            "Alerts kept quiet by a cool-down or a mute",
            ["rule", "hush"],
            registry=registry,
        )
        self.grouped = Counter(
            "melder_alerts_grouped_total",
            "Alerts that went out together with others",
            ["channel", "route"],
            registry=registry,
        )
        self.waiting = Gauge(
            "melder_alerts_waiting",
            "Alerts that wait for others on their way to a channel",
            ["channel", "route"],
            registry=registry,
        )
        self.overdue = Gauge(
            "melder_alerts_overdue_seconds",
            "How long the oldest group that waits should have gone out",
            ["channel", "route"],
            registry=registry,
        )
        self.stalled = Gauge(
            "melder_journal_stalled", "1 while the record to be decided next is missing", registry=registry
        )
        self.minutes_ahead = Gauge(
            "melder_minutes_ahead",
            "Minutes that the journal's time is ahead of the broker's clock; none passes meanwhile",
            registry=registry,
        )
        self.active = Gauge("melder_alert_active", "1 on the replica that decides", registry=registry)

    def decided(self, seq: int, decision: Decision) -> None:
        """Count what one record changed."""
        self.next.set(seq + 1)
        for raised in decision.alerts:
            self.raised.labels(raised.alert.rule, raised.alert.reason).inc()
        for hushed in decision.hushed:
            self.hushed.labels(hushed.alert.rule, hushed.hush).inc()
        for group in decision.notifications:
            if len(group.alerts) > 1:
                self.grouped.labels(group.channel, group.route).inc(len(group.alerts))

    def count_waiting(self, groups: Groups, now: datetime) -> None:
        """Count what waits `now`, by the broker's clock, and for how long it should not any more."""
        self.waiting.clear()
        self.overdue.clear()
        overdue: dict[tuple[str, str], float] = {}
        for one in groups.groups:
            way = one.channel, one.route
            self.waiting.labels(*way).inc(len(one.alerts))
            late = (now - one.due).total_seconds() if one.due and one.alerts else 0.0
            overdue[way] = max(overdue.get(way, 0.0), late)
        for way, late in overdue.items():
            self.overdue.labels(*way).set(late)
