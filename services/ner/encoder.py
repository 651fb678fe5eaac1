"""Words in, one vector a word out: the exported network and its pieces of words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from services.ner.memory import remembered
from services.ner.network.inputs import SHAPES, inputs, width
from services.ner.weights import ENCODER
from shared.errors import ConfigError

Vectors = npt.NDArray[np.float32]
START, END = 0, 2  # <s> and </s>
WORD_LENGTH = 200  # code points read of a word; the longest German ones have about eighty
MARGIN = 64  # pieces that a window reads beyond what it answers for, on either side
BUDGET = 512  # pieces of one run


class Encoder:
    """Vectors of the words of sentences, computed on the calling thread, safe in several.

    Nothing in a run of the network depends on who shares it: a sentence's vectors are the same to the last
    bit. Raises ConfigError where the network is of another version's format.
    """

    def __init__(self, network: bytes, tokenizer: bytes, max_pieces: int) -> None:
        self._session = InferenceSession(network, one_thread(), providers=["CPUExecutionProvider"])
        if (given := [one.name for one in self._session.get_inputs()]) != list(SHAPES):
            raise ConfigError(
                f"{ENCODER}: exported by another version (its inputs: {', '.join(given)}); export the model "
                "again: python -m services.ner.export"
            )
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._unknown: int = self._tokenizer.token_to_id("<unk>")
        self._window = max_pieces - 2
        self._margin = min(MARGIN, self._window // 4)
        self._pieces = remembered(self._pieces_of)
        self.size: int = self._session.get_outputs()[0].shape[-1]

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Vectors]:
        """Vectors of shape (words, size) a sentence, of each word's first piece.

        A sentence longer than the network reads at once is read in windows.
        """
        parts = [(number, *part) for number, words in enumerate(sentences) for part in self._parts(words)]
        vectors = [[np.empty((0, self.size), np.float32)] for _ in sentences]
        read = self._run([pieces for _, pieces, _ in parts], [asked for _, _, asked in parts])
        for (number, _, _), rows in zip(parts, read, strict=True):
            vectors[number].append(rows)
        return [np.concatenate(rows) for rows in vectors]

    def _parts(self, words: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
        """What the network reads of a sentence, and where in it the words are that are asked for."""
        pieces, first = self._cut(words)
        for start, stop, kept in windows(len(pieces), self._window, self._margin):
            within = first[bisect_left(first, kept.start) : bisect_left(first, kept.stop)]
            if within:
                yield [START, *pieces[start:stop], END], [place - start + 1 for place in within]

    def _cut(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The pieces of a sentence, and where in them its words begin."""
        pieces: list[int] = []
        first: list[int] = []
        for word in words:
            first.append(len(pieces))
            pieces += self._pieces(word[:WORD_LENGTH])
        return pieces, first

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids) or (self._unknown,)

    def _run(self, sequences: Sequence[list[int]], asked: Sequence[list[int]]) -> list[Vectors]:
        read: dict[int, Vectors] = {}
        for run in runs([len(pieces) for pieces in sequences]):
            words = [asked[place] for place in run]
            [vectors] = self._session.run(None, inputs([sequences[place] for place in run], words))
            ends = list(accumulate(map(len, words)))
            read.update(zip(run, np.split(vectors, ends[:-1]), strict=True))
        return [read[place] for place in range(len(sequences))]


def one_thread() -> SessionOptions:
    """For callers that bring the threads."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it remembers a plan for every shape that it ever saw
    return options


def runs(lengths: Sequence[int], budget: int = BUDGET) -> Iterator[list[int]]:
    """Places of sequences of one width, at most `budget` pieces of them, or one."""
    same = defaultdict(list)
    for place, length in enumerate(lengths):
        same[width(length)].append(place)
    for wide in sorted(same):
        run: list[int] = []
        room = budget
        for place in same[wide]:
            if run and lengths[place] > room:
                yield run
                run, room = [], budget
            run.append(place)
            room -= lengths[place]
        yield run


def windows(pieces: int, size: int, margin: int) -> Iterator[tuple[int, int, range]]:
    """(start, stop, what to keep of it): windows of at most `size` whose kept parts are all pieces, once."""
    start = kept = 0
    while start + size < pieces:
        yield start, start + size, range(kept, start + size - margin)
        kept = start + size - margin
        start = kept - margin
    yield start, pieces, range(kept, pieces)
