"""The command line of the watcher."""

import asyncio
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry
from rich.console import Console

from services.watcher.app import build
from services.watcher.looking import look_once, print_lines, print_table
from services.watcher.metrics import WatcherMetrics
from services.watcher.settings import WatcherSettings
from services.watcher.sources_file import Sources, load_sources
from shared.command_line import run_app
from shared.config_files import ConfigFiles
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings, settings_help

app = typer.Typer(
    rich_markup_mode="markdown",  # else every line of a paragraph stays one
    add_completion=False,
    no_args_is_help=True,
    help="Finds new and revised articles in the sources of sources.yaml and puts them into the journal.",
    epilog="MELDER_CONFIG: folder of sources.yaml (default deploy/config). MELDER_REDIS_URL: the broker.",
)


@app.command(epilog=settings_help(WatcherSettings))
def run() -> None:
    """Watch all sources until stopped. Limits and the like come from the environment, as below."""
    settings = load_settings(WatcherSettings)
    set_up_logging("watcher", settings.log_level)
    sources = ConfigFiles(
        [settings.config / "sources.yaml"],
        lambda: load_sources(settings.config, load_settings(WatcherSettings).environment),
    )
    serve(build(settings, sources.value, CollectorRegistry()), settings, settings.watcher_port, sources)


@app.command()
def once(json: Annotated[bool, typer.Option("--json", help="one JSON object a source")] = False) -> None:
    """Look at each source once and print what it has. Nothing is published, no broker is needed."""
    settings = load_settings(WatcherSettings)
    metrics = WatcherMetrics(CollectorRegistry())
    file = load_sources(settings.config, settings.environment)
    looks = asyncio.run(look_once(Sources(file, settings, metrics, listed_only=True), file))
    if json:
        print_lines(looks)
    else:
        print_table(looks, Console())
    raise typer.Exit(1 if any(look.error for look in looks) else 0)


@app.command()
def check() -> None:
    """Say whether sources.yaml and the settings are right."""
    settings = load_settings(WatcherSettings)
    file = load_sources(settings.config, settings.environment)
    Sources(file, settings, WatcherMetrics(CollectorRegistry()))
    typer.echo(f"{settings.config / 'sources.yaml'}: {len(file.sources)} sources, all right")


if __name__ == "__main__":
    run_app(app)
