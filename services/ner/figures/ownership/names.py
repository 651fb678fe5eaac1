"""The state or group that is named for those counted: before them, on whose side, among whom they are."""

from itertools import pairwise

from services.ner.figures.claims.lists import ADDED
from services.ner.figures.clauses.finite import counts
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import DETERMINERS, PREPOSITIONS
from services.ner.figures.owners.subjects import ending_at, owner_behind
from services.ner.figures.ownership.actors import mourned
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence

AMONG = (("von", "den"), ("unter", "den"), ("bei", "den"), ("seiten", "der"), ("seite", "der"))
OPENING = 6
"""Tokens before "Nordkoreaner" in which "von den" stands: "Von den in Kursk stehenden 900 Nordkoreanern"."""


def listed(sentence: Sentence, before: Claim, claim: Claim) -> bool:
    """Whether one owner has both: "Russland verlor 1.340 Soldaten, sieben Panzer und elf Drohnen"."""
    if claim.measure is before.measure and lower_at(sentence.tokens, claim.clause.indexes[0]) in ADDED:
        return True  # "…, dazu kommen 25.000 Milizsoldaten"
    close = _adjoin(sentence, before.counted.end, claim.counted.first)
    return close and claim.measure.things and (before.measure.things or not before.measure.people)


def _adjoin(sentence: Sentence, end: int, first: int) -> bool:
    """Whether only what is counted, too, stands between: "2.300 Drohnen, 1.360 Bomben und 14 Raketen"."""
    ends = {phrase.first: phrase.end for phrase in sentence.counted}
    while lower_at(sentence.tokens, end) in (",", "und", "sowie"):
        if end + 1 == first:
            return True
        end = ends.get(end + 1, first)
    return False


def named_before(sentence: Sentence, claim: Claim) -> str | None:
    """As in "… 800 Soldaten, Dänemark 200"."""
    named = sentence.named_before(claim.counted)
    first = named.first if named else 0
    before = lower_at(sentence.tokens, first - 1 - (lower_at(sentence.tokens, first - 1) in DETERMINERS))
    suffered = claim.measure.fate and not claim.measure.both and not mourned(claim)
    if named is None or before in PREPOSITIONS or suffered:
        return None
    if each(sentence, claim) or _in_pair(sentence, named):
        return None
    bare = claim.counted.noun is None and claim.source is not None
    return named.owner if bare or claim.counted.shared or before in (",", "und", "sowie") else None


def _in_pair(sentence: Sentence, named: Name) -> bool:
    """Whether a preposition governs two of them: "nach Überlegungen in London und Paris 10.000 Mann"."""
    other = ending_at(sentence.owners, named.first - 2)
    return other is not None and lower_at(sentence.tokens, other.first - 1) in PREPOSITIONS


def each(sentence: Sentence, claim: Claim) -> bool:
    """Whether several have as many each: "…, Belgien und Dänemark je 500"."""
    return lower_at(sentence.tokens, claim.counted.first - 1) in ("je", "jeweils")


def of_list(sentence: Sentence, claim: Claim) -> str | None:
    """Whose the things are that are listed: "45 Flugzeuge und 14 Schiffe der chinesischen Armee"."""
    if not claim.measure.things:
        return None
    end = claim.counted.end
    for other in sentence.counted_in(claim.clause):
        if other.first == end + 1 and lower_at(sentence.tokens, end) in (",", "und", "sowie"):
            end = other.end
    return owner_behind(sentence.tokens, end, sentence.owners) if end > claim.counted.end else None


def on_side(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Auf russischer Seite fielen 40, auf ukrainischer 30", but not "auf der … Seite der Grenze"."""
    inside = (sentence.owners[at] for at in claim.clause.indexes if at in sentence.owners)
    sides = [name for name in inside if _side(sentence, name)]
    before = [name for name in sides if name.first < claim.counted.first]
    return (before or sides)[-1].owner if sides else None


def _side(sentence: Sentence, name: Name) -> bool:
    tokens, before = sentence.tokens, lower_at(sentence.tokens, name.first - 1)
    if lower_at(tokens, name.end) in ("seite", "seiten"):
        return before in ("auf", "der") and lower_at(tokens, name.end + 1) not in ("der", "des")
    follows = name.end < len(tokens) and counts(tokens[name.end])
    return before == "auf" and name.form is Form.ADJECTIVE and follows


def among(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Von den Nordkoreanern fielen 40", "300 Tote unter den russischen Soldaten"."""
    tokens, told = sentence.tokens, claim.counted.noun is not None and claim.event is not None
    among = AMONG[1:] if told else AMONG  # "von den Russen wurden 40 Menschen getötet": by them
    for name in (sentence.owners[at] for at in claim.clause.indexes if at in sentence.owners):
        behind = name.first > claim.counted.first
        near = range(max(0, name.first - (2 if behind else OPENING)), name.first)
        pairs = AMONG[1:2] if behind else among
        if _people(sentence, name) and any(
            pair in pairs for pair in pairwise(lower_at(tokens, at) for at in near)
        ):
            return name.owner
    return None


def _people(sentence: Sentence, name: Name) -> bool:
    """Whether it means a people, or its soldiers: "Nordkoreanern", "nordkoreanischen Soldaten"."""
    soldiers = name.form is Form.ADJECTIVE and name.end in sentence.soldiers
    return name.form is Form.DEMONYM or soldiers
