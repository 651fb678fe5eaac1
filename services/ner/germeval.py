"""GermEval 2014's format: number, token, outer tag, nested tag, between tabs; blank lines end sentences."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from shared.errors import BadInputError
from shared.events import Label


def tagged_words(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Words and outer tags (IOB2; `OTH` is MISC) of each sentence. Raises BadInputError naming the line."""
    with path.open(encoding="utf-8") as lines:
        rows = (_row(path, number, line) for number, line in enumerate(lines, 1) if not line.startswith("#"))
        for is_sentence, sentence in groupby(rows, key=bool):
            if is_sentence:
                yield [row for row in sentence if row]


def _row(path: Path, number: int, line: str) -> tuple[str, str] | None:
    if not line.strip():
        return None
    columns = line.rstrip("\n").split("\t")
    if len(columns) < 3:
        raise BadInputError(f"{path}, line {number}: expected number, token and tag, separated by tabs")
    return columns[1], columns[2].replace("OTH", Label.MISC)
