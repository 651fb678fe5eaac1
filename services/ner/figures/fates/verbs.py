"""Where a sentence says what became of somebody: verbs in their brackets, and fixed phrases."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.clauses.finite import counts, opens
from services.ner.figures.clauses.segments import ASIDES
from services.ner.figures.fates.event import Event
from services.ner.figures.fates.phrases import phrase_at
from services.ner.figures.german.conjugation import Verb
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import DETERMINERS, FINITE_AUXILIARIES, PREPOSITIONS, word_set
from services.ner.figures.numbers.values import spelt

PARTICLES = (
    "aus",
    "auf",
    "ab",
    "an",
    "ein",
    "zurück",
    "weg",
    "durch",
    "vor",
    "hin",
    "um",
    "zu",
    "nieder",
    "herein",
)
"""Prefixes that make another verb of it: "zwei Spieler fallen aus"."""
WAITING = 6
"""Tokens between an article and the participle before its noun."""
CLOSING = frozenset(",;:")
PARTING = CLOSING | {"und", "sowie", "aber"}
JOINTS = word_set("oder und beziehungsweise bzw")
RESULTING = word_set("aus daraus hieraus woraus dadurch demnach danach dabei hierbei")
"""Words of a clause in which something "ergibt sich"."""
NO_OBJECTS = FINITE_AUXILIARIES | {"worden", "und", "sowie"}
DEGREES = word_set("schwer leicht teils lebensgefährlich")


def events(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, Event]:
    """The verbs and fixed phrases of fates in a sentence, by the index of their first token."""
    found: dict[int, Event] = {}
    index = 0
    while index < len(tokens):
        event = _at(tokens, index, lexicon) if lexicon.tells(tokens[index].lower) else None
        if event:
            found[index] = event
        index = event.end if event else index + 1
    found = _as_one(tokens, found, lexicon)
    phrases = [event for event in found.values() if event.phrase]
    return {index: event for index, event in found.items() if not _of_phrase(tokens, event, phrases)}


def _of_phrase(tokens: Sequence[Token], event: Event, phrases: Sequence[Event]) -> bool:
    """Whether a verb only makes a phrase whole: the "fielen" of "fielen der Seuche zum Opfer"."""
    if not event.of or event.phrase:
        return False
    between = (tokens[min(event.end, one.end) : max(event.index, one.index)] for one in phrases)
    return any(PARTING.isdisjoint(token.lower for token in gap) for gap in between)


def _at(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Event | None:
    return phrase_at(tokens, index, lexicon) or _verb(tokens, index, lexicon)


def _as_one(tokens: Sequence[Token], found: dict[int, Event], lexicon: Lexicon) -> dict[int, Event]:
    """Two fates told of the same people in one number: "getötet oder (schwer) verwundet"."""
    joined: list[Event] = []
    for event in found.values():
        last = joined[-1] if joined else event
        gap = [token.lower for token in tokens[last.end : event.index]]
        both = lexicon.both.get(frozenset((last.measure.id, event.measure.id)))
        if both and gap and gap[0] in JOINTS and DEGREES.issuperset(gap[1:]):
            joined[-1] = replace(last, end=event.end, measure=both)
        else:
            joined.append(event)
    return {event.index: event for event in joined}


def _verb(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Event | None:
    token = tokens[index]
    noun = token.capital and not opens(tokens, index)
    fire = token.lower == "gefangen" and lower_at(tokens, index - 1) == "feuer"
    if token.kind is not Kind.WORD or noun or fire:
        return None
    for verb in lexicon.verbs.get(token.lower, ()):
        if verb.reflexive and not _to_itself(tokens, index):
            continue
        if verb.particle and not verb.participle:
            if _separated(tokens, index, verb.particle):
                return Event(index, index + 1, verb.measure, verb.done, plural=verb.plural, of=verb.of)
        elif verb.participle or _plain(tokens, index, lexicon):
            return _event(tokens, index, verb, lexicon)
    return None


def _to_itself(tokens: Sequence[Token], index: int) -> bool:
    """Whether a reflexive verb is of somebody: "ergaben sich den Rebellen", but not "ergibt sich aus"."""
    first, end = index, index + 1
    while first > 0 and tokens[first - 1].text not in CLOSING:
        first -= 1
    while end < len(tokens) and tokens[end].text not in CLOSING:
        end += 1
    words = [token.lower for token in tokens[first:end]]
    told = "sich" in words and lower_at(tokens, index - 1) != "zu"  # "wurden aufgerufen, sich zu ergeben"
    return told and RESULTING.isdisjoint(words)


def _plain(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a finite form is this verb: no adjective, and no other verb by its prefix ("fallen … aus")."""
    return not _attributive(tokens, index, lexicon) and not _separated(
        tokens, index, *PARTICLES, stops=("und", "oder")
    )


def _event(tokens: Sequence[Token], index: int, verb: Verb, lexicon: Lexicon) -> Event:
    """A form that is both ("erschossen", "verletzt") is a participle unless its object or subject follows."""
    forms = lexicon.verbs[tokens[index].lower]
    both = any(form.participle for form in forms) and any(form.finite for form in forms)
    participle = verb.participle if not both else not _opens_object(tokens, index)
    plural = any(form.plural for form in forms)
    return Event(index, index + 1, verb.measure, verb.done, participle=participle, plural=plural, of=verb.of)


def _opens_object(tokens: Sequence[Token], index: int) -> bool:
    """Whether an object or a subject stands right behind it: "erschossen israelische Soldaten drei …"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    nothing = following is None or following.kind is Kind.MARK or following.lower in PREPOSITIONS
    if nothing or following is None or following.lower in NO_OBJECTS:
        return False
    window = tokens[max(0, index - 25) : index]
    for token in reversed(window):
        if token.kind is Kind.MARK and token.text in ",;:":
            break
        if token.lower in FINITE_AUXILIARIES:
            return False
    return True


def _attributive(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether "verletzten" stands before a noun as an adjective does."""
    word, before = tokens[index].lower, tokens[index - 1] if index else None
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    numbered = before is not None and (before.kind is Kind.NUMBER or spelt(before.lower) is not None)
    if following is not None and numbered and following.lower.endswith(("ische", "ischen", "ischer")):
        following = (
            tokens[index + 2] if index + 2 < len(tokens) else None
        )  # "zwei verwundete russische Soldaten"
    if word not in lexicon.adjectives or following is None or not following.capital:
        return False
    if before is None or (before.capital and not numbered and not _opened(tokens, index)):
        return False  # "In Port-au-Prince ermordeten Banden …"
    return numbered or before.lower in DETERMINERS or before.lower.endswith(("e", "en", "er", "n"))


def _opened(tokens: Sequence[Token], index: int) -> bool:
    """Whether an article or a number still waits for its noun: "die bei Kämpfen getöteten Soldaten"."""
    before = tokens[max(0, index - WAITING) : index - 1]
    return any(token.lower in DETERMINERS or counts(token) for token in before)


def _separated(tokens: Sequence[Token], index: int, *particles: str, stops: tuple[str, ...] = ()) -> bool:
    """Whether one of the particles closes the clause, before any of `stops`: "nahm … fest"."""
    for at in range(index + 1, min(index + 40, len(tokens))):
        ends = (
            at + 1 == len(tokens)
            or tokens[at + 1].kind is Kind.MARK
            or (tokens[at + 1].lower in ("und", "oder") and lower_at(tokens, at + 2) not in PREPOSITIONS)
        )  # "starben an oder mit Covid"
        if tokens[at].lower in particles and ends:
            return True
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        listed = tokens[at].text == "," and following and _goes_on(following, particles)
        if tokens[at].lower in stops or (tokens[at].text in CLOSING and not listed):
            return False
    return False


def _goes_on(token: Token, particles: Sequence[str]) -> bool:
    """Whether the clause goes on behind a comma: with a list, an aside or the particle itself."""
    return counts(token) or token.lower in ASIDES or token.lower in particles
