"""The command line of alert."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from rich.console import Console

from services.alert import app as service
from services.alert import mutes
from services.alert.backtest import run_backtest, run_comparison
from services.alert.channels import AnyChannel, Channel, load_channels, open_channel
from services.alert.delivery import commands as delivery_commands
from services.alert.delivery.discard import Orphaned
from services.alert.entering import Entering
from services.alert.grouping import groups_of
from services.alert.journal import Journal
from services.alert.ledger_plot import print_plots
from services.alert.ledger_table import ledger_lines, print_ledger
from services.alert.live import live_alerts, live_records, live_state
from services.alert.metrics import AlertMetrics
from services.alert.record import Record
from services.alert.replay import read_tagged
from services.alert.rules import RuleSet, load_rules
from services.alert.rules_table import print_rules, rule_lines
from services.alert.settings import AlertSettings
from services.alert.source_names import source_names
from services.alert.warm import warmed_slices
from services.alert.why import why as tell_why
from shared.broker import connect, wait_for_broker
from shared.command_line import run_app
from shared.config import nearest
from shared.config_files import ConfigFiles
from shared.errors import BadInputError, ConfigError
from shared.events import MuteEnded
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings
from shared.watchlist import Watchlist, load_watchlist

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Decides what is news by the rules of rules.yaml, and tells it to the channels of channels.yaml.",
    epilog="MELDER_CONFIG: folder of the YAML files (default deploy/config). MELDER_REDIS_URL: the broker.",
)
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, for programs.")]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|-]...",
        help="ArticleTagged lines, as `python -m services.ner annotate --json` prints them; '-' is standard "
        "input. Without any: what the live journal holds.",
    ),
]
Rules = Annotated[
    Path | None, typer.Option("--rules", help="A rules file; default: rules.yaml in MELDER_CONFIG.")
]


@app.command()
def run() -> None:
    """Decide and deliver what ner reads, until stopped."""
    settings = load_settings(AlertSettings)
    set_up_logging("alert", settings.log_level)
    names = ("rules.yaml", "watchlist.yaml", "sources.yaml", "channels.yaml")
    config = ConfigFiles([settings.config / name for name in names], _rules_and_channels)
    rules, channels = config.value
    opened = [_open(settings, channel) for channel in channels.values()]
    built = service.build(settings, rules, opened, CollectorRegistry())
    serve(built, settings, settings.alert_port, config)


@app.command()
def check() -> None:
    """Say whether rules, channels, their keys and the watchlist are right.

    A rule has one condition (`when`: figure, mention, keyword, surge, no_news), or combines several on
    one article by `any`, `all` and `not`; rules.yaml as it is shipped says what each means.
    """
    settings = load_settings(AlertSettings)
    rules, channels = _rules(settings), _channels(settings)
    typer.echo(f"{settings.config}: {len(rules.rules)} rules and {len(channels)} channels, all right")


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
    records = _Records(settings, files)
    if compare:
        tried, other = _tried_rules(settings, rules), _tried_rules(settings, compare)
        run_comparison(tried, other, records, Console())
    else:
        run_backtest(_tried_rules(settings, rules), records, Console(), as_json=json)
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
    for line in tell_why(_tried_rules(settings, rules), rule, article, _Records(settings, files)):
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
    lines = ledger_lines(live_state(settings.redis_url, settings.keys), _tried_rules(settings), subject)
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
    print_rules(rule_lines(_tried_rules(settings), alerts, groups), Console(), as_json=json)


@app.command()
def warm(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE|-...", help="ArticleTagged lines; '-' is standard input.")
    ],
) -> None:
    """Fill ledgers from an archive without alerting. What the journal knows already stays as it is.

    Status 1 if a line was bad. The archive counts as said before whatever is decided after it.
    """
    records = _Records(load_settings(AlertSettings), files)

    async def do(client: Redis, settings: AlertSettings) -> None:
        warmed = warmed_slices(_tried_rules(settings), records)
        new = await Entering(client, settings.keys).enter(warmed)
        typer.echo(f"{new} slices of the state entered the journal")

    _with_broker(do)
    raise typer.Exit(records.bad > 0)


mute = typer.Typer(no_args_is_help=True, help="Keep quiet about something for a while.")
app.add_typer(mute, name="mute")


@mute.command()
def add(
    reason: Annotated[str, typer.Option(help="Why.")],
    author: Annotated[str, typer.Option(help="Who says so.", envvar="USER")],
    rule: Annotated[str | None, typer.Option(help="A rule; default: any.")] = None,
    entity: Annotated[str | None, typer.Option(help="An id of the watchlist; default: any.")] = None,
    lasting: Annotated[str | None, typer.Option("--for", help="How long: 30m, 2h, 7d.")] = None,
    until: Annotated[str | None, typer.Option(help="Or until when: 2025-01-06T09:00, UTC.")] = None,
    start: Annotated[str | None, typer.Option(help="From when on; default: now.")] = None,
) -> None:
    """Mute a rule, an entity, or both: alerts with an event_at in that time are decided, but not told.

    What is decided before the mute is told, also where it still waits on a route.
    """

    async def do(client: Redis, settings: AlertSettings) -> None:
        mutes.check_name(rule, [one.name for one in _tried_rules(settings).rules], "rule")
        mutes.check_name(entity, _watchlist(settings).entities, "entity")
        begin = mutes.when(start, service.utc_now())
        muted = mutes.new_mute(rule, entity, begin, mutes.end_of(begin, lasting, until), reason, author)
        await Entering(client, settings.keys).enter([muted])
        typer.echo(f"{muted.mute_id}: muted until {muted.end:%Y-%m-%d %H:%M} UTC")

    _with_broker(do)


@mute.command("list")
def list_mutes(json: Json = False) -> None:
    """Every mute that is decided: planned, in force, or ended lately."""
    settings = load_settings(AlertSettings)
    state = live_state(settings.redis_url, settings.keys)
    mutes.print_mutes(mutes.mutes_of(state), service.utc_now(), Console(), as_json=json)


@mute.command()
def end(
    mute_id: Annotated[str, typer.Argument(help="Id of a mute, as `mute list` shows it.")],
    author: Annotated[str, typer.Option(help="Who says so.", envvar="USER")],
) -> None:
    """End a mute now."""

    async def do(client: Redis, settings: AlertSettings) -> None:
        state = live_state(settings.redis_url, settings.keys)
        mutes.check_name(mute_id, [one.mute_id for one in mutes.mutes_of(state)], "mute")
        ended = MuteEnded(mute_id=mute_id, at=service.utc_now(), author=author)
        await Entering(client, settings.keys).enter([ended])

    _with_broker(do)


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

    _with_broker(do)


@app.command()
def deliveries(
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
    last: Annotated[int, typer.Option(help="How many ended ones to show.", min=0)] = 20,
    json: Json = False,
) -> None:
    """What is on its way, to whom, and how the last ones ended."""
    _with_broker(
        lambda client, settings: delivery_commands.show(
            client, settings.keys, Console(), dead=dead, last=last, as_json=json
        )
    )


@app.command()
def replay(
    ids: Annotated[list[str] | None, typer.Argument(help="Delivery ids or alert ids.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="All that waits for this channel, or is dead, instead.")
    ] = None,
) -> None:
    """Send again: same id, same body. What waits for its next try is sent now."""
    if bool(ids) == (channel is not None):
        raise ConfigError("replay needs ids, or --channel NAME, and not both")

    async def do(client: Redis, settings: AlertSettings) -> None:
        if channel is not None:
            await delivery_commands.replay_channel(client, settings.keys, Console(), channel)
        await delivery_commands.replay(client, settings.keys, Console(), ids or [])

    _with_broker(do)


@app.command()
def orphans() -> None:
    """What waits for a channel which channels.yaml no longer has: deliveries, and alerts on routes."""

    async def do(client: Redis, settings: AlertSettings) -> None:
        await delivery_commands.show_orphans(await _orphaned(client, settings), Console())

    _with_broker(do)


@app.command()
def discard(
    channel: Annotated[str, typer.Argument(help="A channel that `orphans` lists.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with each delivery.")],
    author: Annotated[str, typer.Option(help="Who says so.", envvar="USER")],
) -> None:
    """End all deliveries to a channel which is gone.

    `deliveries` lists them; `replay` brings them back once channels.yaml has the channel again.
    """

    async def do(client: Redis, settings: AlertSettings) -> None:
        orphaned, why = await _orphaned(client, settings), f"{author}: {reason}"
        await delivery_commands.discard(orphaned, Console(), channel, why, service.utc_now())

    _with_broker(do)


@app.command()
def test(channel: Annotated[str, typer.Argument(help="A channel of channels.yaml.")]) -> None:
    """Send a test alert through a channel, once, and print the answer.

    A channel that was disabled (410) and accepts it is sent to again; only this asks the broker.
    """
    settings = load_settings(AlertSettings)
    configs = _channels(settings)
    if channel not in configs:
        raise ConfigError(f"no channel {channel!r}; {nearest(channel, configs)}")

    async def do() -> None:
        opened, client = _open(settings, configs[channel]), connect(settings.redis_url)
        try:
            await delivery_commands.try_channel(Console(), opened, service.utc_now())
            await delivery_commands.enable(client, settings.keys, Console(), channel)
        finally:
            await opened.close()
            await client.aclose()

    logging.basicConfig(level=logging.ERROR)
    asyncio.run(do())


@app.command()
def keygen(
    variable: Annotated[str, typer.Argument(help="Name for the variable.")] = "MELDER_WEBHOOK_KEY",
) -> None:
    """Make a key for a webhook."""
    delivery_commands.keygen(Console(), variable)


class _Records:
    """The articles of files, or of the live journal; bad lines are complained about and counted."""

    def __init__(self, settings: AlertSettings, files: list[str] | None) -> None:
        self._settings, self._files, self.bad = settings, files, 0

    def __iter__(self) -> Iterator[Record]:
        if self._files:
            return read_tagged(self._files, self._complain)
        return live_records(self._settings.redis_url, self._settings.keys)

    def _complain(self, fault: str) -> None:
        self.bad += 1
        typer.echo(f"melder: {fault}", file=sys.stderr)


def _rules(settings: AlertSettings) -> RuleSet:
    sources = source_names(settings.config / "sources.yaml")
    return load_rules(settings.config / "rules.yaml", _watchlist(settings), _channels(settings), sources)


def _tried_rules(settings: AlertSettings, path: Path | None = None) -> RuleSet:
    """Rules that nothing is sent by: they need no channel and no key."""
    return load_rules(path or settings.config / "rules.yaml", _watchlist(settings), channels=None)


def _watchlist(settings: AlertSettings) -> Watchlist:
    own = settings.config / "watchlist.yaml"
    return load_watchlist(own if own.exists() else None)


def _channels(settings: AlertSettings) -> dict[str, AnyChannel]:
    return load_channels(settings.config / "channels.yaml", settings.environment)


def _rules_and_channels() -> tuple[RuleSet, dict[str, AnyChannel]]:
    """By the settings as they are now: a key of a new channel may have come into .env."""
    settings = load_settings(AlertSettings)
    return _rules(settings), _channels(settings)


def _open(settings: AlertSettings, config: AnyChannel) -> Channel:
    return open_channel(config, settings.environment, service.utc_now)


async def _orphaned(client: Redis, settings: AlertSettings) -> Orphaned:
    groups = await Journal(client, settings.keys, AlertMetrics(CollectorRegistry())).groups()
    return Orphaned(client, settings.keys, _channels(settings), groups)


def _with_broker(do: Callable[[Redis, AlertSettings], Awaitable[None]]) -> None:
    async def connected() -> None:
        settings = load_settings(AlertSettings)
        client = connect(settings.redis_url)
        try:
            await wait_for_broker(client, settings.redis_url, seconds=2)
            await do(client, settings)
        finally:
            await client.aclose()

    logging.basicConfig(level=logging.ERROR)
    asyncio.run(connected())


if __name__ == "__main__":
    run_app(app)
