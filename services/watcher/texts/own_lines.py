"""A text's own lines, and what the others tell of it."""

from collections.abc import Iterable

from services.watcher.texts.credits import credit_line
from services.watcher.texts.furniture import is_furniture


def own_lines(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those that are neither furniture nor a credit and nothing else; and the agencies that are credited."""
    own: list[str] = []
    credited: list[str] = []
    for line in lines:
        if agencies := credit_line(line):
            credited += sorted(agencies)
        elif not is_furniture(line):
            own.append(line)
    return own, credited
