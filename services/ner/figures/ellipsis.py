"""Numbers whose noun German leaves out: "rund 400 weitere verletzt", "davon 4.000", "heute 35"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.ner.figures.counted import AGAIN, Counted
from services.ner.figures.never import label, year_like
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.tokens import lower_at
from services.ner.figures.totals import among, of_body, total_of
from services.ner.figures.words import FINITE_VERBS, word_set
from shared.events import Hedge

NOW = word_set(
    """
    heute jetzt nun inzwischen mittlerweile derzeit aktuell dann später ursprünglich früher zuvor
    """
)
POINTERS = word_set("davon darunter hiervon wovon")
THEY = (("unter", "ihnen"), ("von", "ihnen"), ("von", "denen"), ("unter", "denen"))
FARTHEST = 20
"""Claims that "davon" looks back over."""
LOCAL = word_set("aus in im auf an der")


def elliptic(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a number without a noun, None where it may count anything."""
    phrase = bare.counted
    if phrase.article or not _people(sentence, phrase):
        return None
    source = pointed_at(sentence, phrase, found)
    last = source or (found[-1] if found else None)
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
    return _again(sentence, bare, last, passage)


def pointed_at(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Claim | None:
    """The claim that "davon" or "von ihnen" points back to, also for those coordinated with it."""
    if not found:
        return None
    if _points(sentence, phrase, found[-1].counted.end):
        return next((claim for claim in reversed(found[-FARTHEST:]) if not claim.part), found[-1])
    last = found[-1]
    return last.source if last.part and phrase.first == last.counted.end + 1 else None


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
    around = [*before, *(lower_at(tokens, at) for at in range(phrase.first, phrase.end + 2))]
    they = any(pair in THEY for pair in pairwise(around))
    total = before[-2:] == ["(", "insgesamt"]
    return they or total or not POINTERS.isdisjoint(before) or lower_at(tokens, phrase.end) == "davon"


def _people(sentence: Sentence, phrase: Counted) -> bool:
    """Whether a number without a noun can stand for people: no year, no name's number."""
    quantity = phrase.number.quantity
    alone = phrase.first == quantity.first and not phrase.adjectives
    named = label(sentence.tokens, quantity.first) and not sentence.named_before(phrase)
    return not (alone and (year_like(sentence.tokens, quantity) or named))


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


def _again(sentence: Sentence, bare: Claim, last: Claim | None, passage: Passage) -> Claim | None:
    """The same as just before, here or in the sentence before: "heute 35", "Rund 3.000 seien dort"."""
    if last:
        return (
            replace(bare, measure=last.measure, source=last)
            if _same_here(sentence, bare.counted, last)
            else None
        )
    before = passage.before
    spoken = {"spricht", "sprach", "sprechen", "geht", "gehen", "ging"} & sentence.words
    if spoken and sentence.soldiers and lower_at(sentence.tokens, bare.counted.first - 1) == "von":
        return bare
    if before is None or not _answers(sentence, bare.counted):
        return None
    if passage.claims and not passage.claims[-1].measure.things:
        return replace(bare, measure=passage.claims[-1].measure, source=passage.claims[-1])
    return bare if before.soldiers and not passage.claims else None


def _same_here(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    tokens = sentence.tokens
    before, after = lower_at(tokens, phrase.first - 1), lower_at(tokens, phrase.end)
    near = {lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)}
    if before in ("und", "sowie", ",", "oder", "aber") and after in LOCAL:
        return True
    if (
        not NOW.isdisjoint(near)
        or "es" in near
        or "rede" in {lower_at(tokens, phrase.end + at) for at in (0, 1)}
    ):
        return True
    spoken = before == "von" and lower_at(tokens, last.counted.first - 1) == "von"
    if spoken or sentence.named_before(phrase):
        return True
    if before == "auf" and lower_at(tokens, last.counted.first - 1) in ("von", "um"):
        return True
    ends = after in ("", ".", ",", ";", ")", "und")
    again = before in AGAIN or any(tokens[index].lower in AGAIN for index in phrase.adjectives)
    hedged = phrase.number.hedge is not Hedge.EXACT and before in (",", "sondern", "und", "eher")
    return ends and (again or hedged)


def _answers(sentence: Sentence, phrase: Counted) -> bool:
    """Whether the number stands where the sentence goes on about the same people."""
    tokens = sentence.tokens
    near = [lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)]
    opens = phrase.first <= 1 and lower_at(tokens, phrase.end) in FINITE_VERBS | AGAIN
    return (
        opens or "es" in near or "davon" in near or near[-1:] in (["seien"], ["sind"], ["waren"], ["wären"])
    )
