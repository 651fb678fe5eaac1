"""Origins that release a change, views of one history, and what a ledger forgets."""

from collections.abc import Callable

import pytest
from desk import TROOPS, Desk

from builders import AFigure, a_figure, an_article
from services.alert.deciding.rules import RuleSet
from shared.events import ArticleTagged, Flag

Rules = Callable[..., RuleSet]
Told = list[tuple[str, str]]


def said(words: str, article_id: str, at: float = 0, origin: str | None = None) -> ArticleTagged:
    return an_article(a_figure(words), id=article_id, at=at, origin=origin, source=f"zeitung-{article_id}")


@pytest.mark.parametrize(
    ("origins", "articles", "told"),
    [
        pytest.param(2, [said("100", "a")], [], id="one origin of two releases nothing"),
        pytest.param(
            2,
            [said("100", "a"), said("100", "b")],
            [("a", "first")],
            id="a second origin releases the first's",
        ),
        pytest.param(
            2, [said("100", "a"), said("100", "b", origin="a")], [], id="a reprint is no second origin"
        ),
        pytest.param(
            2,
            [said("100", "a"), said("100", "b"), said("100", "c")],
            [("a", "first")],
            id="a third origin releases nothing more",
        ),
        pytest.param(
            3,
            [said("100", "a"), said("100", "b"), said("105", "c")],
            [("a", "first")],
            id="the third of three",
        ),
        pytest.param(
            3,
            [said("100", "a"), said("91", "b"), said("109", "c", origin="b")],
            [],
            id="an origin that says two compatible figures is one",
        ),
        pytest.param(
            2,
            [said("100", "a"), said("100", "late", at=-20)],
            [("a", "first")],
            id="a late figure counts as an origin",
        ),
        pytest.param(
            2,
            [said("100", "a"), said("50", "late", at=-20)],
            [],
            id="a late one that says otherwise does not",
        ),
        pytest.param(
            2,
            [said("100", "a"), said("200", "b"), said("100", "c")],
            [],
            id="a change that another overtook is not released",
        ),
        pytest.param(
            2,
            [said("100", "a"), said("100", "b"), said("200", "c"), said("210", "d")],
            [("a", "first"), ("c", "raised")],
            id="a released change is told with its own reason",
        ),
        pytest.param(
            1, [said("100", "a"), said("100", "b")], [("a", "first")], id="one origin is told at once"
        ),
    ],
)
def test_origins(rules: Rules, origins: int, articles: list[ArticleTagged], told: Told) -> None:
    assert Desk(rules(f"origins: {origins}")).read_all(articles) == told


def test_a_released_alert_names_every_origin(rules: Rules) -> None:
    desk = Desk(rules("origins: 3"))
    desk.read_all([said("etwa 100", "a"), said("102", "b", at=1)])
    [alert] = desk.read(said("mehr als 100", "c", at=2))
    assert alert.headline == "Nordkorea, Truppen: etwa 100 (erste Angabe; 3 unabhängige Quellen)"
    assert [one.source for one in alert.confirmed_by] == ["zeitung-b", "zeitung-c"]
    assert (alert.evidence.article_id, alert.event_at.hour) == ("a", 12)


def test_a_released_alert_says_what_was_held_before_the_change(rules: Rules) -> None:
    """However much was claimed in between, and only those who say so count."""
    desk = Desk(rules("origins: 2", "include: []"))
    desk.rules = desk.rules.model_copy(update={"history": 10})
    maybe = an_article(a_figure("200", flags=[Flag.HYPOTHETICAL]), id="maybe", origin="c", at=2)
    former = [an_article(a_figure(f"{n}", flags=[Flag.FORMER]), id=f"f{n}", at=2) for n in range(12)]
    assert desk.read_all([said("100", "a"), said("200", "b", at=1), *former, maybe]) == []
    [alert] = desk.read(said("200", "c", at=3))
    assert alert.previous
    assert (alert.previous.words, alert.evidence.article_id) == ("100", "b")
    assert [one.article_id for one in alert.confirmed_by] == ["c"]


def test_more_origins_than_a_rule_can_ask_for_are_not_remembered(rules: Rules) -> None:
    desk = Desk(rules())
    desk.read_all([said("100", f"{n}") for n in range(30)])
    assert [len(view.origins) for view in desk.views().values()] == [20]


@pytest.mark.parametrize(
    ("line", "articles", "told"),
    [
        pytest.param(
            "change: [raised]",
            [said("100", "a"), said("50", "b"), said("100", "c")],
            [("c", "raised")],
            id="only the changes that are asked for",
        ),
        pytest.param(
            "change: confirmed",
            [said("100", "a"), said("103", "b"), said("104", "b"), said("98", "c")],
            [("b", "confirmed"), ("c", "confirmed")],
            id="each origin confirms once",
        ),
        pytest.param(
            "{change: confirmed, origins: 3}",
            [said("100", "a"), said("103", "b"), said("98", "c"), said("99", "d")],
            [("c", "confirmed"), ("d", "confirmed")],
            id="confirmed by three, and by each one more",
        ),
        pytest.param(
            "by: 1%",
            [said("100", "a"), said("102", "b")],
            [("a", "first"), ("b", "raised")],
            id="own percentage",
        ),
        pytest.param(
            "by: 50",
            [said("100", "a"), said("150", "b"), said("151", "c")],
            [("a", "first"), ("c", "raised")],
            id="own number",
        ),
    ],
)
def test_a_rule_reads_by_its_own_terms(
    rules: Rules, line: str, articles: list[ArticleTagged], told: Told
) -> None:
    assert Desk(rules(*line.strip("{}").split(", "))).read_all(articles) == told


@pytest.mark.parametrize(
    ("line", "figure", "told"),
    [
        pytest.param(
            "include: hypothetical", a_figure("900", flags=[Flag.HYPOTHETICAL]), True, id="included"
        ),
        pytest.param(
            "include: [former]", a_figure("900", flags=[Flag.HYPOTHETICAL]), False, id="another flag"
        ),
        pytest.param("place: kursk", a_figure("900", place="kursk"), True, id="in that place"),
        pytest.param("place: kursk", a_figure("900"), False, id="in no place"),
        pytest.param("severity: low", a_figure("900", place="kursk"), True, id="wherever, without a place"),
    ],
)
def test_which_figures_count(rules: Rules, line: str, figure: AFigure, told: bool) -> None:
    assert bool(Desk(rules(line)).read(an_article(figure))) is told


def test_a_hypothetical_figure_says_so(rules: Rules) -> None:
    figure = a_figure("900", flags=[Flag.HYPOTHETICAL])
    [alert] = Desk(rules("include: hypothetical")).read(an_article(figure))
    assert alert.headline == "Nordkorea, Truppen: 900 (angekündigt oder vermutet; erste Angabe)"


def test_what_was_hypothetical_is_news_when_it_is_said_for_certain(rules: Rules) -> None:
    planned = an_article(a_figure("900", flags=[Flag.HYPOTHETICAL]), id="a")
    assert Desk(rules()).read_all([planned, said("900", "a", at=1)]) == [("a", "first")]


HISTORY = [said("100", "a"), said("104", "b", at=1), said("108", "c", at=2)]


@pytest.mark.parametrize(
    "line", ["by: 2%", "place: kursk", "origins: 2", "severity: critical", "change: [first, confirmed]"]
)
def test_an_edited_rule_does_not_fire_again(rules: Rules, line: str) -> None:
    """Its view is folded from the history; all that was said before stays said."""
    desk = Desk(rules())
    desk.read_all(HISTORY)
    desk.rules = rules(line)
    assert desk.read_all([*HISTORY, said("100", "reprint", at=3, origin="a")]) == []


def test_an_edited_rule_goes_on_from_its_own_view(rules: Rules) -> None:
    """By 2 % the history holds 108, not 100: 109 is compatible, 112 is raised against 108."""
    desk = Desk(rules())
    desk.read_all(HISTORY)
    desk.rules = rules("by: 2%")
    assert desk.read_all([said("109", "d", at=3)]) == []
    [alert] = desk.read(said("112", "e", at=4))
    assert alert.previous
    assert alert.previous.words == "108"


def test_the_alert_of_one_origin_is_not_released_once_more(rules: Rules) -> None:
    desk = Desk(rules())
    assert desk.read_all([said("100", "a")]) == [("a", "first")]
    desk.rules = rules("origins: 2")
    assert desk.read_all([said("100", "b")]) == []


def test_a_view_kept_is_the_view_folded(rules: Rules) -> None:
    desk, edited = Desk(rules("by: 3%")), Desk(rules())
    articles = [said(str(100 + 7 * n % 40), f"{n}", at=n % 5 * 9, origin=f"{n % 4}") for n in range(40)]
    desk.read_all(articles)
    edited.read_all(articles[:-1])
    edited.rules = rules("by: 3%")
    edited.read(articles[-1])
    assert edited.views() == desk.views()


def test_the_history_is_bounded_and_what_is_held_stays(
    rules: Rules, written: Callable[[str], RuleSet]
) -> None:
    desk = Desk(written("history: 10\nrules: []"))
    desk.read_all([said("rund 100", "held"), *(said(f"9{n % 10}", f"{n}", at=n) for n in range(30))])
    claims = desk.ledger().claims
    assert [claim.evidence.article_id for claim in claims] == ["held", *(f"{n}" for n in range(20, 30))]
    assert all(set(view.points) <= {claim.n for claim in claims} for view in desk.views().values())


def test_claims_of_another_year_are_forgotten(written: Callable[[str], RuleSet]) -> None:
    desk = Desk(written("history_age: 7d\nrules: []"))
    desk.read_all([said("100", "a"), said("200", "b", at=24), said("300", "c", at=8 * 24)])
    assert [claim.evidence.article_id for claim in desk.ledger().claims] == ["b", "c"]


def test_no_rule_is_needed_to_keep_a_ledger(written: Callable[[str], RuleSet]) -> None:
    desk = Desk(written("rules: []"))
    desk.read_all([said("100", "a"), said("200", "b")])
    assert (list(desk.state), desk.changes()) == ([TROOPS], ["first", "raised"])


def test_the_same_words_of_one_voice_are_kept_once(rules: Rules) -> None:
    desk = Desk(rules())
    desk.read_all([said("100", f"paper-{n}", at=n, origin="dpa") for n in range(30)])
    assert len(desk.ledger().claims) == 1
