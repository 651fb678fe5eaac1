"""A sentence cut into clauses: within one, a verb speaks of the numbers beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import FINITE_VERBS, PREPOSITIONS, RELATIVES, SUBORDINATORS, word_set

BREAKS = frozenset(",;:()[]–—-!?…|")
ASIDES = word_set(
    """
    darunter davon etwa nämlich insbesondere vorwiegend zumeist meist so allen zumindest
    """
)
JOINTS = word_set("und sowie aber oder")
REACH = 30
"""Tokens to each side of an "und" in which a verb is looked for."""
LONGEST = 400
"""Tokens beyond which a "sentence" is a list or a table; it is cut there, so that reading stays linear."""


@dataclass(slots=True)
class Segment:
    """tokens[first:end] between two marks. `opening` is the mark before it."""

    first: int
    end: int
    opening: str = ""
    finite: bool = False
    events: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one clause, in order, without its asides; `relative`: it tells of what precedes it."""

    indexes: tuple[int, ...]
    relative: bool = False
    subordinate: bool = False


def clauses(tokens: Sequence[Token], events: frozenset[int]) -> list[Clause]:
    """The clauses of a sentence. `events` are the indexes of the verbs of fates."""
    segments = _segments(tokens, events)
    joined: list[list[Segment]] = []
    for index, segment in enumerate(segments):
        home = _home(tokens, joined, segment, index)
        if home is None:
            joined.append([segment])
        else:
            home.append(segment)
    return [part for group in joined for part in _split(tokens, group, events)]


def _segments(tokens: Sequence[Token], events: frozenset[int]) -> list[Segment]:
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
        segment.finite = any(_finite(tokens, index) for index in inside) or _second(tokens, segment)
    return segments


def _breaks(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.kind is Kind.MARK and token.text in BREAKS


def _finite(tokens: Sequence[Token], index: int) -> bool:
    word = tokens[index]
    if word.lower in FINITE_VERBS:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = word.lower.endswith(("te", "ten")) and not word.capital and len(word.lower) > 5
    return (
        ends and not (following and following.capital) and word.lower not in ("heute", "weitere", "letzten")
    )


def _second(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether the second word is a verb: "Rumänien stationiert …"."""
    if segment.end - segment.first < 3 or not tokens[segment.first].capital:
        return False
    word = tokens[segment.first + 1].lower
    return (
        word.endswith("t")
        and not word.startswith("ge")
        and word not in PREPOSITIONS | {"nicht", "erst", "seit", "etwa"}
    )


def _home(
    tokens: Sequence[Token], joined: list[list[Segment]], segment: Segment, index: int
) -> list[Segment] | None:
    """The clause that goes on in this segment after an aside, or that this enumeration belongs to."""
    if index == 0:
        return None
    first = tokens[segment.first]
    if segment.opening == ")":
        return _outside(joined, segment)
    if segment.opening == "(" or first.lower in ASIDES | SUBORDINATORS or _relative(tokens, segment):
        return None
    goes_on = (segment.finite and _finite(tokens, segment.first)) or (segment.events and not segment.finite)
    for group in reversed(joined[-4:]):
        opened = not any(part.finite or part.events for part in group)
        if segment.events and not segment.finite and not any(part.events for part in group):
            opened = opened or not any(
                tokens[at].kind is Kind.NUMBER for at in range(segment.first, segment.end)
            )
        head = group[0]
        aside = head.opening == "(" or tokens[head.first].lower in ASIDES or _relative(tokens, head)
        if not opened or aside:
            if group[-1] is joined[-1][-1] and not aside:
                return None
            continue
        listed = (group is joined[-1] and segment.opening == ",") or first.lower in ("sowie", "und")
        if (goes_on or listed) and segment.end - group[0].first < LONGEST:
            return group
    return None


def _outside(joined: list[list[Segment]], segment: Segment) -> list[Segment] | None:
    """The clause that a bracket interrupted: the one that ends where the bracket opened."""
    for group in reversed(joined[-4:]):
        if group[-1].opening == "(" and len(group) == 1:
            opened_at = group[0].first - 1
            before = (other for other in reversed(joined[-8:]) if other[-1].end == opened_at)
            return next((other for other in before if segment.end - other[0].first < LONGEST), None)
    return None


def _relative(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it opens like a relative clause: ", die …", ", bei dem …"; a finite verb must follow later."""
    if segment.opening not in (",", "–", "—", "-"):
        return False
    first, second = lower_at(tokens, segment.first), lower_at(tokens, segment.first + 1)
    if first in PREPOSITIONS:
        first = second
        second = lower_at(tokens, segment.first + 2)
    return first in RELATIVES and not tokens[segment.first].capital and second not in ("meisten", "mehrheit")


def _split(tokens: Sequence[Token], group: list[Segment], events: frozenset[int]) -> list[Clause]:
    """Cut at "und" where both sides have a verb of their own: "… wurden getötet und … verletzt"."""
    indexes = [index for segment in group for index in range(segment.first, segment.end)]
    relative = _relative(tokens, group[0])
    subordinate = relative or tokens[group[0].first].lower in SUBORDINATORS
    parts: list[list[int]] = [[]]
    for position, index in enumerate(indexes):
        if tokens[index].lower in JOINTS and _both(tokens, indexes, position, events):
            parts.append([])
        else:
            parts[-1].append(index)
    return [Clause(tuple(part), relative, subordinate) for part in parts if part]


def _both(tokens: Sequence[Token], indexes: list[int], position: int, events: frozenset[int]) -> bool:
    """Whether a fate is told on both sides of the "und", before the next one; else a finite verb on both."""
    left, right = indexes[max(0, position - REACH) : position], indexes[position + 1 : position + 1 + REACH]
    if _told(tokens, reversed(left), events) and _told(tokens, right, events):
        return True
    return any(_finite(tokens, index) for index in left) and any(_finite(tokens, index) for index in right)


def _told(tokens: Sequence[Token], indexes: Iterable[int], events: frozenset[int]) -> bool:
    for index in indexes:
        if index in events:
            return True
        if tokens[index].lower in ("und", "sowie"):
            return False
    return False
