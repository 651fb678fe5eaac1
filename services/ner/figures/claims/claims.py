"""The claims of a sentence: for every counted phrase its fate, then what it counts as."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.claims.ellipsis import counts_nobody, elliptic
from services.ner.figures.claims.lists import listed_behind
from services.ner.figures.claims.totals import total_of
from services.ner.figures.claims.with_noun import counts_none, with_noun
from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.fates.fates import Inside, fate_of
from services.ner.figures.fates.fates_behind import shared_fate, told_behind
from services.ner.figures.fates.nominals import goes_on, nominal
from services.ner.figures.german.kinds import person
from services.ner.figures.german.nouns import PRISONERS, RANKS
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import TOTALS, word_set
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence

CELLS = word_set("zelle zellen gefängnis gefängnisse haft haftanstalt jva lager anstalt")
"""Where captives may return to."""
HELD_OR_SENT = CELLS | {"front", "dienst", "einsatz"}
"""Where those return to who do not go home."""
EXCHANGED = word_set("menschen personen männer frauen kinder zivilisten zivilistinnen")
WINDOW = 15
"""Tokens before a number in which its "Zahl der …" stands."""
LISTED = 6
"""Objects of one verb that are listed before those counted."""
SURELY_PEOPLE = (
    "menschen", "personen", "männer", "frauen", "kinder", "insassen", "passagiere", "patienten", "soldaten",
    "opfer", "arbeiter", "bewohner", "geiseln", "gefangene", "polizisten", "kletterer", "bergsteiger",
    "mann", "frau",
    "verdächtige", "verdächtiger", "täter", "jugendliche", "häftlinge", "einbrecher", "räuber", "mörder",
)  # fmt: skip
"""Ends of nouns for those of whom "überlebten nicht" is no figure of speech."""
STRONG = word_set("starke starken starker starkes starkem")


def claims_of(sentence: Sentence, passage: Passage) -> list[Claim]:
    """The claims of a sentence, in order."""
    found: list[Claim] = []
    for phrase in sentence.counted:
        if phrase.shared and (total_of(sentence, phrase) or _ends_total(sentence, phrase)):
            phrase = replace(phrase, noun=None, shared=False)  # "stieg auf 45, drei Verdächtige …"
        if _counts_none(sentence, phrase, found):
            continue
        clause = sentence.clauses.get(phrase.number.quantity.first)
        if clause is None:
            continue
        event = None
        if not (phrase.whole or _strength(sentence, phrase)):
            event = _governing(sentence, phrase, found) or _event(sentence, phrase, clause)
            event = _freed(sentence, phrase, clause, event, passage) or event
        bare = _in_list(sentence, Claim(phrase, clause, sentence.lexicon.troops, event=event), found)
        claim = (
            elliptic(sentence, bare, found, passage)
            if phrase.noun is None
            else with_noun(sentence, bare, found, passage)
        )
        if claim:
            found.append(claim)
    return found


def _ends_total(sentence: Sentence, phrase: Counted) -> bool:
    """Whether it is a number of something else: "Die Zahl der Fälle stieg auf 47, drei Menschen starben"."""
    tokens, first = sentence.tokens, phrase.first
    total = lower_at(tokens, first - 1) in ("auf", "bei") and lower_at(tokens, phrase.end) == ","
    return total and any(tokens[at].lower in TOTALS for at in range(max(0, first - WINDOW), first))


def _counts_none(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> bool:
    """Whether it is no claim, as can be told without its clause."""
    if phrase.noun is None:
        return not found and counts_nobody(sentence, phrase)
    return counts_none(sentence, phrase, phrase.noun, found)


def _strength(sentence: Sentence, phrase: Counted) -> bool:
    """Whether it only tells how strong a body of soldiers is: "Die 300 Mann starke Einheit tötete …"."""
    return phrase.number.quantity.grown.startswith("mann") or lower_at(sentence.tokens, phrase.end) in STRONG


def _in_list(sentence: Sentence, bare: Claim, found: Sequence[Claim]) -> Claim:
    """With the fate of those listed before it, where it tells none of its own."""
    if bare.event or bare.counted.noun is None or bare.counted.whole:
        return bare
    if told := _done_to_all(sentence, bare.counted):
        return replace(bare, event=told)
    last = found[-1] if found else None
    shared = last is not None and last.counted.shared and last.noun == bare.counted.noun
    before = last if shared else listed_behind(sentence, bare, found)
    can = before and before.event and _can_meet(sentence, bare.counted, before.event)
    return replace(bare, event=before.event) if before and can else bare


def _done_to_all(sentence: Sentence, phrase: Counted) -> Event | None:
    """The verb behind which they are listed with others: "verlor 20 Autos, 12 Panzer und 300 Soldaten"."""
    tokens, first = sentence.tokens, phrase.first
    at = bisect_left(sentence.counted, first, key=lambda other: other.first)
    for other in reversed(sentence.counted[max(0, at - LISTED) : at]):
        if lower_at(tokens, first - 1) not in (",", "und", "sowie") or other.end != first - 1:
            break
        first = other.first
    told = sentence.events.get(first - 1) if first < phrase.first else None
    done = told is not None and told.done and not told.participle
    return told if told and done and _can_meet(sentence, phrase, told) else None


def _governing(sentence: Sentence, phrase: Counted, found: Sequence[Claim]) -> Event | None:
    """The fate told by the noun that governs the phrase, or the one before it."""
    last = found[-1] if found else None
    if last and goes_on(sentence.tokens, phrase, last.counted, last.event):
        return last.event
    told = nominal(sentence.tokens, phrase, sentence.lexicon)
    return told if told and _can_meet(sentence, phrase, told) else None


def _event(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate of those counted, in their clause or in the relative clause behind them."""
    event = fate_of(sentence.tokens, phrase, clause, _inside(sentence, phrase, clause))
    event = event or _told_after(sentence, phrase, clause) or _told_of_noun(sentence, phrase, clause)
    behind = sentence.clauses.get(phrase.end + 1)
    if event or behind is None or lower_at(sentence.tokens, phrase.end) != ",":
        return event
    return told_behind(sentence.tokens, phrase, behind, _inside(sentence, phrase, behind))


def _freed(
    sentence: Sentence, phrase: Counted, clause: Clause, event: Event | None, passage: Passage
) -> Event | None:
    """That captives went home who are told of as soldiers: "Bei dem Austausch kehrten 185 Soldaten heim"."""
    captive = passage.exchange or (event is not None and event.measure.id == "captured")
    if not captive or phrase.noun is None or (event and event.measure.final):
        return None
    home = [told for told in sentence.events_in(clause) if told.of == "captured" and told.measure.final]
    freed = HELD_OR_SENT.isdisjoint(clause.words) and _people(sentence, phrase.noun)
    return (
        fate_of(sentence.tokens, phrase, clause, Inside(home, sentence.counted_in(clause))) if freed else None
    )


def _people(sentence: Sentence, noun: int) -> bool:
    """Whether a noun is of soldiers, of a people, or of those exchanged with them."""
    exchanged = sentence.tokens[noun].lower in EXCHANGED
    return exchanged or noun in sentence.soldiers or sentence.demonym(noun) is not None


def _told_after(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate in the second predicate of their clause: "wurde hineingezogen und kam ums Leben"."""
    joint = clause.indexes[-1] + 1
    behind = sentence.clauses.get(joint + 1)
    if behind is None or not behind.goes_on or lower_at(sentence.tokens, joint) != "und":
        return None
    return shared_fate(sentence.tokens, phrase, behind, _inside(sentence, phrase, behind))


def _told_of_noun(sentence: Sentence, phrase: Counted, clause: Clause) -> Event | None:
    """The fate told where their noun stands: "Auf der einen Seite wurden zwei, … 17 Soldaten getötet"."""
    home = sentence.clauses.get(phrase.noun) if phrase.shared and phrase.noun is not None else None
    if home is None or home is clause:
        return None
    last = next((other for other in sentence.counted_in(home) if other.noun == phrase.noun), phrase)
    return fate_of(sentence.tokens, last, home, _inside(sentence, last, home))


def _inside(sentence: Sentence, phrase: Counted, clause: Clause) -> Inside:
    events = [event for event in sentence.events_in(clause) if _can_meet(sentence, phrase, event)]
    if any(event.measure.final for event in events):  # "verloren auf der Flucht ihr Leben"
        events = [event for event in events if event.measure.least <= 1]
    return Inside(events, sentence.counted_in(clause))


def _said_of_things(sentence: Sentence, event: Event) -> bool:
    """Whether the verb is said of firms and thoughts, too: "überlebten nicht", "in Worte gefasst"."""
    told = sentence.tokens[event.index : event.end]
    return told[-1].lower.startswith("überleb") or (len(told) == 1 and told[0].lower == "gefasst")


def _can_meet(sentence: Sentence, phrase: Counted, event: Event) -> bool:
    """Whether those counted are such as the verb is said of: only soldiers "fall"."""
    if phrase.noun is not None and _said_of_things(sentence, event):
        return sentence.tokens[phrase.noun].lower.endswith(SURELY_PEOPLE)
    if not event.of or phrase.noun is None:
        return True
    own = sentence.lexicon.noun(sentence.tokens[phrase.noun].text)
    word = sentence.tokens[phrase.noun].text
    if event.of == "captured" and not event.done:  # "kehrten heim"
        theirs = own is not None and own.id in ("captured", "hostages")
        return theirs and CELLS.isdisjoint(sentence.words)
    if event.of == "captured" and word.lower().endswith(PRISONERS):
        return True
    return (
        own.id == event.of
        if own
        else sentence.demonym(phrase.noun) is not None
        or (not event.done and person(word) and (not phrase.article or word.lower() in RANKS))
        or word.lower().removesuffix("n").removesuffix("e") in RANKS
    )
