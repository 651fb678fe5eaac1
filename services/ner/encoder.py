"""Words in, one vector a word out: the exported network and its pieces of words."""

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


class Encoder:
    """Vectors of the words of one sentence, always computed alone and on the calling thread.

    The int8 network takes its scale from all it is given at once, so a batch would change its members.
    """

    def __init__(self, network: bytes, tokenizer: bytes, max_pieces: int) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(
            network,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused kernel takes four times as long
        )
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._unknown: int = self._tokenizer.token_to_id("<unk>")
        self._window = max_pieces - 2
        self._pieces = lru_cache(KNOWN_WORDS)(self._pieces_of)
        self.size: int = self._session.get_outputs()[0].shape[-1]

    def __call__(self, words: Sequence[str]) -> Vectors:
        """Vectors of shape (words, size), of each word's first piece; long sentences are read in windows."""
        pieces: list[int] = []
        first: list[int] = []
        for word in words:
            first.append(len(pieces))
            pieces += self._pieces(word[:WORD_LENGTH])
        if not pieces:
            return np.empty((0, self.size), dtype=np.float32)
        return np.concatenate([self._read(pieces, *window) for window in windows(len(pieces), self._window)])[
            first
        ]

    def _read(self, pieces: list[int], start: int, stop: int, keep: slice) -> Vectors:
        ids = np.array([[START, *pieces[start:stop], END]], dtype=np.int64)
        vectors: Vectors = self._session.run(None, {"ids": ids})[0][0, 1:-1]
        return vectors[keep]

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids) or (self._unknown,)


def windows(pieces: int, size: int, margin: int = MARGIN) -> Iterator[tuple[int, int, slice]]:
    """(start, stop, what to keep of it): windows of at most `size` whose kept parts are all pieces, once."""
    start = kept = 0
    while start + size < pieces:
        yield start, start + size, slice(kept - start, size - margin)
        kept = start + size - margin
        start = kept - margin
    yield start, pieces, slice(kept - start, None)
