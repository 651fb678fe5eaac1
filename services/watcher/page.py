"""What is read of an article's page."""

from enum import StrEnum

from pydantic import BaseModel

from shared.article_text import Moment

LONGEST_TEXT = 500_000
SHORTEST_TEXT = 100
"""Characters. What is longer or shorter is no article."""


class Wall(StrEnum):
    """What stands before the article."""

    NONE = "none"
    PAY = "paywall"
    COOKIES = "cookie-wall"


class Page(BaseModel):
    """One article as its page has it. `url` is its canonical address; empty: none that can be trusted."""

    title: str
    text: str
    url: str
    published_at: Moment | None
    updated_at: Moment | None
    wall: Wall
