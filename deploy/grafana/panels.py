"""What the dashboard shows: one row for the whole, then one for each service, in the order of the flow."""

from dataclasses import dataclass
from typing import Literal

from deploy.grafana.promql import counted, known, quantile

ONE_IS_GOOD = ((None, "red"), (1, "green"))
ONLY_ONE_IS_GOOD = (*ONE_IS_GOOD, (2, "red"))
ZERO_IS_GOOD = ((None, "orange"), (0, "green"), (1, "red"))
AN_HOUR_IS_BAD = ((None, "green"), (3600, "red"))
NEUTRAL = ((None, "blue"),)


@dataclass(frozen=True)
class Panel:
    """One picture. `queries` holds PromQL by legend; `colours` says from which value on a colour holds."""

    title: str
    queries: dict[str, str]
    kind: Literal["stat", "bargauge", "lines", "bars"] = "stat"
    width: int = 3
    unit: str = "short"
    colours: tuple[tuple[int | None, str], ...] = ZERO_IS_GOOD
    words: tuple[str, ...] = ()
    help: str = ""


FOUND, RELEASED = "max(melder_found_seq)", "max(melder_released_seq)"
DECIDED = "max(melder_next_seq > 0) - 1"
RAISED_IN_RANGE = counted("melder_alerts_raised_total", "rule", "reason", window="$__range")
OVERDUE = "clamp_min(time() - max by (source) (melder_source_due_timestamp_seconds), 0)"
FIRING = 'count by (alertname) (ALERTS{alertstate="firing", alertname=~"Melder.*"})'

ROWS = {
    "Is it working at all?": (
        Panel(
            "Alarms that ring", {"{{alertname}}": FIRING}, help="Each says what to do: Prometheus, /alerts."
        ),
        Panel(
            "Services",
            {"{{job}}": 'min by (job) (up{job=~"watcher|ner|alert"})'},
            colours=ONE_IS_GOOD,
            words=("down", "up"),
        ),
        Panel(
            "Broker",
            {"{{job}}": "min by (job) (melder_broker_up * melder_broker_writable)"},
            colours=ONE_IS_GOOD,
            words=("away or full", "there"),
            help="As each service sees it. Without it nothing is lost and nothing is decided.",
        ),
        Panel(
            "Active replicas",
            {"watcher": known("sum(melder_watcher_active)"), "alert": known("sum(melder_alert_active)")},
            colours=ONLY_ONE_IS_GOOD,
            help="One publishes, one decides; the others stand by. Two for long is a fault.",
        ),
        Panel(
            "Journal stalled",
            {"journal": known("max(melder_journal_stalled)")},
            words=("no", "yes"),
            help="The record to be decided next is missing; alert's log says which.",
        ),
        Panel(
            "Configuration wrong",
            {"files": known("max(melder_config_wrong)")},
            words=("no", "yes"),
            help="What held before the fault still does; the service's log names file, line and field.",
        ),
        Panel(
            "Dead letters",
            {hop: known(f'max(melder_dead_letters{{hop="{hop}"}})') for hop in ("read", "deliver")},
            help="Given up, kept for 30 days: python -m services.alert deliveries --dead",
        ),
        Panel(
            "Faults of the broker",
            {"{{job}} {{loop}}": counted("melder_loop_faults_total", "job", "loop")},
            "bars",
        ),
    ),
    "watcher: finds": (
        Panel("Articles", {"{{source}}": counted("melder_articles_published_total", "source")}, "bars", 6),
        Panel(
            "Errors",
            {"{{source}} {{reason}}": counted("melder_source_errors_total", "source", "reason")},
            "bars",
            6,
        ),
        Panel(
            "Where the texts come from",
            {"{{outcome}}": counted("melder_pages_total", "outcome")},
            "bars",
            6,
            help="From the page itself or from the feed, and why.",
        ),
        Panel(
            "In another language",
            {"{{source}}": counted("melder_articles_set_aside_total", "source")},
            "bars",
            help="Set aside, neither read nor decided.",
        ),
        Panel(
            "Held back",
            {"watcher": known("max(melder_watcher_held_back)")},
            words=("no", "yes"),
            help="Too much is unread, or the broker is nearly full; watcher's log says which.",
        ),
        Panel("Since it should have been read", {"{{source}}": OVERDUE}, "bargauge", 12, "s", AN_HOUR_IS_BAD),
        Panel(
            "Sources down",
            {"{{source}}": "max by (source) (melder_source_down) == 1"},
            width=12,
            words=("", "down"),
            help="They fail again and again, or have ended.",
        ),
    ),
    "ner: reads": (
        Panel("Records read", {"{{outcome}}": counted("melder_records_read_total", "outcome")}, "bars", 6),
        Panel(
            "Time to read one article",
            {"p50": quantile(0.5, "melder_reading_seconds"), "p95": quantile(0.95, "melder_reading_seconds")},
            "lines",
            6,
            "s",
        ),
        Panel(
            "Seq: found, released, decided",
            {"found": FOUND, "released": RELEASED, "decided": DECIDED},
            "lines",
            6,
            help="The three lie on each other. Where one stays behind, the service after its gap is slow.",
        ),
        Panel(
            "Records that wait",
            {
                "to be read": f"clamp_min({FOUND} - {RELEASED}, 0)",
                "read, for an earlier one": "max(melder_parked_records)",
                "to be decided": f"clamp_min({RELEASED} - ({DECIDED}), 0)",
            },
            "lines",
            6,
        ),
    ),
    "alert: decides and delivers": (
        Panel(
            "Alerts raised in this time",
            {"{{rule}} {{reason}}": RAISED_IN_RANGE},
            "bargauge",
            8,
            colours=NEUTRAL,
        ),
        Panel(
            "Alerts raised",
            {"{{rule}} {{reason}}": counted("melder_alerts_raised_total", "rule", "reason")},
            "bars",
            8,
        ),
        Panel(
            "Alerts kept quiet",
            {"{{rule}} {{hush}}": counted("melder_alerts_hushed_total", "rule", "hush")},
            "bars",
            8,
            help="By a cool-down or a mute.",
        ),
        Panel(
            "Deliveries",
            {"{{channel}} {{outcome}}": counted("melder_deliveries_total", "channel", "outcome")},
            "bars",
            6,
        ),
        Panel(
            "Time of one try, p95",
            {"{{channel}}": quantile(0.95, "melder_delivery_seconds", "channel")},
            "lines",
            6,
            "s",
        ),
        Panel(
            "Deliveries that wait",
            {
                "{{channel}} due": "max by (channel) (melder_deliveries_due)",
                "{{channel}} all": "max by (channel) (melder_deliveries_waiting)",
                "{{channel}} on route {{route}}": "max by (channel, route) (melder_alerts_waiting)",
            },
            "lines",
            6,
            help="On a route: alerts that wait for others, and are no delivery yet.",
        ),
        Panel(
            "Due since",
            {
                "{{channel}}": "max by (channel) (melder_deliveries_oldest_due_seconds)",
                "{{channel}} on route {{route}}": "max by (channel, route) (melder_alerts_overdue_seconds)",
            },
            "lines",
            3,
            "s",
            help="The oldest delivery; on a route, the oldest group.",
        ),
        Panel(
            "Channels disabled",
            {"{{channel}}": "max by (channel) (melder_channel_disabled) == 1"},
            words=("", "410"),
            help="The receiver answered 410; it gets nothing any more.",
        ),
    ),
}
"""The panels by the title of their row."""
