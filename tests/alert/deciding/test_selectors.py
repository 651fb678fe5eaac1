"""Which articles may make a rule fire: source, language, hours; and which figures: above, below."""

from collections.abc import Callable

import pytest
from desk import Desk

from builders import a_figure, a_name, an_article
from services.alert.deciding.conditions.hours import Hours
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import AlertRaised, Trust, Wall

Build = Callable[[str], RuleSet]
RULES = """
rules:
  - {{name: zahl, when: figure, subject: north-korea, measure: troops, {more}}}
  - {{name: name, when: mention, entity: putin, {more}}}
  - {{name: wort, when: keyword, phrase: Soldat, {more}}}
"""
ARTICLE = an_article(a_figure("rund 8.000"), a_name("putin"), source="zeitung")
assert ARTICLE.article
TEASER = ARTICLE.article.model_copy(update={"trust": Trust.LOW, "wall": Wall.TEASER})


@pytest.mark.parametrize(
    ("more", "obstacle"),
    [
        ("source: zeitung", ""),
        ("source: [funk, zeitung]", ""),
        ("source: funk", "its source is zeitung, the rule asks for funk"),
        ("language: de", ""),
        ("language: [en, fr]", "its language is de, the rule asks for en, fr"),
        ("trust: [high, medium]", ""),
        ("trust: high", "its trust is medium, the rule asks for high"),
        ("wall: none", ""),
        ("wall: [teaser, paywall]", "its wall is none, the rule asks for teaser, paywall"),
        ("hours: 06:00-22:00 UTC", ""),
        ("hours: 22:00-13:30", ""),
        ("hours: 22:00-12:30", "it was said at 12:00 UTC, the rule asks for 22:00-12:30 Europe/Berlin"),
    ],
)
def test_only_articles_that_it_selects_make_a_rule_fire(written: Build, more: str, obstacle: str) -> None:
    rules = written(RULES.format(more=more))
    assert {alert.rule for alert in Desk(rules).read(ARTICLE)} == (
        set() if obstacle else {"zahl", "name", "wort"}
    )
    for rule in ("zahl", "name", "wort"):
        assert (f"does not select this article: {obstacle}" in why(rules, rule, "a", [ARTICLE])[1]) is bool(
            obstacle
        )


@pytest.mark.parametrize(
    ("more", "fires"),
    [("trust: low, wall: teaser", True), ("trust: low, wall: none", False), ("trust: medium", False)],
)
def test_a_source_that_is_trusted_little_or_a_teaser_may_be_left_out(
    written: Build, more: str, *, fires: bool
) -> None:
    teaser = ARTICLE.model_copy(update={"article": TEASER})
    assert bool(Desk(written(RULES.format(more=more))).read(teaser)) is fires


def test_what_is_held_and_named_all_articles_decide(written: Build) -> None:
    desk = Desk(written(RULES.format(more="source: funk")))
    desk.read(ARTICLE)
    alerts: list[AlertRaised] = desk.read(
        an_article(a_figure("9.500"), a_name("putin"), id="b", at=1, source="funk")
    )
    assert [(alert.rule, alert.reason) for alert in alerts] == [("zahl", "raised"), ("wort", "keyword")]
    assert alerts[0].previous
    assert alerts[0].previous.source == "zeitung"


@pytest.mark.parametrize(
    ("hours", "at", "inside"),
    [
        ("06:00-22:00 UTC", "06:00", True),
        ("06:00-22:00 UTC", "22:00", False),
        ("06:00-22:00 UTC", "05:59", False),
        ("22:00-06:00 UTC", "23:10", True),
        ("22:00-06:00 UTC", "05:59", True),
        ("22:00-06:00 UTC", "06:00", False),
        ("13:00-13:01", "12:00", True),
        ("00:00-23:59 Asia/Seoul", "14:59", False),
    ],
)
def test_hours_are_those_of_a_clock_somewhere(hours: str, at: str, *, inside: bool) -> None:
    """NOON is in November: Berlin is one hour ahead."""
    article = an_article().article
    assert article
    hour, minute = at.split(":")
    assert Hours(hours).holds(article.event_at.replace(hour=int(hour), minute=int(minute))) is inside


@pytest.mark.parametrize(
    ("words", "more", "fires"),
    [
        ("rund 8.000", "above: 5000", True),
        ("rund 8.000", "above: 8000", False),
        ("mehr als 8.000", "above: 5000", True),
        ("mehr als 4.000", "above: 5000", False),
        ("bis zu 12.000", "above: 5000", False),
        ("4.000 bis 12.000", "above: 5000", False),
        ("300", "below: 5000", True),
        ("bis zu 300", "below: 5000", True),
        ("mindestens 300", "below: 5000", False),
        ("8.000", "below: 5000", False),
        ("8.000", "above: 5000, below: 10000", True),
        ("15.000", "above: 5000, below: 10000", False),
    ],
)
def test_a_figure_must_surely_be_above_and_below(
    written: Build, words: str, more: str, *, fires: bool
) -> None:
    rules = written(RULES.format(more="").replace("measure: troops", f"measure: troops, {more}"))
    article = an_article(a_figure(words))
    assert ("zahl" in {alert.rule for alert in Desk(rules).read(article)}) is fires
    assert ("does not fire" in why(rules, "zahl", "a", [article])[-1]) is not fires


def test_a_figure_not_told_is_held_all_the_same(written: Build) -> None:
    desk = Desk(
        written("rules: [{name: r, when: figure, subject: north-korea, measure: troops, above: 9000}]")
    )
    told = desk.read_all(
        an_article(a_figure(w), id=w, at=n) for n, w in enumerate(["8.000", "12.000", "2.000"])
    )
    assert told == [("12.000", "raised")]


def test_of_a_change_that_waited_the_figure_itself_must_be_above(written: Build) -> None:
    desk = Desk(
        written(
            "rules: [{name: r, when: figure, subject: north-korea, measure: troops, origins: 2, above: 7999}]"
        )
    )
    assert desk.read_all([an_article(a_figure("8.000"), id="1"), an_article(a_figure("7.900"), id="2")]) == [
        ("1", "first")
    ]


def test_the_case_of_a_language_does_not_matter(written: Callable[[str], RuleSet]) -> None:
    desk = Desk(written("rules: [{name: r, when: mention, entity: putin, language: DE}]"))
    assert desk.read(an_article(a_name("putin")))
