"""Who does what a verb tells: whether those counted did it rather than suffered it."""

from collections.abc import Sequence

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import (
    BECOME_PASSIVE,
    DETERMINERS,
    FINITE_AUXILIARIES,
    HAVE,
    HAVE_SINGULAR,
    PLURAL_AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    word_set,
)

NO_SUBJECTS = (
    DETERMINERS
    | SUBORDINATORS
    | word_set(
        """
        dabei dort hier damals zuvor danach dann später anschließend daraufhin inzwischen gestern heute jetzt
        kurz zudem außerdem erst schließlich unterdessen zunächst wenig mehrfach dadurch daher deshalb darauf
        """
    )
)
"""Words that have a capital where they open a sentence, and are no subject."""


def active(clause: Clause, event: Event) -> bool:
    """Whether the verb of a deed is in the active voice."""
    words = clause.words
    if "worden" in words or ("sich" in words and "selbst" not in words):
        return False
    if event.phrase and not words.isdisjoint(("nahm", "nahmen", "nimmt", "hielt", "hielten", "hält")):
        return True
    if event.participle:
        return not words.isdisjoint(HAVE) and words.isdisjoint(BECOME_PASSIVE)
    return not event.plural or words.isdisjoint(BECOME_PASSIVE)


def agent(
    tokens: Sequence[Token], counted: Counted, clause: Clause, event: Event, others: Sequence[Counted]
) -> bool:
    """Whether those counted did it rather than suffered it."""
    to_do = any(lower_at(tokens, index) == "zu" and index > counted.first for index in clause.indexes)
    if to_do or lower_at(tokens, counted.number.quantity.first) == "einen":
        return False
    if has_subject(tokens, [index for index in clause.indexes if index < counted.first]):
        return False
    if clause.goes_on and counted.first == clause.indexes[0] and lower_at(tokens, event.end) in HAVE:
        return False
    if not counted.article and _singular(clause, event):
        return False
    behind = [other for other in others if other.first >= counted.end]
    apart = any(not _joined(tokens, counted, other) for other in behind)
    verb = min((index for index in clause.indexes if _predicate(tokens, index, event)), default=event.index)
    return apart or counted.article or (counted.first < verb and not clause.subordinate)


def _predicate(tokens: Sequence[Token], index: int, event: Event) -> bool:
    return tokens[index].lower in FINITE_AUXILIARIES or (index == event.index and not event.participle)


def _joined(tokens: Sequence[Token], left: Counted, right: Counted) -> bool:
    between = [token.lower for token in tokens[left.end : right.first]]
    return bool(between) and between[-1] in ("und", "sowie", ",", "oder") and len(between) < 8


def _singular(clause: Clause, event: Event) -> bool:
    """Whether the verb is singular, so that several cannot be its subject."""
    words = clause.words
    if event.participle or not words.isdisjoint(HAVE_SINGULAR):
        return not words.isdisjoint(HAVE_SINGULAR)
    return not event.plural and words.isdisjoint(PLURAL_AUXILIARIES)


def has_subject(tokens: Sequence[Token], indexes: Sequence[int]) -> bool:
    """Whether a subject can stand among these tokens: a noun without a preposition, or a pronoun."""
    governed = False
    for index in indexes:
        token = tokens[index]
        if token.lower in PREPOSITIONS:
            governed = True
        elif token.capital and token.lower not in NO_SUBJECTS:
            named = index and tokens[index - 1].capital and tokens[index - 1].lower not in NO_SUBJECTS
            if not governed and not named:  # the Beach of "am Bondi Beach"
                return True
            governed = False
        elif token.lower in PRONOUNS - DETERMINERS | {"sie"}:
            return True
        elif token.lower in FINITE_AUXILIARIES:
            governed = False
    return False
