"""A web page that names its feed: https://www.rssboard.org/rss-autodiscovery."""

import re

from trafilatura import load_html

from services.watcher.listings.listing import Listing, absolute
from services.watcher.reading.limits import LIMITS, Limits
from shared.errors import BadInputError

KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)


def discover(text: str, url: str, limits: Limits = LIMITS) -> Listing:
    """The feeds that a page names, those of comments left out. BadInputError when it names none."""
    tree = load_html(text)
    links = tree.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')]") if tree is not None else []
    feeds = [
        absolute(link.get("href", ""), url, limits.link)
        for link in links
        if link.get("type", "").lower() in KINDS
        and not COMMENTS.search(f"{link.get('title', '')} {link.get('href', '')}")
    ]
    feeds = [feed for feed in feeds if feed and feed != url]
    if not feeds:
        raise BadInputError(f"{url}: a web page, not a feed, and it names none; look for its feed's address")
    return Listing(feeds=feeds)
