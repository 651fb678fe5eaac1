"""`make demo`."""

import asyncio
import signal
import sys

import typer
from rich.console import Console

from deploy.demo.report import report
from deploy.demo.run import run
from deploy.local.settings import ROOT, environment
from shared.command_line import run_app
from shared.errors import MelderError

FOLDER = ROOT / "var" / "demo"
WIDTH_OF_A_PIPE = 120

app = typer.Typer(add_completion=False)


@app.command()
def demo() -> None:
    """Run the whole system once on the sample articles and print the alerts. Takes under a minute."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)
    console.print("[bold]Melder[/] on this machine, with sample articles of invented outlets:")
    outcome = asyncio.run(run(FOLDER, environment(), console))
    report(console, outcome, FOLDER.relative_to(ROOT))
    if outcome.faults:
        raise MelderError("\n".join(["the demo did not go as it should:", *outcome.faults]))


if __name__ == "__main__":
    run_app(app)
