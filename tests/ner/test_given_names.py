"""One given name in several spellings, and the names that only look alike."""

import pytest

from services.ner.linker.given_names import spelt_alike

ALIKE = [
    ("alexander", "aleksandar"),
    ("aleksandr", "alexander"),
    ("alexandr", "alexander"),
    ("victor", "viktor"),
    ("tayip", "tayyip"),
    ("emanuel", "emmanuel"),
    ("marko", "marco"),
    ("serguei", "sergej"),
    ("georgia", "giorgia"),
    ("olav", "olaf"),
    ("elizabeth", "elisabeth"),
    ("anthony", "antony"),
    ("dimitri", "dmitri"),
    ("muhammad", "mohammed"),
]
APART = [
    ("vitali", "wladimir"),
    ("alexandra", "alexander"),
    ("aleksandra", "aleksandar"),
    ("viktoria", "viktor"),
    ("emmanuelle", "emmanuel"),
    ("michael", "michel"),
    ("martine", "marine"),
    ("andres", "anders"),
    ("angelo", "angela"),
    ("jon", "jan"),
    ("bruce", "brice"),
    ("kirsten", "carsten"),
    ("camilla", "kamala"),
    ("niklas", "nicolas"),
    ("felipe", "philippe"),
]


@pytest.mark.parametrize(("written", "name"), ALIKE)
def test_another_spelling_of_a_name_is_alike(written: str, name: str) -> None:
    assert spelt_alike(written, name)


@pytest.mark.parametrize(("written", "name"), APART)
def test_names_that_look_alike_are_apart(written: str, name: str) -> None:
    assert not spelt_alike(written, name)
