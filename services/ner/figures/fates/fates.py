"""Whom a fate befell: the numbers that the verb of their clause speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.clauses.finite import counts, described, finite, opens
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.agents import active, agent
from services.ner.figures.fates.event import Event
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    DETERMINERS,
    PREPOSITIONS,
    word_set,
)

RELATIVE_ONLY = ("dem", "der", "denen", "die", "das", "dessen", "deren")
OBLIQUE = ("einer", "einem", "eines")
POSSESSIVES = word_set("ihre ihren seine seinen")
ALSO_DONE = ("verbrann", "verbrenn", "erstick")
"""Beginnings of verbs that people undergo, and also do to things."""
FEELING = word_set("fühle fühlt fühlte fühlten fühlen ehre gefühle gefühlen rechten")
ENDINGS = ("t", "te", "ten")
"""Of finite verbs in the third person."""
DESCRIBED = 8
"""Tokens from "den" to the number."""
TAKEN = word_set("nahm nahmen nimmt nehmen genommen hielt hielten hält gehalten")
HEADLINE_MARKS = frozenset(",:;–—-")
OWN_PARTICIPLE = re.compile(r"[a-zäöüß]+iert|(?:[a-zäöü]{2,8})?ge[a-zäöüß]+t")
NOBODY = word_set("kein keiner keine niemand")
NO_GOVERNORS = word_set("außer über je während")
"""Prepositions that are adverbs or open a clause before a number: "je 146 Gefangene"."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a clause holds: the fates that those counted can meet, and the counted phrases, in order."""

    events: Sequence[Event] = ()
    counted: Sequence[Counted] = ()


def fate_of(tokens: Sequence[Token], counted: Counted, clause: Clause, inside: Inside) -> Event | None:
    """The fate in `clause` that befell those counted, None if it befell others or nobody."""
    if _nobody(tokens, counted) or in_phrase_of_preposition(tokens, counted):
        return None
    event = _nearest(counted, inside.events)
    if event is None or (oblique(tokens, counted) and not _costs(tokens, event)):
        return None
    theirs = not (
        _predicated(tokens, counted, event)
        or _free_themselves(clause, event)
        or _of_others(tokens, counted, event, clause)
        or _other_verb(tokens[event.end : counted.first])
        or _figurative(tokens, clause, event)
        or _they_do_it(tokens, counted, clause, event, inside.counted)
    )
    return event if theirs else None


def _they_do_it(
    tokens: Sequence[Token], counted: Counted, clause: Clause, event: Event, others: Sequence[Counted]
) -> bool:
    """Whether they are who does it to somebody: "20 Soldaten töteten …", "nahmen sich das Leben"."""
    done = event.done or (event.phrase and not TAKEN.isdisjoint(clause.words))
    return done and active(clause, event) and agent(tokens, counted, clause, event, others)


def _costs(tokens: Sequence[Token], event: Event) -> bool:
    """Whether it befalls its dative: "kostete einem Rentner das Leben"."""
    return event.phrase and lower_at(tokens, event.index) == "das"


def _predicated(tokens: Sequence[Token], counted: Counted, event: Event) -> bool:
    """Whether they have a participle of their own: "20 Angreifer neutralisiert, elf festgenommen"."""
    between = tokens[counted.end : event.index]
    if event.end <= counted.first and counted.end < len(tokens):
        return OWN_PARTICIPLE.fullmatch(tokens[counted.end].text) is not None
    commas = (at for at, token in enumerate(between) if token.text == ",")
    comma = next(commas, 0)
    own = comma > 0 and OWN_PARTICIPLE.fullmatch(between[comma - 1].text)
    return bool(own) and comma + 1 < len(between) and counts(between[comma + 1])


def _of_others(tokens: Sequence[Token], counted: Counted, event: Event, clause: Clause) -> bool:
    """Whether a headline tells it of somebody named behind a mark: "24 Verletzte – Fahrer festgenommen"."""
    between = tokens[counted.end : event.index]
    marks = [at for at, token in enumerate(between) if token.text in HEADLINE_MARKS]
    if not (event.participle and marks) or any(finite(tokens, at) for at in clause.indexes):
        return False
    behind = between[marks[-1] + 1 :]
    listed = between[marks[-1]].text == "," and bool(behind) and counts(behind[0])
    return any(token.capital for token in behind) and not listed


def _free_themselves(clause: Clause, event: Event) -> bool:
    """Whether nobody lets them go: "konnten sich selbst befreien"."""
    return event.done and event.measure.id == "released" and "sich" in clause.words


def _other_verb(between: Sequence[Token]) -> bool:
    """Whether another verb governs what follows: "tötet den Wächter und bedroht zwei Kunden"."""
    joints = [at for at, token in enumerate(between) if token.lower == "und" and at + 1 < len(between)]
    verbs = (between[at + 1] for at in joints)
    return any(verb.kind is Kind.WORD and not verb.capital and verb.lower.endswith(ENDINGS) for verb in verbs)


def _figurative(tokens: Sequence[Token], clause: Clause, event: Event) -> bool:
    """Whether it has an object of its own or is no real fate: "verbrannten ihre Pässe", "starben fast"."""
    if event.measure.id == "wounded" and not FEELING.isdisjoint(clause.words):
        return True  # "verletzte die Gefühle"
    if event.done or event.phrase or event.participle or event.nominal:
        return False
    behind = [at for at in clause.indexes if at >= event.end]
    if behind and tokens[behind[0]].lower in ("fast", "beinahe"):
        return True
    return tokens[event.index].lower.startswith(ALSO_DONE) and any(
        tokens[at].lower in POSSESSIVES
        and lower_at(tokens, at - 1) not in PREPOSITIONS
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
        for at in behind
    )


def _nobody(tokens: Sequence[Token], counted: Counted) -> bool:
    """Keiner der 155 Insassen."""
    return not NOBODY.isdisjoint(lower_at(tokens, counted.first - back) for back in (1, 2, 3))


def oblique(tokens: Sequence[Token], counted: Counted) -> bool:
    """Whether its case alone rules out subject and object: "eines Polizisten", "zweier Züge"."""
    word = lower_at(tokens, counted.number.quantity.first)
    governed = counted.first > 0 and tokens[counted.first - 1].capital and word.endswith("er")
    if counted.number.quantity.vague and governed:
        return True  # "bei der Explosion Tausender Pager"
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
    governed = word in PREPOSITIONS and word not in NO_GOVERNORS and not relative
    return governed or _of_those_described(tokens, counted)


def _of_those_described(tokens: Sequence[Token], counted: Counted) -> bool:
    """Whether a description parts "von den" from the number: "Von den nach Kursk entsandten 12.000 …"."""
    last = counted.first - 1
    for at in range(last, max(0, counted.first - DESCRIBED), -1):
        if not described(tokens, at, last):
            return False
        if tokens[at].lower in ("den", "ihren", "seinen") and tokens[at - 1].lower == "von":
            return opens(tokens, at - 1)
        if tokens[at].capital and (at == last or not _governed(tokens, at)):
            return False  # "Von den Insassen starben 40"
    return False


def _governed(tokens: Sequence[Token], noun: int) -> bool:
    """Whether a preposition stands before a noun, or before its article."""
    before = noun - 1 - (lower_at(tokens, noun - 1) in DETERMINERS)
    return lower_at(tokens, before) in PREPOSITIONS and lower_at(tokens, before) != "von"


def _nearest(counted: Counted, inside: Sequence[Event]) -> Event | None:
    """The next event to the right that closes a bracket or follows, else the last one to the left."""
    right = next((event for event in inside if event.index >= counted.end), None)
    left = next((event for event in reversed(inside) if event.end <= counted.first), None)
    if right and left:
        if not right.participle and left.participle:
            return right
        return left if not left.participle and not right.participle else right
    return right or left
