"""Which measure a counted phrase belongs to: by its fate, its noun, or what stood before it."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.clauses import Clause
from services.ner.figures.counted import Counted
from services.ner.figures.ellipsis import elliptic, pointed_at
from services.ner.figures.fates import Inside, fate_of, told_behind
from services.ner.figures.lexicon import civil, deadly, military, person, thing
from services.ner.figures.never import year_like
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.tokens import lower_at
from services.ner.figures.totals import among
from services.ner.figures.verbs import Event
from shared.watchlist import Measure


def claims_of(sentence: Sentence, passage: Passage) -> list[Claim]:
    """The claims of a sentence, in order."""
    found: list[Claim] = []
    for phrase in sentence.counted:
        clause = sentence.clauses.get(phrase.number.quantity.first)
        if clause is None:
            continue
        event = None if phrase.whole else _event(sentence, phrase, clause)
        bare = Claim(phrase, clause, sentence.lexicon.troops, event=event)
        claim = (
            elliptic(sentence, bare, found, passage)
            if phrase.noun is None
            else _noun(sentence, bare, found, passage)
        )
        if claim:
            found.append(claim)
    return found


def _event(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate of those counted, in their clause or in the relative clause behind them."""
    event = fate_of(sentence.tokens, phrase, clause, _inside(sentence, phrase, clause))
    behind = sentence.clauses.get(phrase.end + 1)
    if event or behind is None or lower_at(sentence.tokens, phrase.end) != ",":
        return event
    return told_behind(sentence.tokens, phrase, behind, _inside(sentence, phrase, behind))


def _inside(sentence: Sentence, phrase: Counted, clause: Clause) -> Inside:
    events = [event for event in sentence.events_in(clause) if _can_meet(sentence, phrase, event)]
    return Inside(events, sentence.counted_in(clause))


def _can_meet(sentence: Sentence, phrase: Counted, event: Event) -> bool:
    """Whether those counted are such as the verb is said of: only soldiers "fall"."""
    if not event.of or phrase.noun is None:
        return True
    own = sentence.lexicon.noun(sentence.tokens[phrase.noun].text)
    word = sentence.tokens[phrase.noun].text
    return (
        own.id == event.of
        if own
        else sentence.demonym(phrase.noun) is not None
        or (not event.done and not phrase.article and person(word))
    )


def _noun(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a phrase with a noun. The fate wins over the noun."""
    phrase, noun = bare.counted, bare.counted.noun
    if noun is None or sentence.tokens[noun].text.endswith("-"):
        return None
    own = _own(sentence, phrase, noun)
    if own and own.things:
        return None if phrase.article else _as(bare, own, noun)
    if not _somebody(sentence, phrase, noun, own):
        return None
    source = pointed_at(sentence, phrase, found)
    claim = _fate(sentence, bare, own, noun) or _part(sentence, bare, own, noun, source)
    if claim is None and not phrase.article:
        claim = _living(sentence, bare, own, noun, passage)
    total = lower_at(sentence.tokens, phrase.first - 1) == "insgesamt"  # "(insgesamt 105 Menschen)"
    return replace(claim, part=not total) if claim and source else claim


def _as(bare: Claim, measure: Measure, noun: int, event: Event | None = None) -> Claim:
    return Claim(bare.counted, bare.clause, measure, noun, event)


def _own(sentence: Sentence, phrase: Counted, noun: int) -> Measure | None:
    """What the noun alone counts as."""
    word = sentence.tokens[noun]
    if phrase.number.quantity.grown:
        return sentence.lexicon.troops if military(word.text) else None
    if word.lower == "mann" and civil(sentence.words):
        return None
    if word.lower.endswith(("opfer", "opfern")) and not ("tod" in word.lower or deadly(sentence.words)):
        return None
    return sentence.lexicon.noun(word.text)


def _somebody(sentence: Sentence, phrase: Counted, noun: int, own: Measure | None) -> bool:
    """Whether the noun can mean people; "ein" counts only where it surely does."""
    word = sentence.tokens[noun].text
    quantity = phrase.number.quantity
    if own is None and thing(word) and not quantity.grown:
        return False
    if year_like(sentence.tokens, quantity) and phrase.first == quantity.first and noun > quantity.end + 1:
        return False
    if (
        year_like(sentence.tokens, quantity)
        and phrase.first == quantity.first
        and own is None
        and not person(word)
    ):
        return sentence.demonym(noun) is not None
    known = own is not None or person(word) or sentence.demonym(noun) is not None
    return known or not phrase.article


def _fate(sentence: Sentence, bare: Claim, own: Measure | None, noun: int) -> Claim | None:
    words = (sentence.tokens[index].lower for index in bare.counted.adjectives)
    told = next((found for word in words if (found := sentence.lexicon.adjectives.get(word))), None)
    event = bare.event if _enough(bare) else None
    if (told or own) and (both := _both(sentence, bare.counted, told or own)):
        return _as(bare, both, noun)
    if told and not (event and event.measure.final and not told.final):
        return _as(bare, told, noun)
    crowd = bare.counted.article and sentence.tokens[noun].lower not in sentence.lexicon.adjectives
    if own and own.fate and not crowd and not (event and event.measure.final and not own.final):
        return _as(bare, own, noun)
    return _as(bare, event.measure, noun, event) if event else None


def _enough(bare: Claim) -> bool:
    number, event = bare.counted.number, bare.event
    return event is not None and max(number.low or 0, number.high or 0) >= event.measure.least


def _both(sentence: Sentence, phrase: Counted, one: Measure | None) -> Measure | None:
    """The measure of those told as one number: "1.500 Tote und Verletzte", "getötete oder verwundete …"."""
    tokens, joints = sentence.tokens, ("und", "oder", "sowie")
    after = phrase.end
    other: Measure | None = None
    if lower_at(tokens, after) in joints and after + 1 < len(tokens) and tokens[after + 1].capital:
        other = sentence.lexicon.noun(tokens[after + 1].text)
    for index in range(phrase.number.end, phrase.end):
        if tokens[index].lower in joints:
            other = sentence.lexicon.adjectives.get(lower_at(tokens, index + 1))
    return sentence.lexicon.both.get(frozenset((one.id, other.id))) if one and other else None


def _part(
    sentence: Sentence, bare: Claim, own: Measure | None, noun: int, source: Claim | None
) -> Claim | None:
    """As in "darunter drei Kinder", "unter den Toten drei Kinder": the measure of those they are part of."""
    among_them = among(sentence, bare)
    if among_them:
        return Claim(bare.counted, bare.clause, among_them, noun, part=True)
    if source and (source.measure.fate or (own is None and not bare.counted.article)):
        return Claim(bare.counted, bare.clause, source.measure, noun, source=source, part=True)
    return None


def _living(
    sentence: Sentence, bare: Claim, own: Measure | None, noun: int, passage: Passage
) -> Claim | None:
    """Counted soldiers, and counted people of a country whose soldiers the passage speaks of."""
    if own is None and sentence.demonym(noun) in passage.owners:
        own = sentence.lexicon.troops
    return _as(bare, own, noun) if own else None
