"""Whose soldiers the sentence, or the one before, is about."""

from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import BE, PREPOSITIONS, word_set
from services.ner.figures.ownership.actors import PLAIN
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

FALLEN = word_set("gefallene gefallenen gefallener verwundete verwundeten")
"""Who were soldiers, by the word alone."""
DEAD_OR_HURT = word_set("tote toten verletzte verletzten verwundete verwundeten todesopfer todesopfern")
SPOKEN = word_set("rede gesprochen ausgegangen")
POSSESSIVES = word_set("ihrer seiner ihre seine ihren seinen")


def spoken_of(sentence: Sentence, claim: Claim, carried: str | None) -> str | None:
    """The soldiers that this sentence or the one before is about, for "300 Soldaten" and a bare number."""
    if claim.source is not None or claim.measure.things or not _soldiers(sentence, claim):
        return None
    if _of_others(sentence, claim):
        return None
    possessive = _possessive(sentence, claim)
    if possessive and sentence.speaker and claim.counted.first > sentence.speaker.end:
        return sentence.speaker.owner  # "Israels Armee teilte mit, zwei ihrer Soldaten seien gefallen"
    forces = set(sentence.forces)
    ours = claim.event is None or not claim.event.done or possessive
    if forces:
        return sentence.forces[0] if len(forces) == 1 and ours else None
    return None if possessive or sentence.others - {carried} else carried


def _of_others(sentence: Sentence, claim: Claim) -> bool:
    """Whether a relative clause tells of another noun than soldiers: "ein Schiff, auf dem 5.000 Mann …"."""
    first = claim.clause.indexes[0]
    governed = lower_at(sentence.tokens, first) in PREPOSITIONS
    if first + governed + 1 in sentence.owners:
        return False  # "…, in der Elfenbeinküste bleiben 80"
    antecedent = first - 2
    known = antecedent in sentence.soldiers or antecedent in sentence.owners
    return claim.clause.relative and not known


def _soldiers(sentence: Sentence, claim: Claim) -> bool:
    if claim.noun is None or not claim.measure.fate:
        return True
    noun = sentence.tokens[claim.noun].lower
    if noun in DEAD_OR_HURT and not sentence.forces and _told_again(claim):
        return True
    return noun in PLAIN or (noun in FALLEN and not (sentence.forces or sentence.speaker))


def _told_again(claim: Claim) -> bool:
    """Whether their number is told for another time: "Im Januar waren es 300 Tote"."""
    words = claim.clause.words
    were = "es" in words and not BE.isdisjoint(words) and "gab" not in words
    return claim.event is None and (were or not SPOKEN.isdisjoint(words))


def _possessive(sentence: Sentence, claim: Claim) -> bool:
    inside = range(claim.counted.number.end, claim.counted.end)
    return any(lower_at(sentence.tokens, at) in POSSESSIVES for at in inside)
