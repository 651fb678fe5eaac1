"""Where those counted are: the place after "in", "nach", "bei" … in the same sentence."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from services.ner.figures.counted import Counted
from services.ner.figures.names import Form, Name
from services.ner.figures.tokens import Token, lower_at
from services.ner.figures.words import DETERMINERS, word_set
from shared.events import Label, Mention, Span
from shared.watchlist import Kind as EntityKind

PLACES = (EntityKind.COUNTRY, EntityKind.PLACE)
LOCAL = word_set(
    """
    in im ins nach bei nahe an am auf vor um entlang nördlich südlich östlich westlich
    """
)
SOURCES = word_set(
    """
    angaben informationen einschätzung schätzungen darstellung erkenntnissen aussagen berichten
    """
)
FARTHEST = 5
"""Tokens between the preposition and the place: "in der russischen Grenzregion Kursk"."""


def places(
    text: str, tokens: Sequence[Token], names: Mapping[int, Name], mentions: Iterable[Mention]
) -> list[tuple[int, str]]:
    """The places of a sentence by their first token: id of the place, else its words."""
    found = []
    spans = {m.start: m for m in mentions if m.label is Label.LOC and m.entity is None}
    for index, token in enumerate(tokens):
        name, mention = names.get(index), spans.get(token.start)
        if (name is None and mention is None) or not _local(tokens, index):
            continue
        if name and name.form is Form.NAME and name.kind in PLACES and not name.genitive:
            found.append((index, name.entity))
        elif mention and name is None:
            found.append((index, Span(start=mention.start, end=mention.end).of(text)))
    return found


def place_of(found: Sequence[tuple[int, str]], counted: Counted) -> str | None:
    """The nearest place behind the number, else the last one before it."""
    at = bisect_left(found, counted.end, key=lambda place: place[0])
    if at < len(found):
        return found[at][1]
    return found[-1][1] if found and found[-1][0] < counted.first else None


def _local(tokens: Sequence[Token], index: int) -> bool:
    """Whether a local preposition opens the phrase that ends in tokens[index]."""
    for at in range(index - 1, max(-1, index - FARTHEST - 1), -1):
        word = tokens[at].lower
        if word in LOCAL:
            return not SOURCES.intersection(token.lower for token in tokens[at:index])
        adjective = word.endswith(("e", "en", "er", "es", "em"))
        noun = tokens[at].capital and at == index - 1
        if not (adjective or noun or word in DETERMINERS or lower_at(tokens, at) == "-"):
            return False
    return False
