"""Google News sitemaps and sitemap indexes: https://www.sitemaps.org/protocol.html."""

import re
from datetime import datetime
from html.entities import html5
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from services.watcher.listings.listing import OLDEST, Listing, absolute, an_entry, is_complete, listing, plain
from services.watcher.moments import moment
from services.watcher.reading.limits import LIMITS, READ_MORE, Limits
from shared.article_text import ArticleText
from shared.errors import BadInputError

AND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?P<entity>#?\w+;)?", re.DOTALL)
XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
OWN = ("loc", "lastmod")
NEWS = re.compile(r"(\{https?://(www\.)?google\.com/schemas/sitemap-news/[^}]*\}|news:)(?P<name>\w+)")
"""The second where the prefix is not declared. Pictures and videos have titles and dates as well."""


def read_sitemap(text: str, url: str, limits: Limits = LIMITS) -> Listing:
    """The articles of a news sitemap, or the parts of an index. Raises BadInputError."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(AND.sub(_as_xml, text).encode("utf-8", "replace"), parser)
    if root is None:
        raise BadInputError(f"{url}: not valid XML")
    complete = is_complete(text)
    elements = [element for element in root if isinstance(element.tag, str)]
    whole = elements if complete else elements[:-1]  # the last one may be cut
    if elements and not whole:
        raise BadInputError(f"{url}: cut in its first entry")
    found = [_facts(element) for element in whole[: READ_MORE * limits.entries]]
    if str(root.tag).endswith("sitemapindex"):
        parts = [absolute(loc, url, limits.link) for loc in _newest_first(found)]
        return Listing(parts=[part for part in parts if part], most=limits.entries)
    if found and not any("title" in facts for facts in found):
        raise BadInputError(f"{url}: a sitemap without news:title; look for the site's news sitemap")
    articles = [_article(facts, url, limits) for facts in reversed(found)]
    return listing(articles, len(found), url, most=limits.entries).model_copy(update={"complete": complete})


def _as_xml(found: re.Match[str]) -> str:
    """Characters for HTML's entities, of which XML knows five; what is quoted (CDATA) stays."""
    entity = found["entity"] or ""
    if found[0].startswith("<") or entity.startswith("#") or entity in XML:
        return found[0]
    return escape(html5.get(entity, f"&{entity}"))


def _newest_first(parts: list[dict[str, str]]) -> list[str]:
    """Those without a time after the others, from both ends: some sites add at the end, some in front."""
    known = [(_day(part.get("lastmod", "")), part["loc"]) for part in parts if "loc" in part]
    dated = sorted((part for part in known if part[0] != OLDEST), key=itemgetter(0), reverse=True)
    others = [part for part in known if part[0] == OLDEST]
    half = (len(others) + 1) // 2
    pairs = zip_longest(others[:half], reversed(others[half:]))
    return [part[1] for part in (*dated, *chain.from_iterable(pairs)) if part]


def _day(lastmod: str) -> datetime:
    return moment(lastmod) or moment(f"{lastmod}T00:00:00Z") or OLDEST


def _article(facts: dict[str, str], url: str, limits: Limits) -> ArticleText | None:
    title = plain(facts.get("title", ""), markup=False)
    published, changed = moment(facts.get("publication_date")), moment(facts.get("lastmod"))
    updated = changed if published else None
    return an_entry(facts.get("loc", ""), title, "", published, updated, url, limits=limits)


def _facts(element: Any) -> dict[str, str]:
    """What it says itself, and as news; of each the first."""
    space = str(element.tag).rpartition("}")[0]
    own = [(str(child.tag).rpartition("}"), child) for child in element]
    named = [(name, child) for (where, _, name), child in own if where == space and name in OWN]
    named += [
        (news["name"], child) for child in element.iter(etree.Element) if (news := NEWS.match(child.tag))
    ]
    facts: dict[str, str] = {}
    for name, child in named:
        if child.text and child.text.strip():
            facts.setdefault(name, child.text.strip())
    return facts
