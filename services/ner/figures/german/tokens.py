"""Words, numbers, dates and marks of a sentence, each with its offsets in the article."""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

GROUP = "(?:[.\u0020\u00a0\u2007\u2009\u202f]|['’][\u0020]?)"
LETTER = "[^\\W\\d_]|[\u00ad\u0300-\u036f]"
MONTH = "Jan|Jän|Feb|Feber|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
PATTERN = re.compile(
    rf"""
    (?P<date>\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{2,4}}(?!\d))?(?!\d) | \d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?(?!\d)
        | \d{{1,2}}\.(?=\s*(?:{MONTH})))
    | (?P<clock>\d+:\d+(?::\d+)* | \d{{1,2}}\.\d{{2}}(?=\s*(?:Uhr|h\b)))
    | (?P<mixed>\d[\d.,'’]{{0,15}}(?:%?-(?:{LETTER})|(?:{LETTER}|%)-?)[\w\u00ad\u0300-\u036f*:-]*)
    | (?P<ordinal>\d+\.(?=[\s\u00a0]+[^\W\d_]))
    | (?P<number>(?<![\d.,])\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d)(?:,\d+)? | \d+(?:,\d+)?)
    | (?P<word>(?:{LETTER})(?:[\w\u00ad\u0300-\u036f]+|[-'’](?=\w))*+(?:-(?!\w)|[*:](?=innen))?(?:innen)?)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is; `MIXED` is a number grown into a word (20-jährig, 2%-Ziel, 300m)."""

    DATE = "date"
    CLOCK = "clock"
    MIXED = "mixed"
    ORDINAL = "ordinal"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


KINDS = {kind.value: kind for kind in Kind}


class Token(NamedTuple):
    """`text` in normal form C without soft hyphens; `start` and `end` count code points of the article.

    `capital`: whether it is written like a noun or a name.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: Kind
    capital: bool


def tokenise(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of text[start:end], in order; linear in its length."""
    return tuple(map(_token, PATTERN.finditer(text, start, end)))


def _token(match: re.Match[str]) -> Token:
    written = match[0]
    if not written.isascii():
        written = unicodedata.normalize("NFC", written.replace("\u00ad", ""))
    kind = KINDS[match.lastgroup or ""]
    capital = kind is Kind.WORD and written[:1].isupper()
    return Token(written, written.lower(), match.start(), match.end(), kind, capital)


def lower_at(tokens: Sequence[Token], index: int) -> str:
    """The token's word in lower case; empty outside of the sentence."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""
