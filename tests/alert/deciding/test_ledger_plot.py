"""The ledger as a plot: later is further right, more is higher up, and each change has its mark."""

from collections.abc import Callable, Iterable
from io import StringIO

import pytest
from desk import Desk
from rich.console import Console

from builders import AFigure, a_figure, an_article
from services.alert.deciding.rules import RuleSet
from services.alert.ledger_plot import print_plots
from services.alert.ledger_table import ledger_lines
from shared.events import Flag

Build = Callable[..., RuleSet]


def plotted(rules: RuleSet, figures: Iterable[tuple[float, AFigure]], width: int = 100) -> list[str]:
    desk = Desk(rules)
    for n, (at, figure) in enumerate(figures):
        desk.read(an_article(figure, id=str(n), at=at))
    console = Console(file=StringIO(), width=width)
    print_plots(ledger_lines(desk.state, rules), console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def place(lines: list[str], mark: str) -> tuple[int, int]:
    """Line and column of a mark, in the plot."""
    return next((y, line.index(mark)) for y, line in enumerate(lines) if mark in line)


def test_marks_stand_where_the_figures_do(rules: Build) -> None:
    figures = ["8.000", "rund 8.100", "12.000", "2.000"]
    lines = plotted(rules(), [(n * 5, a_figure(words)) for n, words in enumerate(figures)])
    spots = [place(lines, mark) for mark in "●+▲▼"]
    assert [x for _, x in spots] == sorted({x for _, x in spots})
    (first, confirmed, raised, lowered) = (y for y, _ in spots)
    assert raised < first == confirmed < lowered
    assert "● first   ▲ raised   ▼ lowered   + confirmed" in lines[-1]


def test_a_range_is_drawn_from_low_to_high(rules: Build) -> None:
    lines = plotted(rules(), [(0, a_figure("2.000 bis 10.000")), (9, a_figure("20.000"))])
    _, x = place(lines, "●")
    assert sum("\u2800" < line[x] <= "\u28ff" for line in lines if len(line) > x) >= 4


@pytest.mark.parametrize("width", [20, 60, 200])
@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([(0, a_figure("8.000"))], id="one figure"),
        pytest.param([(0, a_figure("8.000")), (0, a_figure("20.000"))], id="two at one time"),
        pytest.param([(0, a_figure("0"))], id="nothing at all"),
        pytest.param([(0, a_figure("9.000.000.000")), (9000, a_figure("1"))], id="far apart"),
        pytest.param([(20, a_figure("8.000")), (0, a_figure("20.000"))], id="late"),
        pytest.param([(0, a_figure("8.000", flags=[Flag.NEGATED]))], id="nothing that counts"),
    ],
)
def test_any_ledger_can_be_drawn(rules: Build, figures: list[tuple[float, AFigure]], width: int) -> None:
    lines = plotted(rules(), figures, width)
    assert lines[1] == "north-korea, troops"
    assert sum(" | " in line for line in lines) > 4


def test_each_ledger_has_a_plot(rules: Build) -> None:
    figures = [(0, a_figure("8.000")), (1, a_figure("300", subject="russia", measure="killed"))]
    lines = plotted(rules(), figures)
    assert {"north-korea, troops", "russia, killed"} <= set(lines)


def test_without_claims_it_says_so(rules: Build) -> None:
    assert plotted(rules(), []) == ["nothing has been claimed yet"]
