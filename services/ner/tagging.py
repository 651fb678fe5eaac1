"""What a tagger is; importing this loads neither flair nor torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.ner.words import Word
from shared.events import Label, ModelInfo


@dataclass(frozen=True, slots=True)
class Tag:
    """A name in one sentence: `[start, end)` in code points of it; `score` in [0, 1]."""

    start: int
    end: int
    label: Label
    score: float


class Tagger(Protocol):
    """Finds names. The tags of a sentence depend on that sentence alone; `tag` may run in several threads."""

    @property
    def info(self) -> ModelInfo:
        """Name and version of the model."""
        ...

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The names of every sentence, in reading order, never overlapping."""
        ...


class WordTagger(Tagger, Protocol):
    """A tagger that can be measured on a corpus, in the corpus's own words."""

    def tag_words(self, found: Sequence[Word]) -> tuple[Tag, ...]:
        """The names of one sentence that is cut into words already."""
        ...
