"""Numbers whose noun German leaves out: "rund 400 weitere verletzt", "davon 4.000", "heute 35"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.ner.figures.again import again, gapped, one_more, the_rest
from services.ner.figures.counted import Counted
from services.ner.figures.never import label, year_like
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.tokens import lower_at
from services.ner.figures.totals import among, of_body, total_of
from services.ner.figures.words import word_set

POINTERS = word_set("davon darunter hiervon wovon")
THEY = (("unter", "ihnen"), ("von", "ihnen"), ("von", "denen"), ("unter", "denen"))
FARTHEST = 20
"""Claims that "davon" looks back over."""


def elliptic(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a number without a noun, None where it may count anything."""
    phrase = bare.counted
    if phrase.article:
        return one_more(sentence, bare, found[-1]) if found else None
    if not _people(sentence, phrase, found):
        return None
    source = pointed_at(sentence, phrase, found)
    last = source or (found[-1] if found else None)
    if last and last.measure.things and the_rest(sentence.tokens, phrase):
        return replace(bare, measure=last.measure, event=None, source=last)
    if _escaped(bare, last):
        return None
    if bare.event and _met(sentence, bare, last, passage):
        return replace(bare, measure=bare.event.measure, source=last, part=source is not None)
    source = source or _out_of(sentence, bare, found)
    if source:
        return replace(bare, measure=source.measure, source=source, part=True)
    if among_them := among(sentence, bare):
        return replace(bare, measure=among_them, part=True)
    if total := total_of(sentence, phrase):
        return replace(bare, measure=total[0], noun=total[1])
    if of_body(sentence, phrase):
        return bare
    return again(sentence, bare, last, passage)


def pointed_at(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Claim | None:
    """The claim that "davon" or "von ihnen" points back to, also for those coordinated with it."""
    if not found:
        return None
    if _points(sentence, phrase, found[-1].counted.end):
        return next((claim for claim in reversed(found[-FARTHEST:]) if not claim.part), found[-1])
    last = found[-1]
    joint = lower_at(sentence.tokens, last.counted.end) in (",", "und", "sowie", "oder")
    return last.source if last.part and joint and phrase.first == last.counted.end + 1 else None


def _out_of(sentence: Sentence, bare: Claim, found: Sequence[Claim]) -> Claim | None:
    """As in "Von den 600.000 Mann kehrten 30.000 zurück"."""
    whole = found[0] if found else None
    if whole is None or whole.clause is not bare.clause or whole.counted.first > 2:
        return None
    return whole if lower_at(sentence.tokens, 0) == "von" else None


def _points(sentence: Sentence, phrase: Counted, start: int) -> bool:
    tokens = sentence.tokens
    before = [lower_at(tokens, at) for at in range(max(start, phrase.first - 5), phrase.first)]
    if ")" in before:
        return False
    before = before[len(before) - before[::-1].index(";") :] if ";" in before else before
    around = [*before, *(lower_at(tokens, at) for at in range(phrase.first, phrase.end + 2))]
    they = any(pair in THEY for pair in pairwise(around))
    total = before[-2:] == ["(", "insgesamt"]
    return they or total or not POINTERS.isdisjoint(before) or lower_at(tokens, phrase.end) == "davon"


def _people(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> bool:
    """Whether a number without a noun can stand for people: no year, no name's number."""
    quantity = phrase.number.quantity
    alone = phrase.first == quantity.first and not phrase.adjectives
    gap = bool(found) and gapped(sentence.tokens, phrase, found[-1])
    named = label(sentence.tokens, quantity.first) and not gap and not sentence.named_before(phrase)
    return not (alone and (year_like(sentence.tokens, quantity) or named))


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
    here = any(index < bare.counted.first for index in sentence.soldiers)
    before = passage.before is not None and bool(passage.before.soldiers)
    return here or before or (last is not None and last.measure.id == event.of)
