"""Rules that combine clauses by any, all and not: when they hold, what they tell, and when again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk import Desk

from builders import NOON, AFigure, AName, a_figure, a_name, an_article
from services.alert.deciding.conditions import combining
from services.alert.deciding.conditions.combining import Combined
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, Flag, MinutePassed, RulesChanged
from shared.identity import short_hash

Build = Callable[[str], RuleSet]
TROOPS = "{when: figure, subject: north-korea, measure: troops}"
PUTIN, KIM, RUTTE = (f"{{when: mention, entity: {who}}}" for who in ("putin", "kim-jong-un", "rutte"))
SOLDIER, DRONE = ("{when: keyword, phrase: Soldat}", "{when: keyword, phrase: Drohne}")
FIGURE, BY_PUTIN, BY_KIM, BY_RUTTE = (
    a_figure("rund 8.000"),
    a_name("putin"),
    a_name("kim-jong-un"),
    a_name("rutte"),
)


def rule(expression: str, more: str = "") -> str:
    return f"rules: [{{name: r, {expression}{', ' if more else ''}{more}}}]"


@pytest.mark.parametrize(
    ("expression", "said", "holds"),
    [
        pytest.param(f"all: [{TROOPS}, {KIM}]", [FIGURE, BY_KIM], True, id="all are said"),
        pytest.param(f"all: [{TROOPS}, {KIM}]", [FIGURE, BY_PUTIN], False, id="one of all is missing"),
        pytest.param(f"all: [{TROOPS}]", [FIGURE], True, id="all of one"),
        pytest.param(f"any: [{TROOPS}, {KIM}]", [BY_KIM], True, id="one of any"),
        pytest.param(f"any: [{TROOPS}, {KIM}]", [BY_PUTIN], False, id="none of any"),
        pytest.param(f"all: [{KIM}, not: {PUTIN}]", [BY_KIM], True, id="what is excluded is not said"),
        pytest.param(f"all: [{KIM}, not: {PUTIN}]", [BY_KIM, BY_PUTIN], False, id="it is said"),
        pytest.param(f"all: [{KIM}, not: {PUTIN}]", [BY_RUTTE], False, id="only what is not excluded"),
        pytest.param(
            f"all: [{KIM}, any: [{PUTIN}, {TROOPS}]]", [BY_KIM, FIGURE], True, id="an any within an all"
        ),
        pytest.param(f"all: [{KIM}, any: [{PUTIN}, {TROOPS}]]", [BY_KIM], False, id="its any is missing"),
        pytest.param(
            f"any: [all: [{KIM}, {PUTIN}], {RUTTE}]", [BY_KIM], False, id="half an all within an any"
        ),
        pytest.param(f"any: [all: [{KIM}, {PUTIN}], {RUTTE}]", [BY_RUTTE], True, id="beside that all"),
        pytest.param(
            f"all: [{KIM}, not: {{any: [{PUTIN}, {RUTTE}]}}]", [BY_KIM, BY_RUTTE], False, id="not any of two"
        ),
        pytest.param(
            f"all: [{KIM}, not: {{all: [{PUTIN}, {RUTTE}]}}]", [BY_KIM, BY_RUTTE], True, id="not both of two"
        ),
        pytest.param(f"all: [{SOLDIER}, {KIM}]", [FIGURE, BY_KIM], True, id="a keyword"),
        pytest.param(f"all: [{DRONE}, {KIM}]", [FIGURE, BY_KIM], False, id="another keyword"),
        pytest.param(
            "all: [{when: mention, entity: leaders}, {when: mention, entity: rutte}]",
            [BY_PUTIN, BY_RUTTE],
            True,
            id="one of a group",
        ),
        pytest.param(
            "all: [{when: figure, subject: north-korea, measure: troops, above: 9000}, " + f"{KIM}]",
            [FIGURE, BY_KIM],
            False,
            id="a figure not above",
        ),
        pytest.param(
            f"all: [{TROOPS}, {{when: mention, entity: kim-jong-un, source: funk}}]",
            [FIGURE, BY_KIM],
            False,
            id="a clause that does not select the source",
        ),
        pytest.param(
            f"all: [{KIM}, not: {{when: mention, entity: putin, source: funk}}]",
            [BY_KIM, BY_PUTIN],
            True,
            id="excluded only of another source",
        ),
    ],
)
def test_a_rule_holds_by_what_one_article_says(
    written: Build, expression: str, said: list[AFigure | AName], *, holds: bool
) -> None:
    rules, article = written(rule(expression)), an_article(*said)
    assert bool(Desk(rules).read(article)) is holds
    assert (why(rules, "r", "a", [article])[-1] == "  the rule fires") is holds


def test_that_somebody_was_named_an_hour_ago_matters_only_where_it_says_so(written: Build) -> None:
    articles = [an_article(BY_KIM, id="1"), an_article(FIGURE, BY_KIM, id="2", at=1)]
    assert Desk(written(rule(f"all: [{TROOPS}, {KIM}]"))).read_all(articles) == [("2", "first")]
    asking = rule(f"all: [{TROOPS}, {{when: mention, entity: kim-jong-un, again_after: 2h}}]")
    assert Desk(written(asking)).read_all(articles) == []


def test_the_alert_is_about_the_figure_and_proves_the_rest(written: Build) -> None:
    desk = Desk(written(rule(f"all: [{KIM}, {TROOPS}, {SOLDIER}]", "severity: high, labels: {team: ost}")))
    (alert,) = desk.read(an_article(FIGURE, BY_KIM))
    assert (alert.rule, alert.severity, alert.labels) == ("r", "high", {"team": "ost"})
    assert (alert.reason, alert.subject, alert.measure) == ("first", "north-korea", "troops")
    assert alert.figure
    assert alert.headline == (
        "Nordkorea, Truppen: rund 8.000 (erste Angabe); dazu Kim Jong-un genannt, Stichwort „Soldaten“"
    )
    assert [proof.sentence for proof in (alert.evidence, *alert.also)] == [
        "Dort stehen rund 8.000 Soldaten.",
        "Auch Kim-Jong-Un hat sich geäußert.",
        "Dort stehen rund 8.000 Soldaten.",
    ]


def test_each_article_is_one_alert_whatever_the_number_of_proofs(written: Build) -> None:
    desk = Desk(written(rule(f"any: [{{when: mention, entity: leaders}}, {RUTTE}]")))
    (alert,) = desk.read(an_article(BY_PUTIN, BY_KIM, BY_RUTTE))
    assert alert.headline.startswith("Wladimir Putin genannt: „Eine Meldung“ (zeitung); dazu Kim Jong-un")


KIM_AND_TROOPS = rule(f"all: [{TROOPS}, {KIM}]")
SHORT, LONG = an_article(FIGURE), an_article(FIGURE, BY_KIM, revision=2, at=1)


@pytest.mark.parametrize(
    ("articles", "told"),
    [
        pytest.param([LONG, an_article(BY_KIM, FIGURE, BY_RUTTE, revision=3)], ["first"], id="read again"),
        pytest.param([SHORT, LONG], ["first"], id="the figure first, the name later"),
        pytest.param(
            [an_article(BY_KIM), an_article(BY_KIM, FIGURE, revision=2)], ["first"], id="the name first"
        ),
        pytest.param(
            [SHORT, an_article(BY_KIM, revision=2)], [], id="the figure is withdrawn, then the name"
        ),
        pytest.param(
            [SHORT, an_article(a_figure("rund 8.100"), BY_KIM, revision=2)],
            ["first"],
            id="the figure is a little more by then",
        ),
        pytest.param(
            [SHORT, an_article(a_figure("rund 8.000", flags=[Flag.NEGATED]), BY_KIM, revision=2)],
            [],
            id="the figure is denied by then",
        ),
        pytest.param(
            [LONG, an_article(a_figure("12.000"), BY_KIM, revision=3, at=2)],
            ["first", "raised"],
            id="a further figure",
        ),
        pytest.param(
            [an_article(FIGURE, id="1", origin="dpa"), an_article(FIGURE, BY_KIM, id="2", origin="dpa")],
            ["first"],
            id="one paper prints half of an agency's text, another one all of it",
        ),
        pytest.param(
            [
                an_article(FIGURE, BY_KIM, id="1", origin="dpa"),
                an_article(BY_RUTTE, FIGURE, BY_KIM, id="2", origin="dpa"),
            ],
            ["first"],
            id="two papers print all of it",
        ),
        pytest.param(
            [an_article(FIGURE, id="1"), an_article(FIGURE, BY_KIM, id="2")],
            [],
            id="the figure of another origin",
        ),
    ],
)
def test_it_tells_once_an_article_and_origin_and_of_each_new_figure(
    written: Build, articles: list[ArticleTagged], told: list[str]
) -> None:
    assert [reason for _, reason in Desk(written(KIM_AND_TROOPS)).read_all(articles)] == told


def test_a_correction_names_the_alert_before(written: Build) -> None:
    desk = Desk(written(KIM_AND_TROOPS))
    (before,) = desk.read(an_article(a_figure("80.000"), BY_KIM))
    (after,) = desk.read(an_article(a_figure("8.000"), BY_KIM, revision=2))
    assert after.follows == before.alert_id
    assert "korrigiert, zuvor 80.000" in after.headline


def test_what_was_told_of_nothing_is_followed_by_nothing(written: Build) -> None:
    desk = Desk(written(KIM_AND_TROOPS))
    desk.read(an_article(a_figure("80.000")))
    (alert,) = desk.read(an_article(a_figure("8.000"), BY_KIM, revision=2))
    assert alert.follows is None


def test_a_rule_without_figures_tells_once_an_origin(written: Build) -> None:
    desk = Desk(written(rule(f"all: [{SOLDIER}, {KIM}]")))
    origins = ["dpa", "dpa", "afp"]
    articles = [
        an_article(FIGURE, BY_KIM, id=str(n), origin=origin, at=n) for n, origin in enumerate(origins)
    ]
    assert [article for article, _ in desk.read_all(articles)] == ["0", "2"]


def test_its_cool_down_and_hours_are_of_the_whole(written: Build) -> None:
    desk = Desk(written(rule(f"all: [{SOLDIER}, {KIM}]", "cool_down: 5h, hours: 08:00-18:00 UTC")))
    articles = [an_article(FIGURE, BY_KIM, id=str(n), at=n) for n in (0, 1, 5, 6, 7)]
    assert [article for article, _ in desk.read_all(articles)] == ["0", "5"]


REORDERED = rule(f"all: [{KIM}, {TROOPS}]", "severity: high")
WIDENED = rule(f"any: [all: [{TROOPS}, {KIM}], {RUTTE}]")


@pytest.mark.parametrize("edited", [REORDERED, WIDENED], ids=["in another order", "with a further clause"])
def test_an_edited_rule_does_not_tell_again(written: Build, edited: str) -> None:
    desk = Desk(written(KIM_AND_TROOPS))
    assert len(desk.read(LONG)) == 1
    desk.rules = written(edited)
    assert desk.read(an_article(FIGURE, BY_KIM, BY_RUTTE, revision=3, at=2)) == []


def test_an_edited_rule_knows_what_its_clauses_found(written: Build) -> None:
    """The memory of a clause belongs to the clause."""
    desk = Desk(written(KIM_AND_TROOPS))
    desk.read(SHORT)
    desk.rules = written(rule(f"all: [{RUTTE}, {TROOPS}]"))
    assert len(desk.read(an_article(FIGURE, BY_RUTTE, revision=2))) == 1


@pytest.mark.parametrize(
    ("edited", "kept"),
    [
        pytest.param(WIDENED, {"found/", "combined/r"}, id="the clause is still in a rule"),
        pytest.param(REORDERED.replace("name: r", "name: s"), {"found/"}, id="of another name"),
        pytest.param(rule(f"all: [{SOLDIER}, {KIM}]"), {"combined/r"}, id="the clause is gone"),
        pytest.param("rules: []", set(), id="all is gone"),
    ],
)
def test_what_no_rule_asks_for_any_more_is_not_kept(written: Build, edited: str, kept: set[str]) -> None:
    desk = Desk(written(KIM_AND_TROOPS))
    desk.read(desk.rules.record)
    desk.read(LONG)
    desk.read(written(edited).record)
    assert len(memories(desk)) == 2
    assert {name.rstrip("0123456789abcdef") for name, text in memories(desk).items() if text != "{}"} == kept


def test_by_rules_that_it_cannot_read_nothing_is_forgotten(written: Build) -> None:
    desk = Desk(written(KIM_AND_TROOPS))
    desk.read(LONG)
    before = memories(desk)
    desk.read(RulesChanged(rules_hash="new", rules='{"rules": [{"name": "r", "when": "of a newer Melder"}]}'))
    assert memories(desk) == before


def memories(desk: Desk) -> dict[str, str]:
    return {name: text for name, text in desk.state.items() if name.startswith(("found/", "combined/"))}


def test_several_origins_and_a_window_make_a_clause(written: Build) -> None:
    often = "{when: mention, entity: kim-jong-un, count: 2, window: 3h}"
    desk = Desk(written(rule(f"all: [{often}, {SOLDIER}]")))
    articles = [
        an_article(FIGURE, BY_KIM, id="1"),
        an_article(FIGURE, BY_KIM, id="2", at=2),
        an_article(BY_KIM, id="3", at=3),
        an_article(FIGURE, BY_KIM, id="4", at=9),
    ]
    assert [article for article, _ in desk.read_all(articles)] == ["2"]


def test_a_change_that_two_origins_confirm_is_a_clause(written: Build) -> None:
    two = TROOPS.replace("troops}", "troops, origins: 2}")
    desk = Desk(written(rule(f"all: [{two}, {KIM}]")))
    assert desk.read(an_article(FIGURE, BY_KIM, id="1")) == []
    (alert,) = desk.read(an_article(FIGURE, BY_KIM, id="2"))
    assert alert.evidence.article_id == "1"
    assert [proof.article_id for proof in (*alert.confirmed_by, *alert.also)] == ["2", "2"]


def test_a_surge_is_a_clause_while_it_lasts(written: Build) -> None:
    surge = "{when: surge, entity: kim-jong-un, baseline: 6h, min_mentions: 3, origins: 1}"
    desk = Desk(written(rule(f"all: [{surge}, {SOLDIER}]")))
    desk.read_all(MinutePassed(at=NOON + timedelta(minutes=n - 1)) for n in range(7 * 60))
    articles = [an_article(BY_KIM, id=str(n), at=7 + n / 60) for n in range(4)]
    articles += [an_article(FIGURE, BY_KIM, id="late", at=7.2), an_article(FIGURE, id="other", at=7.3)]
    assert desk.read_all(articles) == [("late", "surged")]


def test_combined_and_plain_rules_leave_each_other_alone(written: Build) -> None:
    plain = "{name: p, when: figure, subject: north-korea, measure: troops}"
    texts = [f"rules: [{plain}]", KIM_AND_TROOPS, f"rules: [{plain}, {{name: r, all: [{TROOPS}, {KIM}]}}]"]
    articles = [
        SHORT,
        LONG,
        an_article(a_figure("12.000"), BY_KIM, id="b", at=3),
        an_article(a_figure("900")),
    ]
    alone, combined, both = (
        [alert for article in articles for alert in desk.read(article)]
        for desk in map(Desk, map(written, texts))
    )
    assert len(alone) == 3
    assert len(combined) == 2
    assert sorted(both, key=lambda alert: alert.alert_id) == sorted(
        alone + combined, key=lambda alert: alert.alert_id
    )


def test_why_tells_the_path(written: Build) -> None:
    rules = written(rule(f"all: [{TROOPS}, any: [{KIM}, {RUTTE}], not: {PUTIN}]"))
    assert why(rules, "r", "a", [SHORT, LONG]) == [
        "https://zeitung.example/a, revision 1, 2024-11-04 12:00 UTC",
        "  all: does not hold",
        "    figure north-korea: holds",
        "      rund 8.000 is first: nothing is held",
        "      it holds",
        "    any: does not hold",
        "      mention kim-jong-un: does not hold",
        "        the article says nothing on kim-jong-un; it speaks of –",
        "      mention rutte: does not hold",
        "        the article says nothing on rutte; it speaks of –",
        "    not: holds",
        "      mention putin: does not hold",
        "        the article says nothing on putin; it speaks of –",
        "  the rule does not fire",
        "https://zeitung.example/a, revision 2, 2024-11-04 13:00 UTC",
        "  all: holds",
        "    figure north-korea: holds",
        "      repeated: this article or its origin has said all of it before, to the digit",
        "      it was new when this article or its origin first said it, and they say it still: it holds",
        "    any: holds",
        "      mention kim-jong-un: holds",
        "        kim-jong-un is named ('Kim-Jong-Un'): it holds",
        "      mention rutte: does not hold",
        "        the article says nothing on rutte; it speaks of kim-jong-un",
        "    not: holds",
        "      mention putin: does not hold",
        "        the article says nothing on putin; it speaks of kim-jong-un",
        "  the rule fires",
    ]
    again = an_article(FIGURE, BY_KIM, revision=3)
    assert "it has told of this article, or its origin" in why(rules, "r", "a", [LONG, again])[-1]


@pytest.mark.parametrize(
    ("expression", "articles", "told"),
    [
        pytest.param(
            f"all: [{TROOPS.replace('troops}', 'troops, by: 50%}')}, {KIM}]",
            [an_article(a_figure("10.000")), an_article(a_figure("13.000"), BY_KIM, revision=2)],
            ["Nordkorea, Truppen: 10.000"],
            id="by the tolerance of its clause, the figure is still said",
        ),
        pytest.param(
            f"all: [{TROOPS.replace('troops}', 'troops, by: 1%}')}, {KIM}]",
            [an_article(a_figure("10.000")), an_article(a_figure("10.050"), BY_KIM, revision=2)],
            ["Nordkorea, Truppen: 10.000"],
            id="nearly the same figure",
        ),
        pytest.param(
            f"all: [{{when: mention, entity: [putin, kim-jong-un], again_after: 24h}}, {DRONE}]",
            [
                an_article(BY_KIM, id="x", at=-1),
                an_article(BY_PUTIN),
                an_article(BY_KIM, a_name(None, "Drohne"), revision=2),
            ],
            [],
            id="who was named is not any more",
        ),
        pytest.param(
            "all: [{when: mention, entity: putin, together_with: [kim-jong-un, rutte], again_after: 24h}, "
            f"{DRONE}]",
            [an_article(BY_PUTIN, BY_KIM), an_article(BY_PUTIN, a_name(None, "Drohne"), revision=2)],
            [],
            id="one of a pair is not named any more",
        ),
        pytest.param(
            f"all: [{{when: mention, entity: [putin, kim-jong-un], again_after: 24h}}, {DRONE}]",
            [an_article(BY_PUTIN), an_article(BY_PUTIN, a_name(None, "Drohne"), revision=2)],
            ["Wladimir Putin genannt"],
            id="who was named still is",
        ),
    ],
)
def test_what_was_found_before_holds_only_where_it_is_still_said(
    written: Build, expression: str, articles: list[ArticleTagged], told: list[str]
) -> None:
    desk = Desk(written(rule(expression)))
    headlines = [alert.headline for article in articles for alert in desk.read(article)]
    assert len(headlines) == len(told)
    assert all(headline.startswith(start) for headline, start in zip(headlines, told, strict=True))


CALLED = a_name("kim-jong-un", "it holds")
STILL = "it was new when this article or its origin first said it, and they say it still: it holds"


@pytest.mark.parametrize(
    ("expression", "articles", "holds"),
    [
        pytest.param(f"all: [{TROOPS}, {KIM}]", [SHORT, LONG], [STILL], id="by memory"),
        pytest.param(f"all: [{SOLDIER}, {KIM}]", [LONG], [], id="a keyword holds wherever it stands"),
        pytest.param(
            f"all: [{{when: mention, entity: kim-jong-un, again_after: 2h}}, {TROOPS}]",
            [an_article(CALLED), an_article(CALLED, FIGURE, revision=2)],
            [STILL],
            id="whatever the article calls him",
        ),
    ],
)
def test_why_tells_what_holds_by_memory_alone(
    written: Build, expression: str, articles: list[ArticleTagged], holds: list[str]
) -> None:
    lines = why(written(rule(expression)), "r", "a", articles)
    assert [line.strip() for line in lines if line.strip() == STILL] == holds


@pytest.mark.parametrize(
    ("live_blog", "expression"),
    [
        pytest.param([BY_KIM, BY_RUTTE], f"all: [{KIM}, {RUTTE}]", id="what it names"),
        pytest.param(
            [BY_KIM, BY_RUTTE, FIGURE], f"all: [{KIM}, {RUTTE}, any: [{SOLDIER}, {TROOPS}]]", id="and counts"
        ),
    ],
)
def test_a_live_blog_that_is_written_on_all_day_is_told_once(
    written: Build, monkeypatch: pytest.MonkeyPatch, live_blog: list[AFigure | AName], expression: str
) -> None:
    """However many articles are told of meanwhile; and as long as it is written on."""
    monkeypatch.setattr(combining, "VOICES_REMEMBERED", 20)
    monkeypatch.setattr(combining, "FIGURES_REMEMBERED", 20)
    desk = Desk(written(rule(expression)))
    told = desk.read(an_article(*live_blog, id="blog"))
    for n in range(50):
        desk.read(an_article(BY_KIM, BY_RUTTE, a_figure(f"{n + 1}"), id=f"other-{n}", at=n / 60))
        if n % 5 == 0:
            told += desk.read(an_article(*live_blog, id="blog", revision=n + 2, at=n / 60))
    assert len(told) == 1


def test_what_was_told_before_an_upgrade_is_told() -> None:
    """Voices and figures were kept in one list."""
    kept = Combined(said=(short_hash("a"),))
    assert kept.knows({short_hash("a")})


def test_its_headline_stays_short(written: Build) -> None:
    phrases = [f"Wort{n:02}Wort{n:02}Wort{n:02}Wort{n:02}Wort{n:02}" for n in range(40)]
    clauses = ", ".join(f"{{when: keyword, phrase: {phrase}}}" for phrase in phrases)
    said = an_article(FIGURE, *(a_name(None, phrase) for phrase in phrases))
    (alert,) = Desk(written(rule(f"all: [{TROOPS}, {clauses}]"))).read(said)
    assert len(alert.headline) <= 320
    assert alert.headline.startswith("Nordkorea, Truppen: rund 8.000 (erste Angabe); dazu Stichwort „Wort00")
    assert alert.headline.endswith("“ und 35 weitere")
    assert len(alert.also) == 40
