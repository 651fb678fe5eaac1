"""Numbers that go on about those just counted: "heute 35", "in Poltawa fünf", "weitere zehn"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.claims.gaps import (
    DEGREES,
    ENDS,
    FARTHEST,
    REST,
    gapped,
    goes_on_with,
    joined,
    spoken,
    was_named,
)
from services.ner.figures.counting.counted import AGAIN, Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import (
    BE,
    BECOME_PASSIVE,
    FINITE_VERBS,
    HAVE_SINGULAR,
    PLURAL_AUXILIARIES,
    PREPOSITIONS,
    TIMES_OF_NOW,
    TOTALS,
    word_set,
)
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence

ANOTHER = word_set(
    "zweiter zweite zweites dritter dritte drittes vierter vierte weiterer weitere weiteres anderer"
)
"""What "ein" is before in "ein zweiter wurde verletzt"."""
CAME = word_set("kamen kommen kämen standen saßen wohnten lebten")
STAY = word_set("bleiben verbleiben blieben verblieben bleibt verbleibt")
KNOWN_AS = word_set("gelten galten")
PREDICATE = re.compile(r"[a-zäöüß]{3,}(?:t|en|end|bar|ig|lich)")
"""An adjective or a participle that can open a sentence: "Wahlberechtigt waren …"."""
ADVERBS = TIMES_OF_NOW | word_set("tatsächlich ursprünglich angeblich wirklich zusammen oben unten draußen")
LASTING_NOUNS = word_set(
    "tag tage tagen stunde stunden woche wochen monat monate monaten jahr jahre jahren minuten mal uhr"
)


def again(sentence: Sentence, bare: Claim, last: Claim | None, passage: Passage) -> Claim | None:
    """The claim of a bare number that takes its noun from `last`, or from the sentence before."""
    if last:
        tokens, phrase = sentence.tokens, bare.counted
        if last.measure.fate and lower_at(tokens, phrase.end) == "noch":
            return _still(sentence, bare, last)
        if last.measure.final and _others(tokens, phrase):
            return _left(sentence, bare, last)
        if last.measure.fate and _predicated(sentence, phrase):
            return None
        same = goes_on_with(sentence, bare.counted, last)
        pointed = last.part and last.source is not None and joined(sentence.tokens, bare.counted)
        source = last.source if pointed else last
        return replace(bare, measure=last.measure, source=source, part=pointed) if same else None
    return _after_sentence(sentence, bare, passage)


def _still(sentence: Sentence, bare: Claim, last: Claim) -> Claim | None:
    """Those left of others some of whom met a fate: "12.000 seien gefallen, 8.000 noch an der Front"."""
    if not last.measure.final:
        return replace(bare, measure=last.measure, event=None, source=last)
    return _left(sentence, bare, last) if joined(sentence.tokens, bare.counted) else None


def _predicated(sentence: Sentence, phrase: Counted) -> bool:
    """Whether something else is told of them: "30 weitere wurden in Krankenhäuser gebracht"."""
    verb = lower_at(sentence.tokens, phrase.end)
    clause = sentence.clauses.get(phrase.first)
    told = clause is not None and bool(sentence.events_in(clause))
    return not told and verb in FINITE_VERBS - BE and verb not in KNOWN_AS


def _left(sentence: Sentence, bare: Claim, last: Claim) -> Claim | None:
    """Those who live on are soldiers where those who died were."""
    of = last.source if last.noun is None and last.source else last
    soldiers = of.noun in sentence.soldiers
    return replace(bare, measure=sentence.lexicon.troops, event=None, source=last) if soldiers else None


def _others(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Whether they are those whom the fate before did not meet: "die übrigen 90", "die anderen 18"."""
    before = lower_at(tokens, phrase.first - 1)
    return before in REST - AGAIN or (
        before == "anderen" and lower_at(tokens, phrase.first - 2) in ("die", "den")
    )


def one_more(sentence: Sentence, bare: Claim, last: Claim) -> Claim | None:
    """The one of "drei Soldaten aus Malawi und einer aus Uruguay", "in Lyon einer"."""
    tokens, phrase = sentence.tokens, bare.counted
    one = tokens[phrase.number.quantity.first].lower in ("einer", "eine", "eines")
    told = bare.event is not None and bare.event.index - phrase.end in (0, 1)
    if one and not last.measure.things and bare.event and told:
        return replace(bare, measure=bare.event.measure, source=last)  # ", einer (wird) vermisst"
    if not last.measure.things and (event := _of_another(sentence, bare)):
        return replace(bare, measure=event.measure, event=event, source=last)
    listed = lower_at(tokens, phrase.first - 1) in ("und", "sowie", ",") and lower_at(tokens, phrase.end) in (
        "aus",
        "in",
    )
    among = [lower_at(tokens, phrase.end + at) for at in (0, 1)]
    if one and last.measure.fate and (among[0] == "davon" or among in (["von", "ihnen"], ["unter", "ihnen"])):
        measure = bare.event.measure if bare.event and not bare.event.done else last.measure
        return replace(bare, measure=measure, event=None, source=last, part=True)
    if one and last.measure.fate and (listed or gapped(tokens, phrase, last)):
        return replace(bare, measure=last.measure, event=None, source=last)
    return None


def _of_another(sentence: Sentence, bare: Claim) -> Event | None:
    """The fate of one more: "ein zweiter (wurde schwer) verletzt"."""
    tokens, at = sentence.tokens, bare.counted.number.end
    joint = lower_at(tokens, bare.counted.first - 1) in (",", ";", "und", "sowie", "aber")
    if not joint or lower_at(tokens, at) not in ANOTHER:
        return None
    at += 1
    while lower_at(tokens, at) in DEGREES | PLURAL_AUXILIARIES | HAVE_SINGULAR | BECOME_PASSIVE | {"ist"}:
        at += 1
    return sentence.events.get(at)


def _after_sentence(sentence: Sentence, bare: Claim, passage: Passage) -> Claim | None:
    """Rund 3.000 seien dort; the army "sprach von 14"; "wären es weniger als 100"."""
    before, phrase = passage.before, bare.counted
    known = passage.claims[-1] if passage.claims and not passage.claims[-1].measure.things else None
    if known and known.measure.fate and _predicated(sentence, phrase):
        return None
    if known and _their_number(sentence, phrase):
        return replace(bare, measure=known.measure, source=known)
    ends = lower_at(sentence.tokens, phrase.end) in (*ENDS, *FINITE_VERBS)
    named = (spoken(sentence, phrase) and ends) or was_named(sentence.tokens, phrase)
    if sentence.soldiers and not known and (named or _they(sentence, phrase)):
        return bare
    if before is None or _counts_others(sentence, phrase) or not (named or _answers(sentence, phrase, known)):
        return None
    if known:
        part = known.measure.fate and lower_at(sentence.tokens, phrase.end) == "davon"
        return replace(bare, measure=known.measure, source=known, part=part)
    return bare if before.soldiers and not passage.claims else None


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
