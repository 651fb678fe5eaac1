"""Draws the ledgers in a terminal: time to the right, figures upwards, and how each changed what is held."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import plotille
from rich.console import Console

from services.alert.deciding.change import NEWS
from services.alert.deciding.headline import dotted
from services.alert.deciding.tolerance import bounds
from services.alert.ledger_table import LedgerLine, WholeClaim
from shared.events import Change

MARKS = {Change.FIRST: "●", Change.RAISED: "▲", Change.LOWERED: "▼", Change.CONFIRMED: "+"}
OTHER = "·"
LOWEST, HIGHEST = 4, 16
"""Lines of a plot."""
AXIS = 16
"""Columns to the left of the plot."""
NARROWEST = 30
LABEL = 10
"""Columns that plotille leaves for the numbers."""


def print_plots(lines: Sequence[LedgerLine], console: Console) -> None:
    """One plot for every subject and measure."""
    for (subject, measure), own in groupby(lines, key=lambda line: (line.subject, line.measure)):
        console.out(f"\n{subject}, {measure}", highlight=False)
        claims = [line.claim for line in own if _is_bounded(line.claim)]
        if not claims:
            console.out("no figure with a bound", highlight=False)
            continue
        console.out(_plot(sorted(claims, key=lambda claim: claim.event_at), console.width), highlight=False)
        console.out(_legend(claims), highlight=False)
    if not lines:
        console.out("nothing has been claimed yet", highlight=False)


def _plot(claims: Sequence[WholeClaim], width: int) -> str:
    figure = plotille.Figure()
    most = max(bounds(claim.figure)[1] for claim in claims)
    step = _step(most)
    figure.width, figure.height = max(width - AXIS, NARROWEST), max(most // step + 1, LOWEST)
    figure.with_colors, figure.origin = False, False
    figure.x_label, figure.y_label = "UTC", "figure"
    figure.set_y_limits(0, figure.height * step)
    first, last = claims[0].event_at, claims[-1].event_at
    margin = (last - first) * 0.04 or timedelta(hours=1)
    figure.set_x_limits(first - margin, last + margin)
    figure.x_ticks_fkt = lambda at, _: f"{at:{_form(last - first)}}"
    figure.y_ticks_fkt = lambda value, _: _tick(value)
    _draw(figure, claims, last + margin)
    return str(figure.show())


def _draw(figure: plotille.Figure, claims: Sequence[WholeClaim], end: datetime) -> None:
    """What is held as a line, each claim from low to high, and above them the marks."""
    held = [(claim.event_at, _middle(claim)) for claim in claims if claim.change in NEWS]
    for (start, value), (until, _) in pairwise([*held, (end, 0)]):
        figure.plot([start, until], [value, value])
    for claim in claims:
        figure.plot([claim.event_at, claim.event_at], [*bounds(claim.figure)])
    for change in (None, Change.LATE, Change.REPEATED, *reversed(MARKS)):
        own = [claim for claim in claims if claim.change is change]
        if own:
            times, values = [claim.event_at for claim in own], [_middle(claim) for claim in own]
            figure.scatter(times, values, marker=_mark(change))


def _is_bounded(claim: WholeClaim) -> bool:
    return (claim.figure.low, claim.figure.high) != (None, None)


def _middle(claim: WholeClaim) -> float:
    return sum(bounds(claim.figure)) / 2


def _mark(change: Change | None) -> str:
    return MARKS.get(change, OTHER) if change else OTHER


def _legend(claims: Iterable[WholeClaim]) -> str:
    """The marks that there are, and what they mean."""
    changes = {claim.change for claim in claims}
    marks = [f"{mark} {change}" for change, mark in MARKS.items() if change in changes]
    others = sorted(change for change in changes if change and change not in MARKS)
    words = [*others, *(["not counted"] if None in changes else [])]
    marks += [f"{OTHER} {', '.join(words)}"] if words else []
    return f"{'   '.join(marks)}   ⡇ from low to high   ⠉ held"


def _step(most: int) -> int:
    """A round number: so much is one line of the plot."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * HIGHEST > most:
                return factor * power
        power *= 10


def _tick(value: float) -> str:
    number = dotted(round(value))
    return f"{number if len(number) <= LABEL else f'{value / 1e9:g} Mrd.':>{LABEL}}"


def _form(span: timedelta) -> str:
    """How a time is written in nine columns."""
    if span < timedelta(days=2):
        return "%d. %H:%M"
    return "%m-%d %Hh" if span < timedelta(days=60) else "%y-%m-%d"
