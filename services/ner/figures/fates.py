"""Whom a fate befell: the numbers that the verb of their clause speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.ner.figures.clauses import Clause
from services.ner.figures.counted import Counted
from services.ner.figures.tokens import Token, lower_at
from services.ner.figures.verbs import Event
from services.ner.figures.words import (
    BECOME_PASSIVE,
    DETERMINERS,
    FINITE_AUXILIARIES,
    HAVE,
    HAVE_SINGULAR,
    PLURAL_AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    word_set,
)

RELATIVE_ONLY = ("dem", "der", "denen", "die", "das", "dessen", "deren")
OBLIQUE = ("einer", "einem", "eines")
NOBODY = word_set("keiner keine niemand")


@dataclass(frozen=True, slots=True)
class Inside:
    """What a clause holds: the fates that those counted can meet, and the counted phrases, in order."""

    events: Sequence[Event] = ()
    counted: Sequence[Counted] = ()


def fate_of(tokens: Sequence[Token], counted: Counted, clause: Clause, inside: Inside) -> Event | None:
    """The fate in `clause` that befell those counted, None if it befell others or nobody."""
    if _nobody(tokens, counted) or _oblique(tokens, counted) or in_phrase_of_preposition(tokens, counted):
        return None
    event = _nearest(counted, inside.events)
    if (
        event
        and event.done
        and _active(tokens, clause, event)
        and _agent(tokens, counted, clause, event, inside)
    ):
        return None
    return event


def told_behind(tokens: Sequence[Token], counted: Counted, clause: Clause, inside: Inside) -> Event | None:
    """The fate told in the relative `clause` behind the phrase: "drei Soldaten, die getötet wurden"."""
    start = clause.indexes[0]
    if start != counted.end + 1 or lower_at(tokens, start) not in RELATIVES or not clause.relative:
        return None
    if inside.counted or not inside.events:
        return None
    event = inside.events[0]
    active = not HAVE.isdisjoint(_words(tokens, clause))
    return event if not event.done or (event.participle and not active) else None


def _nobody(tokens: Sequence[Token], counted: Counted) -> bool:
    """Keiner der 155 Insassen."""
    return not NOBODY.isdisjoint(lower_at(tokens, counted.first - back) for back in (1, 2))


def _oblique(tokens: Sequence[Token], counted: Counted) -> bool:
    """Whether its case alone rules out subject and object: "eines Polizisten", "zweier Züge"."""
    word = lower_at(tokens, counted.number.quantity.first)
    return word in ("zweier", "dreier") or (
        word in OBLIQUE and counted.article and counted.noun is not None and not counted.partitive
    )


def in_phrase_of_preposition(tokens: Sequence[Token], counted: Counted) -> bool:
    """Whether a preposition governs the number: "bei 5 Angriffen", but not ", bei dem drei Menschen …"."""
    before = counted.first - 1
    while before >= max(0, counted.first - 4) and tokens[before].lower in DETERMINERS:
        before -= 1
    word = lower_at(tokens, before)
    relative = lower_at(tokens, before - 1) == "," and lower_at(tokens, before + 1) in RELATIVE_ONLY
    return word in PREPOSITIONS and word not in ("außer", "über") and not relative


def _nearest(counted: Counted, inside: Sequence[Event]) -> Event | None:
    """The next event to the right that closes a bracket or follows, else the last one to the left."""
    right = next((event for event in inside if event.index >= counted.end), None)
    left = next((event for event in reversed(inside) if event.end <= counted.first), None)
    if right and left:
        if not right.participle and left.participle:
            return right
        return left if not left.participle and not right.participle else right
    return right or left


def _active(tokens: Sequence[Token], clause: Clause, event: Event) -> bool:
    words = _words(tokens, clause)
    if not words.isdisjoint(("sich", "worden")):
        return False
    if event.participle:
        return not words.isdisjoint(HAVE) and words.isdisjoint(BECOME_PASSIVE)
    return not event.plural or words.isdisjoint(BECOME_PASSIVE)


def _agent(tokens: Sequence[Token], counted: Counted, clause: Clause, event: Event, inside: Inside) -> bool:
    """Whether those counted did it rather than suffered it."""
    to_do = any(lower_at(tokens, index) == "zu" and index > counted.first for index in clause.indexes)
    if to_do or lower_at(tokens, counted.number.quantity.first) == "einen":
        return False
    if _nominal(tokens, [index for index in clause.indexes if index < counted.first]):
        return False
    if not counted.article and _singular(tokens, clause, event):
        return False
    behind = [other for other in inside.counted if other.first > counted.end]
    apart = any(not _joined(tokens, counted, other) for other in behind)
    verb = min((index for index in clause.indexes if _predicate(tokens, index, event)), default=event.index)
    return apart or counted.article or (counted.first < verb and not clause.subordinate)


def _words(tokens: Sequence[Token], clause: Clause) -> frozenset[str]:
    return frozenset(tokens[index].lower for index in clause.indexes)


def _predicate(tokens: Sequence[Token], index: int, event: Event) -> bool:
    return tokens[index].lower in FINITE_AUXILIARIES or (index == event.index and not event.participle)


def _joined(tokens: Sequence[Token], left: Counted, right: Counted) -> bool:
    between = [token.lower for token in tokens[left.end : right.first]]
    return bool(between) and between[-1] in ("und", "sowie", ",", "oder") and len(between) < 8


def _singular(tokens: Sequence[Token], clause: Clause, event: Event) -> bool:
    """Whether the verb is singular, so that several cannot be its subject."""
    words = _words(tokens, clause)
    if event.participle or not words.isdisjoint(HAVE_SINGULAR):
        return not words.isdisjoint(HAVE_SINGULAR)
    return not event.plural and words.isdisjoint(PLURAL_AUXILIARIES)


def _nominal(tokens: Sequence[Token], indexes: Sequence[int]) -> bool:
    """Whether a subject can stand among these tokens: a noun without a preposition, or a pronoun."""
    governed = False
    for index in indexes:
        token = tokens[index]
        if token.lower in PREPOSITIONS:
            governed = True
        elif token.capital and token.lower not in DETERMINERS:
            if not governed:
                return True
            governed = False
        elif token.lower in PRONOUNS - DETERMINERS | {"sie"}:
            return True
        elif token.lower in FINITE_AUXILIARIES:
            governed = False
    return False
