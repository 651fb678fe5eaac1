"""Google News sitemaps and sitemap indexes: https://www.sitemaps.org/protocol.html."""

from typing import Any

from lxml import etree

from services.watcher.limits import LIMITS, READ_MORE, Limits
from services.watcher.listing import OLDEST, Listing, absolute, an_entry, listing, moment, plain
from shared.article_text import ArticleText
from shared.errors import BadInputError


def read_sitemap(text: str, url: str, limits: Limits = LIMITS) -> Listing:
    """The articles of a news sitemap, or the parts of an index. Raises BadInputError."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise BadInputError(f"{url}: not valid XML")
    found = [
        _facts(element) for element in root[: READ_MORE * limits.entries] if isinstance(element.tag, str)
    ]
    if _name(root) == "sitemapindex":
        found.sort(key=lambda facts: moment(facts.get("lastmod")) or OLDEST, reverse=True)
        parts = [absolute(facts.get("loc", ""), url, limits.link) for facts in found]
        return Listing(parts=[part for part in parts if part])
    if found and not any("title" in facts for facts in found):
        raise BadInputError(f"{url}: a sitemap without news:title; look for the site's news sitemap")
    articles = [_article(facts, url, limits) for facts in reversed(found)]
    return listing(articles, len(found), url, limits=limits)


def _article(facts: dict[str, str], url: str, limits: Limits) -> ArticleText | None:
    title = plain(facts.get("title", ""), markup=False)
    published, changed = moment(facts.get("publication_date")), moment(facts.get("lastmod"))
    updated = changed if changed and published and changed > published else None
    return an_entry(facts.get("loc", ""), title, "", published, updated, url, limits=limits)


def _facts(element: Any) -> dict[str, str]:
    """Text of the element's descendants by local name, the first of each."""
    facts: dict[str, str] = {}
    for child in element.iter(etree.Element):
        if child.text and child.text.strip() and _name(child) not in facts:
            facts[_name(child)] = child.text.strip()
    return facts


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
