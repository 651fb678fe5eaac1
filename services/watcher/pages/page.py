"""What is read of an article's page."""

from pydantic import BaseModel

from shared.article_text import Moment
from shared.events import Wall

SHORTEST_TEXT = 100
"""Characters. What is shorter is no article."""


class Page(BaseModel):
    """One article as its page has it. `url` is its canonical address; empty: none that can be trusted."""

    title: str
    text: str
    authors: tuple[str, ...] = ()
    url: str
    published_at: Moment | None
    updated_at: Moment | None
    wall: Wall
