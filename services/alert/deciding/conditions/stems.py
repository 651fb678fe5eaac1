"""German words in all their forms: inflected, and as a part of a compound."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import snowballstemmer

LONGEST = 80
"""Code points; what is longer is no word, and its parts, all remembered, would fill the memory."""
WORD = re.compile(f"(?<!\\w)\\w[\\w\u00ad]{{0,{LONGEST - 1}}}(?![\\w\u00ad])")
KNOWN = 20_000
PART_AT_LEAST = 4
"""Shorter stems are no part of a compound: "Rat" is not in "Verrat"."""
REST_AT_LEAST = 3
LAST_AT_LEAST = 7
"""Of words in -en, shorter ones are no last part: "Minen" is not in "Terminen"."""
INITIALS = re.compile("[A-ZÄÖÜ]{2,}s$")
STEMMER = snowballstemmer.stemmer("german")


class Place(NamedTuple):
    """Where a word of a text begins and ends, and the word."""

    start: int
    end: int
    word: str


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("\u00ad", "")).lower()


@lru_cache(maxsize=KNOWN)
def stem(word: str) -> str:
    """The word without its ending: "Drohnen" → "drohn", "Häuser" → "haus"."""
    plain = _plain(word)
    return str(STEMMER.stemWord(plain)) if plain.isalpha() else plain


def stems(phrase: str) -> list[tuple[str, ...]]:
    """What a phrase is found by: the stems of all its words, or their forms in compounds."""
    return list(product(*map(_keys, WORD.findall(phrase))))


def _keys(word: str) -> tuple[str, ...]:
    """Its stem; where that is too short for a part, its form in compounds too: "minen" for "Mine"."""
    short, joint = stem(word), in_en(word)
    return (short, joint) if len(short) < PART_AT_LEAST < len(joint) else (short,)


def in_en(word: str) -> str:
    """The form of a noun in -e that compounds begin with: "Rakete", "Raketen" → "raketen"; else nothing."""
    plain = _plain(word)
    return plain if plain.endswith("en") else f"{plain}n" if plain.endswith("e") else ""


@lru_cache(maxsize=4)
def read_words(text: str) -> tuple[Place, ...]:
    """All words of a text, in its order."""
    return tuple(Place(word.start(), word.end(), word[0]) for word in WORD.finditer(text))


@lru_cache(maxsize=KNOWN)
def whole(word: str) -> frozenset[str]:
    """The stem, and what it is without the -s of a name, a foreign word or initials: "Kiews", "NGOs"."""
    own = stem(word)
    has_s = own.endswith("s") and not own.endswith("ss")
    may_lose_it = len(own) > PART_AT_LEAST or INITIALS.match(word)
    return frozenset({own, own[:-1]} if has_s and may_lose_it else {own})


def parts(stem: str) -> frozenset[str]:
    """The stem itself, and what may be its first or last part: "drohn", "angriff" of "drohnenangriff".

    The other part has three letters at least.
    """
    cuts = range(PART_AT_LEAST, len(stem) - REST_AT_LEAST + 1)
    return frozenset({stem, *(stem[:cut] for cut in cuts), *(stem[-cut:] for cut in cuts)})


@lru_cache(maxsize=4)
def distinct(text: str) -> frozenset[str]:
    """The words of a text, as it writes them."""
    return frozenset(WORD.findall(text))


@lru_cache(maxsize=KNOWN)
def forms(word: str) -> frozenset[str]:
    """What the word may be found by, in compounds too."""
    last = in_en(word)
    lasts = (last[-cut:] for cut in range(LAST_AT_LEAST, len(last) - REST_AT_LEAST + 1))
    return frozenset().union(*map(parts, whole(word)), lasts)


def find_phrases(
    text: str, by_first: dict[str, list[tuple[str, ...]]], *, compounds: bool
) -> Iterable[tuple[tuple[str, ...], Place]]:
    """Every phrase that the text holds, with the place of its first word, in its order.

    `by_first` holds phrases, as stems, by their first one; in `compounds` a word may be part of a longer one.
    """
    if all(by_first.keys().isdisjoint(forms(word)) for word in distinct(text)):
        return  # most texts: told without a look at the place of each word
    words, found_by = read_words(text), forms if compounds else whole
    for at, place in enumerate(words):
        for first in sorted(by_first.keys() & found_by(place.word)):
            for phrase in by_first[first]:
                following = words[at + 1 : at + len(phrase)]
                if len(following) == len(phrase) - 1 and all(
                    wanted in found_by(found.word)
                    for wanted, found in zip(phrase[1:], following, strict=True)
                ):
                    yield phrase, place
