"""Every rule with its owner, and how often it fired: those that never do show, too."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.deciding.grouping import Groups
from services.alert.deciding.rules import RuleSet
from services.alert.json_lines import print_json_lines
from shared.events import AlertRaised, Part, Timestamp


class RuleLine(Part):
    """A rule as `rules --json` prints it; `last_fired` is the latest event_at of its alerts.

    `waiting` alerts of it wait for others on their way to a channel, the first of them until `waits_until`.
    """

    rule: str
    when: str
    owner: str
    description: str
    to: tuple[str, ...]
    alerts: int
    last_fired: Timestamp | None
    waiting: int = 0
    waits_until: Timestamp | None = None


def rule_lines(rules: RuleSet, alerts: Iterable[AlertRaised], groups: Groups) -> list[RuleLine]:
    """The rules in order of the file, with what the alerts and the groups that wait say about each."""
    fired: dict[str, list[Timestamp]] = {}
    for alert in alerts:
        fired.setdefault(alert.rule, []).append(alert.event_at)
    waiting = _waiting(groups)
    return [
        RuleLine(
            rule=rule.name,
            when=rule.when,
            owner=rule.owner,
            description=rule.description,
            to=rule.to,
            alerts=len(fired.get(rule.name, ())),
            last_fired=max(fired.get(rule.name, ()), default=None),
            waiting=len(waiting.get(rule.name, ())),
            waits_until=min(filter(None, waiting.get(rule.name, ())), default=None),
        )
        for rule in rules.rules
    ]


def _waiting(groups: Groups) -> dict[str, list[Timestamp | None]]:
    """Rule → until when each of its alerts waits, as far as that is known."""
    waiting: dict[str, list[Timestamp | None]] = {}
    for group in groups.groups:
        for text in group.alerts:
            waiting.setdefault(AlertRaised.model_validate_json(text).rule, []).append(group.due)
    return waiting


def print_rules(lines: Iterable[RuleLine], console: Console, *, as_json: bool) -> None:
    """A table, or JSON Lines."""
    if as_json:
        print_json_lines(console, lines)
        return
    names = ("rule", "when", "owner", "description", "to", "alerts", "last fired (UTC)", "waiting")
    table = Table(*names, box=box.SIMPLE)
    for line in lines:
        cells = (line.rule, line.when, line.owner, line.description, ", ".join(line.to), str(line.alerts))
        table.add_row(*(Text(cell) for cell in (*cells, _when(line.last_fired) or "never", _waits(line))))
    console.print(table)


def _when(at: Timestamp | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _waits(line: RuleLine) -> str:
    if not line.waiting:
        return ""
    return f"{line.waiting} until {_when(line.waits_until) or 'the next minute sets its time'}"
