"""What a program is told: one JSON object a line."""

from collections.abc import Iterable

from rich.console import Console

from shared.events import Part


def print_json_lines(console: Console, parts: Iterable[Part]) -> None:
    """Each as it is: no wrapping, no markup."""
    for part in parts:
        console.file.write(f"{part.model_dump_json()}\n")
