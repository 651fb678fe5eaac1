"""Fakes for seams that are passed in."""

import random
import re
import time
from collections.abc import Sequence

from services.ner.tagging import Tag
from shared.events import Label, ModelInfo

NAMES = {"Wladimir Putin": Label.PER, "Kursk": Label.LOC}


class ListTagger:
    """Tags a few names by looking them up; takes up to `delay` seconds, so that readings overtake."""

    info = ModelInfo(name="list", version="1")

    def __init__(self, delay: float = 0.0) -> None:
        self._delay = delay

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        time.sleep(random.random() * self._delay)
        return [self._tag_one(sentence) for sentence in sentences]

    def _tag_one(self, sentence: str) -> list[Tag]:
        return [
            Tag(start=match.start(), end=match.end(), label=NAMES[match[0]], score=1.0)
            for match in re.finditer("|".join(NAMES), sentence)
        ]
