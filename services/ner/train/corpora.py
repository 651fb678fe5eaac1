"""German corpora → sentences: words, and the tags that people gave them, if any."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from services.ner.germeval import tagged_words
from services.ner.marked import marked_sentences
from services.ner.sentences import split
from services.ner.train.labels import bioes, marks
from services.ner.words import Word, words

OWN = Path(__file__).parent / "own"
SPACE = re.compile(r"\s*")
LONGEST = 120  # words; what is longer is a table


@dataclass(frozen=True)
class Sentence:
    """Words and their tags (BIOES, `deriv`, `part`); no tags: text that only teachers have read.

    `complete`: the corpus marks derivations and parts of words too.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...] | None = None
    complete: bool = False


def germeval(path: Path) -> list[Sentence]:
    """GermEval 2014, with its derivations and parts of words. Raises BadInputError naming file and line."""
    return [
        Sentence(tuple(word for word, _ in found), tuple(bioes([tag for _, tag in found])), complete=True)
        for found in tagged_words(path)
    ]


def own(path: Path) -> list[Sentence]:
    """Sentences of our own, as `services.ner.marked` reads them."""
    return [_own(*sentence) for sentence in marked_sentences(path)]


def _own(text: str, names: Sequence[tuple[int, int, str]]) -> Sentence:
    found = words(text)
    spans = [(*_span(found, start, end), label) for start, end, label in names]
    return Sentence(tuple(word.text for word in found), tuple(marks(len(found), spans)))


def _span(found: list[Word], start: int, end: int) -> tuple[int, int]:
    inside = [place for place, word in enumerate(found) if word.start < end and start < word.end]
    return inside[0], inside[-1]


def wikiann(path: Path) -> list[Sentence]:
    """The words of WikiANN (`de:word tag` lines, gzipped); its tags follow other guidelines and are left."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.split("\t")[0].removeprefix("de:").strip() for line in lines]
    sentences = [tuple(found) for is_sentence, found in groupby(rows, key=bool) if is_sentence]
    return [Sentence(found) for found in sentences if 4 <= len(found) <= LONGEST]


def smartdata(path: Path) -> list[Sentence]:
    """The sentences of DFKI SmartData (JSON objects one after another, gzipped), without its marks."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [sentence for text in _texts(file.read()) for sentence in plain(text)]


def _texts(content: str) -> Iterator[str]:
    decoder, position = json.JSONDecoder(), 0
    while position < len(content):
        found, position = decoder.raw_decode(content, position)
        yield found["text"]["string"]
        position = SPACE.match(content, position).end()  # type: ignore[union-attr]  # it matches nothing, too


def plain(text: str) -> Iterator[Sentence]:
    """The sentences of a text, cut as the service cuts them."""
    for span in split(text).sentences:
        found = tuple(word.text for word in words(text[span.start : span.end]))
        if 4 <= len(found) <= LONGEST:
            yield Sentence(found)
