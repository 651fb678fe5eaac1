"""Sentences → what a network reads: pieces, the first piece of each word, and what its tags should be."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer

from services.ner.encoder import END, START
from services.ner.train.corpora import Sentence
from services.ner.train.labels import may_be

PADDING = 1
LONGEST = 400  # pieces
BATCH = 500  # pieces, padding included
NOTHING = torch.empty(0)
CHUNK = 800  # sentences that are sorted by length, so that a batch has little padding and stays random


@dataclass(frozen=True)
class Example:
    """`ids` with <s> and </s>; `first` are places in it; `target` has the shape (words, tags), or is empty.

    A target's row says with which weight each tag is right: one for each that may be, or probabilities.
    """

    ids: tuple[int, ...]
    first: tuple[int, ...]
    target: torch.Tensor = NOTHING


@dataclass(frozen=True)
class Batch:
    """`ids` and `mask` of shape (sentences, pieces); `rows` and `columns` name the first piece of each word.

    `sizes` are the words of each sentence; `target` has a row a word.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    sizes: list[int]
    target: torch.Tensor


class Pieces:
    """Words into pieces, as the service's encoder does it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._unknown: int = tokenizer.token_to_id("<unk>")

    def example(self, sentence: Sentence) -> Example | None:
        """The example of one sentence without its target; None where it is too long to learn from."""
        ids, first = [START], []
        for word in sentence.words:
            first.append(len(ids))
            ids += self._tokenizer.encode(word, add_special_tokens=False).ids or [self._unknown]
        return Example((*ids, END), tuple(first)) if len(ids) < LONGEST else None

    def examples(self, sentences: Iterable[Sentence], tags: Sequence[str]) -> list[Example]:
        """Examples of tagged sentences; each target allows what the corpus allows."""
        made = ((self.example(sentence), sentence) for sentence in sentences)
        return [
            replace(example, target=_allowed(sentence, tags))
            for example, sentence in made
            if example is not None
        ]


def _allowed(sentence: Sentence, tags: Sequence[str]) -> torch.Tensor:
    target = torch.zeros(len(sentence.words), len(tags))
    for word, tag in enumerate(sentence.tags or ()):
        for allowed in may_be(tag, sentence.complete):
            target[word, tags.index(allowed if allowed in tags else "O")] = 1
    return target


def batches(examples: Sequence[Example], shuffle: random.Random | None, size: int = BATCH) -> list[Batch]:
    """Batches of similar length, at most `size` pieces each."""
    order = list(examples)
    if shuffle:
        shuffle.shuffle(order)
    made = [
        _batch(group)
        for start in range(0, len(order), CHUNK)
        for group in _groups(sorted(order[start : start + CHUNK], key=lambda example: len(example.ids)), size)
    ]
    if shuffle:
        shuffle.shuffle(made)
    return made


def _groups(ordered: Sequence[Example], size: int) -> Iterator[list[Example]]:
    group: list[Example] = []
    for example in ordered:
        if group and len(example.ids) * (len(group) + 1) > size:
            yield group
            group = []
        group.append(example)
    if group:
        yield group


def _batch(group: Sequence[Example]) -> Batch:
    longest = max(len(example.ids) for example in group)
    ids = torch.full((len(group), longest), PADDING)
    for row, example in enumerate(group):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
    sizes = [len(example.first) for example in group]
    return Batch(
        ids=ids,
        mask=(ids != PADDING).long(),
        rows=torch.repeat_interleave(torch.tensor(sizes)),
        columns=torch.tensor([place for example in group for place in example.first]),
        sizes=sizes,
        target=torch.cat([example.target for example in group]),
    )
