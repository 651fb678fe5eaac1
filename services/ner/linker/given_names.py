"""Whether two spellings are of one given name: Viktor and Victor, but not Anders and Andres."""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.ner.linker.first_names import FIRST_NAMES
from services.ner.linker.names import keys_of

SOUNDS = (
    (re.compile("sch"), "sh"),
    (re.compile("th"), "t"),
    (re.compile("ph|[vw]"), "f"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("x"), "ks"),
    (re.compile("c"), "k"),
    (re.compile("z"), "s"),
    (re.compile("[jy]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Letters that languages write differently for one sound; a doubled letter is one."""
VOWEL = re.compile("(?<=.)[aeiou](?=.)")
SINGLE_VOWEL = re.compile("(?<=[^aeiou])[aeiou](?=[^aeiou])")
LEAST = 5
"""Letters of a name that may differ in one vowel: Jan is not Jon."""
TRANSCRIPTIONS = (
    keys_of("Alexander Alexandre Aleksandar Aleksander Aleksandr"),
    keys_of("Dmitri Dmitrij Dimitri"),
    keys_of("Michail Mikhail Micheil Michael"),
    keys_of("Mohamed Mohammed Mohammad Muhammad"),
)
"""Well-known names that are one in the news, though a vowel tells them apart."""


@lru_cache(maxsize=10_000)
def spelt_alike(written: str, name: str) -> bool:
    """Whether the key `written` spells the given name: by the same sounds, or but for a vowel inside.

    The vowel is another one, or missing between two consonants, and what is written is no well-known name
    itself: Bruce is not Brice. Consonants and endings tell names apart: Angela and Angelo.
    """
    sounds = _sounds(written), _sounds(name)
    if sounds[0] == sounds[1] or any({written, name} <= names for names in TRANSCRIPTIONS):
        return True
    return written not in FIRST_NAMES and min(map(len, sounds)) >= LEAST and _but_for_a_vowel(*sounds)


def _but_for_a_vowel(one: str, other: str) -> bool:
    return (
        not set(_without(VOWEL, one, "*")).isdisjoint(_without(VOWEL, other, "*"))
        or one in _without(SINGLE_VOWEL, other, "")
        or other in _without(SINGLE_VOWEL, one, "")
    )


def _sounds(name: str) -> str:
    for letters, sound in SOUNDS:
        name = letters.sub(sound, name)
    return name


def _without(vowels: re.Pattern[str], name: str, mark: str) -> Iterator[str]:
    return (name[: found.start()] + mark + name[found.end() :] for found in vowels.finditer(name))
