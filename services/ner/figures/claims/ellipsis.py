"""Numbers whose noun German leaves out: "rund 400 weitere verletzt", "davon 4.000", "heute 35"."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.claims.again import again, one_more
from services.ner.figures.claims.gaps import DEGREES, ENDS, gapped, spoken, the_rest, was_named
from services.ner.figures.claims.pointers import FARTHEST, THEY, out_of, pointed_at
from services.ner.figures.claims.totals import among, of_body, total_of
from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.kinds import thing
from services.ner.figures.german.tokens import Kind, lower_at
from services.ner.figures.german.words import FINITE_VERBS, PLURAL_AUXILIARIES, POINTERS
from services.ner.figures.numbers.never import age, label, year_like
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure

CENTURY = 1900
"""From here to 2100 a bare number that is not round is the year of an event."""
WINDOW = 30
"""Tokens before "zwei davon" in which their fate is looked for."""


def counts_nobody(sentence: Sentence, phrase: Counted) -> bool:
    """Whether a number without a noun, the first of its sentence, is none of people: "ein", a year."""
    told = _labelled(sentence, phrase) or total_of(sentence, phrase)
    return phrase.article or not (told or _people(sentence, phrase, ()))


def elliptic(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a number without a noun, None where it may count anything."""
    phrase = bare.counted
    if phrase.article:
        return one_more(sentence, bare, found[-1]) if found else None
    if listed := _labelled(sentence, phrase):
        return replace(bare, measure=listed, noun=phrase.first - 2, event=None)
    total = total_of(sentence, phrase)
    if total and lower_at(sentence.tokens, phrase.end) not in FINITE_VERBS:
        return replace(bare, measure=total[0], noun=total[1], event=None)
    source = pointed_at(sentence, phrase, found)
    if not (source or _people(sentence, phrase, found)):
        return None
    if source and _closed(sentence, phrase):
        return replace(bare, measure=source.measure, event=None, source=source, part=True)
    last = source or (found[-1] if found else None)
    others = the_rest(sentence.tokens, phrase)
    if _escaped(bare, last) or (others and _of_animals(sentence, phrase, last)):
        return None
    if last and last.measure.things and others:
        return replace(bare, measure=last.measure, event=None, source=last)
    if bare.event and _met(sentence, bare, last, passage):
        some = source is not None or (not found and _points_back(sentence, passage))
        return replace(bare, measure=bare.event.measure, source=last, part=some)
    source = source or out_of(sentence, bare, found)
    if source:
        return replace(bare, measure=source.measure, source=source, part=True)
    return (
        _told_by_noun(sentence, bare)
        or _of_uncounted(sentence, bare, last)
        or again(sentence, bare, last, passage)
    )


def _points_back(sentence: Sentence, passage: Passage) -> bool:
    """Whether it opens with whom the sentence before counted: "12.000 kamen. Davon sind 300 gefallen"."""
    opening = tuple(lower_at(sentence.tokens, at) for at in (0, 1))
    return bool(passage.claims) and (opening[0] in POINTERS or opening in THEY)


def _closed(sentence: Sentence, phrase: Counted) -> bool:
    """Whether nothing but who or how they are follows in their clause: ", fünf davon schwer, …"."""
    tokens, at = sentence.tokens, phrase.end
    at += lower_at(tokens, at) == "davon"
    described = at < len(tokens) and (tokens[at].capital or tokens[at].lower in DEGREES)
    return described and lower_at(tokens, at + 1) in (",", ";", ".", "")


def _of_uncounted(sentence: Sentence, bare: Claim, last: Claim | None) -> Claim | None:
    """Some of people not counted: "Mehrere Menschen wurden verletzt, zwei davon schwer"."""
    phrase = bare.counted
    if last or lower_at(sentence.tokens, phrase.end) != "davon":
        return None
    back = range(phrase.first - 1, max(-1, phrase.first - WINDOW), -1)
    told = next((sentence.events[at] for at in back if at in sentence.events), None)
    return replace(bare, measure=told.measure, part=True) if told else None


def _labelled(sentence: Sentence, phrase: Counted) -> Measure | None:
    """The measure that labels a number: "Tote: 12, Verletzte: 40"."""
    tokens, noun = sentence.tokens, phrase.first - 2
    if noun < 0 or lower_at(tokens, phrase.first - 1) != ":" or not tokens[noun].capital:
        return None
    alone = noun == 0 or tokens[noun - 1].kind is Kind.MARK
    measure = sentence.lexicon.noun(tokens[noun].text) if alone else None
    return measure if measure and measure.fate else None


def _told_by_noun(sentence: Sentence, bare: Claim) -> Claim | None:
    """The claim of a number that a noun elsewhere in the sentence tells of."""
    if among_them := among(sentence, bare):
        return replace(bare, measure=among_them, part=True)
    return bare if of_body(sentence, bare.counted) and not spoken(sentence, bare.counted) else None


def _of_animals(sentence: Sentence, phrase: Counted, last: Claim | None) -> bool:
    """Whether what was counted last are no people: "14 Schafe verendeten, drei weitere …"."""
    at = bisect_left(sentence.counted, phrase.first, key=lambda other: other.first)
    nearest = reversed(sentence.counted[max(0, at - FARTHEST) : at])
    before = next((other for other in nearest if other.noun is not None), None)
    if before is None or before.noun is None or (last and last.counted.first >= before.first):
        return False
    return thing(sentence.tokens[before.noun].text)


def _people(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> bool:
    """Whether a number without a noun can stand for people: no year, no name's number."""
    quantity = phrase.number.quantity
    alone = phrase.first == quantity.first and not phrase.adjectives
    gap = bool(found) and gapped(sentence.tokens, phrase, found[-1])
    known = gap or was_named(sentence.tokens, phrase) or sentence.behind_source(phrase)
    named = label(sentence.tokens, quantity.first) and not (known or sentence.named_before(phrase))
    year = year_like(sentence.tokens, quantity) and not (found and _fate_follows(sentence, phrase))
    return not (alone and (year or named or age(sentence.tokens, quantity)))


def _fate_follows(sentence: Sentence, phrase: Counted) -> bool:
    """Whether only those counted stand before their fate: "500 Mann sind tot, 1200 (wurden) verletzt"."""
    tokens, verb = sentence.tokens, lower_at(sentence.tokens, phrase.end) in PLURAL_AUXILIARIES
    event = sentence.events.get(phrase.end + verb)
    if CENTURY <= phrase.number.quantity.low < CENTURY + 200 and phrase.number.quantity.low % 100:
        return False  # "2014 gefangen genommen und 2016 getötet"
    between = event is not None and event.participle and lower_at(tokens, phrase.first - 1) in (",", "und")
    return between and lower_at(tokens, phrase.end + verb + 1) in ENDS


def _escaped(bare: Claim, last: Claim | None) -> bool:
    """Whether some of those taken got away: of hostages "konnten 50 von ihnen fliehen"."""
    event = bare.event
    fled = event is not None and event.measure.least > 1
    return fled and bare.counted.partitive and last is not None and last.measure.fate


def _met(sentence: Sentence, bare: Claim, last: Claim | None, passage: Passage) -> bool:
    """Whether those left out can be such as the verb is said of."""
    event, number = bare.event, bare.counted.number
    if event is None or max(number.low or 0, number.high or 0) < event.measure.least:
        return False
    if not event.of:
        return True
    if event.of != sentence.lexicon.troops.id and not event.done:
        return last is not None and last.measure.id == event.of  # "von 110.000 Gefangenen kehrten 6.000 heim"
    here = any(index < bare.counted.first for index in sentence.soldiers)
    before = passage.before is not None and bool(passage.before.soldiers)
    return here or before or (last is not None and last.measure.id == event.of)
