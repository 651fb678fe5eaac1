"""What the commands of alert share: their options, what is configured, the broker."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from redis.asyncio import Redis

from services.alert import app as service
from services.alert.channels import AnyChannel, Channel, load_channels, open_channel
from services.alert.deciding.record import Record
from services.alert.deciding.replay import read_tagged
from services.alert.deciding.rules import RuleSet, load_rules
from services.alert.live import live_records
from services.alert.settings import AlertSettings
from services.alert.source_names import channel_names, source_names
from shared.broker import connect, newest_seq, read_text, wait_for_broker
from shared.errors import ConfigError
from shared.settings import load_settings
from shared.streams import Keys
from shared.watchlist import load_watchlist

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


class Records:
    """The articles of files, or of the live journal; bad lines are complained about and counted in `bad`."""

    def __init__(self, settings: AlertSettings, files: list[str] | None) -> None:
        self._settings, self._files, self.bad = settings, files, 0

    def __iter__(self) -> Iterator[Record]:
        if self._files:
            return read_tagged(self._files, self._complain)
        return live_records(self._settings.redis_url, self._settings.keys)

    def _complain(self, fault: str) -> None:
        self.bad += 1
        typer.echo(f"melder: {fault}", file=sys.stderr)


def rules_in_force(settings: AlertSettings, path: Path | None = None) -> RuleSet:
    """The rules of rules.yaml, or of `path`, with every name checked. ConfigError for a wrong file."""
    config, watchlist = settings.config, load_watchlist(settings.own_watchlist)
    sources = source_names(config / "sources.yaml")
    return load_rules(path or config / "rules.yaml", watchlist, configured_channels(settings), sources)


def rules_and_channels() -> tuple[RuleSet, dict[str, AnyChannel]]:
    """By the settings as they are now: a key of a new channel may have come into .env."""
    settings = load_settings(AlertSettings)
    return rules_in_force(settings), configured_channels(settings)


def tried_rules(settings: AlertSettings, path: Path | None = None) -> RuleSet:
    """Rules that nothing is sent by: they need no channel and no key."""
    return load_rules(
        path or settings.config / "rules.yaml", load_watchlist(settings.own_watchlist), channels=None
    )


def backtested_rules(settings: AlertSettings, path: Path | None = None) -> RuleSet:
    """As `tried_rules`; where `run` would refuse a source or channel in them, that is told beside."""
    rules, config = tried_rules(settings, path), settings.config
    channels, sources = channel_names(config / "channels.yaml"), source_names(config / "sources.yaml")
    try:
        load_rules(path or config / "rules.yaml", load_watchlist(settings.own_watchlist), channels, sources)
    except ConfigError as error:
        typer.echo(f"melder: tried all the same, but `run` refuses these rules:\n{error}", file=sys.stderr)
    return rules


def configured_channels(settings: AlertSettings) -> dict[str, AnyChannel]:
    """The channels of channels.yaml, by name. ConfigError for a wrong file or a missing key."""
    return load_channels(settings.config / "channels.yaml", settings.environment)


def open_one(settings: AlertSettings, config: AnyChannel) -> Channel:
    """The channel itself; close it when done."""
    return open_channel(config, settings.environment, service.utc_now)


async def tell_waiting(client: Redis, keys: Keys) -> None:
    """Say how many records wait, where no alert service runs that decides them."""
    if await client.exists(keys.lease("alert")):
        return
    waiting = await newest_seq(client, keys.found) - int(await read_text(client, keys.next) or 1) + 1
    typer.echo(f"no alert service runs: {waiting} records wait until one does (make up)", err=True)


def with_broker(do: Callable[[Redis, AlertSettings], Awaitable[None]]) -> None:
    """Do it with a connection to the broker. MelderError where none answers within two seconds."""

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
