"""Whose text is this really? Articles that share most of their words have one origin."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from shared.events import ArticleFound

WORDS = re.compile(r"\w+")
THOUSANDS = re.compile(r"[.'’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?<=\d.)(?=\d{3}\b)")
"""Papers have their own style: 8.500, 8500 and 8'500."""
TO_THE_READER = re.compile(r"\b(?:Sie|Ihnen|unser\w*)\b")
"""Many papers have the same offer below every headline."""
FEWEST_WORDS = 10
"""A shorter text says too little about who wrote it: it is its own origin."""
SHORT, SHORT_SHARED, SHARED = 30, 0.85, 0.6
"""Part of the shorter text's three-word sequences that both must have: of fewer words than 30, and of more.

Own pairs (tests/watcher/test_duplicates.py): one agency text in two papers 0.82 and more, two reports of one
event 0.02 at most, two teasers of 30 words above the same footer of 36 words 0.56. One or two sentences of an
agency in two papers 0.9 and more, of two agencies on one event 0.77 at most.
"""
BEGINNING, WORTH_COMPARING = 40, 0.1
"""Words; and estimated part of all sequences of two texts, or of their beginnings, that both have.

A quarter of a text within it has more. A teaser may be a twentieth of a text, but a fifth of its beginning.
"""

Hashes = NDArray[np.uint32]
ORDERS = 64
_FACTORS = np.random.RandomState(1).randint(1 << 31, size=(2, ORDERS), dtype=np.int64).astype(np.uint32) | 1
"""Of the ways to put all hashes into another order. Odd, so that no two hashes fall together."""


def words_of(article: ArticleFound) -> list[str]:
    """Without the headline, which is the paper's own; with it where the body is short, or to the reader."""
    body = article.text.removeprefix(article.title)
    words = _words(body)
    tells = len(words) >= FEWEST_WORDS and not TO_THE_READER.search(body)
    return words if tells else _words(article.text)


def _words(text: str) -> list[str]:
    return WORDS.findall(THOUSANDS.sub("", text.casefold()))


def shingles(words: list[str]) -> Hashes:
    """Hashes of all sequences of three words, each once, in order; none for a short text."""
    if len(words) < FEWEST_WORDS:
        return np.array([], dtype=np.uint32)
    hashes = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint32)
    return np.unique(hashes[:-2] * np.uint32(0x9E3779B1) ^ hashes[1:-1] * np.uint32(0x85EBCA77) ^ hashes[2:])


def _hashes(article: ArticleFound) -> tuple[Hashes, Hashes]:
    """Of an article's sequences, and of those in its beginning."""
    words = words_of(article)
    return shingles(words), shingles(words[:BEGINNING])


def likeness(one: Hashes, other: Hashes) -> float:
    """Of two texts: the part of all their sequences that both have, 0 to 1; 0 if these are too few."""
    shared = np.intersect1d(one, other, assume_unique=True).size
    shorter = min(one.size, other.size)
    enough = SHORT_SHARED if shorter < SHORT - 2 else SHARED
    return float(shared / (one.size + other.size - shared)) if shared >= enough * shorter else 0.0


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
        self._signatures = np.zeros((capacity, 2 * ORDERS), dtype=np.uint32)
        self._known: dict[str, _Known] = {}
        self._added = 0

    def origin_of(self, article: ArticleFound) -> str | None:
        """Origin of an article by its earlier revision, else of the text most like it; of several, the first.

        None where there is neither.
        """
        if article.article_id in self._known:
            return self._known[article.article_id].origin
        parts = _hashes(article)
        alike = ((likeness(parts[0], known.shingles), known) for known in self._near(parts))
        best = max(
            (pair for pair in alike if pair[0]), key=lambda pair: (pair[0], -pair[1].number), default=None
        )
        return best[1].origin if best else None

    def _near(self, parts: tuple[Hashes, Hashes]) -> list[_Known]:
        if not parts[0].size:
            return []
        equal = self._signatures[: self._added] == _signature(parts)
        alike = equal.reshape(-1, 2, ORDERS).mean(axis=2).max(axis=1)
        since = self._newest - self._window
        rows = (self._rows[row] for row in np.flatnonzero(alike >= WORTH_COMPARING))
        return [known for known in rows if known and known.found_at >= since]

    def add(self, article: ArticleFound) -> None:
        """Remember an article, or a revision of one, as it was published."""
        parts = _hashes(article)
        known = _Known(article.article_id, self._added, article.origin, article.found_at, parts[0])
        row = self._added % len(self._rows)
        oldest = self._rows[row]
        if oldest and self._known[oldest.article_id] is oldest:
            del self._known[oldest.article_id]
        self._rows[row] = self._known[article.article_id] = known
        self._signatures[row] = _signature(parts) if parts[0].size else 0
        self._added += 1
        self._newest = max(self._newest, article.found_at)


def _signature(parts: tuple[Hashes, Hashes]) -> Hashes:
    return np.concatenate([_smallest(hashes) for hashes in parts])


def _smallest(own: Hashes) -> Hashes:
    """The first hash in each order: two texts have as many in common as they share sequences (MinHash).

    Written here, because datasketch brings scipy along: 0.4 s at the start and more than 100 MB of image.
    """
    ordered = own[:, None] * _FACTORS[0]
    ordered ^= ordered >> 16
    smallest: Hashes = (ordered * _FACTORS[1]).min(axis=0)
    return smallest
