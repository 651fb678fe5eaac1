"""Who bears a name in one article: the ones that it names in full, known to the watchlist or not."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum

from services.ner.linker.context import Place
from services.ner.linker.gazetteer import NameKeys


class Sense(Enum):
    """What the words around a name say, where they do not say who it is."""

    OPEN = "open"
    OTHER = "other"
    NOBODY = "nobody"


@dataclass(slots=True)
class _Naming:
    """Who is named in one sentence, and whether anybody is in full."""

    place: Place
    bearers: set[str | None] = field(default_factory=set)
    full: bool = False


class Bearers:
    """Everybody whom the article names, by bare names: first all in full, then each where they stand."""

    def __init__(self) -> None:
        self._full: defaultdict[NameKeys, set[str | None]] = defaultdict(set)
        self._before: defaultdict[NameKeys, set[str | None]] = defaultdict(set)
        self._last: dict[NameKeys, _Naming] = {}

    def announce(self, bare: NameKeys, entity: str | None) -> None:
        """The article names a bearer in full somewhere: an entity, or None for somebody unknown."""
        self._full[bare].add(entity)

    def named(self, bare: NameKeys) -> bool:
        """Whether the article names a bearer in full."""
        return bare in self._full

    def name(self, bare: NameKeys, place: Place, entity: str | None, full: bool) -> None:
        """A bearer is named here, in `full` or by the bare name; to be told in the order of the text."""
        self._before[bare].add(entity)
        last = self._last.get(bare)
        if last is None or last.place.sentence != place.sentence:
            last = self._last[bare] = _Naming(place)
        last.bearers.add(entity)
        last.full |= full

    def name_aside(self, bare: NameKeys, entity: str | None) -> None:
        """A bearer is named here only to say who another one is: "der Sohn von Donald Trump"."""
        self._before[bare].add(entity)

    def owner(self, bare: NameKeys, place: Place, usual: str | None) -> str | None:
        """Who is meant by the bare name at `place`; None where that would be a guess.

        The only one named before it; if there is none, the one whom the name usually means, else the only
        one that the article names at all. Of several, the only one whom the paragraph named last, in one
        sentence, if that is the usual one or called by the bare name there; a paragraph that named nobody
        means the usual one. Two in one sentence are never told apart.
        """
        bearers = self._before.get(bare, set())
        if not bearers:
            bearers = {usual} if usual else self._full.get(bare, set())
        elif len(bearers) > 1:
            bearers = self._latest(bare, place, usual)
        return next(iter(bearers)) if len(bearers) == 1 else None

    def _latest(self, bare: NameKeys, place: Place, usual: str | None) -> set[str | None]:
        last = self._last.get(bare)
        if last is None or last.place.paragraph != place.paragraph:
            return self._before[bare] & {usual}
        if len(last.bearers) > 1:
            return set()
        return last.bearers & {usual} if last.full else last.bearers
