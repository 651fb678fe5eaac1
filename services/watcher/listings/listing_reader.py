"""Whatever a source's address answers → what it lists."""

import re

from services.watcher.listings.discovery import discover
from services.watcher.listings.feed_entries import read_feed
from services.watcher.listings.json_feed import read_json_feed
from services.watcher.listings.listing import Listing
from services.watcher.listings.sitemap import read_sitemap
from services.watcher.reading.limits import LIMITS, Limits
from services.watcher.texts.encoding import decode_web
from shared.errors import BadInputError

SITEMAP = re.compile(r"<(\w+:)?(urlset|sitemapindex)[\s>]")
WEB_PAGE = re.compile(r"<(!doctype\s+html|html)[\s>]", re.IGNORECASE)


def read_listing(body: bytes, content_type: str, url: str, limits: Limits = LIMITS) -> Listing:
    """RSS, Atom, RDF, JSON Feed, a news sitemap or an index of them, or a page that names its feed."""
    text = decode_web(body, content_type)
    start = text[:2_000]
    if not start.strip():
        raise BadInputError(f"{url}: the answer is empty")
    if start.lstrip().startswith("{"):
        return read_json_feed(text, url, limits)
    if SITEMAP.search(start):
        return read_sitemap(text, url, limits)
    if WEB_PAGE.search(start):
        return discover(text, url, limits)
    return read_feed(text, url, limits)
