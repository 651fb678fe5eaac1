"""What belongs together waits and goes out as one, by the journal's minutes; nothing of it is lost."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from desk import Desk

from builders import NOON, a_figure, a_name, an_article
from services.alert.deciding import grouping
from services.alert.deciding.grouping import GROUPS, WAITING_AT_MOST, groups_of
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from services.alert.delivery.delivery import Delivery
from shared.events import ArticleTagged, MinutePassed, MuteBegan, RulesChanged

Build = Callable[[str], RuleSet]
RULES = """
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops, severity: high, to: [desk, ops]}
  - {name: chefs, when: mention, entity: leaders, again_after: 1h, to: [desk]}
routes:
"""


def minute(at: float) -> MinutePassed:
    """The minute that begins so many minutes after NOON."""
    return MinutePassed(at=NOON + timedelta(minutes=at))


def a_troop_report(number: int, at: float = 0) -> ArticleTagged:
    return an_article(a_figure(str(1000 * 2**number)), id=f"zahl-{number}", at=at / 60)


def a_naming(entity: str, at: float = 0) -> ArticleTagged:
    return an_article(a_name(entity), id=f"{entity}-{at}", at=at / 60)


def told(delivery: Delivery) -> list[str]:
    """The articles that a delivery tells about."""
    data = json.loads(delivery.body)["data"]
    alerts = data["alerts"] if data["type"] == "alerts.grouped" else [data]
    return [alert["evidence"]["article_id"] for alert in alerts]


class Room:
    """A desk to which minutes pass; says what came to each channel, and when (minutes after NOON)."""

    def __init__(self, rules: RuleSet) -> None:
        self.desk = Desk(rules)
        self.came: dict[str, list[tuple[float, list[str]]]] = {}
        self.at = 0.0

    def read(self, record: Record | RulesChanged) -> None:
        before = len(self.desk.sent)
        self.desk.read(record)
        for delivery in self.desk.sent[before:]:
            self.came.setdefault(delivery.channel, []).append((self.at, told(delivery)))

    def change(self, rules: RuleSet) -> None:
        self.read(rules.record)
        self.desk.rules = rules

    def until(self, at: float) -> None:
        while self.at < at:
            self.at += 1
            self.read(minute(self.at))


@pytest.fixture
def room(written: Build) -> Callable[[str], Room]:
    """`room("{name: r, wait: 5m}")`: with this route, in the minute that begins at NOON."""

    def build(*routes: str) -> Room:
        room = Room(written(RULES + "".join(f"  - {route}\n" for route in routes)))
        room.read(minute(0))
        return room

    return build


def test_without_routes_nothing_waits_and_no_minute_need_pass(written: Build) -> None:
    rules = written(RULES.replace("routes:", ""))
    room = Room(rules)
    room.read(a_troop_report(0))
    assert room.came == {"desk": [(0, ["zahl-0"])], "ops": [(0, ["zahl-0"])]}
    assert not rules.needs_minutes
    assert GROUPS not in room.desk.state


def test_alerts_wait_for_each_other_in_order_of_the_journal(room: Callable[..., Room]) -> None:
    its = room("{name: r, wait: 5m}")
    its.read(a_troop_report(0))
    its.until(3)
    its.read(a_naming("putin", 3))
    its.read(a_troop_report(1, 3))
    its.until(30)
    assert its.came["desk"] == [(6, ["zahl-0", "putin-3", "zahl-1"])]
    assert its.came["ops"] == [(6, ["zahl-0", "zahl-1"])]
    assert groups_of(its.desk.state).groups == ()


def test_a_wait_is_never_shorter_than_it_says(room: Callable[..., Room]) -> None:
    """The minute that runs may end in a second."""
    its = room("{name: r, wait: 1m}")
    its.read(a_troop_report(0))
    its.until(1)
    assert its.came == {}
    its.until(2)
    assert its.came["desk"] == [(2, ["zahl-0"])]


def test_with_an_interval_alone_the_first_goes_out_at_once(room: Callable[..., Room]) -> None:
    its = room("{name: r, interval: 10m, to: ops}")
    its.read(a_troop_report(0))
    for number, at in enumerate((2, 4, 13, 40), 1):
        its.until(at)
        its.read(a_troop_report(number, at))
    its.until(60)
    expected = [(0, ["zahl-0"]), (11, ["zahl-1", "zahl-2"]), (21, ["zahl-3"]), (40, ["zahl-4"])]
    assert its.came["ops"] == expected
    assert [at for at, _ in its.came["desk"]] == [0, 2, 4, 13, 40]


def test_an_interval_is_never_shorter_than_it_says(room: Callable[..., Room]) -> None:
    """What an article lets out may go out in the last second of its minute; a minute lets out at once."""
    its = room("{name: r, interval: 1m, to: ops}")
    its.read(a_troop_report(0, 0.99))
    its.until(1)
    its.read(a_troop_report(1, 1.01))
    its.until(2)
    its.read(a_troop_report(2, 2.01))
    its.until(9)
    assert its.came["ops"] == [(0, ["zahl-0"]), (2, ["zahl-1"]), (3, ["zahl-2"])]


@pytest.mark.parametrize(
    ("after", "at"),
    [
        pytest.param("{name: r, interval: 1m, to: ops}", 5, id="shorter"),
        pytest.param("{name: r, interval: 10m, to: ops}", 11, id="longer"),
        pytest.param("{name: r, wait: 1m, to: ops}", 7, id="gone"),
        pytest.param("{name: r, interval: 5h, to: ops}", 301, id="the same"),
    ],
)
def test_an_interval_that_was_mended_holds_at_once(
    room: Callable[..., Room], written: Build, after: str, at: float
) -> None:
    its = room("{name: r, interval: 5h, to: ops}")
    its.read(a_troop_report(0))
    its.until(5)
    its.change(written(RULES + f"  - {after}"))
    its.read(a_troop_report(1, 5))
    its.until(400)
    assert its.came["ops"] == [(0, ["zahl-0"]), (at, ["zahl-1"])]


def test_of_many_that_went_out_the_first_ones_are_forgotten(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "WENT_OUT_AT_MOST", 3)
    its = room("{name: r, interval: 1h, by: article, to: ops}")
    for number in range(5):
        its.read(a_troop_report(number))
    its.read(an_article(a_figure("500"), id="zahl-2", revision=2))
    assert [one.shared["article"] for one in groups_of(its.desk.state).groups] == [
        "zahl-2",
        "zahl-3",
        "zahl-4",
    ]
    its.until(70)
    assert its.came["ops"][5:] == [(61, ["zahl-2"])]


def test_what_follows_in_the_interval_waits_as_long_as_both_say(room: Callable[..., Room]) -> None:
    its = room("{name: r, wait: 5m, interval: 10m, to: ops}")
    its.read(a_troop_report(0))
    its.until(15)
    its.read(a_troop_report(1, 15))
    its.until(60)
    assert its.came["ops"] == [(6, ["zahl-0"]), (21, ["zahl-1"])]


@pytest.mark.parametrize(
    ("by", "came"),
    [
        pytest.param("[]", [["zahl-0", "putin-0", "kim-jong-un-0", "zahl-1"]], id="all of a channel"),
        pytest.param("rule", [["zahl-0", "zahl-1"], ["putin-0", "kim-jong-un-0"]], id="the same rule"),
        pytest.param(
            "subject", [["zahl-0", "zahl-1"], ["putin-0"], ["kim-jong-un-0"]], id="the same subject"
        ),
        pytest.param(
            "[severity, reason]", [["zahl-0"], ["putin-0", "kim-jong-un-0"], ["zahl-1"]], id="two things"
        ),
        pytest.param("article", [["zahl-0"], ["putin-0"], ["kim-jong-un-0"], ["zahl-1"]], id="one article"),
        pytest.param("source", [["zahl-0", "putin-0", "kim-jong-un-0", "zahl-1"]], id="the same source"),
        pytest.param(
            "measure", [["zahl-0", "zahl-1"], ["putin-0", "kim-jong-un-0"]], id="the same measure, or none"
        ),
    ],
)
def test_a_group_is_what_shares(room: Callable[..., Room], by: str, came: list[list[str]]) -> None:
    its = room(f"{{name: r, wait: 1m, by: {by}, to: desk}}")
    for article in (a_troop_report(0), a_naming("putin"), a_naming("kim-jong-un"), a_troop_report(1)):
        its.read(article)
    its.until(5)
    assert [articles for _, articles in its.came["desk"]] == came


@pytest.mark.parametrize(
    ("routes", "desk", "ops"),
    [
        pytest.param(["{name: r, wait: 9m, severity: [low, medium]}"], [0, 10], [0], id="by severity"),
        pytest.param(["{name: r, wait: 9m, rule: zahl}"], [0, 10], [10], id="by rule"),
        pytest.param(["{name: r, wait: 9m, to: [ops]}"], [0, 0], [10], id="by channel"),
        pytest.param(["{name: r, wait: 9m, rule: zahl, to: desk}"], [0, 10], [0], id="all that is asked"),
        pytest.param(
            ["{name: q, wait: 3m, rule: chefs}", "{name: r, wait: 9m}"], [4, 10], [10], id="the first one"
        ),
    ],
)
def test_a_route_takes_what_it_asks_for(
    room: Callable[..., Room], routes: list[str], desk: list[float], ops: list[float]
) -> None:
    its = room(*routes)
    its.read(a_troop_report(0))
    its.read(a_naming("putin"))
    its.until(20)
    assert sorted(at for at, _ in its.came["desk"]) == desk
    assert [at for at, _ in its.came["ops"]] == ops


def test_a_digest_goes_out_at_its_time_in_berlin_and_not_without_alerts(room: Callable[..., Room]) -> None:
    its = room("{name: r, digest: [14:00, 07:00 Europe/London], to: ops}")  # NOON is 13:00 in Berlin
    its.read(a_troop_report(0))
    its.until(59)
    its.read(a_troop_report(1, 59))
    its.until(60)
    assert its.came["ops"] == [(60, ["zahl-0", "zahl-1"])]
    its.read(a_troop_report(2, 60))
    its.until(48 * 60)
    assert its.came["ops"][1:] == [(19 * 60, ["zahl-2"])]


def test_minutes_that_were_missed_delay_and_lose_nothing(room: Callable[..., Room]) -> None:
    its = room("{name: r, digest: 14:00, to: ops}")
    its.read(a_troop_report(0))
    its.at = 300
    its.read(minute(300))
    assert its.came["ops"] == [(300, ["zahl-0"])]


@pytest.mark.parametrize(
    ("route", "at"),
    [
        pytest.param("wait: 5m", 6, id="a wait begins with it"),
        pytest.param("interval: 5m", 1, id="an interval does not last until it"),
        pytest.param("digest: 14:00", 60, id="a digest is the next one after it"),
    ],
)
@pytest.mark.parametrize("said", [pytest.param(-9000, id="old news"), pytest.param(0, id="fresh news")])
def test_before_the_first_minute_of_a_journal_all_wait_for_it(
    written: Build, route: str, at: float, said: float
) -> None:
    its = Room(written(RULES + f"  - {{name: r, {route}, to: ops}}"))
    its.read(a_troop_report(0, said))
    its.until(90)
    assert its.came["ops"] == [(at, ["zahl-0"])]


def test_no_wait_is_shorter_because_no_minute_passed_for_days(
    room: Callable[..., Room], written: Build
) -> None:
    its = room("{name: r, wait: 60m, to: ops}")
    with_routes, without = its.desk.rules, written(RULES.replace("routes:", ""))
    its.change(without)
    its.read(a_troop_report(0))
    assert its.came["ops"] == [(0, ["zahl-0"])]
    its.at = 48 * 60
    its.change(with_routes)
    its.read(a_troop_report(1, its.at))
    its.until(50 * 60)
    assert its.came["ops"][1:] == [(48 * 60 + 61, ["zahl-1"])]


def test_where_too_many_wait_all_go_out(written: Build) -> None:
    its = Room(written(RULES + "  - {name: r, digest: 14:00, to: ops, by: article}"))
    its.read(minute(0))
    for number in range(WAITING_AT_MOST):
        its.read(an_article(a_figure(str(1000 + number % 2 * 1000)), id=str(number), origin=str(number)))
    assert "ops" not in its.came
    its.read(an_article(a_figure("9.000"), id="last"))
    assert len(its.came["ops"]) == WAITING_AT_MOST + 1
    assert groups_of(its.desk.state).groups == ()


def test_a_correction_waits_behind_what_it_corrects_and_both_are_told(room: Callable[..., Room]) -> None:
    its = room("{name: r, wait: 5m, to: ops}")
    its.read(an_article(a_figure("80.000"), id="a"))
    its.read(an_article(a_figure("8.000"), id="a", revision=2))
    its.until(9)
    (delivery,) = (one for one in its.desk.sent if one.channel == "ops")
    first, second = json.loads(delivery.body)["data"]["alerts"]
    assert second["follows"] == first["alert_id"]
    assert "korrigiert" in second["headline"]


def test_a_mute_holds_for_what_is_decided_after_it(room: Callable[..., Room]) -> None:
    its = room("{name: r, wait: 5m, to: ops}")
    its.read(a_troop_report(0))
    end = NOON + timedelta(hours=1)
    its.read(MuteBegan(mute_id="m", rule="zahl", start=NOON, end=end, reason="", author=""))
    its.read(a_troop_report(1, 1))
    its.until(9)
    assert its.came["ops"] == [(6, ["zahl-0"])]


@pytest.mark.parametrize(
    ("routes", "came"),
    [
        pytest.param("routes: []", [(2, ["zahl-0"]), (2, ["zahl-1"])], id="goes out at once without it"),
        pytest.param(
            "routes: [{name: other, wait: 1m}]",
            [(2, ["zahl-0"]), (4, ["zahl-1"])],
            id="under another name, too",
        ),
        pytest.param(
            "routes: [{name: r, digest: 07:00}]",
            [(6, ["zahl-0", "zahl-1"])],
            id="keeps its time while it is there",
        ),
        pytest.param(
            "routes: [{name: q, wait: 1m, severity: high}, {name: r, wait: 9m}]",
            [(4, ["zahl-1"]), (6, ["zahl-0"])],
            id="and takes no more that another one takes",
        ),
    ],
)
def test_what_waits_when_its_route_changes(
    room: Callable[..., Room], written: Build, routes: str, came: list[tuple[float, list[str]]]
) -> None:
    its = room("{name: r, wait: 5m, to: ops}")
    its.read(a_troop_report(0))
    its.until(2)
    its.change(written(RULES.replace("routes:", routes)))
    its.read(a_troop_report(1, 2))
    its.until(20)
    assert its.came["ops"] == came


def test_what_waits_of_a_rule_that_is_gone_goes_out_in_its_time(
    room: Callable[..., Room], written: Build
) -> None:
    its = room("{name: r, wait: 5m}")
    its.read(a_naming("putin"))
    lines = [line for line in RULES.splitlines() if "chefs" not in line]
    its.change(written("\n".join([*lines, "  - {name: r, wait: 5m}"])))
    its.until(9)
    assert its.came["desk"] == [(6, ["putin-0"])]


def test_why_says_until_when_it_waits_and_with_whom_it_goes_out(written: Build) -> None:
    rules = written(RULES + "  - {name: r, wait: 5m, to: desk}")
    records: list[Record] = [minute(0), a_troop_report(0), a_naming("putin"), *map(minute, range(1, 9))]
    assert why(rules, "zahl", "zahl-0", records)[-2:] == [
        "  on its way to desk it waits for others until 2024-11-04 12:06 UTC: route r",
        "  it goes out to desk at 2024-11-04 12:06 UTC, other alerts with it: 1; route r",
    ]


def test_winter_and_summer_time_move_a_digest(written: Build) -> None:
    digest = written(RULES + "  - {name: r, digest: 07:00}").routes[0].digest
    assert digest
    for after, at in [
        ("2025-03-29T07:00+01:00", "2025-03-30T07:00+02:00"),
        ("2025-10-25T07:00+02:00", "2025-10-26T07:00+01:00"),
        ("2025-10-26T06:59+01:00", "2025-10-26T07:00+01:00"),
    ]:
        assert digest.after(datetime.fromisoformat(after)) == datetime.fromisoformat(at)
