"""One given name in several spellings, and the names that only look alike."""

import pytest

from services.ner.linker.given_names import spelt_alike

ALIKE = [
    ("alexander", "aleksandar"),
    ("alexandr", "aleksandr"),
    ("victor", "viktor"),
    ("tayip", "tayyip"),
    ("emanuel", "emmanuel"),
    ("marko", "marco"),
    ("serguei", "sergej"),
    ("georgia", "giorgia"),
    ("olav", "olaf"),
    ("alexandr", "alexander"),
]
APART = [
    ("wladimir", "vitali"),
    ("alexander", "alexandra"),
    ("aleksandar", "aleksandra"),
    ("viktor", "victoria"),
    ("michel", "michael"),
    ("marine", "martine"),
    ("anders", "andres"),
    ("angelo", "angela"),
    ("jan", "jon"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert spelt_alike(one, other)
    assert spelt_alike(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_look_alike_are_apart(one: str, other: str) -> None:
    assert not spelt_alike(one, other)
    assert not spelt_alike(other, one)
