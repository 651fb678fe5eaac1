"""Which line breaks end a paragraph? All do, except in text that was wrapped at a fixed width."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from services.ner.german import is_unfinished
from shared.events import Span

NARROW, WIDE = 50, 140  # widths at which people and programs wrap text
BULLET = re.compile(r"[•·▪‣◦●○■□*]|[-–—]\s|\d{1,2}[.)]\s|[a-z]\)\s")
CLOSED = tuple('.:;!?…“”"»«)')
FIRST_WORD = re.compile(r"\S+")


class Line(NamedTuple):
    """A line without white space at its ends; nothing is left of an empty one."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In code points."""
        return self.end - self.start


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs, without white space at their ends; an empty line always ends one."""
    lines = list(_lines(text))
    width = _width(text, lines)
    found: list[Line] = []
    goes_on = False
    for line, following in pairwise([*lines, Line(0, 0)]):
        if line.length:
            found.append(Line(found.pop().start if goes_on else line.start, line.end))
        goes_on = _wrapped(text, line, following, width)
    return [Span(start=start, end=end) for start, end in found]


def _lines(text: str) -> Iterator[Line]:
    offset = 0
    for line in text.splitlines(keepends=True):
        start = offset + len(line) - len(line.lstrip())
        yield Line(start, max(start, offset + len(line.rstrip())))
        offset += len(line)


def _width(text: str, lines: list[Line]) -> int:
    """The width at which the text was wrapped; 0 unless a quarter of its lines break off in a sentence."""
    breaks = [(line, following) for line, following in pairwise(lines) if line.length and following.length]
    lengths = [
        line.length
        for line, following in breaks
        if NARROW <= line.length <= WIDE and _goes_on(text[line.start : line.end], text[following.start])
    ]
    return max(lengths) if lengths and len(lengths) * 4 >= len(breaks) else 0


def _goes_on(line: str, following: str) -> bool:
    return is_unfinished(line) or (following.islower() and not line.endswith(CLOSED))


def _wrapped(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the break after `line` only stands there because the next word did not fit."""
    if not (width and line.length and following.length):
        return False
    if BULLET.match(text, following.start) and text[line.end - 1] in CLOSED:
        return False
    word = FIRST_WORD.match(text, following.start, following.end)
    return word is not None and line.length + 1 + len(word[0]) > width
