"""What the commands on deliveries and channels do: each prints for people, or JSON Lines."""

import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from redis.asyncio import Redis
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.channels import Answer, Channel, Verdict
from services.alert.delivery.claiming import KEEP_DAYS, Ending
from services.alert.delivery.dead import article_url
from services.alert.delivery.deliverer import ENABLE
from services.alert.delivery.deliveries import Deliveries, OnItsWay
from services.alert.delivery.discard import Orphaned
from services.alert.delivery.signing import new_key
from services.alert.delivery.trial import try_out
from services.alert.json_lines import print_json_lines
from shared.broker import BROKER_FAULTS
from shared.errors import BadInputError, ConfigError, MelderError
from shared.events import DeadLetter
from shared.streams import Keys

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ANSWER_SHOWN = 120
"""Code points of an answer in a table."""
SHOWN = 50
"""How many are printed for people; JSON Lines hold all."""


async def show(client: Redis, keys: Keys, console: Console, *, dead: bool, last: int, as_json: bool) -> None:
    """What is on its way and how the `last` ones ended, or only what is dead, of every hop."""
    deliveries = Deliveries(client, keys)
    waiting = [] if dead else await deliveries.on_their_way()
    ended = await deliveries.dead() if dead else await deliveries.ended(last)
    unread = await deliveries.unread() if dead else []
    if as_json:
        print_json_lines(console, (*waiting, *ended, *unread))
        return
    if not dead:
        _tell_waiting(console, waiting)
        for channel, since in (await deliveries.disabled()).items():
            console.print(f"{channel} is disabled since {since} (410); to enable it: {ENABLE} {channel}")
    if not ended and not unread:
        console.print("Nothing is dead." if dead else "Nothing has ended yet.")
    _tell_ended(console, ended)
    _tell_unread(console, unread)


async def replay(client: Redis, keys: Keys, console: Console, ids: Sequence[str]) -> None:
    """Send again by delivery id or alert id: same id, same body. BadInputError for the first unknown one."""
    deliveries = Deliveries(client, keys)
    for wanted in ids:
        _tell_replayed(console, await deliveries.replay(wanted))


async def replay_channel(client: Redis, keys: Keys, console: Console, channel: str) -> None:
    """Send now all that waits for a channel or is dead. BadInputError when there is nothing."""
    outcomes = await Deliveries(client, keys).replay_channel(channel)
    if not outcomes:
        raise BadInputError(f"nothing waits for {channel}, and nothing of it is dead; nothing was changed")
    _tell_replayed(console, outcomes)


def _tell_replayed(console: Console, outcomes: Mapping[str, str]) -> None:
    for delivery_id, outcome in outcomes.items():
        console.print(f"{delivery_id}: {_REPLAYED[outcome]}", highlight=False)


async def show_orphans(orphaned: Orphaned, console: Console) -> None:
    """What waits for channels that nobody here sends to."""
    found = await orphaned.by_channel()
    for channel, orphan in found.items():
        told = "; ".join(filter(None, (_on_their_way(orphan.deliveries), orphan.still)))
        console.print(f"{channel}: {told}")
    console.print(
        "Give channels.yaml a channel of that name and restart alert, or discard them."
        if found
        else "Nothing waits for a channel that is not configured."
    )


async def discard(orphaned: Orphaned, console: Console, channel: str, reason: str, at: datetime) -> None:
    """End what is on its way to a channel that is gone. BadInputError when nothing is."""
    count = await orphaned.discard(channel, reason, at)
    console.print(
        f"{channel}: {count} discarded; `replay ID` brings one back, for {KEEP_DAYS} days, once "
        "channels.yaml has the channel again"
    )
    left = (await orphaned.by_channel()).get(channel)
    if left and left.still:
        console.print(f"{channel}: {left.still}; discard them once they went out")


async def try_channel(console: Console, channel: Channel, at: datetime) -> None:
    """Send one test alert, said at `at`; MelderError when it is not accepted. It needs no broker."""
    began = time.monotonic()
    answer = await try_out(channel, at)
    said = f"({time.monotonic() - began:.2f} s) {_said(answer)}"
    if answer.verdict is not Verdict.ACCEPTED:
        raise MelderError(f"{channel.name} did not accept the test alert {said}")
    console.print(f"{channel.name} accepted the test alert {said}", highlight=False, markup=False)


async def enable(client: Redis, keys: Keys, console: Console, channel: str) -> None:
    """Send again to a channel that was disabled (410); without a broker, say that this was not done."""
    try:
        enabled = await Deliveries(client, keys).enable(channel)
    except BROKER_FAULTS:
        console.print(f"No broker answers: if {channel} was disabled (410), it still is.", highlight=False)
        return
    if enabled:
        console.print(f"{channel} was disabled; it is sent to again", highlight=False)


def keygen(console: Console, variable: str) -> None:
    """A new key, as a line for the environment of alert (.env). ConfigError for a name that is none."""
    if not VARIABLE.fullmatch(variable):
        raise ConfigError(f"{variable!r} cannot name a variable: letters, digits and _, no digit first")
    console.out(
        "# for alert and for the receiver; in channels.yaml: secret_env: " + f"[{variable}]", highlight=False
    )
    console.out(f"{variable}={new_key()}", highlight=False)


_REPLAYED = {
    "replayed": "is sent again",
    "hurried": "waited for its next try; it is sent now",
    "on-its-way": "is on its way already",
    "known": "was sent again by somebody else just now",
}


def _said(answer: Answer | Ending | OnItsWay) -> str:
    text = answer.text if isinstance(answer, Answer) else answer.answer
    return f"{answer.status or ''} {text}".strip()


def _on_their_way(rows: Sequence[OnItsWay]) -> str:
    rules = ", ".join(sorted({row.rule for row in rows}))
    return f"{len(rows)} waiting, for rules {rules}" if rows else ""


def _tell_waiting(console: Console, rows: Sequence[OnItsWay]) -> None:
    if not rows:
        console.print("Nothing is on its way.")
        return
    table = Table(title="On their way", title_justify="left", caption=_more(rows), box=box.SIMPLE)
    for column in ("channel", "rule", "tries", "due"):
        table.add_column(column, overflow="fold")
    table.add_column("delivery", no_wrap=True)
    table.add_column("last answer", overflow="fold")
    for row in rows[:SHOWN]:
        due = f"in {timedelta(seconds=round(row.due_in))}" if row.due_in > 0 else "now"
        answer = Text(_said(row)[:ANSWER_SHOWN])
        table.add_row(row.channel, row.rule, str(row.tries), due, row.delivery_id, answer)
    console.print(table)


def _tell_ended(console: Console, rows: Sequence[Ending]) -> None:
    """Two lines each: ids and answers are too long for a table."""
    for row in rows[:SHOWN]:
        tries = "1 try" if row.tries == 1 else f"{row.tries} tries"
        head = f"{row.at:%Y-%m-%d %H:%M:%S} UTC  {row.channel}  {row.rule}  {row.outcome} after {tries}"
        for line in (head, f"    {row.delivery_id}  {_said(row)}"):
            console.print(line, soft_wrap=True, markup=False, highlight=False)
    if more := _more(rows):
        console.print(more)


def _tell_unread(console: Console, letters: Sequence[DeadLetter]) -> None:
    for letter in letters[:SHOWN]:
        head = f"{letter.hop}  {letter.id}  {letter.reason}  {article_url(letter)}".rstrip()
        for line in (head, f"    {letter.detail}"):
            console.print(line, soft_wrap=True, markup=False, highlight=False)
    if more := _more(letters):
        console.print(more)
    if letters:
        console.print("What could not be read was passed over; it is listed for 30 days, for you to know.")


def _more(rows: Sequence[object]) -> str | None:
    return f"and {len(rows) - SHOWN} more: --json" if len(rows) > SHOWN else None
