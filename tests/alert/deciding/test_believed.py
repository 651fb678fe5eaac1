"""Rules that believe some articles only: what the others say is as if nobody had said it."""

from collections.abc import Callable
from typing import Any

import pytest
from desk import Desk

from builders import AFigure, AName, a_figure, a_name, an_article
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, Trust, Wall

Build = Callable[[str], RuleSet]
FIGURE = "{when: figure, subject: north-korea, measure: troops}"
ASKING = FIGURE.replace("troops", "troops, MORE")
PUTIN = "{when: mention, entity: putin}"
SILENT = "{when: mention, entity: putin, again_after: 9h}"
RULES = {
    "figure": "when: figure, subject: north-korea, measure: troops, MORE",
    "mention": "when: mention, entity: putin, MORE",
    "pair": "when: mention, entity: putin, together_with: kim-jong-un, MORE",
    "keyword": "when: keyword, phrase: Soldat, MORE",
    "all": f"MORE, all: [{FIGURE}, {PUTIN}]",
    "clause": f"all: [{ASKING}, {PUTIN}]",
    "silence": f"MORE, all: [{FIGURE}, {SILENT}]",
    "nested": f"MORE, all: [any: [{FIGURE}], not: {{when: mention, entity: rutte}}]",
}
SAID = (a_figure("10.000"), a_name("putin"), a_name("kim-jong-un"))


def rule(kind: str, more: str) -> str:
    return f"rules: [{{name: r, {RULES[kind].replace('MORE', more)}}}]"


def graded(tagged: ArticleTagged, **grades: Any) -> ArticleTagged:
    assert tagged.article
    return tagged.model_copy(update={"article": tagged.article.model_copy(update=grades)})


def of(source: str, trust: Trust, *said: AFigure | AName, at: float = 0, origin: str = "") -> ArticleTagged:
    return graded(an_article(*(said or SAID), id=source, at=at, origin=origin or source), trust=trust)


TEASER = graded(an_article(*SAID), wall=Wall.TEASER)
WHOLE = an_article(*SAID, a_name("ap"), revision=2, at=1)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize(
    ("more", "articles", "told"),
    [
        pytest.param(
            "trust: high",
            [of("bild", Trust.LOW), of("tagesschau", Trust.HIGH, at=1)],
            "tagesschau",
            id="who is trusted says it after somebody who is not",
        ),
        pytest.param(
            "trust: high",
            [of("bild", Trust.LOW, origin="dpa"), of("tagesschau", Trust.HIGH, at=1, origin="dpa")],
            "tagesschau",
            id="both print one agency's text",
        ),
        pytest.param("wall: none", [TEASER, WHOLE], "a", id="a teaser becomes the whole text"),
        pytest.param(
            "trust: [high, medium], wall: none",
            [of("bild", Trust.LOW), graded(TEASER, trust=Trust.HIGH), WHOLE],
            "a",
            id="both at once",
        ),
    ],
)
def test_what_it_does_not_believe_keeps_nothing_from_it(
    written: Build, kind: str, more: str, articles: list[ArticleTagged], told: str
) -> None:
    rules = written(rule(kind, more))
    assert [article for article, _ in Desk(rules).read_all(articles)] == [told]
    assert "fires" in why(rules, "r", told, articles)[-1]


def test_what_it_compares_with_is_what_it_believes(written: Build) -> None:
    desk = Desk(written(rule("figure", "trust: high")))
    desk.read(of("zdf", Trust.HIGH, a_figure("8.000")))
    desk.read(of("bild", Trust.LOW, a_figure("50.000"), at=1))
    [alert] = desk.read(of("tagesschau", Trust.HIGH, a_figure("10.000"), at=2))
    assert alert.previous
    assert (alert.reason, alert.previous.article_id) == ("raised", "zdf")


def test_who_is_not_believed_confirms_nothing(written: Build) -> None:
    desk = Desk(written(rule("figure", "trust: high, origins: 2")))
    articles = [of(name, trust) for name, trust in [("a", Trust.HIGH), ("b", Trust.LOW), ("c", Trust.HIGH)]]
    assert [len(desk.read(article)) for article in articles] == [0, 0, 1]


def test_who_is_not_believed_is_none_of_the_origins_that_name_somebody(written: Build) -> None:
    desk = Desk(written("rules: [{name: r, when: mention, entity: putin, count: 2, trust: high}]"))
    articles = [of(name, trust) for name, trust in [("a", Trust.HIGH), ("b", Trust.LOW), ("c", Trust.HIGH)]]
    assert [len(desk.read(article)) for article in articles] == [0, 0, 1]


def test_a_rule_that_believes_all_is_told_once(written: Build) -> None:
    believing = written(rule("figure", "severity: low"))
    assert Desk(believing).read_all([TEASER, WHOLE, of("b", Trust.HIGH)]) == [("a", "first")]


def test_what_a_whole_rule_believes_its_clauses_may_narrow(written: Build) -> None:
    clause = ASKING.replace("MORE", "trust: [high, low]")
    rules = written(f"rules: [{{name: r, trust: [high, medium], all: [{clause}]}}]")
    assert Desk(rules).read_all([of("a", Trust.LOW), of("b", Trust.MEDIUM), of("c", Trust.HIGH)]) == [
        ("c", "first")
    ]
