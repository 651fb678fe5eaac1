"""The commands on deliveries and channels: deliveries, replay, orphans, discard, test, keygen."""

import asyncio
import logging
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from rich.console import Console

from services.alert import app as service
from services.alert.commands.parts import (
    Json,
    configured_channels,
    open_one,
    with_broker,
)
from services.alert.delivery import actions
from services.alert.delivery.discard import Orphaned
from services.alert.journal import Journal
from services.alert.metrics import AlertMetrics
from services.alert.settings import AlertSettings
from services.alert.unknown import refuse_unknown
from shared.broker import connect
from shared.errors import ConfigError
from shared.settings import load_settings


def deliveries(
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
    last: Annotated[int, typer.Option(help="How many ended ones to show.", min=0)] = 20,
    json: Json = False,
) -> None:
    """What is on its way, to whom, and how the last ones ended."""
    with_broker(
        lambda client, settings: actions.show(
            client, settings.keys, Console(), dead=dead, last=last, as_json=json
        )
    )


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
            await actions.replay_channel(client, settings.keys, Console(), channel)
        await actions.replay(client, settings.keys, Console(), ids or [])

    with_broker(do)


def orphans() -> None:
    """What waits for a channel which channels.yaml no longer has: deliveries, and alerts on routes."""

    async def do(client: Redis, settings: AlertSettings) -> None:
        await actions.show_orphans(await _orphaned(client, settings), Console())

    with_broker(do)


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
        await actions.discard(orphaned, Console(), channel, why, service.utc_now())

    with_broker(do)


def test(channel: Annotated[str, typer.Argument(help="A channel of channels.yaml.")]) -> None:
    """Send a test alert through a channel, once, and print the answer.

    A channel that was disabled (410) and accepts it is sent to again; only this asks the broker.
    """
    settings = load_settings(AlertSettings)
    configs = configured_channels(settings)
    refuse_unknown(channel, configs, "channel")

    async def do() -> None:
        opened, client = open_one(settings, configs[channel]), connect(settings.redis_url)
        try:
            await actions.try_channel(Console(), opened, service.utc_now())
            await actions.enable(client, settings.keys, Console(), channel)
        finally:
            await opened.close()
            await client.aclose()

    logging.basicConfig(level=logging.ERROR)
    asyncio.run(do())


def keygen(
    variable: Annotated[str, typer.Argument(help="Name for the variable.")] = "MELDER_WEBHOOK_KEY",
) -> None:
    """Make a key for a webhook."""
    actions.keygen(Console(), variable)


async def _orphaned(client: Redis, settings: AlertSettings) -> Orphaned:
    groups = await Journal(client, settings.keys, AlertMetrics(CollectorRegistry())).groups()
    return Orphaned(client, settings.keys, configured_channels(settings), groups)
