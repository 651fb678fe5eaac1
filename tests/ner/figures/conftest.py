"""The reader on the shipped watchlist."""

from collections.abc import Callable

import pytest

from services.ner.figures import FigureReader
from services.ner.linker import Linker
from services.ner.sentences import split
from shared.events import Figure
from shared.watchlist import load_watchlist

Read = Callable[[str], tuple[Figure, ...]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text with the names that the linker knows, without a tagger."""
    watchlist = load_watchlist()
    reader, linker = FigureReader(watchlist), Linker(watchlist)

    def figures(text: str) -> tuple[Figure, ...]:
        layout = split(text)
        return reader.read(text, layout.sentences, layout.paragraphs, linker.link(text, layout.sentences, ()))

    return figures
