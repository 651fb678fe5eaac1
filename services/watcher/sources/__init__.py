"""Where articles come from: one kind of source per file, each behind `Source`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Protocol

from shared.article_text import ArticleText
from shared.config import written_as
from shared.errors import BadInputError
from shared.events import Trust

SourceName = Annotated[
    str, written_as(r"[a-z0-9][a-z0-9-]*", "a name is small letters a to z, digits and -, without spaces")
]
"""What a source is called."""


@dataclass(frozen=True)
class Poll:
    """What one look at a source gave, oldest first. `items` can be gone through again.

    `state` says how far the source has been read (JSON; '' when nothing changed); `status` is for people;
    `again` is in how many seconds to look next, where the source's own `every` is not meant; `gone`: never
    again, by the publisher's own word;
    `done` is called when everything has been published.
    """

    items: Iterable[ArticleText | BadInputError] = ()
    state: str = ""
    status: str = ""
    again: float | None = None
    gone: bool = False
    done: Callable[[], None] = lambda: None


class Named(Protocol):
    """Whose articles they are, in which language, and how far the operator believes them."""

    name: str
    language: str
    trust: Trust


class Source(Named, Protocol):
    """One feed or folder. Times are in seconds; `patience` is the longest pause while it fails."""

    every: float
    patience: float

    async def poll(self, state: str) -> Poll:
        """Look once, from `state` on ('' for the first time). Raises BadInputError."""
        ...
