"""The command line of alert."""

from pathlib import Path
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from rich.console import Console

from services.alert import app as service
from services.alert.commands import deliveries
from services.alert.commands.mute import mute
from services.alert.commands.parts import (
    Files,
    Json,
    Records,
    Rules,
    backtested_rules,
    configured_channels,
    open_one,
    rules_and_channels,
    rules_in_force,
    tell_waiting,
    tried_rules,
    with_broker,
)
from services.alert.deciding.backtest import run_backtest, run_comparison
from services.alert.deciding.grouping import groups_of
from services.alert.deciding.warm import warmed_slices
from services.alert.deciding.why import why as tell_why
from services.alert.entering import Entering
from services.alert.journal import Journal
from services.alert.ledger_plot import print_plots
from services.alert.ledger_table import ledger_lines, print_ledger
from services.alert.live import live_alerts, live_state
from services.alert.metrics import AlertMetrics
from services.alert.repair import repair
from services.alert.rules_table import print_rules, rule_lines
from services.alert.settings import AlertSettings
from shared.command_line import run_app
from shared.config_files import ConfigFiles
from shared.errors import BadInputError, ConfigError
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings, settings_help

app = typer.Typer(
    rich_markup_mode="markdown",  # else every line of a paragraph stays one
    add_completion=False,
    no_args_is_help=True,
    help="Decides what is news by the rules of rules.yaml, and tells it to the channels of channels.yaml.",
    epilog="MELDER_CONFIG: folder of the YAML files (default deploy/config). MELDER_REDIS_URL: the broker.",
)


@app.command(epilog=settings_help(AlertSettings))
def run() -> None:
    """Decide and deliver what ner reads, until stopped. Settings come from the environment, as below."""
    settings = load_settings(AlertSettings)
    set_up_logging("alert", settings.log_level)
    names = ("rules.yaml", "watchlist.yaml", "sources.yaml", "channels.yaml")
    config = ConfigFiles([settings.config / name for name in names], rules_and_channels)
    rules, channels = config.value
    opened = [open_one(settings, channel) for channel in channels.values()]
    built = service.build(settings, rules, opened, CollectorRegistry())
    serve(built, settings, settings.alert_port, config)


@app.command()
def check(rules: Rules = None) -> None:
    """Say whether rules, channels, their keys and the watchlist are right.

    A rule has one condition (`when`: figure, mention, keyword, surge, no_news), or combines several on
    one article by `any`, `all` and `not`; rules.yaml as it is shipped says what each means.
    """
    settings = load_settings(AlertSettings)
    found, channels = rules_in_force(settings, rules), configured_channels(settings)
    typer.echo(f"{settings.config}: {len(found.rules)} rules and {len(channels)} channels, all right")


@app.command()
def backtest(
    files: Files = None,
    rules: Rules = None,
    compare: Annotated[
        Path | None, typer.Option(help="Another rules file: print only what it adds (+) and removes (−).")
    ] = None,
    json: Json = False,
) -> None:
    """What would have been alerted, by the same code that decides live. Status 1 if a line was bad.

    Cool-downs, the mutes of the journal and routes are kept; what goes out together is told beside the
    alerts. Where time must pass (surge, no_news, routes) and the records hold no minutes of their own, those
    between the articles (by found_at) are added.
    """
    settings = load_settings(AlertSettings)
    if compare and json:
        raise ConfigError("--compare prints for people only; run backtest --json with each of the files")
    records = Records(settings, files)
    if compare:
        tried, other = backtested_rules(settings, rules), backtested_rules(settings, compare)
        run_comparison(tried, other, records, Console())
    else:
        run_backtest(backtested_rules(settings, rules), records, Console(), as_json=json)
    raise typer.Exit(records.bad > 0)


@app.command()
def why(
    rule: Annotated[str, typer.Argument(help="Name of a rule.")],
    article: Annotated[str, typer.Argument(help="Id or URL of an article.")],
    files: Files = None,
    rules: Rules = None,
) -> None:
    """Why a rule did or did not fire on an article."""
    settings = load_settings(AlertSettings)
    for line in tell_why(tried_rules(settings, rules), rule, article, Records(settings, files)):
        typer.echo(line)


@app.command()
def ledger(
    subject: Annotated[str | None, typer.Argument(help="Id of whose figures; default: all.")] = None,
    plot: Annotated[bool, typer.Option("--plot", help="As a plot over time, instead of a table.")] = False,
    json: Json = False,
) -> None:
    """What is claimed so far, by whom, and which figure is held."""
    if plot and json:
        raise ConfigError("--plot draws for people; a program takes --json alone")
    settings = load_settings(AlertSettings)
    lines = ledger_lines(live_state(settings.redis_url, settings.keys), tried_rules(settings), subject)
    if plot:
        print_plots(lines, Console())
    else:
        print_ledger(lines, Console(), as_json=json)


@app.command("rules")
def list_rules(json: Json = False) -> None:
    """Every rule with its owner and description, when it last fired, how often, or never; and what waits.

    As far back as the journal is kept (MELDER_ALERT_KEEP).
    """
    settings = load_settings(AlertSettings)
    alerts = live_alerts(settings.redis_url, settings.keys)
    groups = groups_of(live_state(settings.redis_url, settings.keys))
    print_rules(rule_lines(tried_rules(settings), alerts, groups), Console(), as_json=json)


@app.command()
def warm(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE|-...", help="ArticleTagged lines; '-' is standard input.")
    ],
) -> None:
    """Fill ledgers from an archive without alerting. What the journal knows already stays as it is.

    Status 1 if a line was bad. The archive counts as said before whatever is decided after it.
    """
    records = Records(load_settings(AlertSettings), files)

    async def do(client: Redis, settings: AlertSettings) -> None:
        warmed = warmed_slices(tried_rules(settings), records)
        new = await Entering(client, settings.keys).enter(warmed)
        typer.echo(f"{new} new records entered the journal")
        await tell_waiting(client, settings.keys)

    with_broker(do)
    raise typer.Exit(records.bad > 0)


@app.command()
def skip(
    seq: Annotated[int, typer.Argument(help="The record that stalls the journal.", min=1)],
    reason: Annotated[str, typer.Option(help="Why; it is kept in the state.")],
) -> None:
    """Go past a record that cannot be decided. Only the one to be decided next can be skipped."""

    async def do(client: Redis, settings: AlertSettings) -> None:
        journal = Journal(client, settings.keys, AlertMetrics(CollectorRegistry()))
        if not await journal.skip(seq, reason):
            raise BadInputError(f"record {seq} is not the one to be decided next; nothing was changed")

    with_broker(do)


@app.command("repair")
def repair_journal() -> None:
    """Make a journal whole that contradicts itself, as the services' logs say; docs/repair.md tells more.

    What is decided stays decided, what is not is read again, and what Melder did not write goes.
    """

    async def do(client: Redis, settings: AlertSettings) -> None:
        typer.echo(await repair(client, settings.keys))

    with_broker(do)


app.add_typer(mute, name="mute")
for command in (
    deliveries.deliveries,
    deliveries.replay,
    deliveries.orphans,
    deliveries.discard,
    deliveries.test,
    deliveries.keygen,
):
    app.command()(command)


if __name__ == "__main__":
    run_app(app)
