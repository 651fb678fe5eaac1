"""Every change of DESIGN §3, in its order."""

from collections.abc import Callable

import pytest
from desk import Desk

from builders import AFigure, a_figure, an_article
from services.alert.deciding.rules import RuleSet
from shared.events import ArticleTagged, Flag

Rules = Callable[..., RuleSet]
HELD = an_article(a_figure("rund 10.000", "das Pentagon"), id="held")


def after(words: str, **article: object) -> ArticleTagged:
    return an_article(a_figure(words), **{"id": "new", "at": 1} | article)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("article", "change"),
    [
        pytest.param(after("11.001"), "raised", id="more than a tenth above is raised"),
        pytest.param(after("11.000"), "confirmed", id="exactly a tenth above is compatible"),
        pytest.param(after("8.999"), "lowered", id="more than a tenth below is lowered"),
        pytest.param(after("9.000"), "confirmed", id="exactly a tenth below is compatible"),
        pytest.param(after("mehr als 10.000"), "confirmed", id="more than as many confirms"),
        pytest.param(after("mehr als 5.000"), "confirmed", id="more than fewer contradicts nothing"),
        pytest.param(after("mehr als 12.000"), "raised", id="more than more is raised"),
        pytest.param(after("bis zu 20.000"), "confirmed", id="up to more contradicts nothing"),
        pytest.param(after("bis zu 8.000"), "lowered", id="up to fewer is lowered"),
        pytest.param(after("8.000 bis 12.000"), "confirmed", id="a range around it confirms"),
        pytest.param(after("12.000 bis 15.000"), "raised", id="a range above it is raised"),
        pytest.param(after("2.000 bis 8.000"), "lowered", id="a range below it is lowered"),
        pytest.param(after("Tausende"), "confirmed", id="a vague plural counts as at least"),
        pytest.param(after("50.000", at=-13), "late", id="said thirteen hours before is late"),
        pytest.param(after("50.000", at=-12), "raised", id="said twelve hours before is not late"),
        pytest.param(after("rund 10.000", id="held"), None, id="said again by the article is not recorded"),
        pytest.param(after("10.500", id="held"), "repeated", id="said again in other words is repeated"),
        pytest.param(after("10.500", origin="held"), "repeated", id="said again by the origin is repeated"),
        pytest.param(after("10.500", id="held", at=-13), "repeated", id="repeated goes before late"),
        pytest.param(after("1.000", id="held"), "lowered", id="a correction by the article is lowered"),
    ],
)
def test_a_figure_against_the_held_one(rules: Rules, article: ArticleTagged, change: str | None) -> None:
    desk = Desk(rules())
    desk.read_all([HELD, article])
    assert desk.changes() == ["first", change][: 2 if change else 1]


@pytest.mark.parametrize(
    ("said", "changes", "alerts"),
    [
        pytest.param(
            [a_figure("mehr als 8.000"), a_figure("etwa 8.000", "die USA")],
            ["repeated", "first"],
            ["etwa 8.000"],
            id="the attributed one is told, not the one before it",
        ),
        pytest.param(
            [a_figure("mehr als 8.000"), a_figure("8.200")],
            ["repeated", "first"],
            ["8.200"],
            id="the two-sided one is told, not the one-sided",
        ),
        pytest.param(
            [a_figure("Tausende", "die USA"), a_figure("8.000")],
            ["repeated", "first"],
            ["8.000"],
            id="a vague plural says least, whoever says it",
        ),
        pytest.param(
            [a_figure("3.000"), a_figure("8.000", "die USA")],
            ["lowered", "first"],
            ["8.000", "3.000"],
            id="incompatible ones are told in order of most to say",
        ),
        pytest.param(
            [a_figure("8.000"), a_figure("8.000", subject=None)],
            ["first"],
            ["8.000"],
            id="a figure without a subject goes to no ledger",
        ),
        *[
            pytest.param(
                [a_figure("8.000"), a_figure("30.000", flags=[flag])],
                ["first", None],
                ["8.000"],
                id=f"a {flag} one is kept but does not count",
            )
            for flag in (Flag.HYPOTHETICAL, Flag.NEGATED, Flag.FORMER, Flag.PART)
        ],
    ],
)
def test_figures_of_one_article(
    rules: Rules, said: list[AFigure], changes: list[str | None], alerts: list[str]
) -> None:
    desk = Desk(rules())
    raised = desk.read(an_article(*said))
    assert desk.changes() == changes
    assert [alert.figure and alert.figure.words for alert in raised] == alerts


def test_an_article_cannot_drift_away_in_small_steps(rules: Rules) -> None:
    desk = Desk(rules())
    steps = [an_article(a_figure(words), id="a", at=at) for at, words in enumerate(["100", "105", "112"])]
    assert desk.read_all(steps) == [("a", "first"), ("a", "raised")]
    assert desk.changes() == ["first", "repeated", "raised"]


def test_a_compatible_figure_never_replaces_the_held_one(rules: Rules) -> None:
    desk = Desk(rules())
    words = ["100", "109", "111"]
    articles = [an_article(a_figure(said), id=said, at=at) for at, said in enumerate(words)]
    assert desk.read_all(articles) == [("100", "first"), ("111", "raised")]


def test_what_is_late_counts_as_said(rules: Rules) -> None:
    desk = Desk(rules())
    late = an_article(a_figure("3.000"), id="old", at=-48)
    later = an_article(a_figure("3.000"), id="reprint", origin="old", at=5)
    assert desk.read_all([HELD, late, later]) == [("held", "first")]


def test_a_correction_names_the_alert_before(rules: Rules) -> None:
    desk = Desk(rules())
    [first] = desk.read(an_article(a_figure("80"), id="a"))
    [corrected] = desk.read(an_article(a_figure("8"), id="a", at=1, revision=2))
    assert (corrected.reason, corrected.follows) == ("lowered", first.alert_id)
    assert corrected.headline == "Nordkorea, Truppen: 8 (korrigiert, zuvor 80, −90 %)"


@pytest.mark.parametrize("said", [("8.000", "12.000"), ("12.000", "8.000")])
def test_what_is_held_is_no_news_beside_a_new_figure(rules: Rules, said: tuple[str, str]) -> None:
    desk = Desk(rules())
    desk.read(an_article(a_figure("8.000"), id="a"))
    told = desk.read(an_article(*map(a_figure, said), id="b", at=1))
    assert [(alert.reason, alert.figure and alert.figure.words) for alert in told] == [("raised", "12.000")]
    assert desk.read(an_article(a_figure("12.000"), id="c", at=2)) == []


def test_two_figures_of_one_text_correct_nothing(rules: Rules) -> None:
    told = Desk(rules()).read(an_article(a_figure("80"), a_figure("8")))
    assert [alert.headline for alert in told] == [
        "Nordkorea, Truppen: 80 (erste Angabe)",
        "Nordkorea, Truppen: 8 (zuvor 80, −90 %)",
    ]


def test_a_correction_of_what_was_not_alerted_names_nothing(rules: Rules) -> None:
    desk = Desk(rules("change: [lowered]"))
    desk.read(an_article(a_figure("80"), id="a"))
    [corrected] = desk.read(an_article(a_figure("8"), id="a", at=1, revision=2))
    assert corrected.follows is None


def test_each_subject_and_measure_has_a_ledger_of_its_own(rules: Rules) -> None:
    desk = Desk(rules())
    article = an_article(
        a_figure("8.000"), a_figure("70", measure="killed"), a_figure("30.000", subject="russia")
    )
    assert desk.read_all([article]) == [("a", "first")]
    assert {name for name in desk.state if name.startswith("ledger/")} == {
        "ledger/north-korea/troops",
        "ledger/north-korea/killed",
        "ledger/russia/troops",
    }
