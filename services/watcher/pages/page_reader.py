"""An article's page → its text, without menus, advertisements and comments."""

from typing import Any

from trafilatura import load_html
from trafilatura.core import bare_extraction

from services.watcher.pages.page import SHORTEST_TEXT, Page
from services.watcher.pages.page_facts import page_facts
from services.watcher.pages.page_tree import page_credits, prepare
from services.watcher.reading.limits import LIMITS, Limits
from services.watcher.texts.encoding import clean, decode_web
from services.watcher.texts.furniture import is_embedding
from services.watcher.texts.own_lines import own_lines
from services.watcher.texts.walls import wall_before
from shared.errors import BadInputError
from shared.events import Wall


def read_page(body: bytes, content_type: str, url: str, limits: Limits = LIMITS) -> Page:
    """The article on a page. Raises BadInputError when there is none."""
    html = decode_web(body, content_type)
    tree = load_html(html) if html.strip() else None
    if tree is None:
        raise BadInputError(f"{url}: not a web page")
    facts = page_facts(tree, url)
    everything = " ".join(tree.text_content().split())[:20_000]
    credited = page_credits(tree)
    headlines = prepare(tree)
    document: Any = bare_extraction(tree, url=url, favor_precision=True, include_comments=False)
    lines = _lines(document.text or "") if document else []
    own = "\n".join(line for line in lines if not is_embedding(line))
    wall = wall_before(own or everything, url, free=facts.free)
    kept, in_text = own_lines(line for line in lines if line not in headlines)
    text = "\n\n".join(kept)
    if wall is Wall.NONE and len(text) < SHORTEST_TEXT:
        raise BadInputError(f"{url}: no article found on the page")
    if len(text) > limits.text:
        raise BadInputError(f"{url}: its text is over {limits.text:,} characters, too long for an article")
    return Page(
        title=clean(facts.title or max(headlines, key=len, default="")),
        text="" if wall is not Wall.NONE else text,
        url=facts.canonical,
        authors=tuple(dict.fromkeys(clean(name) for name in (*facts.authors, *credited, *in_text))),
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        wall=wall,
    )


def _lines(text: str) -> list[str]:
    """A paragraph each, as trafilatura gives them."""
    lines = (" ".join(line.removeprefix("- ").split()) for line in clean(text).split("\n"))
    return [line for line in lines if line]
