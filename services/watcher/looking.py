"""`once`: what every source has to offer now, for people."""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Column, Table

from services.watcher.sources import Source
from services.watcher.sources.feed import FeedConfig
from services.watcher.sources_file import Sources, SourcesFile
from shared.article_text import ArticleText
from shared.errors import BadInputError


@dataclass
class Look:
    """One look at one source; `newest` is the latest time that an article gives, ISO 8601."""

    source: str
    group: str = ""
    trust: str = ""
    status: str = ""
    articles: int = 0
    newest: str = ""
    error: str = ""


async def look_once(sources: Sources, file: SourcesFile) -> list[Look]:
    """All sources at the same time, in the order of the file."""
    try:
        looks = await asyncio.gather(*(_look(source) for source in sources.all))
    finally:
        await sources.close()
    for look, config in zip(looks, file.polled, strict=True):
        if isinstance(config, FeedConfig):
            look.group, look.trust = config.group, config.trust
    return looks


async def _look(source: Source) -> Look:
    try:
        poll = await source.poll("")
    except BadInputError as error:
        return Look(source.name, status="failed", error=str(error))
    items = await asyncio.to_thread(list, poll.items)
    articles = [item for item in items if isinstance(item, ArticleText)]
    faults = [str(item) for item in items if isinstance(item, BadInputError)]
    return Look(
        source.name,
        status=poll.status,
        articles=len(articles),
        newest=_newest(articles),
        error="\n".join(faults),
    )


def _newest(articles: Iterable[ArticleText]) -> str:
    moments = [moment for a in articles if (moment := a.updated_at or a.published_at)]
    return max(moments).astimezone(UTC).isoformat(timespec="seconds") if moments else ""


def print_lines(looks: Iterable[Look]) -> None:
    """One JSON object a source."""
    for look in looks:
        sys.stdout.write(json.dumps(asdict(look), ensure_ascii=False) + "\n")


def print_table(looks: Iterable[Look], console: Console) -> None:
    """A row a source, then what was wrong."""
    looks = list(looks)
    table = Table(
        "source", "group", "trust", "status", Column("articles", justify="right"), "newest (UTC)", "ago"
    )
    for look in looks:
        newest = look.newest[:16].replace("T", " ")
        table.add_row(
            look.source, look.group, look.trust, look.status, str(look.articles), newest, _ago(look.newest)
        )
    console.print(table)
    for look in looks:
        if look.error:
            message = f"{look.source}: {look.error}"
            console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)


def _ago(moment: str) -> str:
    if not moment:
        return ""
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()) // 60
    if minutes < 0:
        return "in the future"
    return (
        f"{minutes} min"
        if minutes < 120
        else f"{minutes // 60} h"
        if minutes < 2880
        else f"{minutes // 1440} d"
    )
