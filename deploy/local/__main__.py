"""`make up`, `make down`, `make status`: the whole system on this machine, on deploy/config."""

import asyncio

import typer
from rich.console import Console

from deploy.local.assembly import Assembly
from deploy.local.settings import ROOT, LocalSettings, environment
from deploy.local.start import start_one
from services.alert.settings import AlertSettings
from shared.command_line import run_app
from shared.errors import MelderError
from shared.settings import load_settings

FOLDER = ROOT / "var" / "up"
INBOX = ROOT / "var" / "inbox"
AGAIN = "It is started again by itself in a moment."
LOOK = """
Melder watches what deploy/config/sources.yaml names: feeds, and every
.txt and .jsonl file that is put into var/inbox.

  {ask} deliveries    what was sent, to whom
  {ask} ledger        what is claimed so far
  make logs · make status · make down"""

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
console = Console(highlight=False)


def assembly() -> Assembly:
    """What `make up` runs, as the environment and `.env` say."""
    return Assembly(FOLDER, load_settings(LocalSettings).ports, environment())


@app.command()
def up() -> None:
    """Start everything in the background and wait until it is ready.

    What was started already is left as it is; status 1 when something of it is not ready.
    """
    local = assembly()
    if local.supervisor.is_running():
        console.print("Melder was started already:")
        if not asyncio.run(show(local)):
            raise typer.Exit(1)
        return
    INBOX.mkdir(parents=True, exist_ok=True)
    local.begin()
    try:
        asyncio.run(start_all(local))
    except (MelderError, KeyboardInterrupt):
        local.supervisor.end()
        raise
    console.print(LOOK.format(ask=asking(local.redis_url)), soft_wrap=True)


@app.command()
def down() -> None:
    """Stop everything, the broker last."""
    local = assembly()
    if not local.supervisor.is_running():
        console.print("Nothing is up.")
        return
    with console.status("Stopping …"):
        local.supervisor.end()
    console.print(f"Stopped. The journal is kept in {FOLDER.relative_to(ROOT)}/broker.")


@app.command()
def status() -> None:
    """Say what is up and ready; status 1 when something is not."""
    local = assembly()
    if not local.supervisor.is_running():
        console.print("Nothing is up. Start it with: make up")
        raise typer.Exit(1)
    if not asyncio.run(show(local)):
        raise typer.Exit(1)


def asking(redis_url: str) -> str:
    """How alert's commands are called so that they ask this broker."""
    command = ".venv/bin/python -m services.alert"
    asked = load_settings(AlertSettings).redis_url
    return command if asked == redis_url else f"MELDER_REDIS_URL={redis_url} {command}"


async def start_all(local: Assembly) -> None:
    """Start the programs in flow order, each after the one before is ready."""
    for program in local.ports:
        await start_one(local, program, console)


async def show(local: Assembly) -> bool:
    """A line for each program; whether all are ready."""
    faults = {program: await local.wrong(program) for program in local.ports}
    for program, wrong in faults.items():
        state = local.supervisor.state(program)
        word = (
            "[green]ready[/]    " if not wrong else "[red]not ready[/]" if state.up else "[red]ended[/]    "
        )
        console.print(f"  {word} {program:8} {local.address(program):26} pid {state.pid}")
        if wrong:
            console.print(f"            {wrong}", soft_wrap=True, markup=False)
        if state.died and not state.up:
            again = "It is not started again until: make down up" if state.given_up else AGAIN
            console.print(f"{local.last_words(program)}\n{again}", soft_wrap=True, markup=False)
    return not any(faults.values())


if __name__ == "__main__":
    run_app(app)
