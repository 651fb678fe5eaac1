"""What a page says about itself: in JSON-LD (https://schema.org/NewsArticle), else in its meta elements."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from shared.article_text import names

PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date")
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "last-modified",
)
AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator")
LONGEST_SCRIPT, MOST_OBJECTS = 500_000, 1_000
VARIANT = re.compile(r"^(www\d?|m|mobil|mobile|amp)\.")


@dataclass(frozen=True)
class PageFacts:
    """Empty and None where the page says nothing, or nothing that can be right."""

    title: str = ""
    canonical: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    free: bool = True


def page_facts(tree: HtmlElement, url: str) -> PageFacts:
    """Facts of the page at `url`. Times without a zone are no facts."""
    article = next((item for item in _objects(tree) if "Article" in str(item.get("@type"))), {})
    meta = _meta(tree)
    published = _moment(article.get("datePublished"), *(meta.get(name) for name in PUBLISHED))
    updated = _moment(article.get("dateModified"), *(meta.get(name) for name in MODIFIED))
    locked = str(article.get("isAccessibleForFree")).lower() == "false"
    title = article.get("headline") or meta.get("og:title") or ""
    return PageFacts(
        title=" ".join(title.split()) if isinstance(title, str) else "",
        canonical=_canonical(tree, url),
        authors=_authors(article.get("author"), *(meta.get(name) for name in AUTHORS)),
        published_at=published,
        updated_at=updated if updated and (not published or updated > published) else None,
        free=not locked and meta.get("article:content_tier") != "locked",
    )


def _authors(*values: object) -> tuple[str, ...]:
    """The first that has a name which is no address."""
    for value in values:
        if found := tuple(name for name in names(value) if "://" not in name):
            return found
    return ()


def same_site(one: str, other: str) -> bool:
    """Whether two URLs belong to one publisher, mobile and AMP hosts included."""
    hosts = [VARIANT.sub("", urlsplit(url).hostname or "") for url in (one, other)]
    short, long = sorted(hosts, key=len)
    return bool(short) and f".{long}".endswith(f".{short}")


def _canonical(tree: HtmlElement, url: str) -> str:
    """A page may only give itself another address of its own site; the front page is no article's."""
    for link in tree.xpath("//link[@rel='canonical']/@href")[:1]:
        try:
            absolute = urljoin(url, link.strip())
            parts = urlsplit(absolute)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https") and parts.path.strip("/") and same_site(absolute, url):
            return str(absolute)
    return ""


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and element.get("content"):
            found.setdefault(name.lower(), element.get("content").strip())
    return found


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects in all JSON-LD, outer ones first."""
    left: list[Any] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        if len(script) <= LONGEST_SCRIPT:
            try:
                left.append(json.loads(script, strict=False))
            except (ValueError, RecursionError):
                continue
    seen = 0
    while left and (seen := seen + 1) <= MOST_OBJECTS:
        item = left.pop(0)
        if isinstance(item, dict):
            yield item
            left += [item[key] for key in ("@graph", "mainEntity") if key in item]
        elif isinstance(item, list):
            left += item[:MOST_OBJECTS]


def _moment(*values: Any) -> datetime | None:
    for value in values:
        try:
            moment = datetime.fromisoformat(str(value).strip())
            if moment.tzinfo and 1970 <= moment.year < 2200:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
