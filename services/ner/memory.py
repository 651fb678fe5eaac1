"""What was read before: agency texts repeat, and all news repeats its words."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, wraps
from threading import Lock
from typing import TypeVar

from services.ner.tagging import Tag

KNOWN_SENTENCES = 10_000
KNOWN_LENGTH = 1_000
"""Code points; longer sentences are not remembered."""
KNOWN_WORDS = 20_000
KNOWN_WORD_LENGTH = 80
Tags = tuple[Tag, ...]
Answer = TypeVar("Answer")


def remembered(of: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """A pure function of a word that keeps its answers for the words asked last: news repeats its words."""
    known = lru_cache(KNOWN_WORDS)(of)

    @wraps(of)
    def answer(word: str) -> Answer:
        return known(word) if len(word) <= KNOWN_WORD_LENGTH else of(word)

    return answer


class Memory:
    """The tags of the `size` sentences used last, each of at most `longest` code points; safe in threads."""

    def __init__(self, size: int, longest: int) -> None:
        self._size, self._longest = size, longest
        self._tags: OrderedDict[str, Tags] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._tags)

    def through(
        self, sentences: Sequence[str], read: Callable[[Sequence[str]], Iterable[Tags]]
    ) -> list[list[Tag]]:
        """The tags of each sentence, in order; `read` is asked once for those that it does not know."""
        known = self.recall(sentences)
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        if new:
            answered = dict(zip(new, read(new), strict=True))
            self.keep(answered)
            known |= answered
        return [list(known[sentence]) for sentence in sentences]

    def recall(self, sentences: Iterable[str]) -> dict[str, Tags]:
        """The tags of those sentences that it knows."""
        with self._lock:
            known = {sentence: self._tags[sentence] for sentence in sentences if sentence in self._tags}
            for sentence in known:
                self._tags.move_to_end(sentence)
        return known

    def keep(self, read: Mapping[str, Tags]) -> None:
        """Remember what was read; what was not used for longest is forgotten."""
        with self._lock:
            self._tags.update((one, tags) for one, tags in read.items() if len(one) <= self._longest)
            while len(self._tags) > self._size:
                self._tags.popitem(last=False)
