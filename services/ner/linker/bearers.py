"""Who bears a name in one article: the ones that it names in full, known to the watchlist or not."""

from collections import defaultdict
from enum import Enum

from services.ner.linker.gazetteer import NameKeys


class Sense(Enum):
    """What the words around a name say, where they do not say who it is."""

    OPEN = "open"
    OTHER = "other"
    NOBODY = "nobody"


class Bearers:
    """Everybody whom the article names in full, by their bare names, in any order of naming."""

    def __init__(self) -> None:
        self._named: defaultdict[NameKeys, list[tuple[int, str | None]]] = defaultdict(list)

    def name(self, bare: NameKeys, position: int, entity: str | None) -> None:
        """At `position` the article names a bearer in full: an entity, or None for somebody unknown."""
        self._named[bare].append((position, entity))

    def named(self, bare: NameKeys) -> bool:
        """Whether the article names a bearer in full."""
        return bare in self._named

    def owner(self, bare: NameKeys, position: int, usual: str | None) -> str | None:
        """Who is meant by the bare name at `position`; None where that would be a guess.

        The only one named before it; if there is none, the one whom the name usually means, else the only one
        that the article names at all. Two bearers are never told apart.
        """
        named = self._named.get(bare, ())
        before = {entity for at, entity in named if at < position}
        if not before and usual:
            return usual
        bearers = before or {entity for _, entity in named}
        return next(iter(bearers)) if len(bearers) == 1 else None
