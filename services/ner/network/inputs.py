"""What one run of the network is given: sequences of about one length, one after the other."""

from collections.abc import Sequence
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

STEP = 8
SHAPES = {
    "ids": ["pieces"],
    "rows": ["sequences", "width"],
    "cells": ["pieces"],
    "words": ["words"],
}


def width(length: int) -> int:
    """How wide attention is for a sequence: its own length says so, not those that it is read with."""
    return -(-length // STEP) * STEP


def inputs(sequences: Sequence[Sequence[int]], asked: Sequence[Sequence[int]]) -> dict[str, Integers]:
    """The network's inputs for sequences of one width.

    `ids`: the pieces of all sequences, without padding. `rows`: a table of the sequences, in it the place in
    `ids` of each piece, and -1 behind its last. `cells`: where in this table, read line by line, each piece
    is. `words`: which pieces' vectors are asked for; `asked` says so for each sequence by itself.
    """
    lengths = np.array([len(sequence) for sequence in sequences])
    starts = list(accumulate(lengths.tolist(), initial=0))[:-1]
    columns = np.arange(width(int(lengths.max())))
    filled = columns < lengths[:, None]
    words = [start + place for start, places in zip(starts, asked, strict=True) for place in places]
    return {
        "ids": np.array(list(chain.from_iterable(sequences))),
        "rows": np.where(filled, np.array(starts)[:, None] + columns, -1),
        "cells": np.flatnonzero(filled),
        "words": np.array(words, dtype=np.int64),
    }
