"""Who is meant: mentions to entities of the watchlist."""

from services.ner.linker.linker import Linker

__all__ = ["Linker"]
