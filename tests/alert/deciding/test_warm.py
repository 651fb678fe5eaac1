"""An archive fills ledgers without alerting; what is known already stays."""

from collections.abc import Callable

import pytest
from desk import TROOPS, Desk

from builders import a_figure, a_name, an_article
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.warm import warmed_slices
from shared.errors import MelderError
from shared.events import SliceWarmed

RULES = """
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops}
  - {name: chefs, when: mention, entity: leaders}
  - {name: wort, when: keyword, phrase: Soldat}
  - {name: stumm, when: no_news, source: zeitung, for: 2h}
  - {name: andrang, when: surge, entity: leaders}
"""
ARCHIVE = [
    an_article(a_figure("5.000"), a_name("putin"), id="old", at=-50),
    an_article(a_figure("8.000"), id="older", at=-40),
]


@pytest.fixture
def rules(written: Callable[[str], RuleSet]) -> RuleSet:
    return written(RULES)


def test_after_it_the_first_day_is_not_all_first(rules: RuleSet) -> None:
    desk = Desk(rules)
    for record in warmed_slices(rules, ARCHIVE):
        assert desk.read(record) == []
    told = desk.read_all([an_article(a_figure("8.100"), id="1"), an_article(a_figure("9.900"), id="2", at=1)])
    assert ("1", "first") not in told
    assert ("2", "raised") in told
    assert desk.changes() == ["first", "raised", "confirmed", "raised"]


def test_no_alert_is_remembered_that_was_never_sent(rules: RuleSet) -> None:
    desk = Desk(rules)
    for record in warmed_slices(rules, ARCHIVE):
        desk.read(record)
    assert desk.ledger().raised == ()
    correction = desk.read(an_article(a_figure("800"), id="older", revision=2))
    assert [(alert.reason, alert.follows) for alert in correction if alert.rule == "zahl"] == [
        ("lowered", None)
    ]


def test_what_is_known_already_stays(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read(an_article(a_figure("100")))
    before = desk.state[TROOPS]
    for record in warmed_slices(rules, ARCHIVE):
        desk.read(record)
    assert desk.state[TROOPS] == before
    assert "named/putin" in desk.state


def test_time_is_not_warmed(rules: RuleSet) -> None:
    kinds = {record.slice.split("/")[0] for record in warmed_slices(rules, ARCHIVE)}
    assert kinds == {"ledger", "named", "keyword"}


@pytest.mark.parametrize(
    ("name", "message"), [("named/putin", "slice named/putin"), ("nomen/x", "of no known kind")]
)
def test_a_slice_that_is_none_is_refused(rules: RuleSet, name: str, message: str) -> None:
    with pytest.raises(MelderError, match=message):
        Desk(rules).read(SliceWarmed(slice=name, content="[]"))
