"""The tags that a network gives a word, and what a corpus says of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.events import Label

TAGS = ("O", *(f"{place}-{label}" for label in Label for place in "SBIE"))
DERIVED, PART = (
    "deriv",
    "part",
)  # "deutsch", "NATO-Gipfel": no names, but a network reads better that knows them
TEACHER_TAGS = (*TAGS, DERIVED, PART)


def bioes(tags: Sequence[str]) -> list[str]:
    """IOB2 → BIOES; the tags of derivations and parts of words have no beginning and no end."""
    return [_bioes(tag, after) for tag, after in pairwise([*tags, "O"])]


def _bioes(tag: str, after: str) -> str:
    place, _, label = tag.partition("-")
    for extra in (DERIVED, PART):
        if label.endswith(extra):
            return extra
    if place == "O":
        return tag
    goes_on = after == f"I-{label}"
    return f"{('B' if goes_on else 'S') if place == 'B' else ('I' if goes_on else 'E')}-{label}"


def marks(words: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIOES tags of a sentence whose names are (first word, last word, label)."""
    tags = ["O"] * words
    for first, last, label in spans:
        if first == last:
            tags[first] = f"S-{label}"
        else:
            tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1), f"E-{label}"]
    return tags


def name_tag(tag: str) -> str:
    """The tag where only names count."""
    return "O" if tag in (DERIVED, PART) else tag


def may_be(tag: str, complete: bool) -> Iterator[str]:
    """The tags that a word with this mark may have: a corpus that marks no derivations calls them `O`."""
    yield tag
    if tag == "O" and not complete:
        yield from (DERIVED, PART)
