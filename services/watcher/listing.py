"""What a feed or sitemap lists: articles, oldest first, or where to look for them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from inscriptis import get_text
from pydantic import BaseModel

from services.watcher.encoding import clean
from services.watcher.page import LONGEST_TEXT
from shared.article_text import ArticleText, Fields, compose
from shared.errors import BadInputError

MOST_ENTRIES = 500
LONGEST_LINK = 2_000
"""Characters."""
OLDEST = datetime(1, 1, 1, tzinfo=UTC)


class Listing(BaseModel):
    """Articles, oldest first, and how many entries had no link or text, or were too long or many.

    `ttl` is how long it wants to be left alone, in seconds. `parts` are the sitemaps of an index, the newest
    first; `feeds` are those that a web page names.
    """

    articles: list[ArticleText] = []
    skipped: int = 0
    ttl: float = 0
    parts: list[str] = []
    feeds: list[str] = []


def listing(entries: Iterable[ArticleText | None], count: int, url: str, ttl: float = 0) -> Listing:
    """Of `count` entries those that can be used, oldest first. BadInputError when there is none."""
    usable = [entry for entry in entries if entry]
    if count and not usable:
        raise BadInputError(f"{url}: none of its {count} entries has a link and a text")
    usable.sort(key=lambda entry: entry.updated_at or entry.published_at or OLDEST)
    return Listing(articles=usable[-MOST_ENTRIES:], skipped=count - len(usable[-MOST_ENTRIES:]), ttl=ttl)


def an_entry(
    link: str,
    title: str,
    body: str,
    published_at: datetime | None,
    updated_at: datetime | None,
    base: str,
) -> ArticleText | None:
    """One entry as an article; None where it has no link to a page, no text, or one that is too long."""
    url = absolute(link, base)
    if not url or not (title or body) or len(body) > LONGEST_TEXT:
        return None
    fields = Fields(title=title, url=url, published_at=published_at, updated_at=updated_at)
    return compose(fields, body or title, base)


def absolute(link: str, base: str) -> str:
    """An http(s) address, as seen from `base`; empty where it is none."""
    try:
        link = urljoin(base, clean(link).strip()) if link else ""
        parts = urlsplit(link)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.hostname and len(link) <= LONGEST_LINK
    return link if good else ""


def plain(value: str, *, markup: bool = True) -> str:
    """Plain text: a blank line between paragraphs, spaces single, nothing invisible."""
    value = clean(value)
    if markup and ("<" in value or "&" in value):
        value = get_text(value)
    lines = (" ".join(line.split()) for line in value.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def moment(value: object) -> datetime | None:
    """A time with its zone in ISO 8601; None where it is none, or the year cannot be right."""
    try:
        found = datetime.fromisoformat(str(value).strip())
        return found.astimezone(UTC) if found.tzinfo and 1970 <= found.year < 2200 else None
    except (ValueError, OverflowError):
        return None
