"""Cool-downs and mutes keep quiet by event_at; what is kept quiet is decided all the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk import Desk

from builders import NOON, a_figure, a_name, an_article
from services.alert.deciding.calm import MUTES, Mutes
from services.alert.deciding.record import Record
from services.alert.deciding.replay import replay
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, MinutePassed, MuteBegan, MuteEnded

Build = Callable[[str], RuleSet]
RULES = """
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops, COOL}
  - {name: chefs, when: mention, entity: leaders, again_after: 1h, COOL}
"""


def a_mute(
    rule: str | None = None, entity: str | None = None, start: float = 0, end: float = 10, mute_id: str = "m"
) -> MuteBegan:
    """Hours from NOON."""
    return MuteBegan(
        mute_id=mute_id,
        rule=rule,
        entity=entity,
        start=NOON + timedelta(hours=start),
        end=NOON + timedelta(hours=end),
        reason="Wartung",
        author="anna",
    )


def figures(*at: float) -> list[ArticleTagged]:
    """Each is twice the one before."""
    return [an_article(a_figure(str(1000 * 2**n)), id=str(n), at=hour) for n, hour in enumerate(at)]


def told_and_followed(desk: Desk, said: list[str]) -> list[tuple[str, str | None]]:
    """What was told, and what that follows; "a 80, 8": article a says both, ten minutes after the last."""
    words: dict[str, str] = {}
    told: list[tuple[str, str | None]] = []
    for number, line in enumerate(said):
        article, figures = line.split(" ", 1)
        figure = [a_figure(one) for one in figures.split(", ")]
        for alert in desk.read(an_article(*figure, id=article, at=number / 6, revision=number + 1)):
            assert alert.figure
            words[alert.alert_id] = alert.figure.words
            told.append((alert.figure.words, words[alert.follows] if alert.follows else None))
    return told


@pytest.fixture
def cool(written: Build) -> RuleSet:
    return written(RULES.replace("COOL", "cool_down: 6h"))


@pytest.fixture
def rules(written: Build) -> RuleSet:
    return written(RULES.replace("COOL", "severity: low"))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param((0, 5, 6), ["0", "2"], id="quiet until the cool-down is over"),
        pytest.param((0, 5, 10), ["0", "2"], id="what is kept quiet does not lengthen it"),
        pytest.param((0, 6, 13), ["0", "1", "2"], id="never quiet after it"),
        pytest.param((6, 0, 11), ["0"], id="an earlier one is within it"),
    ],
)
def test_a_cool_down(cool: RuleSet, at: tuple[float, ...], told: list[str]) -> None:
    assert [article for article, _ in Desk(cool).read_all(figures(*at))] == told


def test_it_holds_for_each_subject_by_itself(cool: RuleSet) -> None:
    articles = [an_article(a_name("putin"), id="1"), an_article(a_name("kim-jong-un"), id="2", at=1)]
    again = an_article(a_name("putin"), id="3", at=3)
    assert [article for article, _ in Desk(cool).read_all([*articles, again])] == ["1", "2"]


def test_silent_sources_cool_down_each_by_itself(written: Build) -> None:
    desk = Desk(written("rules: [{name: r, when: no_news, source: [zeitung, funk], for: 1h, cool_down: 3h}]"))
    desk.read(MinutePassed(at=NOON))
    desk.read_all([an_article(id="1"), an_article(id="2", source="funk")])
    minutes = [MinutePassed(at=NOON + timedelta(minutes=n)) for n in range(90)]
    assert {alert.evidence.source for minute in minutes for alert in desk.read(minute)} == {"zeitung", "funk"}


def test_what_is_kept_quiet_is_held_all_the_same(cool: RuleSet) -> None:
    desk = Desk(cool)
    desk.read_all(figures(0, 1))
    alert = desk.read(an_article(a_figure("500"), id="x", at=20))[0]
    assert alert.previous
    assert alert.previous.words == "2000"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("8.000", ["lowered"], id="less than it said: nobody is left with the wrong number"),
        pytest.param("95.000", [], id="more than it said: a live blog"),
    ],
)
def test_what_an_article_takes_back_is_told_within_the_cool_down(
    cool: RuleSet, words: str, told: list[str]
) -> None:
    desk = Desk(cool)
    desk.read(an_article(a_figure("80.000"), id="a"))
    alerts = desk.read(an_article(a_figure(words), id="a", at=1, revision=2))
    assert [alert.reason for alert in alerts] == told
    assert all(alert.follows for alert in alerts)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param(
            ["a 80.000", "b 100.000", "a 8.000"],
            [("80.000", None), ("8.000", "80.000")],
            id="though another one was held meanwhile",
        ),
        pytest.param(
            ["a 80.000", "a 200.000", "a 8.000"],
            [("80.000", None), ("8.000", "80.000")],
            id="though it said more meanwhile, which nobody was told",
        ),
        pytest.param(
            ["a 80.000", "b 500", "a 8.000"],
            [("80.000", None), ("8.000", "80.000")],
            id="though it is more than what is held",
        ),
        pytest.param(["a 80", "a 200", "a 150"], [("80", None)], id="not what nobody was told"),
        pytest.param(
            ["a 80.000", "b 150.000", "a 95.000"],
            [("80.000", None)],
            id="nor more than it told, though it is less than what is held",
        ),
        pytest.param(["a 80.000", "b 500", "a mehr als 8.000"], [("80.000", None)], id="nor what may be so"),
        pytest.param(["a 80.000, 8.000"], [("80.000", None)], id="nor two figures of one text"),
    ],
)
def test_it_is_what_was_told_that_is_taken_back(
    cool: RuleSet, said: list[str], told: list[tuple[str, str | None]]
) -> None:
    assert told_and_followed(Desk(cool), said) == told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param("[first, lowered]", ["80"], id="is no alert that could be exempt"),
        pytest.param("[first, lowered, confirmed]", ["80", "8"], id="is told where it is asked for"),
    ],
)
def test_taking_back_what_only_confirms_a_quiet_alert(written: Build, asked: str, told: list[str]) -> None:
    rule = f"when: figure, subject: north-korea, measure: troops, change: {asked}, cool_down: 6h"
    said = told_and_followed(Desk(written(f"rules: [{{name: r, {rule}}}]")), ["a 80", "b 8", "a 8"])
    assert [words for words, _ in said] == told


@pytest.mark.parametrize(
    "muted", [pytest.param(False, id="by a cool-down"), pytest.param(True, id="by a mute")]
)
@pytest.mark.parametrize("kind", ["single", "combined"])
def test_no_alert_follows_one_that_was_kept_quiet(written: Build, kind: str, muted: bool) -> None:
    clause = "when: figure, subject: north-korea, measure: troops"
    rule = f"any: [{{{clause}}}]" if kind == "combined" else clause
    desk = Desk(written(f"rules: [{{name: zahl, {rule}, cool_down: {'1m' if muted else '90m'}}}]"))
    first = desk.read(an_article(a_figure("80"), id="a"))
    if muted:
        desk.read(a_mute(start=0.5, end=1.5))
    assert desk.read(an_article(a_figure("200"), id="a", at=1, revision=2)) == []
    (third,) = desk.read(an_article(a_figure("150"), id="a", at=3, revision=3))
    assert third.follows == first[0].alert_id


def test_what_a_mute_keeps_quiet_is_not_told_when_it_is_taken_back(cool: RuleSet) -> None:
    desk = Desk(cool)
    desk.read(an_article(a_figure("80.000"), id="a"))
    desk.read(a_mute(rule="zahl"))
    assert desk.read(an_article(a_figure("8.000"), id="a", at=1, revision=2)) == []


@pytest.mark.parametrize(
    ("mute", "told"),
    [
        pytest.param(a_mute(rule="zahl"), {"chefs"}, id="a rule"),
        pytest.param(a_mute(entity="putin"), {"zahl"}, id="an entity"),
        pytest.param(a_mute(rule="chefs", entity="putin"), {"zahl"}, id="a rule and an entity"),
        pytest.param(a_mute(rule="zahl", entity="putin"), {"zahl", "chefs"}, id="another rule on it"),
        pytest.param(a_mute(rule="zahl", start=0.1), {"zahl", "chefs"}, id="before it starts"),
        pytest.param(a_mute(rule="zahl", start=-5, end=0), {"zahl", "chefs"}, id="when it ends"),
    ],
)
def test_a_mute(rules: RuleSet, mute: MuteBegan, told: set[str]) -> None:
    desk = Desk(rules)
    desk.read(mute)
    article = an_article(a_figure("8.000"), a_name("putin"))
    assert {alert.rule for alert in desk.read(article)} == told


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("when: mention, entity: putin, together_with: kim-jong-un", id="a pair"),
        pytest.param(
            "all: [{when: mention, entity: putin}, {when: mention, entity: kim-jong-un}]",
            id="a combined rule",
        ),
    ],
)
@pytest.mark.parametrize("entity", ["putin", "kim-jong-un", "rutte"])
def test_a_mute_of_one_of_two_people(written: Build, rule: str, entity: str) -> None:
    desk = Desk(written(f"rules: [{{name: r, {rule}}}]"))
    desk.read(a_mute(entity=entity))
    told = desk.read(an_article(a_name("putin"), a_name("kim-jong-un"), a_name("rutte")))
    assert len(told) == (entity == "rutte")


def test_a_mute_ends_earlier(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read(a_mute(rule="zahl", end=30))
    desk.read(a_mute(rule="chefs", end=30, mute_id="other"))
    desk.read(MuteEnded(mute_id="m", at=NOON + timedelta(hours=3), author="berta"))
    assert [article for article, _ in desk.read_all(figures(0, 2, 3))] == ["2"]
    assert desk.read(an_article(a_name("putin"), at=4)) == []


def test_a_mute_that_ends_before_it_starts_is_gone(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read(a_mute(rule="zahl", start=5))
    desk.read(MuteEnded(mute_id="m", at=NOON, author="berta"))
    assert Mutes.model_validate_json(desk.state[MUTES]).mutes == ()


def test_mutes_of_long_ago_are_forgotten(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read(a_mute(rule="zahl", mute_id="old"))
    desk.read(a_mute(rule="zahl", start=24 * 100, end=24 * 101))
    assert [mute.mute_id for mute in Mutes.model_validate_json(desk.state[MUTES]).mutes] == ["m"]


def test_a_replay_keeps_the_mutes(rules: RuleSet) -> None:
    articles = figures(0, 1, 20)
    records: list[Record] = [articles[0], a_mute(rule="zahl"), *articles[1:]]
    assert [raised.alert.evidence.article_id for raised in replay(rules, records)] == ["0", "2"]


def test_why_says_who_keeps_it_quiet(rules: RuleSet, cool: RuleSet) -> None:
    lines = why(rules, "zahl", "0", [a_mute(rule="zahl"), *figures(0)])
    assert lines[-1] == "  but it is kept quiet: muted by anna until 2024-11-04 22:00 UTC: Wartung"
    lines = why(cool, "zahl", "1", figures(0, 1))
    assert lines[-1] == "  but it is kept quiet: its cool-down lasts until 2024-11-04 18:00 UTC"
