"""A sentence cut into clauses: within one, a verb speaks of the numbers beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.ner.figures.clauses.coordination import parted
from services.ner.figures.clauses.finite import counts, finite
from services.ner.figures.clauses.segments import (
    ASIDES,
    LONGEST,
    Segment,
    headline,
    one_of,
    relative,
    segments,
    subordinate,
)
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import BECOME_PASSIVE, HAVE, LATER, PREPOSITIONS, SUBORDINATORS

TAIL = 3
"""Tokens of the participle that ends a list, with the full stop: "gefangen genommen."."""
INSERTED = 4
"""Parts of a sentence that an insertion may have."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one clause, in order, without its asides; `relative`: it tells of what precedes it."""

    indexes: tuple[int, ...]
    words: frozenset[str]
    """Its words in lower case."""
    relative: bool = False
    subordinate: bool = False
    goes_on: bool = False
    """Whether its subject stands in the clause before: "… und eine Frau erwürgt hatte"."""


def clauses(tokens: Sequence[Token], events: frozenset[int], told: frozenset[int]) -> list[Clause]:
    """The clauses of a sentence. `events`: the indexes of the verbs of fates, `told`: of the finite ones."""
    pieces = segments(tokens, events, told)
    joined: list[list[Segment]] = []
    for index, segment in enumerate(pieces):
        home = _bracket(tokens, joined, pieces, index) or _home(tokens, joined, segment, index)
        if home is None:
            joined.append([segment])
        else:
            home.append(segment)
    return [part for group in joined for part in _split(tokens, group, events)]


def _bracket(
    tokens: Sequence[Token], joined: list[list[Segment]], pieces: list[Segment], index: int
) -> list[Segment] | None:
    """The clause whose verb bracket is still open here: "ist ein Mann, Jens M., hingerichtet worden"."""
    segment = pieces[index]
    if not joined or segment.infinitive or segment.opening not in (",", "–", "—", "-"):
        return None
    if _listed_objects(tokens, joined[-1], pieces[index : index + INSERTED]):
        return joined[-1]
    closing = next(
        (at for at in range(index, min(index + INSERTED, len(pieces))) if _tells(pieces[at])), None
    )
    if closing is None or any(not _inserted(tokens, pieces[at]) for at in range(index, closing)):
        return None
    closer = pieces[closing]
    if closer.finite or closer.opening not in (",", "–", "—", "-") or subordinate(tokens, closer):
        return None
    if any(counts(tokens[at]) for at in range(closer.first, closer.end)) or one_of(tokens, closer):
        return None
    home = next((group for group in reversed(joined[-4:]) if not _closed(tokens, group)), None)
    opened = home is not None and any(part.finite for part in home) and not any(part.events for part in home)
    return home if opened and home and closer.end - home[0].first < LONGEST else None


def _tells(segment: Segment) -> bool:
    return segment.events and not segment.infinitive


def _inserted(tokens: Sequence[Token], segment: Segment) -> bool:
    return not (segment.finite or _tells(segment) or subordinate(tokens, segment))


def _closed(tokens: Sequence[Token], group: list[Segment]) -> bool:
    """Whether it is a clause that its own verb has ended: ", wie die Polizei mitteilte"."""
    head, last = group[0], group[-1]
    if head.infinitive:
        return True
    aside = head.opening == "(" or subordinate(tokens, head)
    return aside and (not any(part.finite for part in group) or finite(tokens, last.end - 1))


def _home(
    tokens: Sequence[Token], joined: list[list[Segment]], segment: Segment, index: int
) -> list[Segment] | None:
    """The clause that goes on in this segment after an aside, or that this enumeration belongs to."""
    if index == 0:
        return None
    first = tokens[segment.first]
    if segment.opening == ")":
        return _outside(joined, segment)
    headed = segment.finite and segment.end - segment.first > 2 and headline(tokens, segment)
    if segment.opening == "(" or headed or _apart(tokens, segment) or _own_subject(tokens, segment):
        return None
    goes_on = segment.verb_first or (segment.events and not segment.finite)
    for group in reversed(joined[-4:]):
        opened = not any(part.finite or part.events for part in group)
        if (
            segment.events
            and (segment.verb_first or not segment.finite)
            and not any(part.events for part in group)
        ):
            opened = opened or not any(
                tokens[at].kind is Kind.NUMBER for at in range(segment.first, segment.end)
            )
        head = group[0]
        aside = head.opening == "(" or tokens[head.first].lower in ASIDES or relative(tokens, head)
        if not opened or aside:
            if group[-1] is joined[-1][-1] and not aside:
                return None
            continue
        listed = (group is joined[-1] and segment.opening == ",") or first.lower in ("sowie", "und")
        listed = listed and not (segment.finite and _later(tokens, head))
        if (goes_on or listed) and segment.end - group[0].first < LONGEST:
            return group
    return None


def _listed_objects(tokens: Sequence[Token], group: list[Segment], pieces: Sequence[Segment]) -> bool:
    """Whether the object of `group` goes on in a list up to its participle, which `pieces` begin with."""
    for piece in pieces:
        if piece.events:
            return not any(part.events for part in group) and _list_ends(tokens, group, piece)
        item = counts(tokens[piece.first]) and tokens[piece.end - 1].capital and not piece.finite
        if not item or piece.opening != ",":
            return False
    return False


def _list_ends(tokens: Sequence[Token], group: list[Segment], segment: Segment) -> bool:
    """Whether objects are listed before a participle: "habe 430 Mann, zwei Panzer und 21 Autos verloren"."""
    words = (tokens[at].lower for at in range(group[0].first, group[0].end))
    object_of = not (HAVE | BECOME_PASSIVE).isdisjoint(words) and tokens[group[-1].end - 1].capital
    object_of = object_of and lower_at(tokens, group[-1].end - 2) not in PREPOSITIONS
    inside = range(segment.first, segment.end)
    joint = next((at for at in inside if tokens[at].lower in ("und", "sowie")), segment.first)
    tail = next((at for at in range(joint + 2, segment.end) if not tokens[at].capital), segment.end)
    closed = segment.end - tail <= TAIL and not segment.finite
    return object_of and counts(tokens[segment.first]) and tokens[joint - 1].capital and closed


def _later(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it goes on with others and when: ", zwei später im Krankenhaus"."""
    return counts(tokens[segment.first]) and lower_at(tokens, segment.first + 1) in LATER


def _own_subject(tokens: Sequence[Token], segment: Segment) -> bool:
    """Whether it opens with others and what they do: ", 63 sind gestorben"."""
    first = segment.first
    verb = first + 1 < segment.end and finite(tokens, first + 1)
    return verb and counts(tokens[first]) and segment.opening == ","


def _apart(tokens: Sequence[Token], segment: Segment) -> bool:
    apart = segment.infinitive or subordinate(tokens, segment)
    return apart or relative(tokens, segment) or one_of(tokens, segment)


def _outside(joined: list[list[Segment]], segment: Segment) -> list[Segment] | None:
    """The clause that a bracket interrupted: the one that ends where the bracket opened."""
    for group in reversed(joined[-4:]):
        if group[-1].opening == "(" and len(group) == 1:
            opened_at = group[0].first - 1
            before = (other for other in reversed(joined[-8:]) if other[-1].end == opened_at)
            return next((other for other in before if segment.end - other[0].first < LONGEST), None)
    return None


def _split(tokens: Sequence[Token], group: list[Segment], events: frozenset[int]) -> list[Clause]:
    """Cut at "und" where both sides have a verb of their own: "… wurden getötet und … verletzt"."""
    indexes = [index for segment in group for index in range(segment.first, segment.end)]
    tells = relative(tokens, group[0])
    below = tells or tokens[group[0].first].lower in SUBORDINATORS
    parts: list[list[int]] = [[]]
    for position, index in enumerate(indexes):
        if index not in events and parted(tokens, indexes, position, events):
            parts.append([])
        else:
            parts[-1].append(index)
    return [
        Clause(tuple(part), frozenset(tokens[at].lower for at in part), tells, below, goes_on=number > 0)
        for number, part in enumerate(parts)
        if part
    ]
