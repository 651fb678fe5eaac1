"""Mutes as people say and see them: `alert mute add|list|end`."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.deciding.calm import MUTES, Mutes
from services.alert.json_lines import print_json_lines
from shared.config import Duration
from shared.errors import ConfigError
from shared.events import MuteBegan
from shared.identity import short_hash

DURATION: TypeAdapter[Duration] = TypeAdapter(Duration)
ID_LENGTH = 8


def new_mute(
    rule: str | None, entity: str | None, start: datetime, end: datetime, reason: str, author: str
) -> MuteBegan:
    """A mute with an id of its own. ConfigError where it is about nothing, or ends before it starts."""
    if rule is None and entity is None:
        raise ConfigError("a mute needs --rule or --entity, or both")
    if not reason.strip() or not author.strip():
        raise ConfigError("a mute needs a --reason and an --author: others will ask")
    if end <= start:
        raise ConfigError(f"the mute would end ({end:%Y-%m-%d %H:%M} UTC) before it starts")
    said = (rule or "", entity or "", start.isoformat(), end.isoformat(), reason, author)
    return MuteBegan(
        mute_id=short_hash(*said)[:ID_LENGTH],
        rule=rule,
        entity=entity,
        start=start,
        end=end,
        reason=reason,
        author=author,
    )


def when(text: str | None, default: datetime) -> datetime:
    """An ISO 8601 time, in UTC where it has no offset. ConfigError for anything else."""
    if text is None:
        return default
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{text!r} is no time; write 2025-01-06T09:00 or 2025-01-06T09:00+01:00") from error
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def end_of(start: datetime, lasting: str | None, until: str | None) -> datetime:
    """When a mute ends: after a duration, or at a time. ConfigError without either, or with both."""
    if (lasting is None) == (until is None):
        raise ConfigError("a mute needs an end: --for 2h or --until 2025-01-06T09:00")
    try:
        return when(until, start) if lasting is None else start + DURATION.validate_python(lasting)
    except (ValidationError, OverflowError) as error:
        raise ConfigError(f"--for {lasting}: a duration is written as 30m, 2h or 7d") from error


def mutes_of(state: Mapping[str, str]) -> tuple[MuteBegan, ...]:
    """The mutes in the deciding state."""
    return Mutes.model_validate_json(state.get(MUTES, "{}")).mutes


def print_mutes(mutes: Iterable[MuteBegan], now: datetime, console: Console, *, as_json: bool) -> None:
    """Every mute that is remembered, and whether it holds now."""
    if as_json:
        print_json_lines(console, mutes)
        return
    table = Table("id", "", "rule", "entity", "from (UTC)", "until (UTC)", "reason", "by", box=box.SIMPLE)
    for mute in mutes:
        cells = (mute.mute_id, _holds(mute, now), mute.rule or "any", mute.entity or "any")
        span = (f"{mute.start:%Y-%m-%d %H:%M}", f"{mute.end:%Y-%m-%d %H:%M}")
        table.add_row(*(Text(cell) for cell in (*cells, *span, mute.reason, mute.author)))
    if table.row_count:
        console.print(table)
    else:
        console.out("nothing is muted", highlight=False)


def _holds(mute: MuteBegan, now: datetime) -> str:
    if now < mute.start:
        return "planned"
    return "holds" if now < mute.end else "ended"
