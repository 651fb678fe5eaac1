"""Sentences with their names marked, one a line, `[Anna Berg|PER] reist nach [Kiel|LOC].`; `#`: a remark."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shared.errors import BadInputError
from shared.events import Label

NAME = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


class Marked(NamedTuple):
    """A sentence without its marks, and its names: [start, end) in code points, label."""

    text: str
    names: tuple[tuple[int, int, str], ...]


def marked_sentences(path: Path) -> Iterator[Marked]:
    """The sentences of a file. Raises BadInputError naming the line."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                yield _marked(line.strip(), f"{path}, line {number}")


def _marked(line: str, where: str) -> Marked:
    text, names, position = "", [], 0
    for mark in NAME.finditer(line):
        name, label = mark.groups()
        if label not in Label.__members__:
            raise BadInputError(f"{where}: {label} is no label; write PER, LOC, ORG or MISC")
        text += line[position : mark.start()]
        names.append((len(text), len(text) + len(name), label))
        text, position = text + name, mark.end()
    text += line[position:]
    if "[" in text or "]" in text:
        raise BadInputError(f"{where}: a bracket is left over; write [name|LABEL]")
    return Marked(text, tuple(names))
