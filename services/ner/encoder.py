"""Words in, one vector a word out: the exported network and its pieces of words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
START, END = 0, 2  # <s> and </s>
WORD_LENGTH = 200  # code points read of a word; the longest German ones have about eighty
MARGIN = 64  # pieces that a window reads beyond what it answers for, on either side
KNOWN_WORDS = 50_000
BUDGET = 512  # pieces of one run: more is not faster


class Encoder:
    """Vectors of the words of sentences, computed on the calling thread, safe in several.

    Only sequences of one length share a run of the network, so there is nothing to pad, and nothing in it
    depends on who shares the run: a sentence's vectors are the same to the last bit.
    """

    def __init__(self, network: bytes, tokenizer: bytes, max_pieces: int) -> None:
        self._session = InferenceSession(network, one_thread(), providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._unknown: int = self._tokenizer.token_to_id("<unk>")
        self._window = max_pieces - 2
        self._margin = min(MARGIN, self._window // 4)
        self._pieces = lru_cache(KNOWN_WORDS)(self._pieces_of)
        self.size: int = self._session.get_outputs()[0].shape[-1]

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Vectors]:
        """Vectors of shape (words, size) a sentence, of each word's first piece.

        A sentence longer than the network reads at once is read in windows.
        """
        cut = [self._cut(words) for words in sentences]
        parts = [
            (number, keep, pieces[start:stop])
            for number, (pieces, _) in enumerate(cut)
            for start, stop, keep in windows(len(pieces), self._window, self._margin)
        ]
        vectors: list[list[Vectors]] = [[] for _ in sentences]
        read = self._run([pieces for _, _, pieces in parts])
        for (number, keep, _), rows in zip(parts, read, strict=True):
            vectors[number].append(rows[keep])
        return [np.concatenate(rows)[first] for rows, (_, first) in zip(vectors, cut, strict=True)]

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

    def _run(self, sequences: Sequence[list[int]]) -> list[Vectors]:
        read: list[Vectors] = [np.empty((0, self.size), dtype=np.float32)] * len(sequences)
        for places in alike([len(pieces) for pieces in sequences]):
            ids = np.array([[START, *sequences[place], END] for place in places], dtype=np.int64)
            [vectors] = self._session.run(None, {"ids": ids})
            for place, rows in zip(places, vectors, strict=True):
                read[place] = rows[1:-1]
        return read


def one_thread() -> SessionOptions:
    """For callers that bring the threads."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it remembers a plan for every shape that it ever saw
    return options


def alike(lengths: Sequence[int], budget: int = BUDGET) -> Iterator[list[int]]:
    """Places of sequences of one length, at most `budget` pieces of them, or one; empty ones are left out."""
    places = defaultdict(list)
    for place, length in enumerate(lengths):
        places[length].append(place)
    for length in sorted(places.keys() - {0}):
        step = max(1, budget // length)
        same = places[length]
        yield from (same[start : start + step] for start in range(0, len(same), step))


def windows(pieces: int, size: int, margin: int) -> Iterator[tuple[int, int, slice]]:
    """(start, stop, what to keep of it): windows of at most `size` whose kept parts are all pieces, once."""
    start = kept = 0
    while start + size < pieces:
        yield start, start + size, slice(kept - start, size - margin)
        kept = start + size - margin
        start = kept - margin
    yield start, pieces, slice(kept - start, None)
