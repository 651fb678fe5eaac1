"""Whether two spellings are of one given name: Viktor and Victor, but not Anders and Andres."""

import re
from collections.abc import Iterator
from functools import lru_cache

SOUNDS = (
    (re.compile("sch"), "sh"),
    (re.compile("ph|[vw]"), "f"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("x"), "ks"),
    (re.compile("c"), "k"),
    (re.compile("[jy]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Letters that languages write differently for one sound; a doubled letter is one."""
VOWEL = re.compile("(?<=.)[aeiou](?=.)")
SINGLE_VOWEL = re.compile("(?<=[^aeiou])[aeiou](?=[^aeiou])")
LEAST = 5
"""Letters of a name that may differ in one vowel: Jan is not Jon."""


@lru_cache(maxsize=10_000)
def spelt_alike(one: str, other: str) -> bool:
    """Whether two keys are one name: the same sounds, or but for one vowel that is not at an end.

    A vowel may be another one, or missing between two consonants. Consonants and endings tell names apart:
    Marine and Martine, Michel and Michael, Angelo and Angela.
    """
    one, other = _sounds(one), _sounds(other)
    if one == other:
        return True
    if min(len(one), len(other)) < LEAST:
        return False
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
