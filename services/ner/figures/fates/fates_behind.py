"""Fates told behind those counted: in a relative clause, or in a second predicate."""

from collections.abc import Sequence

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.agents import has_subject
from services.ner.figures.fates.event import Event
from services.ner.figures.fates.fates import Inside, in_phrase_of_preposition, oblique
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import (
    BECOME_PASSIVE,
    HAVE,
    RELATIVES,
)


def told_behind(tokens: Sequence[Token], counted: Counted, clause: Clause, inside: Inside) -> Event | None:
    """The fate told in the relative `clause` behind the phrase: "drei Soldaten, die getötet wurden"."""
    start = clause.indexes[0]
    if start != counted.end + 1 or lower_at(tokens, start) not in RELATIVES or not clause.relative:
        return None
    if any(not other.article for other in inside.counted) or not inside.events:
        return None
    event = inside.events[0]
    active = not HAVE.isdisjoint(clause.words)
    return event if not event.done or (event.participle and not active) else None


def shared_fate(tokens: Sequence[Token], counted: Counted, clause: Clause, inside: Inside) -> Event | None:
    """The fate told in `clause`, which has no subject of its own, of the subject of the one before."""
    if (
        inside.counted
        or not inside.events
        or oblique(tokens, counted)
        or in_phrase_of_preposition(tokens, counted)
    ):
        return None
    event = inside.events[0]
    undergone = not event.done or (event.participle and not BECOME_PASSIVE.isdisjoint(clause.words))
    before = [index for index in clause.indexes if index < event.index and tokens[index].lower != "sich"]
    return event if undergone and not event.nominal and not has_subject(tokens, before) else None
