"""What a feed or sitemap lists: articles, oldest first, or where to look for them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

from inscriptis import get_text
from pydantic import BaseModel
from yarl import URL

from services.watcher.reading.limits import LIMITS, Limits
from services.watcher.texts.encoding import clean
from services.watcher.texts.own_lines import own_lines
from shared.article_text import ArticleText, Fields, compose, names
from shared.errors import BadInputError

OLDEST = datetime(1, 1, 1, tzinfo=UTC)
ROOT_END = re.compile(r"</(\w+:)?(rss|feed|RDF|urlset|sitemapindex)\s*>", re.IGNORECASE)
LAST = 10_000
"""Characters of an answer in which its root ends; some servers write comments behind it."""


class Listing(BaseModel):
    """Articles, oldest first, and how many entries had no link or text, or were too long or many.

    `ttl` is how long it wants to be left alone, in seconds. `parts` are the sitemaps of an index, the newest
    first, and `most` is how many articles may be taken of all of them; `feeds` are those that a web page
    names. Not `complete`: it was cut, and its last entry is left for the next time. `faults`: what is wrong
    with parts.
    """

    articles: list[ArticleText] = []
    skipped: int = 0
    ttl: float = 0
    parts: list[str] = []
    most: int = LIMITS.entries
    feeds: list[str] = []
    complete: bool = True
    faults: list[str] = []


def is_complete(text: str) -> bool:
    """Whether a feed or sitemap in XML has its end."""
    return bool(ROOT_END.search(text[-LAST:]))


def listing(
    entries: Iterable[ArticleText | None], count: int, url: str, ttl: float = 0, most: int = LIMITS.entries
) -> Listing:
    """Of `count` entries those that can be used, oldest first. BadInputError when there is none."""
    usable = [entry for entry in entries if entry]
    if count and not usable:
        raise BadInputError(f"{url}: none of its {count} entries has a link and a text")
    usable.sort(key=lambda entry: entry.updated_at or entry.published_at or OLDEST)
    newest = usable[-most:]
    return Listing(articles=newest, skipped=count - len(newest), ttl=ttl)


def an_entry(
    link: str,
    title: str,
    body: str,
    published_at: datetime | None,
    updated_at: datetime | None,
    base: str,
    authors: object = (),
    limits: Limits = LIMITS,
) -> ArticleText | None:
    """One entry as an article; None where it has no link to a page, no text, or one that is too long."""
    url = absolute(link, base, limits.link)
    title = plain(unescape(title), markup=False)  # many are escaped once too often
    if published_at and updated_at and updated_at <= published_at:
        updated_at = None
    if not url or not (title or body) or len(body) > limits.text:
        return None
    own, credited = own_lines(body.splitlines())
    fields = Fields(
        title=title,
        url=url,
        authors=names([*map(plain, names(authors)), *credited]),
        published_at=published_at,
        updated_at=updated_at,
    )
    return compose(fields, "\n".join(own).strip() or title or body, base)


def absolute(link: str, base: str, longest: int = LIMITS.link) -> str:
    """An http(s) address, as seen from `base`; empty where it is none, or over `longest` characters."""
    try:
        link = urljoin(base, clean(link).strip()) if link else ""
        parts = urlsplit(link)
        host = parts.hostname and URL(link).host  # which also looks at the port, and at how a name is encoded
    except ValueError:
        return ""
    return link if host and parts.scheme in ("http", "https") and len(link) <= longest else ""


def plain(value: str, *, markup: bool = True) -> str:
    """Plain text: a blank line between paragraphs, spaces single, nothing invisible."""
    value = clean(value)
    if markup and ("<" in value or "&" in value):
        value = get_text(value)
    lines = (" ".join(line.split()) for line in value.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
