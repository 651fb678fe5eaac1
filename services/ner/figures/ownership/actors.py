"""Who sent, has, lost or mourns those counted."""

from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import DESTROYED, word_set
from services.ner.figures.owners.senders import planner, sender, telling
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence
from shared.watchlist import Kind as EntityKind

PLAIN = word_set("soldat soldaten soldatinnen mann truppen")
MOURNING = word_set("beklagen beklagt beklagte beklagten")
"""Verbs of those whose dead they are: "Pjöngjang beklagt 2.000 Tote"."""


def sent_by(sentence: Sentence, claim: Claim) -> str | None:
    """Who sent or has them, or lost them; never who killed or caught them."""
    lost = bool(claim.measure.both) and (claim.event is None or bool(claim.event.of))
    lost = lost or mourned(claim)
    told = claim.source is not None and telling(claim.source.clause)
    if claim.measure.things and not DESTROYED.isdisjoint(claim.clause.words):
        return None  # "Russland schoss 130 Drohnen ab"
    if (claim.measure.fate and not lost) or (claim.source and claim.source.clause is claim.clause) or told:
        return None
    own = sender(sentence.tokens, claim.clause, sentence.owners, claim.counted.first)
    return own or planner(sentence.tokens, claim.clause, sentence.clauses, sentence.owners)


def mourned(claim: Claim) -> bool:
    """Whether somebody is told to mourn them: "Pjöngjang beklagt 2.000 Tote"."""
    clauses = [claim.clause, *([claim.source.clause] if claim.source else ())]
    return any(not MOURNING.isdisjoint(clause.words) for clause in clauses)


def fallen(sentence: Sentence, claim: Claim) -> str | None:
    """The army that tells of fallen soldiers: "Thailands Armee meldete vier gefallene Soldaten"."""
    plain = claim.noun is not None and sentence.tokens[claim.noun].lower in PLAIN
    told = {"gefallene", "gefallenen"} & sentence.words
    if not (plain and told and sentence.speaker and claim.measure.fate):
        return None
    return sentence.speaker.owner if sentence.army_speaks else None


def labelled(sentence: Sentence, claim: Claim) -> str | None:
    """Whose soldiers a headline with a force before its colon tells of: "Bundesheer: 1.500 Soldaten üben"."""
    name = sentence.owners.get(0)
    if name is None or claim.measure.id != sentence.lexicon.troops.id:
        return None
    if lower_at(sentence.tokens, name.end) != ":":
        return None
    plain = claim.noun is not None and lower_at(sentence.tokens, claim.noun) in PLAIN
    force = name.kind is EntityKind.ORGANISATION and name.owner != name.entity
    return name.owner if plain and force else None
