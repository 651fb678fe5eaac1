"""Whose a sum is: "die Zahl der nordkoreanischen Soldaten", "Moskaus Verluste: …"."""

from itertools import takewhile

from services.ner.figures.claims.totals import sum_before
from services.ner.figures.german.names import Form
from services.ner.figures.german.tokens import Kind
from services.ner.figures.german.words import word_set
from services.ner.figures.owners.forces import owner_around
from services.ner.figures.owners.senders import sender
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

SUFFERING = word_set("erleiden erleidet erlitt erlitten")


def of_total(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Die Zahl der nordkoreanischen Soldaten …", "die Zahl der Nordkoreaner …"."""
    if claim.counted.noun is not None or claim.noun is None:
        return None
    back = range(claim.noun, max(-1, claim.noun - 3), -1)
    before = takewhile(lambda at: sentence.tokens[at].kind is not Kind.MARK, back)
    named = (sentence.owners[at] for at in before if at in sentence.owners)
    return next((one.owner for one in named if one.form is not Form.NAME or one.genitive), None)


def of_sum(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Moskaus Verluste: 1.240 Soldaten, acht Panzer", "Die Verluste der russischen Armee …"."""
    if not (claim.measure.fate or claim.measure.things):
        return None
    index = sum_before(sentence, claim.counted.first)
    if index is None:
        return None
    return owner_around(sentence.tokens, index, sentence.owners) or _sufferer(sentence, index)


def _sufferer(sentence: Sentence, index: int) -> str | None:
    """As in "Nordkoreaner erleiden hohe Verluste: 30 Tote"."""
    clause = sentence.clauses.get(index)
    if clause is None or SUFFERING.isdisjoint(clause.words):
        return None
    opening = sentence.owners.get(clause.indexes[0])
    if opening and opening.form is Form.DEMONYM:
        return opening.owner
    return sender(sentence.tokens, clause, sentence.owners, index)
