"""Who falls silent is told once, in the journal's own time."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from desk import Desk

from builders import NOON, a_name, an_article
from services.alert.deciding.clock import Clock, with_minutes
from services.alert.deciding.record import Record
from services.alert.deciding.replay import replay
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, MinutePassed

Build = Callable[[str], RuleSet]
RULES = """
rules:
  - {name: quelle, when: no_news, source: [zeitung, funk], for: 2h}
  - {name: putin, when: no_news, entity: putin, for: 1d}
"""


def minutes(start: datetime, count: int) -> Iterable[MinutePassed]:
    return (MinutePassed(at=start + n * timedelta(minutes=1)) for n in range(count))


def pass_hours(desk: Desk, start: float, hours: float) -> list[tuple[str, datetime]]:
    """Rule and time of every alert in these hours after NOON."""
    passing = minutes(NOON + timedelta(hours=start), round(hours * 60))
    return [(alert.rule, alert.event_at) for minute in passing for alert in desk.read(minute)]


@pytest.fixture
def desk(written: Build) -> Desk:
    desk = Desk(written(RULES))
    desk.read(MinutePassed(at=NOON))
    return desk


def test_a_silent_source_is_told_once(desk: Desk) -> None:
    desk.read(an_article(source="zeitung", id="1"))
    assert pass_hours(desk, 0, 9) == [("quelle", NOON + timedelta(hours=2))]


def test_an_article_ends_the_silence(desk: Desk) -> None:
    desk.read(an_article(source="zeitung", id="1"))
    assert pass_hours(desk, 0, 1.9) == []
    desk.read(an_article(source="zeitung", id="2", at=-40))
    assert pass_hours(desk, 1.9, 1.9) == []
    assert len(pass_hours(desk, 3.8, 3)) == 1
    desk.read(an_article(source="zeitung", id="3"))
    assert len(pass_hours(desk, 6.8, 3)) == 1


def test_what_was_never_heard_cannot_fall_silent(desk: Desk) -> None:
    desk.read(an_article(source="anderswo"))
    assert pass_hours(desk, 0, 30) == []


def test_an_entity_falls_silent_too(desk: Desk) -> None:
    desk.read(an_article(a_name("putin"), source="anderswo", title="Kreml"))
    assert pass_hours(desk, 0, 26) == [("putin", NOON + timedelta(hours=24))]
    assert desk.read(an_article(a_name("putin"), id="2")) == []


def test_the_alert_shows_the_last_sign_of_life(desk: Desk) -> None:
    article = an_article(a_name("putin"), title="Rede im Kreml")
    desk.read(article)
    alerts = [alert for minute in minutes(NOON, 1500) for alert in desk.read(minute)]
    assert [(alert.headline, alert.reason, alert.subject) for alert in alerts] == [
        ("zeitung: seit 2 Stunden nichts gefunden (zuletzt „Rede im Kreml“)", "no-news", None),
        (
            "Wladimir Putin: seit 1 Tag nicht genannt (zuletzt „Rede im Kreml“, zeitung)",
            "no-news",
            "putin",
        ),
    ]
    assert article.article
    assert {alert.evidence.sentence for alert in alerts} == {"Auch Putin hat sich geäußert."}
    assert {alert.url for alert in alerts} == {article.article.url}


def test_time_in_which_nobody_watched_is_no_silence(desk: Desk) -> None:
    desk.read(an_article(source="zeitung"))
    assert pass_hours(desk, 0, 1) == []
    assert pass_hours(desk, 10, 0.8) == []
    assert len(pass_hours(desk, 10.8, 0.5)) == 1


@pytest.mark.parametrize(
    ("hours", "told_at"),
    [("06:00-22:00 UTC", 18), ("15:00-20:00 UTC", 3), ("15:30-02:00 Europe/Berlin", 2.5)],
    ids=["over night it waits for the morning", "until the hours begin", "in the zone of the rule"],
)
def test_outside_of_its_hours_it_waits(written: Build, hours: str, told_at: float) -> None:
    start = 10 if told_at == 18 else 0
    desk = Desk(written(f"rules: [{{name: r, when: no_news, source: zeitung, for: 2h, hours: '{hours}'}}]"))
    desk.read(MinutePassed(at=NOON + timedelta(hours=start)))
    desk.read(an_article())
    assert pass_hours(desk, start, 20) == [("r", NOON + timedelta(hours=told_at))]


def test_an_edited_rule_does_not_tell_again(desk: Desk, written: Build) -> None:
    desk.read(an_article(source="zeitung"))
    assert len(pass_hours(desk, 0, 3)) == 1
    desk.rules = written(RULES.replace("2h", "1h"))
    assert pass_hours(desk, 3, 3) == []


def test_a_rule_that_is_switched_on_again_counts_from_then(desk: Desk, written: Build) -> None:
    with_it, other = written(RULES), written("rules: [{name: p, when: no_news, entity: putin, for: 1d}]")
    desk.read(an_article(source="zeitung"))
    desk.read(other.record)
    desk.rules = other
    assert pass_hours(desk, 0, 5) == []
    desk.read(with_it.record)
    desk.rules = with_it
    assert pass_hours(desk, 5, 1) == [], "nobody watched the silence"
    desk.read(an_article(source="zeitung", id="2"))
    assert len(pass_hours(desk, 6, 3)) == 1


def test_a_minute_twice_or_back_changes_nothing(desk: Desk) -> None:
    desk.read(an_article())
    pass_hours(desk, 0, 1)
    before = dict(desk.state)
    assert pass_hours(desk, 0, 1) == []
    assert desk.state == before


def test_without_such_rules_no_time_passes(written: Build) -> None:
    desk = Desk(written("rules: [{name: a, when: mention, entity: putin}]"))
    desk.read(MinutePassed(at=NOON))
    assert desk.state == {}


def test_a_backtest_lets_the_time_between_articles_pass(written: Build) -> None:
    articles = [an_article(id="1"), an_article(id="2", at=5), an_article(id="3", at=6)]
    alerts = [raised.alert for raised in replay(written(RULES), articles)]
    assert [(alert.evidence.article_id, alert.event_at) for alert in alerts] == [
        ("1", NOON + timedelta(hours=2, minutes=1))
    ]


def test_minutes_of_the_journal_itself_are_used_as_they_are(written: Build) -> None:
    records: list[Record] = [MinutePassed(at=NOON), an_article(id="1"), an_article(id="2", at=5)]
    assert list(with_minutes(records)) == records
    assert list(replay(written(RULES), records)) == []


def test_a_pause_of_months_is_not_simulated() -> None:
    articles = [an_article(), an_article(at=24 * 365 * 50), an_article(at=24 * 365 * 50 + 0.05)]
    assert sum(isinstance(record, MinutePassed) for record in with_minutes(articles)) == 1 + 1 + 3


def test_the_clock_counts_watched_minutes() -> None:
    clock = Clock(at=NOON).after(NOON + timedelta(minutes=1)).after(NOON + timedelta(hours=9))
    assert clock.watched == 1 + 5
    assert clock.after(NOON) is clock


def test_why_tells_how_long_the_silence_was(written: Build) -> None:
    articles: list[ArticleTagged] = [an_article(id="1"), an_article(id="2", at=5)]
    assert "none was seen before" in why(written(RULES), "quelle", "1", articles)[1]
    assert "ends a silence of 5 h, the rule had fired" in why(written(RULES), "quelle", "2", articles)[1]
    assert "says nothing on" in why(written(RULES), "putin", "2", articles)[1]
