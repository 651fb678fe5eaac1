"""The shipped model, loaded once for all tests that read with it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from services.ner.tagger import FlairTagger


@pytest.fixture(scope="session")
def tagger() -> "FlairTagger":
    from services.ner.tagger import load_tagger  # takes seconds: only for tests that need it

    return load_tagger()
