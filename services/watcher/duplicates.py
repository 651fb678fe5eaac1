"""Whose text is this really? Articles that share most of their words have one origin."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from shared.events import ArticleFound

WORDS = re.compile(r"\w+")
FEWEST_WORDS = 20
"""A shorter text says too little about who wrote it: it is its own origin."""
SHARED = 0.6
"""Part of the shorter text's three-word sequences that both must have.

Own pairs (tests/watcher/test_duplicates.py): one agency text in two papers 0.82 and more, two reports of one
event 0.02 at most, two teasers of 30 words above the same footer of 36 words 0.56.
"""
WORTH_COMPARING = 0.1
"""Estimated part of all sequences of two texts that both have; a quarter of a text within it has more."""

Hashes = NDArray[np.uint32]
_FACTORS = np.random.RandomState(1).randint(1 << 31, size=(2, 64), dtype=np.int64).astype(np.uint32) | 1
"""Of 64 ways to put all hashes into another order. Odd, so that no two hashes fall together."""


def shingles(text: str) -> Hashes:
    """Hashes of all sequences of three words, each once, in order; none for a short text."""
    words = WORDS.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return np.array([], dtype=np.uint32)
    hashes = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint32)
    return np.unique(hashes[:-2] * np.uint32(0x9E3779B1) ^ hashes[1:-1] * np.uint32(0x85EBCA77) ^ hashes[2:])


def shared_part(one: Hashes, other: Hashes) -> float:
    """How much of the shorter of two texts is in the other one, 0 to 1."""
    return float(np.intersect1d(one, other, assume_unique=True).size / min(one.size, other.size))


@dataclass(frozen=True)
class _Known:
    article_id: str
    number: int
    origin: str
    found_at: datetime
    shingles: Hashes


class NearDuplicates:
    """The last `capacity` articles, those of the window of time; about 3 kB each."""

    def __init__(self, window: timedelta, capacity: int) -> None:
        self._window, self._newest = window, datetime(1, 1, 1, tzinfo=UTC) + window
        self._rows: list[_Known | None] = [None] * capacity
        self._signatures = np.zeros((capacity, _FACTORS.shape[1]), dtype=np.uint32)
        self._known: dict[str, _Known] = {}
        self._added = 0

    def origin_of(self, article_id: str, text: str) -> str | None:
        """Origin of an article by its earlier revision, else by the first one with nearly the same text.

        None where there is neither.
        """
        if article_id in self._known:
            return self._known[article_id].origin
        own = shingles(text)
        same = [known for known in self._like(own) if shared_part(own, known.shingles) >= SHARED]
        return min(same, key=lambda known: known.number).origin if same else None

    def _like(self, own: Hashes) -> list[_Known]:
        if not own.size:
            return []
        alike = (self._signatures[: self._added] == _signature(own)).mean(axis=1)
        since = self._newest - self._window
        rows = (self._rows[row] for row in np.flatnonzero(alike >= WORTH_COMPARING))
        return [known for known in rows if known and known.found_at >= since]

    def add(self, article: ArticleFound) -> None:
        """Remember an article, or a revision of one, as it was published."""
        own = shingles(article.text)
        known = _Known(article.article_id, self._added, article.origin, article.found_at, own)
        row = self._added % len(self._rows)
        oldest = self._rows[row]
        if oldest and self._known[oldest.article_id] is oldest:
            del self._known[oldest.article_id]
        self._rows[row] = self._known[article.article_id] = known
        self._signatures[row] = _signature(own) if own.size else 0
        self._added += 1
        self._newest = max(self._newest, article.found_at)


def _signature(own: Hashes) -> Hashes:
    """The first hash in each order: two texts have as many in common as they share sequences (MinHash).

    Written here, because datasketch brings scipy along: 0.4 s at the start and more than 100 MB of image.
    """
    ordered = own[:, None] * _FACTORS[0]
    ordered ^= ordered >> 16
    smallest: Hashes = (ordered * _FACTORS[1]).min(axis=0)
    return smallest
