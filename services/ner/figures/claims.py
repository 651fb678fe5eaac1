"""Which measure a counted phrase belongs to: by its fate, its noun, or what stood before it."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.clauses import Clause
from services.ner.figures.counted import AGAIN, Counted
from services.ner.figures.ellipsis import elliptic, pointed_at
from services.ner.figures.event import Event
from services.ner.figures.fates import Inside, fate_of, shared_fate, told_behind
from services.ner.figures.lexicon import person
from services.ner.figures.living import living
from services.ner.figures.nominals import goes_on, nominal
from services.ner.figures.nouns import RANKS
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.somebody import own_measure, somebody
from services.ner.figures.tokens import lower_at
from services.ner.figures.totals import among
from shared.watchlist import Measure


def claims_of(sentence: Sentence, passage: Passage) -> list[Claim]:
    """The claims of a sentence, in order."""
    found: list[Claim] = []
    for phrase in sentence.counted:
        clause = sentence.clauses.get(phrase.number.quantity.first)
        if clause is None:
            continue
        event = (
            None if phrase.whole else _governing(sentence, phrase, found) or _event(sentence, phrase, clause)
        )
        bare = Claim(phrase, clause, sentence.lexicon.troops, event=event)
        claim = (
            elliptic(sentence, bare, found, passage)
            if phrase.noun is None
            else _noun(sentence, bare, found, passage)
        )
        if claim:
            found.append(claim)
    return found


def _governing(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Event | None:
    """The fate told by the noun that governs the phrase, or the one before it."""
    last = found[-1] if found else None
    if last and goes_on(sentence.tokens, phrase, last.counted, last.event):
        return last.event
    return nominal(sentence.tokens, phrase, sentence.lexicon)


def _event(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate of those counted, in their clause or in the relative clause behind them."""
    event = fate_of(sentence.tokens, phrase, clause, _inside(sentence, phrase, clause))
    event = event or _told_after(sentence, phrase, clause)
    behind = sentence.clauses.get(phrase.end + 1)
    if event or behind is None or lower_at(sentence.tokens, phrase.end) != ",":
        return event
    return told_behind(sentence.tokens, phrase, behind, _inside(sentence, phrase, behind))


def _told_after(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate in the second predicate of their clause: "wurde hineingezogen und kam ums Leben"."""
    joint = clause.indexes[-1] + 1
    behind = sentence.clauses.get(joint + 1)
    if behind is None or not behind.goes_on or lower_at(sentence.tokens, joint) != "und":
        return None
    return shared_fate(sentence.tokens, phrase, behind, _inside(sentence, phrase, behind))


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
        or (not event.done and person(word) and (not phrase.article or word.lower() in RANKS))
    )


def _noun(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a phrase with a noun. The fate wins over the noun."""
    phrase, noun = bare.counted, bare.counted.noun
    if noun is None or sentence.tokens[noun].text.endswith("-"):
        return None
    own = own_measure(sentence, phrase, noun)
    if own and own.things:
        return None if phrase.article else _as(bare, own, noun)
    if not somebody(sentence, bare, noun, own):
        return None
    source = pointed_at(sentence, phrase, found)
    claim = _fate(sentence, bare, own, noun) or _part(sentence, bare, own, noun, source)
    if claim is None and not phrase.article:
        claim = living(sentence, bare, own, passage)
    total = lower_at(sentence.tokens, phrase.first - 1) == "insgesamt"  # "(insgesamt 105 Menschen)"
    if claim and not source and claim.measure is sentence.lexicon.troops and _more(sentence, phrase, found):
        return replace(claim, source=found[-1])
    return replace(claim, part=not total, source=claim.source or source) if claim and source else claim


def _more(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> bool:
    """Whether they are more of those just counted: ", weitere 5.000 Soldaten"."""
    again = lower_at(sentence.tokens, phrase.first - 1) in AGAIN
    return bool(found) and (again or any(sentence.tokens[at].lower in AGAIN for at in phrase.adjectives))


def _as(bare: Claim, measure: Measure, noun: int, event: Event | None = None) -> Claim:
    return Claim(bare.counted, bare.clause, measure, noun, event)


def _fate(sentence: Sentence, bare: Claim, own: Measure | None, noun: int) -> Claim | None:
    words = (sentence.tokens[index].lower for index in bare.counted.adjectives)
    told = next((found for word in words if (found := sentence.lexicon.adjectives.get(word))), None)
    event = bare.event if _enough(bare) else None
    if event and event.nominal:
        return _as(bare, event.measure, noun, event)
    if both := _both(sentence, bare.counted, told or own):
        return _as(bare, both, noun)
    if told and not (event and _outdoes(event, told)):
        return _as(bare, told, noun)
    crowd = bare.counted.article and sentence.tokens[noun].lower not in sentence.lexicon.adjectives
    if own and own.fate and not crowd and not (event and _outdoes(event, own)):
        return _as(bare, own, noun)
    return _as(bare, event.measure, noun, event) if event else None


def _outdoes(event: Event, other: Measure) -> bool:
    """Whether the verb tells of a later fate than the word: "zwei verletzte Geiseln kamen frei"."""
    crowd = event.measure.least > 1
    return event.measure.final or not (other.final or crowd)


def _enough(bare: Claim) -> bool:
    number, event = bare.counted.number, bare.event
    return event is not None and max(number.low or 0, number.high or 0) >= event.measure.least


def _both(sentence: Sentence, phrase: Counted, one: Measure | None) -> Measure | None:
    """The measure of those told as one number: "1.500 Tote und Verletzte", "getötete oder verwundete …"."""
    tokens, joints = sentence.tokens, ("und", "oder", "sowie")
    after = phrase.end
    other: Measure | None = None
    if lower_at(tokens, after) == "an":  # "3.000 Mann an Toten und Verwundeten"
        one, after = sentence.lexicon.noun(lower_at(tokens, after + 1)), after + 2
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
