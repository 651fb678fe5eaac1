"""German words that tell where a sentence ends; they are listed in german.yaml."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from shared.config import ConfigModel, load_config

Words = Annotated[frozenset[str], BeforeValidator(lambda text: text.split())]


class Table(ConfigModel):
    """german.yaml; each key is a text of words."""

    leading: Words
    counting: Words
    either: Words
    starters: Words
    months: Words
    determiners: Words
    numbering: Words
    unfinished: Words


TABLE = load_config(Path(__file__).with_suffix(".yaml"), Table)
ROMAN = re.compile(r"[IVX]{1,5}")
VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxzß]{2,4}", re.IGNORECASE)
LETTERS = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")


def is_unfinished(line: str) -> bool:
    """Whether no sentence and no heading ends like this: with a comma, or with "der", "und", "von"."""
    last = line.rsplit(maxsplit=1)[-1]
    return last.endswith(",") or last.lower() in TABLE.unfinished


def leads_on(word: str, after: str) -> bool:
    """Whether the dot after `word` surely belongs to it: "Dr", "z.B", "Art" before a number."""
    counts = word in TABLE.counting or word.endswith("str")
    return word in TABLE.leading or (counts and after[:1].isdecimal())


def may_lead_on(word: str) -> bool:
    """Whether the dot after `word` may belong to it: "usw", "Mio", an initial, "U.S", "XIV", "Hptm"."""
    return (
        word in TABLE.either
        or (len(word) == 1 and word.isalpha())
        or LETTERS.fullmatch(word) is not None
        or ROMAN.fullmatch(word) is not None
        or (not word.isupper() and VOWELLESS.fullmatch(word) is not None)
    )
