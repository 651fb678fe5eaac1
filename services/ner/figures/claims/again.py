"""Numbers that go on about those just counted: "heute 35", "in Poltawa fünf", "weitere zehn"."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.claims.gaps import (
    DEGREES,
    REST,
    gapped,
    goes_on_with,
    joined,
)
from services.ner.figures.claims.next_sentence import after_sentence, predicated
from services.ner.figures.counting.counted import AGAIN, Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import (
    BECOME_PASSIVE,
    HAVE_SINGULAR,
    PLURAL_AUXILIARIES,
    word_set,
)
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence

ANOTHER = word_set(
    "zweiter zweite zweites dritter dritte drittes vierter vierte weiterer weitere weiteres anderer"
)
"""What "ein" is before in "ein zweiter wurde verletzt"."""


def again(sentence: Sentence, bare: Claim, last: Claim | None, passage: Passage) -> Claim | None:
    """The claim of a bare number that takes its noun from `last`, or from the sentence before."""
    if last:
        tokens, phrase = sentence.tokens, bare.counted
        if last.measure.fate and lower_at(tokens, phrase.end) == "noch":
            return _still(sentence, bare, last)
        if last.measure.final and _others(tokens, phrase):
            return _left(sentence, bare, last)
        if last.measure.fate and predicated(sentence, phrase):
            return None
        same = goes_on_with(sentence, bare.counted, last)
        pointed = last.part and joined(sentence.tokens, bare.counted)
        source = (last.source or last) if pointed else last
        return replace(bare, measure=last.measure, source=source, part=pointed) if same else None
    return after_sentence(sentence, bare, passage)


def _still(sentence: Sentence, bare: Claim, last: Claim) -> Claim | None:
    """Those left of others some of whom met a fate: "12.000 seien gefallen, 8.000 noch an der Front"."""
    if not last.measure.final:
        return replace(bare, measure=last.measure, event=None, source=last)
    return _left(sentence, bare, last) if joined(sentence.tokens, bare.counted) else None


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
