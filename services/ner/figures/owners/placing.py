"""Where those counted are: the place beside their number, never the one where somebody speaks of them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.clauses.finite import finite
from services.ner.figures.clauses.segments import ASIDES, BREAKS
from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.names import Name
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import COORDINATORS
from services.ner.figures.owners.places import WHERE
from services.ner.figures.sources.sources import Source
from services.ner.figures.sources.speech import NEEDED

FIRST = itemgetter(0)
LOCAL_SPEAKER = re.compile(
    r".*(?:polizei|behörden?|feuerwehr|rettern?|rettungs[a-zäöü]+|zivilschutz(?:es)?|kliniken?|ärzten?|ärzte"
    r"|krankenh[aä]us(?:es|er|ern)?|spital(?:s)?|bürgermeister(?:s|in)?|gouverneur(?:s|in)?|helfern?"
    r"|augenzeugen|anwohnern?|staatsanwaltschaft)"
)
"""Who speaks of where they are: "die Polizei in Lyon"."""


@dataclass(frozen=True)
class Places:
    """The places of a sentence (`found`, by their first token), each number's to be found."""

    tokens: Sequence[Token]
    found: Sequence[tuple[int, str]]
    sources: Sequence[Source]
    names: Mapping[int, Name]
    clauses: Mapping[int, Clause]
    counted: Sequence[Counted]

    def of(self, phrase: Counted, clause: Clause) -> str | None:
        """Beside the number in its part of the sentence, else told before it, else behind it."""
        return (
            self._beside(phrase) or self._before(phrase) or self._behind(phrase, clause) or self._local_place
        )

    def _beside(self, phrase: Counted) -> str | None:
        """The place within the phrase, else the next one behind it, else the last before it."""
        part = self._parts[phrase.first]
        near = self._by_part.get(part, ())
        inside = bisect_left(near, phrase.first, key=FIRST)
        behind = bisect_left(near, phrase.end, key=FIRST)
        if inside < behind:
            return near[inside][1]
        if behind < len(near) and not (inside and self._another_between(phrase.end, near[behind][0])):
            return near[behind][1]
        return near[inside - 1][1] if inside else None

    def _before(self, phrase: Counted) -> str | None:
        at = bisect_left(self._told, phrase.first, key=FIRST)
        return self._told[at - 1][1] if at else None

    def _behind(self, phrase: Counted, clause: Clause) -> str | None:
        """The next place behind, unless it is another clause's: "Vier starben, in Kiew brannte ein Haus"."""
        at = bisect_left(self._told, phrase.end, key=FIRST)
        if at == len(self._told):
            return None
        index, place = self._told[at]
        other = self.clauses.get(index)
        first = self._first_of(index)
        among = lower_at(self.tokens, self._first_of(phrase.first)) in ASIDES  # "darunter zwei Kinder"
        below = clause.relative or clause.subordinate or (other and (other.relative or other.subordinate))
        listed = lower_at(self.tokens, phrase.end) == "," and first in self._firsts
        listed = listed or lower_at(self.tokens, first - 1) == ":"
        aside = lower_at(self.tokens, first) in ASIDES | {"die"} or self._another_between(first - 1, index)
        loose = listed or (not aside and (other is clause or not self._told_of(first, index)))
        return place if among or below or loose else None

    def _another_between(self, start: int, end: int) -> bool:
        """Whether another number is counted there."""
        at = bisect_left(self._numbers, start)
        return at < len(self._numbers) and self._numbers[at] < end

    def _first_of(self, index: int) -> int:
        """The first token of the part that tokens[index] is in."""
        return bisect_left(self._parts, self._parts[index])

    def _told_of(self, first: int, index: int) -> bool:
        """Whether the part has a verb of its own."""
        last = bisect_left(self._parts, self._parts[index] + 1)
        return any(finite(self.tokens, at) for at in range(first, last))

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return [phrase.first for phrase in self.counted if not phrase.article]

    @cached_property
    def _firsts(self) -> frozenset[int]:
        return frozenset(phrase.first for phrase in self.counted)

    @cached_property
    def _parts(self) -> Sequence[int]:
        """The part of the sentence that each token is in, counted from 0: a mark or "und in …" parts them."""
        parts, opened = [0], 0
        for index in range(1, len(self.tokens)):
            opened += self._parted(index)
            parts.append(opened)
        return parts

    def _parted(self, index: int) -> bool:
        """Whether another part begins behind tokens[index - 1]."""
        before = self.tokens[index - 1]
        cut = index > 1 and before.text == "-" and before.start == self.tokens[index - 2].end
        if before.kind is Kind.MARK and before.text in BREAKS and not cut:  # "10- bis 12.000"
            return True
        one, other = self.clauses.get(index - 1), self.clauses.get(index)
        parted = one is not None and other is not None and one is not other
        return parted or (before.lower in COORDINATORS and self.tokens[index].lower in WHERE)

    @cached_property
    def _told(self) -> Sequence[tuple[int, str]]:
        """The places where something is told of, not where it is told."""
        return [place for place in self.found if place[0] not in self._spoken]

    @cached_property
    def _by_part(self) -> Mapping[int, Sequence[tuple[int, str]]]:
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for place in self._told:
            found[self._parts[place[0]]].append(place)
        return found

    @cached_property
    def _local_place(self) -> str | None:
        """The place of somebody who speaks of where they are."""
        return next((place for at, place in self.found if at in self._of_local), None)

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """The tokens of those who speak, with where they do."""
        return frozenset(at for source in self.sources for at in self._venue(source))

    @cached_property
    def _of_local(self) -> frozenset[int]:
        """Those of speakers whose place is what they speak of."""
        return frozenset(at for source in self.sources if self._local(source) for at in self._venue(source))

    def _local(self, source: Source) -> bool:
        inside = range(source.first, source.end)
        return any(LOCAL_SPEAKER.fullmatch(self.tokens[at].lower) for at in inside)

    def _venue(self, source: Source) -> range:
        """Where a source's place can stand: "Nach Angaben der Regierung | in Kiew", "sagte er | in Paris"."""
        if source.verb is None:
            return range(source.first, self._seat(source.end))
        last = bisect_left(self._parts, self._parts[source.end - 1] + 1)
        number = bisect_left(self._numbers, source.end)
        if number < len(self._numbers) and self._numbers[number] < last:
            last = self._numbers[number]
            if lower_at(self.tokens, last - 1) not in NEEDED:
                return range(source.first, source.end)
            return range(self._opening(source), last)
        return range(source.first, last)

    def _opening(self, source: Source) -> int:
        """Where the part begins that only tells when and where: "Beim Besuch in Oslo | sprach er von …"."""
        first = self._first_of(source.first)
        return source.first if self._another_between(first, source.first) else first

    def _seat(self, end: int) -> int:
        """Where a source ends with the capital that follows it: "… des Generalstabs in Kiew"."""
        if end - 1 in self.names or lower_at(self.tokens, end) != "in":
            return end
        name = self.names.get(end + 1)
        return name.end if name and name.capital else end
