"""German words in all their forms: inflected, and as a part of a compound."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

WORD = re.compile("\\w[\\w\u00ad]*")
PART_AT_LEAST = 4
"""Shorter stems are no part of a compound: "Rat" is not in "Verrat"."""
REST_AT_LEAST = 3
STEMMER = snowballstemmer.stemmer("german")


class Place(NamedTuple):
    """Where a word of a text begins and ends, and its stem."""

    start: int
    end: int
    stem: str


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its ending: "Drohnen" → "drohn", "Häuser" → "haus"."""
    plain = unicodedata.normalize("NFC", word.replace("\u00ad", "")).lower()
    return str(STEMMER.stemWord(plain)) if plain.isalpha() else plain


def stems(phrase: str) -> tuple[str, ...]:
    """The stems of all words of a phrase."""
    return tuple(stem(word) for word in WORD.findall(phrase))


@lru_cache(maxsize=4)
def read_words(text: str) -> tuple[Place, ...]:
    """All words of a text, in its order."""
    return tuple(Place(word.start(), word.end(), stem(word[0])) for word in WORD.finditer(text))


@lru_cache(maxsize=5_000)
def parts(whole: str) -> frozenset[str]:
    """The stem itself, and what may be its first or last part: "drohn", "angriff" of "drohnenangriff".

    The other part has three letters at least.
    """
    cuts = range(PART_AT_LEAST, len(whole) - REST_AT_LEAST + 1)
    return frozenset({whole, *(whole[:cut] for cut in cuts), *(whole[-cut:] for cut in cuts)})


@lru_cache(maxsize=4)
def distinct(text: str) -> frozenset[str]:
    """The words of a text, as it writes them."""
    return frozenset(WORD.findall(text))


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """What the word may be found by, in compounds too."""
    return parts(stem(word))


def find_phrases(
    text: str, by_first: dict[str, list[tuple[str, ...]]], *, compounds: bool
) -> Iterable[tuple[tuple[str, ...], Place]]:
    """Every phrase that the text holds, with the place of its first word, in its order.

    `by_first` holds phrases, as stems, by their first one; in `compounds` a word may be part of a longer one.
    """
    if all(by_first.keys().isdisjoint(forms(word)) for word in distinct(text)):
        return  # most texts: told without a look at the place of each word
    words = read_words(text)
    for at, word in enumerate(words):
        found_by = parts(word.stem) if compounds else frozenset({word.stem})
        if by_first.keys().isdisjoint(found_by):
            continue
        for first in sorted(found_by & by_first.keys()):
            for phrase in by_first[first]:
                following = words[at + 1 : at + len(phrase)]
                if len(following) == len(phrase) - 1 and all(
                    wanted in parts(found.stem) if compounds else wanted == found.stem
                    for wanted, found in zip(phrase[1:], following, strict=True)
                ):
                    yield phrase, word
