"""Words of a name: how they are compared (letters, hyphens, diacritics) and how German inflects them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
UNCUT = rf"[^\W_](?:[\w\u0300-\u036f{INVISIBLE}'’]*[\w\u0300-\u036f])?"
BREAK = re.compile(r"[-‐]\r?\n(?=[^\W\d_A-ZÄÖÜ])(?!(?:und|oder|bis|sowie)\b)")
"""Where a word is cut at the end of a line; not in "Trump-\\nund Putin-Anhänger"."""
WORD = re.compile(rf"{UNCUT}(?:{BREAK.pattern}{UNCUT})*")
BLANK = re.compile(rf"\.?(?:[^\S\r\n]|[{INVISIBLE}])*(?:\r?\n)?(?:[^\S\r\n]|[{INVISIBLE}])*")
HYPHEN = re.compile(rf"[-‐‑](?:[{INVISIBLE}]*\r?\n)?")
LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "ø": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
    }
    | {"ı": "i", "ə": "e", "'": "", "’": "", "ʻ": ""}
)
PLURALS = ("emirate", "niederlande", "staaten", "philippinen")
"""Last words of names that take no s: Emirates is an airline."""
ENDINGS = ("e", "er", "es", "en", "em")
ADJECTIVE = re.compile(rf"(?<=...)(?:{'|'.join(ENDINGS)})$")
SIBILANTS = ("s", "x", "z")


class Word(NamedTuple):
    """A word between blanks and hyphens; [start, end) in code points of the text, compared by `key`."""

    written: str
    key: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins like a noun or a name."""
        return self.written[0].isupper()


class Gap(NamedTuple):
    """What joins two words."""

    blank: bool
    hyphen: bool


SPACE, HYPHENED = Gap(blank=True, hyphen=False), Gap(blank=False, hyphen=True)


def words(text: str) -> list[Word]:
    """The words of `text` in order, cut at hyphens too; linear in its length."""
    return [Word(written := m[0], key(written), m.start(), m.end()) for m in WORD.finditer(text)]


def key(word: str) -> str:
    """The word without case, diacritics, apostrophes and soft hyphens; ä, ö, ü, ß as ae, oe, ue, ss."""
    word = BREAK.sub("", word) if "\n" in word else word
    if word.isascii():
        return word.lower().replace("'", "")
    folded = unicodedata.normalize("NFC", word.lower()).translate(LETTERS)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in parts if unicodedata.category(letter) not in ("Mn", "Cf"))


def keys_of(listed: str) -> frozenset[str]:
    """The keys of a list of words that blanks separate."""
    return frozenset(map(key, listed.split()))


def gap(text: str, before: Word, after: Word) -> Gap:
    """How two neighbouring words are joined; a dot only after an initial or an abbreviation such as St."""
    between = text[before.end : after.start]
    if between == " ":
        return SPACE
    if HYPHEN.fullmatch(between):
        return HYPHENED
    dotted = between.startswith(".") and len(before.key) > 2
    return Gap(blank=not dotted and BLANK.fullmatch(between) is not None, hyphen=False)


PARTICLES = keys_of("von van de der den del di da bin ibn al el zu")
ARABIC = ("al", "el", "as", "asch", "ash")
"""One article, as it is written before one letter or another: al-Sisi, as-Sisi."""


def last_word_forms(word: Word, person: bool) -> Iterator[str]:
    """Keys of a name's last word in every case: Putin, Putins; Haus, Hauses; Niederlande, Niederlanden."""
    yield word.key
    if not word.key.endswith(SIBILANTS) and word.key not in PLURALS:
        yield word.key + "s"
    if not person:
        yield word.key + "es"
        if word.key.endswith("e"):
            yield word.key + "n"


def inner_word_forms(word: Word, person: bool) -> Iterator[str]:
    """Keys of a word before the last one: Vereinigte, Vereinigten, Vereinigter; a person's do not change."""
    stem = ADJECTIVE.sub("", word.key)
    if person and word.key in ARABIC:
        yield from ARABIC
    elif person or stem == word.key:
        yield word.key
    else:
        yield from inflected(stem)


def inflected(adjective: str) -> list[str]:
    """Keys of an adjective before a noun, by the key of its stem."""
    return [adjective + ending for ending in ENDINGS]
