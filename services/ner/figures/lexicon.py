"""The measures of the watchlist as a dictionary: which word counts as what, in every inflection."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.ner.figures.nouns import CIVIL, DEADLY, MILITARY, PERSONS, SHORT_HEADS, THINGS
from shared.watchlist import Measure

NOUN_ENDINGS = ("", "n", "en", "s", "es", "e")
ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
ABSTRACT = (
    "ung",
    "ungen",
    "heit",
    "heiten",
    "keit",
    "keiten",
    "ion",
    "ionen",
    "tät",
    "schaft",
    "tum",
    "nis",
    "nisse",
)
TRADES = ("er", "mann", "frau", "eur", "iker", "ologe", "graf", "schaffender", "gefreiter")
"""Ends of nouns for somebody by what they do; things that end so are in THINGS."""
SOMEBODY = ("jähriger", "jährige", "jährigen", "erin", "ist", "istin", "ant", "antin")
HEADS = PERSONS | {noun for noun in THINGS if len(noun) > 5} - {"listen"}
SHORTEST_HEAD = 5
"""Letters from which a noun is read as the end of a compound; "Mann" of "Kaufmann" is none."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb: `done` to its object or undergone by its subject, `of` those of a measure only."""

    measure: Measure
    done: bool
    participle: bool = False
    finite: bool = False
    plural: bool = False
    particle: str = ""
    of: str = ""


class Lexicon:
    """What the words of a sentence say about the measures of a watchlist."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self._nouns: dict[str, Measure | None] = {}
        self._heads: dict[str, Measure | None] = {}
        self.adjectives: dict[str, Measure] = {}
        self.verbs: dict[str, tuple[Verb, ...]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Measure]]] = {}
        self.totals: dict[str, Measure] = {}
        self._nominal: dict[str, Measure] = {}
        self.both = {frozenset(m.both): m for m in measures.values() if m.both}
        for measure in measures.values():
            self._learn(measure)

    @cached_property
    def troops(self) -> Measure:
        """The measure of soldiers, which also counts a country's people and armies without a noun."""
        return self._nouns.get("soldat") or Measure(id="troops", label="Truppen")

    def _learn(self, measure: Measure) -> None:
        for noun in measure.nouns:
            self._learn_noun(noun, measure)
        for form, verb in _verbs(measure):
            self.verbs[form] = (*self.verbs.get(form, ()), verb)
        for adjective in (*measure.adjectives, *_participles(measure)):
            for ending in ADJECTIVE_ENDINGS:
                self.adjectives.setdefault(adjective + ending, measure)
                self._heads.setdefault(adjective + ending, measure)
        for adjective in measure.adjectives:
            self.verbs[adjective] = (
                *self.verbs.get(adjective, ()),
                Verb(measure, done=False, participle=True),
            )
        for phrase in measure.phrases:
            first, *rest = phrase.lower().split()
            self.phrases.setdefault(first, []).append((tuple(rest), measure))
        self._nominal.update(
            {noun.lower() + ending: measure for noun in measure.nominal for ending in NOUN_ENDINGS}
        )
        self.totals.update({total.lower(): measure for total in measure.totals})
        for noun in measure.never:
            for ending in NOUN_ENDINGS:
                self._heads[noun.lower() + ending] = None

    def _learn_noun(self, noun: str, measure: Measure) -> None:
        bare = noun.lower().removeprefix("-")
        for ending in NOUN_ENDINGS:
            self._nouns.setdefault(bare + ending, measure)
            if len(bare) >= SHORTEST_HEAD or noun.startswith("-"):
                self._heads.setdefault(bare + ending, measure)

    def noun(self, word: str) -> Measure | None:
        """What a noun counts as: itself, else its longest known end ("Elitesoldaten"), women included."""
        lower = word.lower()
        found = self._longest(lower)
        if found is None and lower.endswith("innen"):
            return self._longest(lower.removesuffix("innen"))
        return found

    def nominal(self, word: str) -> Measure | None:
        """The fate that a noun tells by itself: Tod, Festnahme, Massenhinrichtung."""
        lower = word.lower()
        ends = (end for end in _ends(lower) if len(end) >= SHORTEST_HEAD or end == lower)
        return next((self._nominal[end] for end in ends if end in self._nominal), None)

    def _longest(self, lower: str) -> Measure | None:
        if lower in self._nouns and lower not in self._heads:
            return self._nouns[lower]
        return next((self._heads[end] for end in _ends(lower) if end in self._heads), None)


def thing(word: str) -> bool:
    """Whether a noun is a unit, a time, a thing, an event or an animal: no fate of persons befalls it."""
    lower = word.lower()
    if lower in THINGS or lower in PERSONS:
        return lower in THINGS
    if lower.endswith(ABSTRACT):
        return True
    heads = (
        end for end in _ends(lower) if end in SHORT_HEADS or (len(end) >= SHORTEST_HEAD and end in HEADS)
    )
    return next((end not in PERSONS for end in heads), False)


def person(word: str) -> bool:
    """Whether a singular noun is surely somebody."""
    lower = word.lower()
    if lower in PERSONS or any(end in PERSONS for end in _ends(lower) if len(end) >= SHORTEST_HEAD):
        return True
    woman = lower.endswith("in") and len(lower) > 6
    return not thing(word) and (woman or lower.endswith(SOMEBODY + TRADES))


def military(word: str) -> bool:
    """Whether a noun is a body of soldiers."""
    lower = word.lower()
    return any(end in MILITARY for end in _ends(lower) if len(end) >= SHORTEST_HEAD or end == lower)


def civil(words: Iterable[str]) -> bool:
    """Whether a sentence is about a match, a fire brigade or a crew: its "Mann" are no soldiers."""
    return not CIVIL.isdisjoint(words)


def deadly(words: Iterable[str]) -> bool:
    """Whether a sentence is about what kills many: its "Opfer" are dead."""
    return any(word.startswith(DEADLY) for word in words)


def _ends(lower: str) -> Iterator[str]:
    """Every end of a word, the longest first; a word longer than a German one has no ends."""
    return (lower[index:] for index in range(max(0, len(lower) - 24), len(lower) - 2))


def _verbs(measure: Measure) -> Iterator[tuple[str, Verb]]:
    for parts in measure.done:
        yield from _forms(parts, measure, done=True)
    for parts in measure.undergone:
        yield from _forms(parts, measure, done=False)


def _forms(parts: str, measure: Measure, *, done: bool) -> Iterator[tuple[str, Verb]]:
    """The forms of one verb from its principal parts ("fest|nehmen nahm genommen nimmt")."""
    of, particle, infinitive, past, participle, *odd = _principal_parts(parts)
    present = odd[0] if odd else infinitive.removesuffix("n").removesuffix("e") + _third(infinitive)
    plural_past = past + ("n" if past.endswith("e") else "en")
    for form, plural in ((present, False), (past, False), (infinitive, True), (plural_past, True)):
        yield form, Verb(measure, done, finite=True, plural=plural, particle=particle, of=of)
        if particle:
            yield particle + form, Verb(measure, done, finite=True, plural=plural, of=of)
    yield particle + participle, Verb(measure, done, participle=True, of=of)


def _principal_parts(parts: str) -> tuple[str, ...]:
    """Whose verb it is, its particle, infinitive, past, participle, and the present where it is odd."""
    of, _, rest = parts.rpartition(": ")
    particle, _, rest = rest.rpartition("|")
    return (of, particle, *rest.split())


def _third(infinitive: str) -> str:
    stem = infinitive.removesuffix("n").removesuffix("e")
    return "et" if stem.endswith(("t", "d", "ffn", "chn")) else "t"


def _participles(measure: Measure) -> Iterator[str]:
    for parts in (*measure.done, *measure.undergone):
        _, particle, _, _, participle, *_ = _principal_parts(parts)
        yield particle + participle
