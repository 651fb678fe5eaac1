"""What a careful reader wants to be told, forwards and in reverse, and that deciding is a pure function."""

from collections.abc import Callable

import pytest
from desk import Desk, a_rule_set
from hypothesis import given
from hypothesis import strategies as st

from builders import a_figure, a_name, an_article
from services.alert.deciding.decide import decide, judge
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.state import read_slice, slices, write_slice
from shared.errors import MelderError
from shared.events import ArticleTagged, Flag, Part, Skipped, SkipReason

WATCH = """
rules:
  - {name: truppen, when: figure, subject: north-korea, measure: troops, severity: high, to: [ops]}
  - {name: bestaetigt, when: figure, subject: north-korea, measure: troops, origins: 2, by: 5%}
  - name: kursk
    when: figure
    subject: north-korea
    measure: troops
    place: kursk
    change: [first, confirmed]
  - {name: chefs, when: mention, entity: leaders, to: [desk], labels: {team: osteuropa}}
"""
NOVEMBER = [
    an_article(a_figure("mehr als 8.000"), a_figure("etwa 8.000", "die USA"), a_name("putin"), id="1"),
    an_article(a_figure("rund 10.000", "das Pentagon", place="kursk"), a_name("rutte"), id="2", at=71),
    an_article(a_name("putin"), a_name("rutte"), id="3", at=217),
    an_article(a_figure("mehr als 10.000", "Kiew", place="kursk"), id="4", at=451),
    an_article(a_name("kim-jong-un"), a_name("rutte"), id="5", at=720),
]


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return a_rule_set(tmp_path_factory.mktemp("watch"), WATCH)


def told(rules: RuleSet, articles: list[ArticleTagged]) -> list[tuple[str, str, str]]:
    desk = Desk(rules)
    alerts = [alert for article in articles for alert in desk.read(article)]
    return [(alert.evidence.article_id, alert.rule, alert.reason) for alert in alerts]


def test_a_month_forwards(watch: RuleSet) -> None:
    assert told(watch, NOVEMBER) == [
        ("1", "truppen", "first"),
        ("1", "chefs", "named"),
        ("2", "truppen", "raised"),
        ("2", "kursk", "first"),
        ("3", "chefs", "named"),
        ("2", "bestaetigt", "raised"),
        ("4", "kursk", "confirmed"),
        ("5", "chefs", "named"),
    ]


def test_a_month_in_reverse(watch: RuleSet) -> None:
    assert told(watch, NOVEMBER[::-1]) == [
        ("5", "chefs", "named"),
        ("4", "truppen", "first"),
        ("4", "kursk", "first"),
        ("3", "chefs", "named"),
        ("4", "bestaetigt", "first"),
    ]


def test_the_alert_says_it_all(watch: RuleSet) -> None:
    desk = Desk(watch)
    desk.read(NOVEMBER[0])
    alert = desk.read(NOVEMBER[1])[0]
    article = NOVEMBER[1].article
    assert article
    assert alert.headline == "Nordkorea, Truppen: rund 10.000 (zuvor etwa 8.000, +25 %)"
    assert article.text[alert.evidence.start : alert.evidence.end] == alert.evidence.sentence
    assert alert.evidence.sentence == "Dort stehen rund 10.000 Soldaten, sagt das Pentagon."
    assert alert.evidence.attribution
    assert alert.evidence.attribution.text == "das Pentagon"
    assert alert.previous
    assert (alert.previous.words, alert.previous.attribution) == ("etwa 8.000", "die USA")
    assert (alert.severity, alert.event_at, alert.url) == ("high", article.event_at, article.url)


def test_an_article_that_could_not_be_read_changes_nothing(watch: RuleSet) -> None:
    skipped = Skipped(reason=SkipReason.FAILED, detail="20 MB")
    for unread in (
        NOVEMBER[0].model_copy(update={"skipped": skipped}),
        ArticleTagged(article=None, skipped=skipped),
    ):
        assert slices(watch, unread) == frozenset()
        assert not decide(watch, {}, unread).changed


def test_changed_rules_are_a_slice_of_the_state(watch: RuleSet) -> None:
    decision = decide(watch, {}, watch.record)
    assert decision.changed == {"rules": watch.json_text}
    assert not decide(watch, decision.changed, watch.record).changed


def test_a_slice_that_cannot_be_read_is_named(watch: RuleSet) -> None:
    with pytest.raises(MelderError, match="slice named/putin"):
        decide(watch, {"named/putin": "[]"}, NOVEMBER[0])


WORDS = st.sampled_from(
    ["8.000", "rund 8.000", "mehr als 8.000", "bis zu 9.000", "9.000 bis 12.000", "10.000", "Tausende", "300"]
)
FIGURES = st.builds(
    lambda words, by, place, flags: a_figure(words, by, place=place, flags=flags),
    WORDS,
    st.sampled_from([None, "das Pentagon"]),
    st.sampled_from([None, "kursk"]),
    st.sampled_from([(), (), (Flag.FORMER,), (Flag.VAGUE,)]),
)
NAMES = st.builds(a_name, st.sampled_from(["putin", "kim-jong-un", "rutte", None]))
ARTICLES = st.builds(
    lambda said, number, at, origin: an_article(*said, id=number, at=at, origin=origin),
    st.lists(FIGURES | NAMES, max_size=4),
    st.sampled_from("abcdef"),
    st.integers(-60, 60),
    st.sampled_from([None, "dpa"]),
)


@given(st.lists(ARTICLES, max_size=12))
def test_the_same_journal_gives_the_same_bytes(watch: RuleSet, journal: list[ArticleTagged]) -> None:
    first, second = Desk(watch), Desk(RuleSet.model_validate_json(watch.json_text))
    alerts = [[alert.model_dump_json() for alert in desk.read(r)] for desk in (first,) for r in journal]
    again = [[alert.model_dump_json() for alert in desk.read(r)] for desk in (second,) for r in journal]
    assert (alerts, first.state) == (again, second.state)
    assert all(
        list(first.views(name)) == sorted(first.views(name)) for name in first.state if "/troops" in name
    )


@given(st.lists(ARTICLES, min_size=1, max_size=12), st.data())
def test_a_record_decided_again_changes_nothing(
    watch: RuleSet, journal: list[ArticleTagged], data: st.DataObject
) -> None:
    desk = Desk(watch)
    desk.read_all(journal)
    before = dict(desk.state)
    assert desk.read(data.draw(st.sampled_from(journal))) == []
    assert desk.state == before


@given(st.lists(ARTICLES, max_size=12))
def test_a_replay_in_memory_decides_as_the_journal_does(watch: RuleSet, journal: list[ArticleTagged]) -> None:
    desk, memory = Desk(watch), dict[str, Part]()
    for record in journal:
        judgement = judge(watch, memory, record)
        memory.update(judgement.changed)
        assert [raised.alert for raised in judgement.alerts] == desk.read(record)
    assert {name: write_slice(part) for name, part in memory.items()} == desk.state


@given(st.lists(ARTICLES, max_size=12))
def test_the_state_survives_its_json(watch: RuleSet, journal: list[ArticleTagged]) -> None:
    desk = Desk(watch)
    desk.read_all(journal)
    for name, text in desk.state.items():
        assert write_slice(read_slice(name, text)) == text


@given(st.lists(ARTICLES, max_size=12))
def test_no_alert_is_raised_twice(watch: RuleSet, journal: list[ArticleTagged]) -> None:
    desk = Desk(watch)
    ids = [alert.alert_id for record in journal for alert in desk.read(record)]
    assert len(ids) == len(set(ids))


Build = Callable[[str], RuleSet]


ONE = "rules: [{{name: {name}, when: figure, subject: north-korea, measure: troops, {more}}}]"


def alert_id(rules: RuleSet, *articles: ArticleTagged) -> str:
    """The id of the last alert."""
    desk = Desk(rules)
    return [alert.alert_id for article in articles for alert in desk.read(article)][-1]


def test_an_alert_id_depends_on_what_is_said_only(written: Build) -> None:
    """Not on history, other fields, time or revision; but on words, article, place and rule."""
    said = a_figure("8.000", place="kursk")
    plain = written(ONE.format(name="r", more="severity: low"))
    loud = written(ONE.format(name="r", more="severity: critical, to: ops"))
    there = written(ONE.format(name="r", more="place: kursk"))
    other = written(ONE.format(name="s", more="severity: low"))
    own = alert_id(plain, an_article(said, id="x"))
    before = an_article(a_figure("100"), id="before")
    assert alert_id(loud, before, an_article(said, id="x", at=2, revision=3)) == own
    different = [
        alert_id(plain, an_article(said, id="x", title="Andere Worte")),
        alert_id(plain, an_article(said, id="y")),
        alert_id(there, an_article(said, id="x")),
        alert_id(other, an_article(said, id="x")),
    ]
    assert len({own, *different}) == 5
