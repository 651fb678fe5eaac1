"""The official corpora, where there is a network."""

from pathlib import Path

import flair
from flair.datasets import NER_GERMAN_GERMEVAL


def fetch_germeval(base: Path | None = None) -> Path:
    """The folder of GermEval's train.tsv, dev.tsv and test.tsv; Flair's loader fetches them once."""
    base = base or Path(flair.cache_root) / "datasets"
    NER_GERMAN_GERMEVAL(base_path=base)
    return base / NER_GERMAN_GERMEVAL.__name__.lower()
