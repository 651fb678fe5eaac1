"""Bare numbers that go on about those counted in the sentence before: "Rund 3.000 seien noch dort"."""

import re
from dataclasses import replace

from services.ner.figures.claims.gaps import ENDS, FARTHEST, spoken, was_named
from services.ner.figures.counting.counted import AGAIN, Counted
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import (
    BE,
    FINITE_VERBS,
    POINTERS,
    PREPOSITIONS,
    TIMES_OF_NOW,
    TOTALS,
    word_set,
)
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure

CAME = word_set("kamen kommen kämen standen saßen wohnten lebten")
STAY = word_set("bleiben verbleiben blieben verblieben bleibt verbleibt")
KNOWN_AS = word_set("gelten galten")
PREDICATE = re.compile(r"[a-zäöüß]{3,}(?:t|en|end|bar|ig|lich)")
"""An adjective or a participle that can open a sentence: "Wahlberechtigt waren …"."""
ADVERBS = TIMES_OF_NOW | word_set("tatsächlich ursprünglich angeblich wirklich zusammen oben unten draußen")
CONDITION = word_set("zustand lebensgefahr intensivstation intensivstationen")
"""Words of a sentence that tells how the hurt are."""
SHOT_DOWN = word_set(
    "abgeschossen abgefangen abgewehrt zerstört vernichtet unschädlich versenkt neutralisiert eliminiert"
)
BEING = BE | word_set(
    "schweben schwebten schwebt liegen lagen lägen befinden befanden befänden schwebte ringen rangen"
)
COMPARED = ("", ".", ",", ";", "gewesen", "und")
LIMITS = word_set("obergrenze höchstgrenze höchstzahl sollstärke friedensstärke")
HAS = word_set("hat haben habe hätte hätten hatte hatten")
ONLY = word_set("nur lediglich gerade mal derzeit bloß immerhin selbst dagegen hingegen aber")
LASTING_NOUNS = word_set(
    "tag tage tagen stunde stunden woche wochen monat monate monaten jahr jahre jahren minuten mal uhr"
)


def after_sentence(sentence: Sentence, bare: Claim, passage: Passage) -> Claim | None:
    """Rund 3.000 seien dort; the army "sprach von 14"; "wären es weniger als 100"."""
    before, phrase = passage.before, bare.counted
    known = passage.claims[-1] if passage.claims and not passage.claims[-1].measure.things else None
    if some := _destroyed(sentence, bare, passage) or _in_hospital(sentence, phrase, known):
        return replace(bare, measure=some.measure, source=some, part=True)
    if again := _as_many(sentence, bare, passage):
        return replace(bare, measure=again.measure, source=again)
    if known and known.measure.fate and predicated(sentence, phrase):
        return None
    if known and (_strength(sentence, phrase, known) or _their_number(sentence, phrase)):
        return replace(bare, measure=known.measure, source=known)
    if before and not known and (hurt := _hurt(sentence, phrase, before)):
        return replace(bare, measure=hurt, part=True)
    ends = lower_at(sentence.tokens, phrase.end) in (*ENDS, *FINITE_VERBS)
    named = (spoken(sentence, phrase) and ends) or was_named(sentence.tokens, phrase)
    if sentence.soldiers and not known and (named or _they(sentence, phrase)):
        return bare
    if before is None or _counts_others(sentence, phrase) or not (named or _answers(sentence, phrase, known)):
        return None
    if known:
        behind = known.measure.fate and lower_at(sentence.tokens, phrase.end) == "davon"
        part = behind or lower_at(sentence.tokens, 0) in POINTERS
        return replace(bare, measure=known.measure, source=known, part=part)
    counts = any(other.noun is not None and not other.article for other in before.counted)
    return bare if before.soldiers and not (passage.claims or counts) else None


def predicated(sentence: Sentence, phrase: Counted) -> bool:
    """Whether something else is told of them: "30 weitere wurden in Krankenhäuser gebracht"."""
    verb = lower_at(sentence.tokens, phrase.end)
    clause = sentence.clauses.get(phrase.first)
    told = clause is not None and bool(sentence.events_in(clause))
    return not told and verb in FINITE_VERBS - BE and verb not in KNOWN_AS


def _in_hospital(sentence: Sentence, phrase: Counted, known: Claim | None) -> Claim | None:
    """The hurt of whom it tells how some are: "Fünf befinden sich in kritischem Zustand"."""
    opens = phrase.first < 2 or lower_at(sentence.tokens, phrase.end) == "davon"
    if not opens or CONDITION.isdisjoint(sentence.words) or BEING.isdisjoint(sentence.words):
        return None
    return known if known and known.measure.id == "wounded" else None


def _hurt(sentence: Sentence, phrase: Counted, before: Sentence) -> Measure | None:
    """As in "Mehrere Menschen wurden verletzt. Drei davon schweben in Lebensgefahr."."""
    if CONDITION.isdisjoint(sentence.words) or lower_at(sentence.tokens, phrase.end) not in ("davon", "von"):
        return None
    told = (event.measure for event in before.events.values())
    return next((measure for measure in told if measure.id == "wounded"), None)


def _destroyed(sentence: Sentence, bare: Claim, passage: Passage) -> Claim | None:
    """The things of which some were destroyed: "Moskau setzte 90 Drohnen ein. 40 wurden abgeschossen"."""
    last = passage.claims[-1] if passage.claims else None
    if last is None or not last.measure.things or SHOT_DOWN.isdisjoint(bare.clause.words):
        return None
    if bare.event or any(claim.measure is not last.measure for claim in passage.claims):
        return None
    some = (bare.counted.number.low or 0) < (last.counted.number.high or last.counted.number.low or 0)
    first = not _counts_others(sentence, bare.counted) and not _noun_before(sentence, bare)
    return last if some and first else None


def _as_many(sentence: Sentence, bare: Claim, passage: Passage) -> Claim | None:
    """The things of which it tells a number for elsewhere: "Über der Krim seien es elf gewesen"."""
    last = passage.claims[-1] if passage.claims else None
    first = bare.counted.first
    es = [lower_at(sentence.tokens, first - 1), lower_at(sentence.tokens, first - 2)]
    if last is None or not last.measure.things or es[0] != "es" or es[1] not in BE:
        return None
    alike = all(claim.measure is last.measure for claim in passage.claims)
    return (
        last if alike and not bare.event and lower_at(sentence.tokens, bare.counted.end) in COMPARED else None
    )


def _noun_before(sentence: Sentence, bare: Claim) -> bool:
    """Whether something else is told of before the number: "Auf dem Hof wurden 40 zerstört"."""
    before = range(bare.clause.indexes[0] + 1, bare.counted.first)
    return any(sentence.tokens[at].capital and not sentence.quotes(at) for at in before)


def _strength(sentence: Sentence, phrase: Counted, known: Claim) -> bool:
    """Whether it tells how many another army has: "Taiwan hat nur 150.000", "eine Obergrenze von 800.000"."""
    tokens = sentence.tokens
    if known.measure.fate:
        return False
    if lower_at(tokens, phrase.first - 1) == "von" and lower_at(tokens, phrase.first - 2) in LIMITS:
        return True
    verb = phrase.first - 1
    while lower_at(tokens, verb) in ONLY:
        verb -= 1
    owner = any(at in sentence.owners and sentence.owners[at].end == verb for at in range(verb - 3, verb))
    return owner and lower_at(tokens, verb) in HAS and lower_at(tokens, phrase.end) in ENDS


def _their_number(sentence: Sentence, phrase: Counted) -> bool:
    """Whether it is "die Zahl" of those spoken of: "Später korrigierte die Polizei die Zahl auf neun"."""
    tokens = sentence.tokens
    if lower_at(tokens, phrase.first - 1) not in ("auf", "bei", "mit", "von"):
        return False
    near = range(max(0, phrase.first - FARTHEST), phrase.first - 1)
    return any(
        lower_at(tokens, at) in TOTALS
        and lower_at(tokens, at - 1) in ("die", "ihre", "deren")
        and lower_at(tokens, at + 1) not in ("der", "von")
        for at in near
    )


def _they(sentence: Sentence, phrase: Counted) -> bool:
    """Sollte Seoul Soldaten entsenden, wären es 100."""
    near = range(max(0, phrase.first - FARTHEST), phrase.first)
    it = any(lower_at(sentence.tokens, at) == "es" for at in near)
    return it and any(index < phrase.first for index in sentence.soldiers)


def _counts_others(sentence: Sentence, phrase: Counted) -> bool:
    """Whether it goes on about others counted before it: "Es kamen 3.200, die Polizei sprach von 4.000"."""
    first = phrase.first
    before = (other for other in sentence.counted[:FARTHEST] if other.first < first and not other.article)
    return any(
        other.noun is None or sentence.tokens[other.noun].lower not in LASTING_NOUNS for other in before
    )


def _of_their_own(sentence: Sentence, phrase: Counted, known: Claim | None) -> bool:
    """Whether something else is told of them: "Anwesend waren 3.000", "Insgesamt waren 430 im Gebäude"."""
    tokens, verb = sentence.tokens, phrase.first - 1
    predicate = PREDICATE.fullmatch(lower_at(tokens, verb - 1)) and not tokens[verb - 1].capital
    opening = verb == 1 and PREDICATE.fullmatch(lower_at(tokens, 0))
    located = known is not None and known.measure.fate and lower_at(tokens, phrase.end) in PREPOSITIONS
    soldiers = known is not None and not known.measure.fate
    told = (predicate or opening) and lower_at(tokens, verb - 1) not in ADVERBS
    return bool(told and not soldiers) or located


def _answers(sentence: Sentence, phrase: Counted, known: Claim | None) -> bool:
    """Whether the number stands where the sentence goes on about the same people."""
    tokens = sentence.tokens
    near = [lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)]
    opens = phrase.first <= 1 and lower_at(tokens, phrase.end) in FINITE_VERBS | AGAIN
    stay = lower_at(tokens, phrase.end) in STAY and known is not None and not known.measure.fate
    return (
        opens
        or stay
        or lower_at(tokens, phrase.end) == "davon"
        or ("es" in near and CAME.isdisjoint(near))
        or "davon" in near
        or (
            near[-1:] in (["seien"], ["sind"], ["waren"], ["wären"])
            and not _of_their_own(sentence, phrase, known)
        )
    )
