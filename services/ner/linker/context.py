"""One article as the linker sees it: its words, how they are joined, and what the tagger found on them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from services.ner.linker.gazetteer import Match
from services.ner.linker.names import PARTICLES, Word, gap, words
from shared.events import Mention, Span
from shared.watchlist import Kind


class Place(NamedTuple):
    """A word of the article, with the sentence and the paragraph that it stands in, all by index."""

    word: int
    sentence: int
    paragraph: int


class Context:
    """Words by their index; `mention(i)` is what the tagger found on word i, if anything."""

    def __init__(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> None:
        self.text = text
        self.words = words(text)
        spans = sorted(sentences, key=lambda span: span.start)
        self._sentences = [span.start for span in spans]
        breaks = ("\n" in text[one.end : two.start] for one, two in pairwise(spans))
        self._paragraphs = list(accumulate(breaks, initial=0))
        self._starts = [word.start for word in self.words]
        self._ends = [word.end for word in self.words]
        self._kinds: dict[int, Kind] = {}
        self._mentions: list[Mention | None] = [None] * len(self.words)
        for mention in mentions:
            for index in self.inside(mention.start, mention.end):
                self._mentions[index] = mention

    def remember(self, matches: Iterable[Match]) -> None:
        """Keep which words are names of the watchlist."""
        self._kinds = {index: match.kind for match in matches for index in range(match.first, match.end)}

    def matched(self, index: int) -> bool:
        """Whether the word belongs to a name of the watchlist."""
        return index in self._kinds

    def matched_person(self, index: int) -> bool:
        """Whether the word belongs to a person's name of the watchlist."""
        return self._kinds.get(index) is Kind.PERSON

    def inside(self, start: int, end: int) -> range:
        """Indexes of the words that text[start:end] cuts or covers."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def mention(self, index: int) -> Mention | None:
        """The mention that covers the word."""
        return self._mentions[index]

    def before(self, match: Match) -> Word | None:
        """The word before the match, of the same sentence, when only blanks lie between."""
        return self._neighbour(match.first - 1, match.first - 1, blank=True)

    def after(self, match: Match) -> Word | None:
        """The word after the match, of the same sentence, when only blanks lie between."""
        return self._neighbour(match.end - 1, match.end, blank=True)

    def leading_names(self, match: Match) -> Sequence[Word]:
        """The capital words right before the match, up to three, also past a particle such as von."""
        index = match.first
        while index > max(0, match.first - 3) and self._leads(index - 1, match.first):
            index -= 1
        return self.words[index : match.first]

    def _leads(self, index: int, name: int) -> bool:
        word = self.words[index]
        particle = index == name - 1 and word.key in PARTICLES
        return (word.capital or particle) and gap(self.text, word, self.words[index + 1]).blank

    def hyphened_before(self, match: Match) -> Word | None:
        """The word that a hyphen joins to the front of the match."""
        return self._neighbour(match.first - 1, match.first - 1, blank=False)

    def hyphened_after(self, match: Match) -> Word | None:
        """The word that a hyphen joins to the end of the match."""
        return self._neighbour(match.end - 1, match.end, blank=False)

    def _neighbour(self, first: int, wanted: int, blank: bool) -> Word | None:
        if first < 0 or first + 1 >= len(self.words):
            return None
        if not self.same_sentence(first, first + 1):
            return None
        joint = gap(self.text, self.words[first], self.words[first + 1])
        return self.words[wanted] if (joint.blank if blank else joint.hyphen) else None

    def spelled_apart(self, match: Match) -> bool:
        """Whether a blank stands inside of the match: "Olaf Scholz", not "Olaf-Scholz"."""
        found = self.words[match.first : match.end]
        return any(gap(self.text, one, two).blank for one, two in pairwise(found))

    def genitive(self, match: Match) -> bool:
        """Whether the name has the s of the genitive: what follows is owned, not named."""
        return self.words[match.end - 1].key != match.forms[0].keys[-1]

    def sentence_words(self, index: int, most: int) -> Sequence[Word]:
        """Up to `most` words before the word, of its sentence."""
        place = self._sentence(index)
        start = self._sentences[place] if place >= 0 else 0
        return [word for word in self.words[max(0, index - most) : index] if word.start >= start]

    def words_after(self, match: Match, most: int) -> Sequence[Word]:
        """Up to `most` words after the match, of its sentence."""
        sentence = self._sentence(match.first)
        following = range(match.end, min(match.end + most, len(self.words)))
        return [self.words[index] for index in following if self._sentence(index) == sentence]

    def around(self, match: Match, most: int) -> Sequence[Word]:
        """Up to `most` words on each side of the match, of its sentence."""
        return [*self.sentence_words(match.first, most), *self.words_after(match, most)]

    def place(self, index: int) -> Place:
        """Where the word stands."""
        sentence = self._sentence(index)
        return Place(index, sentence, self._paragraphs[max(sentence, 0)])

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two words stand in one sentence."""
        return self._sentence(one) == self._sentence(other)

    def _sentence(self, index: int) -> int:
        return bisect_right(self._sentences, self.words[index].start) - 1
