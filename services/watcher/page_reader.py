"""An article's page → its text, without menus, advertisements and comments."""

from typing import Any

from trafilatura import load_html
from trafilatura.core import bare_extraction

from services.watcher.encoding import clean, decode_web
from services.watcher.page import LONGEST_TEXT, SHORTEST_TEXT, Page, Wall
from services.watcher.page_facts import page_facts
from services.watcher.walls import wall_before
from shared.errors import BadInputError


def read_page(body: bytes, content_type: str, url: str) -> Page:
    """The article on a page. Raises BadInputError when there is none."""
    html = decode_web(body, content_type)
    tree = load_html(html) if html.strip() else None
    if tree is None:
        raise BadInputError(f"{url}: not a web page")
    facts = page_facts(tree, url)
    everything = " ".join(tree.text_content().split())[:20_000]
    document: Any = bare_extraction(tree, url=url, favor_precision=True, include_comments=False)
    text = _paragraphs(document.text or "") if document else ""
    wall = wall_before(text or everything, url, free=facts.free)
    if wall is Wall.NONE and len(text) < SHORTEST_TEXT:
        raise BadInputError(f"{url}: no article found on the page")
    if len(text) > LONGEST_TEXT:
        raise BadInputError(f"{url}: its text is over {LONGEST_TEXT:,} characters, too long for an article")
    return Page(
        title=clean(facts.title),
        text="" if wall is not Wall.NONE else text,
        url=facts.canonical,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        wall=wall,
    )


def _paragraphs(text: str) -> str:
    """A blank line between paragraphs, which trafilatura gives one line each."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n\n".join(line for line in lines if line)
