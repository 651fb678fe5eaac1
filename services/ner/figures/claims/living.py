"""Counted soldiers by whatever name: "60 Angehörige der Streitkräfte", "8.000 Nordkoreaner"."""

from dataclasses import replace

from services.ner.figures.claims.totals import lost
from services.ner.figures.german.kinds import military
from services.ner.figures.german.nouns import AT_HOME, FIGHTING, JOINING, MEMBERS, SERVING
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import DETERMINERS, word_set
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure

DRAFTED = word_set(
    """
    mobilisiert mobilisierte mobilisierten mobilisieren eingezogen einberufen rekrutiert rekrutierte
    rekrutierten rekrutieren angeworben warb warben wirbt werben
    """
)
DRAFTED_ONLY = word_set("mobilisiert eingezogen einberufen")
ATTACK = word_set("angriff angriffe großangriff sturm offensive gegenoffensive vorstoß einmarsch invasion")
PREPARING = word_set("bereiten bereiteten vorbereiten beginnen begannen")
"""Verbs of an army before its attack."""
PEACEFUL = word_set(
    "protest protesten demonstration demonstrationen wahl wahlkampf streik unternehmen konzern firma firmen"
)
CROWD = 50
"""From here on people of a country who fight are an army rather than a team."""


def living(sentence: Sentence, bare: Claim, own: Measure | None, passage: Passage) -> Claim | None:
    """The claim of those whom no verb says a fate of; a sum of losses counts them as lost."""
    noun = bare.counted.noun
    if noun is None:
        return None
    soldiers = _people(sentence, bare, noun, passage) or _members(sentence, noun) or _serve(sentence, bare)
    soldiers = soldiers or _drafted(sentence, bare, noun) or _trainers(sentence, noun)
    if own is None and soldiers:
        own = sentence.lexicon.troops
    if own is None:
        return None
    sum_of = lost(sentence, bare.counted) if own.id == sentence.lexicon.troops.id else None
    return replace(bare, measure=sum_of or own, noun=noun, event=None)


def _people(sentence: Sentence, bare: Claim, noun: int, passage: Passage) -> bool:
    """Whether counted people of a country are its soldiers: by the passage, or by what they do."""
    owner = sentence.demonym(noun)
    if owner is None or not AT_HOME.isdisjoint(sentence.words):
        return False
    number = bare.counted.number
    joins = not JOINING.isdisjoint(sentence.words)
    fights = joins or (not FIGHTING.isdisjoint(sentence.words) and _abroad(sentence, owner))
    fights = fights or not (ATTACK.isdisjoint(bare.clause.words) or PREPARING.isdisjoint(bare.clause.words))
    faces = "gegenüber" in sentence.words and bool(sentence.soldiers)
    return (
        owner in passage.owners
        or faces
        or sentence.at_war
        or (max(number.low or 0, number.high or 0) >= CROWD and (fights or passage.followed))
    )


def _abroad(sentence: Sentence, owner: str) -> bool:
    """Whether another country or place is named where they fight, and nothing that they fight for."""
    return bool(sentence.grounds - {owner}) and sentence.words.isdisjoint(("um", "folgen", "gegner"))


def _members(sentence: Sentence, noun: int) -> bool:
    """Bundeswehrangehörige, Männer und Frauen der Bundeswehr."""
    tokens, word = sentence.tokens, sentence.tokens[noun].lower
    head = next((word.removesuffix(end) for end in ("angehörige", "angehörigen") if word.endswith(end)), "")
    if head and military(head):
        return True
    behind = noun + 1
    if lower_at(tokens, behind) == "und" and lower_at(tokens, behind + 1) in MEMBERS:
        behind += 2
    if word not in MEMBERS or lower_at(tokens, behind) not in ("der", "des"):
        return False
    body = next((at for at in range(behind + 1, min(behind + 4, len(tokens))) if tokens[at].capital), None)
    return body is not None and lower_at(tokens, behind) in DETERMINERS and military(tokens[body].text)


def _serve(sentence: Sentence, bare: Claim) -> bool:
    """Whether they serve in a body of soldiers: "In der Bundeswehr dienen 182.000 Männer und Frauen"."""
    words = (sentence.tokens[at] for at in bare.clause.indexes)
    serves = not SERVING.isdisjoint(bare.clause.words)
    return serves and any(word.capital and military(word.text) for word in words)


def _drafted(sentence: Sentence, bare: Claim, noun: int) -> bool:
    """Whether they are called to arms: "mobilisierte 30.000 Männer", "300.000 Männer wurden eingezogen"."""
    word, number = sentence.tokens[noun].lower, bare.counted.number
    who = word.endswith(("männer", "freiwillige", "freiwilligen")) or sentence.demonym(noun) is not None
    if not who or max(number.low or 0, number.high or 0) < CROWD or not AT_HOME.isdisjoint(sentence.words):
        return False
    words = bare.clause.words
    moved = not words.isdisjoint(("sind", "ist", "sei", "seien"))  # "ins Haus eingezogen"
    return not words.isdisjoint(DRAFTED) and not moved and _warlike(sentence, bare)


def _warlike(sentence: Sentence, bare: Claim) -> bool:
    """Whether it is an army or a state that calls them, and not for a protest or a job."""
    body = bool(sentence.soldiers) or bool(sentence.owners)
    return (body or not bare.clause.words.isdisjoint(DRAFTED_ONLY)) and PEACEFUL.isdisjoint(sentence.words)


def _trainers(sentence: Sentence, noun: int) -> bool:
    """Whether "Ausbilder" are of an army: it speaks of soldiers, too."""
    trainer = sentence.tokens[noun].lower in ("ausbilder", "ausbildern", "instrukteure")
    return trainer and bool(sentence.soldiers)
