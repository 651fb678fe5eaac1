"""The pieces of a sentence between its marks, and how each begins: the stuff that clauses are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.ner.figures.clauses.finite import NO_SECOND, counts, finite
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import PREPOSITIONS, RELATIVES, SUBORDINATORS, word_set

BREAKS = frozenset(",;:()[]–—-!?…|")
ASIDES = word_set(
    """
    darunter davon etwa nämlich insbesondere vorwiegend zumeist meist so allen zumindest
    """
)
OPENERS = ASIDES | SUBORDINATORS
INFINITIVE = re.compile(
    r"(?:ab|an|auf|aus|bei|durch|ein|fest|her|hin|los|mit|nach|nieder|um|vor|weg|weiter"
    r"|zurück|zusammen)[a-zäöü]*zu[a-zäöüß]{3,}n"
)
AGES = 8
"""Tokens from a bracket in which ages are listed."""
LONGEST_NAME = 4
ARTICLES = word_set("der die das diese dieser eine ein seine ihre")
LONGEST = 400
"""Tokens beyond which a "sentence" is a list or a table; it is cut there, so that reading stays linear."""


@dataclass(slots=True)
class Segment:
    """tokens[first:end] between two marks. `opening` is the mark before it."""

    first: int
    end: int
    opening: str = ""
    finite: bool = False
    verb_first: bool = False
    events: bool = False
    infinitive: bool = False
    """Whether it is a clause with "zu": ", nach Polen zu fliehen"."""


def segments(tokens: Sequence[Token], events: frozenset[int], told: frozenset[int]) -> list[Segment]:
    """The pieces of a sentence; `events` are the indexes of the verbs of fates, `told` of the finite ones."""
    segments, first, opening = [], 0, ""
    for index in range(len(tokens) + 1):
        at_end = index == len(tokens)
        if not at_end and not _breaks(tokens, index) and index - first < LONGEST:
            continue
        if index > first:
            segments.append(Segment(first, index, opening))
        first, opening = index + 1, "" if at_end else tokens[index].text
    for segment in segments:
        inside = range(segment.first, segment.end)
        segment.events = any(index in events for index in inside)
        verb = any(index in told or finite(tokens, index) for index in inside)
        segment.infinitive = _infinitive(tokens, segment)
        segment.finite = not segment.infinitive and (verb or _second(tokens, segment))
        segment.verb_first = segment.first in told or finite(tokens, segment.first)
    return segments


def _breaks(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.kind is Kind.MARK and token.text in BREAKS and not _of_ages(tokens, index)


def _of_ages(tokens: Sequence[Token], index: int) -> bool:
    """Whether a comma only parts ages: "Zwei Männer (23, 25) wurden …"."""
    beside = tokens[index - 1 : index + 2 : 2] if index else ()
    numbers = len(beside) == 2 and all(token.kind is Kind.NUMBER for token in beside)
    return numbers and any(token.text == "(" for token in tokens[max(0, index - AGES) : index])


def _second(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a verb follows its first noun phrase: "Rumänien stationiert …", "Die Ermittler hoben …"."""
    at = segment.first
    if lower_at(tokens, at) in ARTICLES:
        at += 1
        while (
            at < segment.end and not tokens[at].capital and tokens[at].lower.endswith(("e", "en", "er", "n"))
        ):
            at += 1
        if at < segment.end and not tokens[at].capital:
            return False
    elif segment.end - segment.first < 3 or not tokens[at].capital:
        return False
    word = lower_at(tokens, at + 1)
    form = word.endswith("t") or (word.endswith("en") and at > segment.first and at + 2 < segment.end)
    return form and at + 1 < segment.end and not word.startswith("ge") and word not in NO_SECOND


def _infinitive(tokens: Sequence[Token], segment: Segment) -> bool:
    last = segment.end - 1
    if segment.opening not in (",", "–") or tokens[last].capital or not tokens[last].lower.endswith("n"):
        return False
    if any(counts(tokens[at]) for at in range(segment.first, last)):
        return False
    grown = INFINITIVE.fullmatch(tokens[last].lower) is not None
    return grown or (lower_at(tokens, last - 1) == "zu" and last - 1 >= segment.first)


def subordinate(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it opens like an aside or a subordinate clause."""
    first = tokens[segment.first].lower
    purpose = first in ("um", "ohne", "statt", "anstatt")  # "um … zu verhaften"
    return purpose or first in OPENERS or (relative(tokens, segment) and segment.finite)


def one_of(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it tells of one of those before: "– einer tot"."""
    return segment.events and segment.end - segment.first < 4 and lower_at(tokens, segment.first) == "einer"


def headline(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether a name with its own verb opens it: "…, Selenskyj soll nach Washington reisen"."""
    first = next(
        at for at in range(segment.first, segment.end + 1) if at == segment.end or finite(tokens, at)
    )
    name = range(segment.first, first)
    return (
        0 < len(name) < LONGEST_NAME
        and first < segment.end
        and all(tokens[at].capital and not counts(tokens[at]) for at in name)
    )


def relative(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it opens like a relative clause: ", die …", ", bei dem …"; a finite verb must follow later."""
    if segment.opening not in (",", "–", "—", "-"):
        return False
    first, second = lower_at(tokens, segment.first), lower_at(tokens, segment.first + 1)
    if first in PREPOSITIONS:
        first = second
        second = lower_at(tokens, segment.first + 2)
    return first in RELATIVES and not tokens[segment.first].capital and second not in ("meisten", "mehrheit")
