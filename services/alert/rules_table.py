"""Every rule with its owner, and how often it fired: those that never do show, too."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.rules import RuleSet
from shared.events import AlertRaised, Part, Timestamp


class RuleLine(Part):
    """A rule as `rules --json` prints it; `last_fired` is the latest event_at of its alerts."""

    rule: str
    when: str
    owner: str
    description: str
    to: tuple[str, ...]
    alerts: int
    last_fired: Timestamp | None


def rule_lines(rules: RuleSet, alerts: Iterable[AlertRaised]) -> list[RuleLine]:
    """The rules in order of the file, with what the alerts say about each."""
    fired: dict[str, list[Timestamp]] = {}
    for alert in alerts:
        fired.setdefault(alert.rule, []).append(alert.event_at)
    return [
        RuleLine(
            rule=rule.name,
            when=rule.when,
            owner=rule.owner,
            description=rule.description,
            to=rule.to,
            alerts=len(fired.get(rule.name, ())),
            last_fired=max(fired.get(rule.name, ()), default=None),
        )
        for rule in rules.rules
    ]


def print_rules(lines: Iterable[RuleLine], console: Console, *, as_json: bool) -> None:
    """A table, or JSON Lines."""
    if as_json:
        for line in lines:
            console.file.write(f"{line.model_dump_json()}\n")  # as it is: no wrapping, no markup
        return
    table = Table("rule", "when", "owner", "description", "to", "alerts", "last fired (UTC)", box=box.SIMPLE)
    for line in lines:
        last = f"{line.last_fired:%Y-%m-%d %H:%M}" if line.last_fired else "never"
        cells = (
            line.rule,
            line.when,
            line.owner,
            line.description,
            ", ".join(line.to),
            str(line.alerts),
            last,
        )
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
