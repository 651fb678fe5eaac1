"""The path of a decision about figures, in words."""

from collections.abc import Iterable, Mapping, Sequence

from services.alert.deciding.change import NEWS
from services.alert.deciding.claims import Claim, Judged, Terms
from services.alert.deciding.conditions.condition import hours
from services.alert.deciding.conditions.figure_rule import FigureRule
from services.alert.deciding.headline import dotted, number
from services.alert.deciding.tolerance import bounds
from shared.events import Change, Flag


def uncounted(batch: Sequence[Claim], terms: Terms) -> Iterable[str]:
    """The figures that do not count by these terms, with the reason."""
    for claim in batch:
        if not terms.count(claim):
            yield f"{number(claim.figure)} does not count: {_obstacle(claim, terms)}"


def judged(one: Judged, claims: Mapping[int, Claim], terms: Terms) -> str:
    """What a claim is, compared with which held one."""
    said = f"{number(one.claim.figure)} is {one.change}"
    if one.change is Change.REPEATED:
        return f"{said}: this article or its origin has said it before"
    if one.before.held is None:
        return f"{said}: nothing is held"
    held = claims[one.before.held]
    about = f"held is {number(held.figure)} of {held.evidence.source}, {held.event_at:%Y-%m-%d %H:%M} UTC"
    return f"{said}: {about}; {_compared(one, held, terms)}"


def outcome(rule: FigureRule, one: Judged, told: Claim | None) -> str:
    """Whether the rule fires, else what it asks for; `told`: the claim that its change is about."""
    if told and not rule.wants(told):
        bounds_ = [f"{word} {dotted(n)}" for word, n in (("above", rule.above), ("below", rule.below)) if n]
        return f"the rule does not fire: {number(told.figure)} is not surely {' and '.join(bounds_)}"
    if told:
        return "the rule fires"
    waits = one.after.reason in rule.change and one.change in (*NEWS, Change.CONFIRMED, Change.LATE)
    if waits and len(one.after.origins) < rule.origins:
        return f"the rule waits: {len(one.after.origins)} of {rule.origins} origins say so"
    return f"the rule does not fire: it asks for {', '.join(rule.change)}"


def _obstacle(figure: Claim, terms: Terms) -> str:
    flags = [flag for flag in figure.flags if flag is not Flag.VAGUE and flag not in terms.include]
    if flags:
        return f"it is {', '.join(flags)}"
    if terms.place not in (None, figure.place):
        return f"its place is {figure.place or 'not said'}, the rule asks for {terms.place}"
    return "it has no bound"


def _compared(one: Judged, held: Claim, terms: Terms) -> str:
    if one.change is Change.LATE:
        return (
            f"said {hours(held.event_at - one.claim.event_at)} earlier, allowed are {hours(terms.late_after)}"
        )
    (low, high), (held_low, held_high) = bounds(one.claim), bounds(held)
    above = held_high + terms.tolerance.around(held_high)
    below = held_low - terms.tolerance.around(held_low)
    if one.change is Change.RAISED:
        return f"{dotted(low)} is above {dotted(int(above))} ({terms.tolerance.root} more)"
    if one.change is Change.LOWERED:
        return f"{dotted(high)} is below {dotted(int(below))} ({terms.tolerance.root} less)"
    return f"it contradicts nothing between {dotted(int(below))} and {dotted(int(above))}"
