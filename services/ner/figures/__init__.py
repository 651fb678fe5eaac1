"""Who counts what: from a sentence to its figures (DESIGN.md §3), without model, network or clock."""

from services.ner.figures.reader import FigureReader

__all__ = ["FigureReader"]
