"""Whose those counted are when their phrase does not say: the sender, the source, the soldiers spoken of."""

from itertools import pairwise, takewhile

from services.ner.figures.claims.lists import ADDED
from services.ner.figures.claims.totals import sum_before
from services.ner.figures.clauses.finite import counts
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import Kind, lower_at
from services.ner.figures.german.words import BE, DESTROYED, DETERMINERS, OWN, PREPOSITIONS, word_set
from services.ner.figures.owners.forces import owner_around
from services.ner.figures.owners.senders import planner, sender, telling
from services.ner.figures.owners.subjects import ending_at, owner_behind, subject_of
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence
from shared.watchlist import Kind as EntityKind

PLAIN = word_set("soldat soldaten soldatinnen mann truppen")
AMONG = (("von", "den"), ("unter", "den"), ("bei", "den"), ("seiten", "der"), ("seite", "der"))
FALLEN = word_set("gefallene gefallenen gefallener verwundete verwundeten")
"""Who were soldiers, by the word alone."""
DEAD_OR_HURT = word_set("tote toten verletzte verletzten verwundete verwundeten todesopfer todesopfern")
SPOKEN = word_set("rede gesprochen ausgegangen")
SIDES = ("seite", "seiten")
OURS = word_set("unser unsere unserer unseren")
OPENING = 6
"""Tokens before "Nordkoreaner" in which "von den" stands: "Von den in Kursk stehenden 900 Nordkoreanern"."""
MOURNING = word_set("beklagen beklagt beklagte beklagten")
"""Verbs of those whose dead they are: "Pjöngjang beklagt 2.000 Tote"."""
SUFFERING = word_set("erleiden erleidet erlitt erlitten")
POSSESSIVES = word_set("ihrer seiner ihre seine ihren seinen")


def owner_of(sentence: Sentence, claim: Claim, source: str | None, carried: str | None) -> str | None:
    """A claim's subject; `source`: its source's subject, `carried`: whose soldiers were spoken of before."""
    if sentence.speaker and _ours(sentence, claim):
        return sentence.speaker.owner
    if _own(sentence, claim):
        speaker = sentence.speaker.owner if sentence.speaker else _sender(sentence, claim)
        return _actor(sentence, claim) or speaker
    return (
        _named_before(sentence, claim)
        or subject_of(sentence.tokens, claim.counted, sentence.owners)
        or _of_list(sentence, claim)
        or _on_side(sentence, claim)
        or _among(sentence, claim)
        or _of_total(sentence, claim)
        or _of_sum(sentence, claim)
        or _sender(sentence, claim)
        or _fallen(sentence, claim)
        or _labelled(sentence, claim)
        or (None if _each(sentence, claim) else source)
        or _spoken_of(sentence, claim, carried)
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


def _named_before(sentence: Sentence, claim: Claim) -> str | None:
    """As in "… 800 Soldaten, Dänemark 200"."""
    named = sentence.named_before(claim.counted)
    first = named.first if named else 0
    before = lower_at(sentence.tokens, first - 1 - (lower_at(sentence.tokens, first - 1) in DETERMINERS))
    suffered = claim.measure.fate and not claim.measure.both and not _mourned(claim)
    if named is None or before in PREPOSITIONS or suffered:
        return None
    if _each(sentence, claim) or _in_pair(sentence, named):
        return None
    bare = claim.counted.noun is None and claim.source is not None
    return named.owner if bare or claim.counted.shared or before in (",", "und", "sowie") else None


def _in_pair(sentence: Sentence, named: Name) -> bool:
    """Whether a preposition governs two of them: "nach Überlegungen in London und Paris 10.000 Mann"."""
    other = ending_at(sentence.owners, named.first - 2)
    return other is not None and lower_at(sentence.tokens, other.first - 1) in PREPOSITIONS


def _each(sentence: Sentence, claim: Claim) -> bool:
    """Whether several have as many each: "…, Belgien und Dänemark je 500"."""
    return lower_at(sentence.tokens, claim.counted.first - 1) in ("je", "jeweils")


def _of_list(sentence: Sentence, claim: Claim) -> str | None:
    """Whose the things are that are listed: "45 Flugzeuge und 14 Schiffe der chinesischen Armee"."""
    if not claim.measure.things:
        return None
    end = claim.counted.end
    for other in sentence.counted_in(claim.clause):
        if other.first == end + 1 and lower_at(sentence.tokens, end) in (",", "und", "sowie"):
            end = other.end
    return owner_behind(sentence.tokens, end, sentence.owners) if end > claim.counted.end else None


def _on_side(sentence: Sentence, claim: Claim) -> str | None:
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


def _among(sentence: Sentence, claim: Claim) -> str | None:
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


def _of_total(sentence: Sentence, claim: Claim) -> str | None:
    """As in "Die Zahl der nordkoreanischen Soldaten …", "die Zahl der Nordkoreaner …"."""
    if claim.counted.noun is not None or claim.noun is None:
        return None
    back = range(claim.noun, max(-1, claim.noun - 3), -1)
    before = takewhile(lambda at: sentence.tokens[at].kind is not Kind.MARK, back)
    named = (sentence.owners[at] for at in before if at in sentence.owners)
    return next((one.owner for one in named if one.form is not Form.NAME or one.genitive), None)


def _of_sum(sentence: Sentence, claim: Claim) -> str | None:
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


def _sender(sentence: Sentence, claim: Claim) -> str | None:
    """Who sent or has them, or lost them; never who killed or caught them."""
    lost = bool(claim.measure.both) and (claim.event is None or bool(claim.event.of))
    lost = lost or _mourned(claim)
    told = claim.source is not None and telling(claim.source.clause)
    if claim.measure.things and not DESTROYED.isdisjoint(claim.clause.words):
        return None  # "Russland schoss 130 Drohnen ab"
    if (claim.measure.fate and not lost) or (claim.source and claim.source.clause is claim.clause) or told:
        return None
    own = sender(sentence.tokens, claim.clause, sentence.owners, claim.counted.first)
    return own or planner(sentence.tokens, claim.clause, sentence.clauses, sentence.owners)


def _mourned(claim: Claim) -> bool:
    clauses = [claim.clause, *([claim.source.clause] if claim.source else ())]
    return any(not MOURNING.isdisjoint(clause.words) for clause in clauses)


def _fallen(sentence: Sentence, claim: Claim) -> str | None:
    """The army that tells of fallen soldiers: "Thailands Armee meldete vier gefallene Soldaten"."""
    plain = claim.noun is not None and sentence.tokens[claim.noun].lower in PLAIN
    told = {"gefallene", "gefallenen"} & sentence.words
    if not (plain and told and sentence.speaker and claim.measure.fate):
        return None
    return sentence.speaker.owner if sentence.army_speaks else None


def _labelled(sentence: Sentence, claim: Claim) -> str | None:
    """Whose soldiers a headline with a force before its colon tells of: "Bundesheer: 1.500 Soldaten üben"."""
    name = sentence.owners.get(0)
    if name is None or claim.measure.id != sentence.lexicon.troops.id:
        return None
    if lower_at(sentence.tokens, name.end) != ":":
        return None
    plain = claim.noun is not None and lower_at(sentence.tokens, claim.noun) in PLAIN
    force = name.kind is EntityKind.ORGANISATION and name.owner != name.entity
    return name.owner if plain and force else None


def _spoken_of(sentence: Sentence, claim: Claim, carried: str | None) -> str | None:
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
