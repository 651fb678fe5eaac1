"""The places that a sentence names: those after "in", "nach", "bei"."""

import re
from collections.abc import Iterable, Mapping, Sequence

from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import ADJECTIVE_ENDINGS, DETERMINERS, LOCAL, word_set
from services.ner.figures.owners.senders import governs
from shared.events import Label, Mention, Span
from shared.watchlist import Kind as EntityKind

PLACES = (EntityKind.COUNTRY, EntityKind.PLACE)
WHERE = LOCAL | {"ins", "nach", "um", "entlang"}
SOURCES = word_set(
    """
    angaben informationen einschätzung schätzungen darstellung erkenntnissen aussagen berichten
    """
)
TALKS = word_set("überlegungen plänen planungen gesprächen verhandlungen beratungen ansicht meinung")
"""Nouns whose place is where they were held: "nach Überlegungen in London"."""
MEDIUM = re.compile(r".*(?:sender|zeitung|magazin|fernsehen|portal|blatt|agentur|kanal)s?")
AGREED = re.compile(
    r"(?:getroffen|geschlossen|abgeschlossen|vereinbart|unterzeichnet|ausgehandelt|beschlossen|gegründet"
    r"|veröffentlicht|vorgestellt|vorgelegt|ansässig|erscheinend|geboren)e[nrsm]?"
)
"""What was done elsewhere: "der in Istanbul getroffenen Vereinbarung"."""
REGION = re.compile(r"(?:nord|süd|ost|west)?(?:norden|süden|osten|westen)|zentrum|hauptstadt|nähe")
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
        region = REGION.fullmatch(lower_at(tokens, index - 1))  # "im Osten Afghanistans"
        if name and name.form is Form.NAME and name.kind in PLACES and (region or not name.genitive):
            found.append((index, name.entity))
        elif mention and name is None:
            found.append((index, Span(start=mention.start, end=mention.end).of(text)))
    return found


def _local(tokens: Sequence[Token], index: int) -> bool:
    """Whether a local preposition opens the phrase that ends in tokens[index], and tells where they are."""
    agreed = index + 1 < len(tokens) and AGREED.fullmatch(tokens[index + 1].lower)
    if agreed or MEDIUM.fullmatch(lower_at(tokens, index - 1)):
        return False
    for at in range(index - 1, max(-1, index - FARTHEST - 1), -1):
        word = tokens[at].lower
        if word in WHERE:
            talks = lower_at(tokens, at - 1) in TALKS or (word == "in" and governs(lower_at(tokens, at - 1)))
            return not talks and not SOURCES.intersection(token.lower for token in tokens[at:index])
        adjective = word.endswith(ADJECTIVE_ENDINGS)
        noun = tokens[at].capital and at == index - 1
        if not (adjective or noun or word in DETERMINERS or lower_at(tokens, at) == "-"):
            return False
    return False
