"""A surge is far more than usual, and nothing is usual before enough has been seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk import Desk

from builders import NOON, a_name, an_article
from services.alert.deciding.conditions.surge_count import Counts
from services.alert.deciding.replay import replay
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, MinutePassed

Build = Callable[[str], RuleSet]
RULE = """
rules:
  - {name: andrang, when: surge, entity: putin, window: 1h, factor: 3, baseline: 1d, min_mentions: 4, MORE}
"""


def naming(number: int, at: float, **where: str) -> ArticleTagged:
    return an_article(a_name("putin"), id=f"{number}-{at}", at=at, **where)  # type: ignore[arg-type]


def a_day(per_hour: int = 1) -> list[ArticleTagged]:
    """So many articles every hour, from NOON until NOON the next day."""
    return [naming(n, hour + n / 60) for hour in range(24) for n in range(per_hour)]


def burst(count: int, at: float = 25, step: float = 0.01) -> list[ArticleTagged]:
    return [naming(1000 + n, at + n * step) for n in range(count)]


def told(rules: RuleSet, articles: list[ArticleTagged]) -> list[str]:
    return [raised.alert.evidence.article_id.split("-")[0] for raised in replay(rules, articles)]


@pytest.fixture
def rules(written: Build) -> RuleSet:
    return written(RULE.replace("MORE", "origins: 2"))


def test_far_more_than_usual_is_told_once(rules: RuleSet) -> None:
    assert told(rules, [*a_day(), *burst(9)]) == ["1003"]


def test_the_headline_says_how_many_and_how_many_are_usual(rules: RuleSet) -> None:
    alert = next(iter(replay(rules, [*a_day(), *burst(4)]))).alert
    assert alert.headline == "Putin: 4 Artikel in 1 Stunde, 4 unabhängige Quellen (üblich: 1)".replace(
        "Putin", "Wladimir Putin"
    )
    assert (alert.reason, alert.subject) == ("surged", "putin")
    assert alert.evidence.sentence == "Auch Putin hat sich geäußert."


@pytest.mark.parametrize(
    ("articles", "obstacle"),
    [
        pytest.param([*a_day(), *burst(3)], "it asks for 4 articles", id="too few"),
        pytest.param([*a_day(3), *burst(6)], "it asks for 3 times the usual", id="so it is every hour"),
        pytest.param([*a_day()[:9], *burst(9, at=9)], "what is usual is not known", id="too little seen"),
        pytest.param(
            [*a_day(), *(naming(1000 + n, 25, origin="dpa") for n in range(9))],
            "it asks for 2 origins",
            id="one origin in many papers",
        ),
        pytest.param([*a_day(), *burst(9, step=0.5)], "it asks for 4 articles", id="over many hours"),
    ],
)
def test_it_is_no_surge(rules: RuleSet, articles: list[ArticleTagged], obstacle: str) -> None:
    assert told(rules, articles) == []
    last = articles[-1].article
    assert last
    lines = why(rules, "andrang", last.article_id, articles)
    assert obstacle in lines[1]
    assert "does not fire" in lines[1]


def test_revisions_do_not_add_up(rules: RuleSet) -> None:
    articles = [an_article(a_name("putin"), id="1", at=25, revision=n + 1) for n in range(9)]
    assert told(rules, [*a_day(), *articles]) == []
    assert "was counted before" in why(rules, "andrang", "1", articles)[-1]


def test_after_a_lull_it_tells_again(rules: RuleSet) -> None:
    assert told(rules, [*a_day(), *burst(6), *burst(1, at=40), *burst(9, at=50)]) == ["1003", "1003"]


def test_a_late_article_does_not_end_a_surge(rules: RuleSet) -> None:
    assert told(rules, [*a_day(), *burst(5), naming(7, 3.5), *burst(3, at=25.5)]) == ["1003"]


def test_silence_is_seen_too(rules: RuleSet) -> None:
    """Who is never named surges from nothing, once the silence was watched for long enough."""
    passing = [MinutePassed(at=NOON + timedelta(minutes=n)) for n in range(25 * 60)]
    desk = Desk(rules)
    assert desk.read_all([*passing, *burst(5)]) == [("1003-25.03", "surged")]
    assert desk.read_all(passing) == []


def test_an_entity_that_a_rule_adds_is_counted_from_then_on(written: Build) -> None:
    both = "entity: [putin, rutte]"
    desk = Desk(written(RULE.replace("MORE", "origins: 2").replace("entity: putin", "entity: rutte")))
    minutes = [MinutePassed(at=NOON + timedelta(minutes=n)) for n in range(52 * 60)]
    assert desk.read_all(minutes[: 25 * 60]) == []
    desk.rules = written(RULE.replace("MORE", "origins: 2").replace("entity: putin", both))
    assert desk.read_all([*minutes[25 * 60 : 26 * 60], *burst(5, at=26)]) == []
    assert len(desk.read_all([*minutes[26 * 60 :], *burst(5, at=51)])) == 1


def test_only_watched_entities_are_counted(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read(an_article(a_name("rutte"), a_name("putin")))
    assert set(desk.state) == {"named/rutte", "named/putin", "surge/putin"}


def test_the_counts_stay_small(rules: RuleSet) -> None:
    desk = Desk(rules)
    for hour in range(0, 400, 5):
        desk.read_all(burst(1, at=hour))
    counts = Counts.model_validate_json(desk.state["surge/putin"])
    assert (len(counts.hours), len(counts.recent)) == (6, 5)


def test_why_says_that_it_fires(rules: RuleSet) -> None:
    articles = [*a_day(), *burst(5)]
    assert why(rules, "andrang", "1003-25.03", articles)[1].endswith(
        "4 articles of 4 origins in 1 h, usual are 1: the rule fires"
    )
    assert "has told of this surge already" in why(rules, "andrang", "1004-25.04", articles)[1]
