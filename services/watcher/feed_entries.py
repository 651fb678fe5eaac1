"""The entries of a feed, as articles."""

import calendar
import io
import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from inscriptis import get_text
from pydantic import BaseModel

from services.watcher.encoding import clean, decode_web
from shared.article_text import ArticleText, Fields, compose
from shared.errors import BadInputError

MOST_ENTRIES = 500
LONGEST_LINK, LONGEST_TEXT = 2_000, 500_000
"""Characters. What is longer is no article."""
OLDEST = datetime(1, 1, 1, tzinfo=UTC)
ROOT_END = re.compile(r"</(rss|feed|(\w+:)?RDF)\s*>\s*(<!--.*-->\s*)?\Z", re.IGNORECASE)


class FeedEntries(BaseModel):
    """Articles, oldest first, and how many entries had no link or text, or were too long or many."""

    articles: list[ArticleText]
    skipped: int


def read_entries(body: bytes, content_type: str, url: str) -> FeedEntries:
    """Parse RSS or Atom. Raises BadInputError when it is neither."""
    text = decode_web(body, content_type)
    if not text.strip():
        raise BadInputError(f"{url}: the answer is empty")
    # a stream, because feedparser opens what it takes for a file name
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    complete = ROOT_END.search(text[-1_000:])
    entries = parsed.entries if complete else parsed.entries[:-1]  # the last one may be cut
    if not entries and not (parsed.version and complete):
        raise BadInputError(f"{url}: {_no_feed(text, parsed)}")
    articles = [_article(entry, url) for entry in reversed(entries[:MOST_ENTRIES])]
    usable = [article for article in articles if article]
    usable.sort(key=lambda article: article.updated_at or article.published_at or OLDEST)
    if entries and not usable:
        raise BadInputError(f"{url}: none of its {len(entries)} entries has a link and a text")
    return FeedEntries(articles=usable, skipped=len(entries) - len(usable))


def _no_feed(text: str, parsed: Any) -> str:
    start = text[:2_000].lower()
    if "<html" in start or "<!doctype html" in start:
        return "a web page, not a feed; look for its feed's address"
    return f"neither RSS nor Atom ({str(parsed.get('bozo_exception', 'nothing known in it'))[:200]})"


def _article(entry: Any, url: str) -> ArticleText | None:
    title, body = _text(entry.get("title_detail")), _body(entry)
    link = _link(entry, url)
    if not link or not (title or body) or len(body) > LONGEST_TEXT:
        return None
    fields = Fields(
        title=title,
        url=link,
        published_at=_moment(dict.get(entry, "published_parsed")),
        updated_at=_moment(dict.get(entry, "updated_parsed")),
    )
    return compose(fields, body or title, url)


def _link(entry: Any, url: str) -> str:
    try:
        link = urljoin(url, clean(entry.link).strip()) if entry.get("link") else ""
        parts = urlsplit(link)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.hostname and len(link) <= LONGEST_LINK
    return link if good else ""


def _body(entry: Any) -> str:
    """The longest of what the entry says about itself."""
    texts = [_text(part) for part in (*entry.get("content", ()), entry.get("summary_detail"))]
    return max(texts, key=len)


def _text(part: Any) -> str:
    """Plain text: a blank line between paragraphs, spaces single, nothing invisible."""
    if not part:
        return ""
    value = clean(part.get("value") or "")
    if part.get("type") != "text/plain" and ("<" in value or "&" in value):
        value = get_text(value)
    lines = (" ".join(line.split()) for line in value.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _moment(parsed: time.struct_time | None) -> datetime | None:
    """In UTC; nothing where the year cannot be right."""
    if not parsed or not 1970 <= parsed.tm_year < 2200:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
