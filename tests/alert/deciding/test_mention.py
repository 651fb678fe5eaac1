"""Naming somebody is news the first time, and again after a silence."""

from collections.abc import Callable

import pytest
from desk import Desk

from builders import a_name, an_article
from services.alert.deciding.rules import RuleSet
from shared.events import ArticleTagged

Build = Callable[[str], RuleSet]
LEADERS = "rules: [{{name: chefs, when: mention, entity: {entity}, again_after: {again_after}}}]"


def names(article_id: str, at: float, origin: str | None = None, entity: str = "putin") -> ArticleTagged:
    return an_article(a_name(entity), id=article_id, at=at, origin=origin)


@pytest.mark.parametrize(
    ("again_after", "articles", "told"),
    [
        pytest.param("24h", [names("a", 0)], ["a"], id="the first time"),
        pytest.param("24h", [names("a", 0), names("b", 23.9)], ["a"], id="again within a day is no news"),
        pytest.param("24h", [names("a", 0), names("b", 24)], ["a", "b"], id="again after a day is"),
        pytest.param("30d", [names("a", 0), names("b", 24)], ["a"], id="not before thirty days are over"),
        pytest.param(
            "24h",
            [names("a", 0), names("b", 20), names("c", 40)],
            ["a"],
            id="every naming, told or not, starts the silence anew",
        ),
        pytest.param("24h", [names("a", 0), names("b", -48)], ["a"], id="an older article is no news"),
        pytest.param("0s", [names("a", 0), names("b", -1)], ["a"], id="not even without a silence"),
        pytest.param("24h", [names("a", 0), names("a", 48)], ["a"], id="a revision names nobody anew"),
        pytest.param("24h", [names("a", 0), names("b", 48, origin="a")], ["a"], id="nor does a reprint"),
        pytest.param(
            "24h",
            [names("a", 0), names("a", 48), names("b", 50)],
            ["a"],
            id="a revision ends the silence all the same",
        ),
        pytest.param("24h", [names("a", 0), names("x", 0, entity="rutte")], ["a"], id="only who is watched"),
    ],
)
def test_who_is_named(
    written: Build, again_after: str, articles: list[ArticleTagged], told: list[str]
) -> None:
    desk = Desk(written(LEADERS.format(entity="putin", again_after=again_after)))
    assert [article for article, _ in desk.read_all(articles)] == told


def test_the_first_mention_proves_it(written: Build) -> None:
    desk = Desk(written(LEADERS.format(entity="leaders", again_after="24h")))
    article = an_article(a_name("rutte"), a_name("putin", "Putins Sprecher"), a_name("putin", "Putin"))
    [alert] = desk.read(article)
    assert alert.evidence.sentence == "Auch Putins Sprecher hat sich geäußert."
    assert (alert.subject, alert.measure, alert.figure) == ("putin", None, None)


def test_everyone_of_a_group_is_told_in_order_of_the_text(written: Build) -> None:
    desk = Desk(written(LEADERS.format(entity="[rutte, leaders, putin]", again_after="24h")))
    article = an_article(a_name("kim-jong-un"), a_name("putin"), a_name("rutte"), a_name(None, "Meier"))
    assert [alert.subject for alert in desk.read(article)] == ["kim-jong-un", "putin", "rutte"]


def test_last_named_belongs_to_the_entity_not_to_the_rule(written: Build) -> None:
    desk = Desk(written(LEADERS.format(entity="putin", again_after="24h")))
    desk.read_all([names("a", 0), names("r", 0, entity="rutte")])
    desk.rules = written(LEADERS.replace("chefs", "neu").format(entity="[putin, rutte]", again_after="12h"))
    assert desk.read_all([names("b", 1), names("s", 1, entity="rutte")]) == []


def test_a_mention_outside_of_every_sentence_proves_itself(written: Build) -> None:
    desk = Desk(written(LEADERS.format(entity="putin", again_after="24h")))
    [alert] = desk.read(names("a", 0).model_copy(update={"sentences": ()}))
    assert alert.evidence.sentence == "Putin"


def test_who_named_somebody_is_remembered_to_a_bound(written: Build) -> None:
    desk = Desk(written("rules: []"))
    desk.read_all([names(f"{n}", n) for n in range(300)])
    assert len(desk.state["named/putin"]) < 1000
