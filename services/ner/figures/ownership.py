"""Whose those counted are when their phrase does not say: the sender, the source, the soldiers spoken of."""

from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence
from services.ner.figures.subjects import sender, subject_of
from services.ner.figures.tokens import lower_at
from services.ner.figures.words import word_set

PLAIN = word_set("soldat soldaten soldatinnen mann truppen")
POSSESSIVES = word_set("ihrer seiner ihre seine ihren seinen")


def owner_of(sentence: Sentence, claim: Claim, source: str | None, carried: str | None) -> str | None:
    """A claim's subject; `source`: its source's subject, `carried`: whose soldiers were spoken of before."""
    return (
        subject_of(sentence.tokens, claim.counted, sentence.names)
        or _named_before(sentence, claim)
        or _of_total(sentence, claim)
        or _sender(sentence, claim)
        or source
        or _spoken_of(sentence, claim, carried)
    )


def _named_before(sentence: Sentence, claim: Claim) -> str | None:
    """As in "… 800 Soldaten, Dänemark 200"."""
    bare = claim.counted.noun is None and claim.source is not None
    named = sentence.named_before(claim.counted) if bare else None
    return named.owner if named else None


def _of_total(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Die Zahl der nordkoreanischen Soldaten …", "die Zahl der Nordkoreaner …"."""
    if claim.counted.noun is not None or claim.noun is None:
        return None
    before = range(claim.noun, max(-1, claim.noun - 3), -1)
    return next((sentence.names[at].owner for at in before if at in sentence.names), None)


def _sender(sentence: Sentence, claim: Claim) -> str | None:
    """Who sent or has them, or lost them; never who killed or caught them."""
    lost = claim.event is not None and bool(claim.event.of) and claim.event.done
    if (claim.measure.fate and not lost) or (claim.source and claim.source.clause is claim.clause):
        return None
    return sender(sentence.tokens, claim.clause, sentence.names, claim.counted.first)


def _spoken_of(sentence: Sentence, claim: Claim, carried: str | None) -> str | None:
    """The soldiers that this sentence or the one before is about, for "300 Soldaten" and a bare number."""
    if claim.source is not None or claim.measure.things or not _soldiers(sentence, claim):
        return None
    forces = set(sentence.forces)
    ours = claim.event is None or not claim.event.done or _possessive(sentence, claim)
    return sentence.forces[0] if len(forces) == 1 and ours else carried if not forces else None


def _soldiers(sentence: Sentence, claim: Claim) -> bool:
    if claim.noun is None or not claim.measure.fate:
        return True
    return sentence.tokens[claim.noun].lower in PLAIN


def _possessive(sentence: Sentence, claim: Claim) -> bool:
    inside = range(claim.counted.number.end, claim.counted.end)
    return any(lower_at(sentence.tokens, at) in POSSESSIVES for at in inside)
