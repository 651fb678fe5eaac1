"""What kind of thing a noun is: somebody, a thing, a body of soldiers; what kind of sentence it stands in."""

from collections.abc import Iterable

from services.ner.figures.german.nouns import CIVIL, DEADLY, MILITARY, PERSONS, SHORT_HEADS, THINGS
from services.ner.memory import remembered

ABSTRACT = (
    "ung",
    "ungen",
    "heit",
    "heiten",
    "keit",
    "keiten",
    "ion",
    "ionen",
    "tät",
    "schaft",
    "tum",
    "nis",
    "nisse",
)
TRADES = ("er", "mann", "frau", "eur", "iker", "ologe", "graf", "schaffender", "gefreiter")
"""Ends of nouns for somebody by what they do; things that end so are in THINGS."""
SOMEBODY = ("jähriger", "jährige", "jährigen", "erin", "ist", "istin", "ant", "antin")
HEADS = PERSONS | {noun for noun in THINGS if len(noun) > 5} - {"listen"}
SHORTEST_HEAD = 5
"""Letters from which a noun is read as the end of a compound; "Mann" of "Kaufmann" is none."""
BODIES = tuple(noun for noun in MILITARY if len(noun) >= SHORTEST_HEAD)
"""Ends of compounds that are bodies of soldiers."""


@remembered
def thing(word: str) -> bool:
    """Whether a noun is a unit, a time, a thing, an event or an animal: no fate of persons befalls it."""
    lower = word.lower()
    if lower in THINGS or lower in PERSONS:
        return lower in THINGS
    if lower.endswith(ABSTRACT):
        return True
    heads = (
        end for end in word_ends(lower) if end in SHORT_HEADS or (len(end) >= SHORTEST_HEAD and end in HEADS)
    )
    return next((end not in PERSONS for end in heads), False)


@remembered
def person(word: str) -> bool:
    """Whether a singular noun is surely somebody."""
    lower = word.lower()
    if lower in PERSONS or any(end in PERSONS for end in word_ends(lower) if len(end) >= SHORTEST_HEAD):
        return True
    woman = lower.endswith("in") and len(lower) > 6
    return not thing(word) and (woman or lower.endswith(SOMEBODY + TRADES))


def military(word: str) -> bool:
    """Whether a noun is a body of soldiers."""
    lower = word.lower()
    return lower not in CIVIL and (lower in MILITARY or lower.endswith(BODIES))


def civil(words: Iterable[str]) -> bool:
    """Whether a sentence is about a match, a fire brigade or a crew: its "Mann" are no soldiers."""
    return not CIVIL.isdisjoint(words)


def deadly(words: Iterable[str]) -> bool:
    """Whether a sentence is about what kills many: its "Opfer" are dead."""
    return any(word.startswith(DEADLY) for word in words)


def word_ends(lower: str) -> list[str]:
    """Every end of a word, the longest first; a word longer than a German one has no ends."""
    return [lower[index:] for index in range(max(0, len(lower) - 24), len(lower) - 2)]
