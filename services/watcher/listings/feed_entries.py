"""The entries of a feed in XML: RSS, Atom or RDF."""

import io
import re
from typing import Any

import feedparser

from services.watcher.listings.listing import Listing, an_entry, is_complete, listing, plain
from services.watcher.moments import moment
from services.watcher.reading.limits import LIMITS, Limits
from shared.article_text import ArticleText
from shared.errors import BadInputError

PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
MOST_MINUTES = 525_600
NO_END = r"(?!(?:br|hr|img|input|wbr|p|li)(?![\w:.-]))"
"""HTML's elements that honest feeds do not end."""
TAG = re.compile(
    rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?P<end></{NO_END})"
    rf"|(?P<begin><{NO_END}[\w:])[^<>]*?(?P<empty>/)?>",
    re.DOTALL | re.IGNORECASE,
)
OF_MEDIA = re.compile(r"<(/?(?:media|itunes):)(description|summary|subtitle)\b[^<>]*?(/?)>")
"""feedparser takes what these say of a picture or a podcast for the article's own text.

Without their attributes, for whose sake feedparser drops the text of elements that it does not know.
"""
ASIDE = ("media_of_description", "itunes_of_summary", "itunes_of_subtitle")


def read_feed(text: str, url: str, limits: Limits = LIMITS) -> Listing:
    """Raises BadInputError when it is no feed."""
    if (depth := nesting(text)) > limits.nesting:
        raise BadInputError(
            f"{url}: {depth} elements in each other, over the {limits.nesting} of MELDER_WATCHER_FEED_NESTING"
        )
    # a stream, because feedparser opens what it takes for a file name
    parsed = feedparser.parse(
        io.BytesIO(OF_MEDIA.sub(r"<\1of_\2\3>", text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    complete = is_complete(text)
    entries = parsed.entries if complete else parsed.entries[:-1]  # the last one may be cut
    if not entries and not (parsed.version and complete):
        reason = str(parsed.get("bozo_exception", "nothing known in it"))[:200]
        raise BadInputError(f"{url}: neither RSS nor Atom ({reason})")
    articles = [_article(entry, url, limits) for entry in reversed(entries[: limits.entries])]
    found = listing(articles, len(entries), url, _ttl(parsed.feed), limits.entries)
    return found.model_copy(update={"complete": complete})


def nesting(text: str) -> int:
    """How deep elements lie in each other; what is quoted (CDATA) does not count."""
    depth = deepest = 0
    for tag in TAG.finditer(text):
        if tag["end"]:
            depth = max(0, depth - 1)
        elif tag["begin"] and not tag["empty"]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _ttl(feed: Any) -> float:
    """By RSS (https://www.rssboard.org/rss-specification#ltttlgt) or RDF's syndication module."""
    minutes, often = str(feed.get("ttl", "")), str(feed.get("sy_updatefrequency", "1"))
    if minutes.isdecimal():
        return 60.0 * min(int(minutes[:9]), MOST_MINUTES)
    times = int(often[:9]) if often.isdecimal() else 1
    return PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), 0) / max(times, 1)


def _article(entry: Any, url: str, limits: Limits) -> ArticleText | None:
    return an_entry(
        entry.link if entry.get("link") else "",
        _text(entry.get("title_detail")),
        _body(entry),
        moment(dict.get(entry, "published")),
        moment(dict.get(entry, "updated")),
        url,
        entry.get("authors", []),
        limits,
    )


def _body(entry: Any) -> str:
    """The longest of what the entry says about itself, else what it says of its picture or podcast."""
    texts = [_text(part) for part in (*entry.get("content", ()), entry.get("summary_detail"))]
    return max(texts, key=len) or next((plain(entry[name]) for name in ASIDE if entry.get(name)), "")


def _text(part: Any) -> str:
    return plain(part.get("value") or "", markup=part.get("type") != "text/plain") if part else ""
