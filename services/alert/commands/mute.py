"""`alert mute add|list|end`."""

from typing import Annotated

import typer
from redis.asyncio import Redis
from rich.console import Console

from services.alert import app as service
from services.alert import mutes
from services.alert.commands.parts import Json, tell_waiting, tried_rules, with_broker
from services.alert.entering import Entering
from services.alert.live import live_state
from services.alert.settings import AlertSettings
from services.alert.unknown import refuse_unknown
from shared.events import MuteEnded
from shared.settings import load_settings
from shared.watchlist import load_watchlist

mute = typer.Typer(no_args_is_help=True, help="Keep quiet about something for a while.")


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
        if rule is not None:
            refuse_unknown(rule, [one.name for one in tried_rules(settings).rules], "rule")
        if entity is not None:
            watchlist = load_watchlist(settings.own_watchlist)
            called = watchlist.called(entity, watchlist.entities)
            refuse_unknown(entity, watchlist.entities, "entity", called)
        begin = mutes.when(start, service.utc_now())
        muted = mutes.new_mute(rule, entity, begin, mutes.end_of(begin, lasting, until), reason, author)
        await Entering(client, settings.keys).enter([muted])
        typer.echo(f"{muted.mute_id}: muted until {muted.end:%Y-%m-%d %H:%M} UTC")
        await tell_waiting(client, settings.keys)

    with_broker(do)


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
        refuse_unknown(mute_id, [one.mute_id for one in mutes.mutes_of(state)], "mute")
        ended = MuteEnded(mute_id=mute_id, at=service.utc_now(), author=author)
        await Entering(client, settings.keys).enter([ended])
        typer.echo(f"{mute_id}: ends now")
        await tell_waiting(client, settings.keys)

    with_broker(do)
