"""The claim of a number with its noun: by their fate, by the noun, or by those they are part of."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.claims.lists import broken_down, listed_behind
from services.ner.figures.claims.living import living
from services.ner.figures.claims.pointers import pointed_at, pointed_back
from services.ner.figures.claims.somebody import nobody, own_measure, people_only, surely_somebody
from services.ner.figures.claims.totals import among
from services.ner.figures.counting.counted import AGAIN, Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import POINTERS, word_set
from services.ner.figures.numbers.values import opens_value
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure

ABSENT = word_set("fehlen fehlten fehlt fehlte mangelt mangelte umfrage befragte befragten befragung")
"""Words of a sentence that tells how many soldiers there are not, or how many were asked."""


def counts_none(sentence: Sentence, phrase: Counted, noun: int, found: Sequence[Claim]) -> bool:
    """Whether it is no claim whatever its clause tells: "ein Haus", or what "ein" does not surely count."""
    if sentence.tokens[noun].text.endswith("-") or _difference(sentence, phrase):
        return True
    if found and phrase.article and _told_again(sentence, phrase, found[-1]):
        return True
    own = own_measure(sentence, phrase, noun)
    if own and own.things:
        return phrase.article
    if own is sentence.lexicon.troops and not ABSENT.isdisjoint(sentence.words):
        return True
    if nobody(sentence, phrase, noun, own):
        return True
    surely = not phrase.article or phrase.number.quantity.high > 1 or surely_somebody(sentence, noun, own)
    return not (surely or found or sentence.events)


def _told_again(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether it only says who one is: "einer davon ein Kind"."""
    one = last.part and last.counted.number.quantity.high == 1 and last.noun is None
    between = range(last.counted.end, phrase.first)
    return one and all(sentence.tokens[at].lower in ("davon", "von", "ihnen") for at in between)


def _difference(sentence: Sentence, phrase: Counted) -> bool:
    """Whether so many more or fewer are told of: "1.500 Soldaten weniger", "20 Tote mehr als im Vorjahr"."""
    tokens = sentence.tokens
    than = [lower_at(tokens, phrase.end + at) for at in range(3)]
    if "keine" in (lower_at(tokens, phrase.first), lower_at(tokens, phrase.first - 1)):
        return False  # "keine 70 Soldaten mehr"
    compared = than[0] in ("mehr", "weniger") and than[1] == "als"
    return than[0] in ("mehr", "weniger") and not (compared and opens_value(than[2]))


def with_noun(sentence: Sentence, bare: Claim, found: Sequence[Claim], passage: Passage) -> Claim | None:
    """The claim of a phrase with a noun that can be counted. The fate wins over the noun."""
    phrase, noun = bare.counted, bare.counted.noun
    if noun is None:
        return None
    own = own_measure(sentence, phrase, noun)
    if own and own.things:
        return _as(bare, own, noun)
    source = pointed_at(sentence, phrase, found) or broken_down(sentence, phrase, found)
    known = surely_somebody(sentence, noun, own) or people_only(phrase, bare.event)
    if phrase.article and not (known or (source and _among_people(sentence, phrase, noun, source))):
        return None
    source = source or pointed_back(sentence, found, passage.claims)
    claim = _fate(sentence, bare, own, noun) or _part(sentence, bare, own, found, source)
    if claim is None and not phrase.article:
        claim = living(sentence, bare, own, passage)
    total = lower_at(sentence.tokens, phrase.first - 1) == "insgesamt"  # "(insgesamt 105 Menschen)"
    if claim and not source and claim.measure is sentence.lexicon.troops and _more(sentence, phrase, found):
        return replace(claim, source=found[-1])
    return replace(claim, part=not total, source=claim.source or source) if claim and source else claim


def _among_people(sentence: Sentence, phrase: Counted, noun: int, source: Claim) -> bool:
    """Whether an adjective as a noun tells who one of them is: "…, darunter eine Schwangere"."""
    adjective = sentence.tokens[noun].lower.endswith(("e", "er")) and noun == phrase.number.end
    pointed = lower_at(sentence.tokens, phrase.first - 1) in POINTERS
    alone = phrase.end == len(sentence.tokens) or not sentence.tokens[phrase.end].capital
    return pointed and adjective and alone and source.measure.fate and source.measure.people


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
    apart = event is not None and _of_next(sentence, bare, event)
    counts = own is not None and own.fate and not (bare.counted.article and _no_one(sentence, own, noun))
    if own and counts and not (event and _outdoes(event, own) and not apart):
        return _as(bare, own, noun)
    return _as(bare, event.measure, noun, event) if event else None


def _no_one(sentence: Sentence, own: Measure, noun: int) -> bool:
    """Whether "ein" with this noun counts nobody: "ein Opfer", "ein Flüchtling", but not "ein Toter"."""
    word = sentence.tokens[noun].lower
    dead = own.final and not word.startswith("opfer") and not sentence.lexicon.nominal(word)
    return own.least > 1 or not (dead or word in sentence.lexicon.adjectives)


def _of_next(sentence: Sentence, bare: Claim, event: Event) -> bool:
    """Whether the verb is only about those counted next: "elf Verletzte, zwei Männer festgenommen"."""
    end = bare.counted.end
    following = (other.first for other in sentence.counted_in(bare.clause) if other.first > end)
    first = next(following, event.index)
    return (
        first < event.index
        and lower_at(sentence.tokens, first - 2) != "und"
        and end < event.index
        and (lower_at(sentence.tokens, first - 1) == "," or lower_at(sentence.tokens, end) == ",")
    )


def _outdoes(event: Event, other: Measure) -> bool:
    """Whether the verb tells of a later fate than the word: "zwei verletzte Geiseln kamen frei"."""
    crowd = event.measure.least > 1
    if other.final and other.people:
        return event.measure is other  # the dead stay dead: "28 tote Geiseln übergab die Hamas"
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
    sentence: Sentence, bare: Claim, own: Measure | None, found: Sequence[Claim], source: Claim | None
) -> Claim | None:
    """As in "darunter drei Kinder", "unter den Toten drei Kinder": the measure of those they are part of."""
    before = listed_behind(sentence, bare, found)
    among_them = among(sentence, bare) or (before.measure if before and before.part else None)
    if among_them and not (source and before):
        return Claim(bare.counted, bare.clause, among_them, bare.counted.noun, part=True)
    if source and source.measure is sentence.lexicon.troops and _civilians(sentence, bare.counted):
        return None  # "5.550 Mann, darunter 50 Zivilisten"
    if source and (source.measure.fate or (own is None and not bare.counted.article)):
        return Claim(bare.counted, bare.clause, source.measure, bare.counted.noun, source=source, part=True)
    return None


def _civilians(sentence: Sentence, phrase: Counted) -> bool:
    words = (*phrase.adjectives, *(() if phrase.noun is None else (phrase.noun,)))
    return any(sentence.tokens[at].lower.startswith("zivil") for at in words)
