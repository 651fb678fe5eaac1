"""The closing tables of the demo."""

from pathlib import Path

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from deploy.demo.outcome import Outcome, Quiet, Told
from shared.events import AlertRaised


def report(console: Console, outcome: Outcome, folder: Path) -> None:
    """Print which alerts came and what proves them, then which articles rightly raised nothing."""
    console.print()
    console.print(_alerts(outcome.told))
    console.print()
    console.print(_silence(outcome.quiet))
    console.print()
    console.print(f"Alerts, one AlertRaised a line: {folder}/alerts.jsonl    Logs: {folder}/log/")


def _alerts(told: tuple[Told, ...]) -> Table:
    table = Table(title=f"{len(told)} alerts", title_justify="left", title_style="bold", show_lines=True)
    table.add_column("reason\noutlet\ndelay")
    table.add_column("previous\n→ new", max_width=20)
    table.add_column("alert\nand the sentence that proves it", ratio=1)
    for one in told:
        alert = one.alert
        delay = Text(f"{one.delay.total_seconds():.2f} s", style="dim")
        sentence = Text(f"„{alert.evidence.sentence}“", style="italic")
        table.add_row(
            Group(Text(alert.reason, style="bold"), alert.evidence.source, delay),
            _step(alert),
            Group(Text(alert.headline, style="bold"), sentence),
        )
    return table


def _step(alert: AlertRaised) -> str:
    if alert.figure is None:
        return ""
    return f"{alert.previous.words if alert.previous else '–'}\n→ {alert.figure.words}"


def _silence(quiet: tuple[Quiet, ...]) -> Table:
    title = f"{len(quiet)} articles rightly raised nothing"
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True)
    table.add_column("change\noutlet")
    table.add_column("article\nand why it raised nothing", ratio=1)
    for one in quiet:
        table.add_row(
            Group(one.change, one.article.source), Group(Text(one.article.title), Text(one.why, "italic"))
        )
    return table
