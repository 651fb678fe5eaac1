"""JSON Feed: https://www.jsonfeed.org/version/1.1/."""

import json
from typing import Any

from services.watcher.listings.listing import Listing, an_entry, listing, plain
from services.watcher.moments import moment
from services.watcher.reading.limits import LIMITS, READ_MORE, Limits
from shared.article_text import ArticleText
from shared.errors import BadInputError


def read_json_feed(text: str, url: str, limits: Limits = LIMITS) -> Listing:
    """Its items. Raises BadInputError when it is something else."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{url}: not valid JSON: {str(error)[:200]}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise BadInputError(f"{url}: JSON, but no JSON Feed (https://www.jsonfeed.org)")
    newest = items[: READ_MORE * limits.entries]
    articles = [_article(item, url, limits) for item in reversed(newest)]
    return listing(articles, len(items), url, most=limits.entries)


def _article(item: Any, url: str, limits: Limits) -> ArticleText | None:
    if not isinstance(item, dict):
        return None
    texts = {name: value for name, value in item.items() if isinstance(value, str)}
    bodies = (
        plain(texts.get("content_html", "")),
        plain(texts.get("content_text", ""), markup=False),
        plain(texts.get("summary", ""), markup=False),
    )
    return an_entry(
        texts.get("url") or texts.get("external_url", ""),
        plain(texts.get("title", ""), markup=False),
        max(bodies, key=len),
        moment(texts.get("date_published")),
        moment(texts.get("date_modified")),
        url,
        item.get("authors") or item.get("author"),
        limits,
    )
