"""Whose those counted are when their phrase does not say: the sender, the source, the soldiers spoken of."""

from itertools import pairwise

from services.ner.figures.claims.totals import sum_before
from services.ner.figures.german.names import Form
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import OWN, word_set
from services.ner.figures.owners.subjects import subject_of
from services.ner.figures.ownership.actors import fallen, labelled, sent_by
from services.ner.figures.ownership.names import among, each, named_before, of_list, on_side
from services.ner.figures.ownership.spoken_of import spoken_of
from services.ner.figures.ownership.sums import of_sum, of_total
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

SIDES = ("seite", "seiten")
OURS = word_set("unser unsere unserer unseren")


def owner_of(sentence: Sentence, claim: Claim, source: str | None, carried: str | None) -> str | None:
    """A claim's subject; `source`: its source's subject, `carried`: whose soldiers were spoken of before."""
    if sentence.speaker and _ours(sentence, claim):
        return sentence.speaker.owner
    if _own(sentence, claim):
        speaker = sentence.speaker.owner if sentence.speaker else sent_by(sentence, claim)
        return _actor(sentence, claim) or speaker
    return (
        named_before(sentence, claim)
        or subject_of(sentence.tokens, claim.counted, sentence.owners)
        or of_list(sentence, claim)
        or on_side(sentence, claim)
        or among(sentence, claim)
        or of_total(sentence, claim)
        or of_sum(sentence, claim)
        or sent_by(sentence, claim)
        or fallen(sentence, claim)
        or labelled(sentence, claim)
        or (None if each(sentence, claim) else source)
        or spoken_of(sentence, claim, carried)
    )


def _own(sentence: Sentence, claim: Claim) -> bool:
    """As in "neun eigene Soldaten", "eigene Verluste lägen bei zwölf": the speaker's."""
    described = [lower_at(sentence.tokens, at) for at in claim.counted.adjectives]
    total = sum_before(sentence, claim.counted.first) if claim.measure.fate else None
    nouns = (at for at in (claim.noun, total) if at is not None)
    return _on_own_side(sentence, claim) or not OWN.isdisjoint(
        [*described, *(lower_at(sentence.tokens, at - 1) for at in nouns)]
    )


def _on_own_side(sentence: Sentence, claim: Claim) -> bool:
    """Auf der eigenen Seite habe es neun Gefallene gegeben."""
    if OWN.isdisjoint(claim.clause.words):
        return False
    words = (sentence.tokens[at].lower for at in claim.clause.indexes)
    return any(one in OWN and other in SIDES for one, other in pairwise(words))


def _ours(sentence: Sentence, claim: Claim) -> bool:
    """Unserer Soldaten: the speaker's."""
    inside = range(claim.counted.number.end, claim.counted.end)
    return any(lower_at(sentence.tokens, at) in OURS for at in inside)


def _actor(sentence: Sentence, claim: Claim) -> str | None:
    """The only one whom the clause names, those quoted apart: "Laut Moskau verlor Kiew 300 eigene …"."""
    inside = (sentence.owners[at] for at in claim.clause.indexes if at in sentence.owners)
    named = {name.owner for name in inside if name.form is Form.NAME and not name.genitive}
    return named.pop() if len(named) == 1 else None
