"""The measures of the watchlist as a dictionary: which word counts as what, in every inflection."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from services.ner.figures.german.conjugation import Verb, participles, verbs
from services.ner.figures.german.kinds import SHORTEST_HEAD, military, word_ends
from services.ner.figures.german.words import ADJECTIVE_ENDINGS
from services.ner.memory import remembered
from shared.watchlist import Measure

NOUN_ENDINGS = ("", "n", "en", "s", "es", "e")
Phrase = tuple[tuple[str, ...], Measure, str]
"""What follows the first word of a phrase, what the whole says, and of which measure only."""


class Lexicon:
    """What the words of a sentence say about the measures of a watchlist."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self._nouns: dict[str, Measure | None] = {}
        self._heads: dict[str, Measure | None] = {}
        self.adjectives: dict[str, Measure] = {}
        self.verbs: dict[str, tuple[Verb, ...]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._phrase_ends: dict[str, list[Phrase]] = {}
        self.totals: dict[str, Measure] = {}
        self._nominal: dict[str, Measure] = {}
        self.both = {frozenset(m.both): m for m in measures.values() if m.both}
        for measure in measures.values():
            self._learn(measure)
        self._ends = tuple(self._phrase_ends)
        self.soldiers = remembered(self._soldiers)

    @cached_property
    def troops(self) -> Measure:
        """The measure of soldiers, which also counts a country's people and armies without a noun."""
        return self._nouns.get("soldat") or Measure(id="troops", label="Truppen")

    def _learn(self, measure: Measure) -> None:
        for noun in measure.nouns:
            self._learn_noun(noun, measure)
        for form, verb in verbs(measure):
            self.verbs[form] = (*self.verbs.get(form, ()), verb)
        for adjective in (*measure.adjectives, *participles(measure)):
            for ending in ADJECTIVE_ENDINGS:
                self.adjectives.setdefault(adjective + ending, measure)
                self._heads.setdefault(adjective + ending, measure)
        for adjective in measure.adjectives:
            self.verbs[adjective] = (
                *self.verbs.get(adjective, ()),
                Verb(measure, done=False, participle=True),
            )
        for phrase in measure.phrases:
            of, _, words = phrase.lower().rpartition(": ")
            first, *rest = words.split()
            known = self._phrase_ends if first.startswith("-") else self._phrases
            known.setdefault(first.removeprefix("-"), []).append((tuple(rest), measure, of))
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

    def _soldiers(self, word: str) -> bool:
        """Whether a noun means soldiers, or a body of them."""
        measure = self.noun(word)
        return (measure is not None and not measure.fate and not measure.things) or military(word)

    def somebody(self, word: str) -> Measure | None:
        """What a noun counts as, participles included: die Getöteten."""
        return self.noun(word) or self.adjectives.get(word.lower())

    def nominal(self, word: str) -> Measure | None:
        """The fate that a noun tells by itself: Tod, Festnahme, Massenhinrichtung."""
        lower = word.lower()
        ends = (end for end in word_ends(lower) if len(end) >= SHORTEST_HEAD or end == lower)
        return next((self._nominal[end] for end in ends if end in self._nominal), None)

    def tells(self, lower: str) -> bool:
        """Whether a verb or a phrase of a fate can begin with a word."""
        return lower in self.verbs or lower in self._phrases or lower.endswith(self._ends)

    def phrases_from(self, lower: str) -> Sequence[Phrase]:
        """The phrases that a word can begin, or the end of a compound ("Kopfverletzungen")."""
        if lower.endswith(self._ends):
            return next(found for end, found in self._phrase_ends.items() if lower.endswith(end))
        return self._phrases.get(lower, ())

    def _longest(self, lower: str) -> Measure | None:
        if lower in self._nouns and lower not in self._heads:
            return self._nouns[lower]
        known = [end for end in word_ends(lower) if end in self._heads]
        return self._heads[known[0]] if known else None
