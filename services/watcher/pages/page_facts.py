"""What a page says about itself: in JSON-LD (https://schema.org/NewsArticle), else in its meta elements."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from services.watcher.moments import moment
from services.watcher.pages.page_address import is_section
from shared.article_text import names
from shared.identity import canonical_url

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
    articles = [item for item in _objects(tree) if "Article" in str(item.get("@type"))]
    meta, canonical = _meta(tree), _canonical(tree, url)
    article = _own(articles, url, canonical, _headlines(tree, meta))
    published = _moment(article.get("datePublished"), *(meta.get(name) for name in PUBLISHED))
    updated = _moment(article.get("dateModified"), *(meta.get(name) for name in MODIFIED))
    locked = str((article or next(iter(articles), {})).get("isAccessibleForFree")).lower() == "false"
    title = article.get("headline") or meta.get("og:title") or ""
    return PageFacts(
        title=" ".join(title.split()) if isinstance(title, str) else "",
        canonical=canonical,
        authors=_authors(article.get("author"), *(meta.get(name) for name in AUTHORS)),
        published_at=published,
        updated_at=updated if updated and (not published or updated > published) else None,
        free=not locked and meta.get("article:content_tier") != "locked",
    )


def _own(articles: list[dict[str, Any]], url: str, canonical: str, headlines: set[str]) -> dict[str, Any]:
    """The one about this page; others are told of beside it. Empty where it can not be told."""
    urls = {canonical_url(url), canonical_url(canonical)}
    at_home = [one for one in articles if urls & set(_addresses(one, url))]
    alone = articles if len(articles) == 1 else []
    named = [one for one in articles if _folded(one.get("headline")) in headlines]
    return next(iter([*at_home, *alone, *named]), {})


def _addresses(article: dict[str, Any], base: str) -> Iterator[str]:
    page = article.get("mainEntityOfPage")
    inner = [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    for value in (article.get("url"), article.get("@id"), *inner):
        if isinstance(value, str) and value.startswith(("http", "/")):
            with suppress(ValueError):
                yield canonical_url(urljoin(base, value))


def _headlines(tree: HtmlElement, meta: dict[str, str]) -> set[str]:
    found = (_folded(text) for text in (meta.get("og:title"), *(h.text_content() for h in tree.iter("h1"))))
    return {text for text in found if text}


def _folded(text: object) -> str:
    return " ".join(text.casefold().split()) if isinstance(text, str) else ""


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
    """A page may only give itself another address of its own site, and no section's or front page's."""
    for link in tree.xpath("//link[@rel='canonical']/@href")[:1]:
        try:
            absolute = urljoin(url, link.strip())
            parts = urlsplit(absolute)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https") and same_site(absolute, url):
            return "" if is_section(absolute, url) else str(absolute)
    return ""


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and element.get("content") and not _of_another(element):
            found.setdefault(name.lower(), element.get("content").strip())
    return found


def _of_another(element: HtmlElement) -> bool:
    """Microdata of what is told of beside the article: its scope has no headline of the page."""
    scopes = element.xpath("ancestor::*[@itemscope][1]") if element.get("itemprop") else []
    return any(scope.find(".//h1") is None for scope in scopes)


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


def _moment(*values: object) -> datetime | None:
    return next(filter(None, map(moment, values)), None)
