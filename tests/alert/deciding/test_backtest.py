"""backtest reads lines and goes on past bad ones; ledger and why tell what was decided."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from desk import Desk
from rich.console import Console

from builders import a_figure, a_name, an_article
from services.alert.deciding.backtest import run_backtest, run_comparison
from services.alert.deciding.replay import read_tagged
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from services.alert.ledger_table import ledger_lines, print_ledger
from shared.errors import BadInputError, ConfigError
from shared.events import AlertRaised, ArticleTagged, Flag, Skipped, SkipReason

RULES = """
rules:
  - {name: truppen, when: figure, subject: north-korea, measure: troops}
  - {name: zwei, when: figure, subject: north-korea, measure: troops, origins: 2}
  - {name: kursk, when: figure, subject: north-korea, measure: troops, place: kursk}
  - {name: chefs, when: mention, entity: leaders}
"""
ARTICLES = [
    an_article(a_figure("etwa 8.000", "die USA"), a_name("putin"), id="1", title="[bold]Erste[/bold]"),
    an_article(a_figure("rund 10.000", "das Pentagon"), id="2", at=30),
    an_article(a_figure("90.000", flags=[Flag.FORMER]), a_name("putin"), id="3", at=31),
    an_article(a_figure("11.000"), a_name("putin"), id="4", at=40),
    an_article(a_figure("8.000"), id="5", at=-20),
    an_article(a_figure("etwa 8.000"), id="1", at=41, revision=2),
]


@pytest.fixture
def rules(written: Callable[[str], RuleSet]) -> RuleSet:
    return written(RULES)


def lines_of(articles: Sequence[ArticleTagged]) -> str:
    return "".join(f"{article.model_dump_json()}\n" for article in articles)


def backtest(rules: RuleSet, *files: str, as_json: bool = True) -> tuple[bool, str, str]:
    out = io.StringIO()
    faults: list[str] = []
    run_backtest(rules, read_tagged(files, faults.append), Console(file=out, width=140), as_json=as_json)
    return not faults, out.getvalue(), "\n".join(faults)


def test_it_alerts_what_the_journal_would(rules: RuleSet, tmp_path: Path) -> None:
    file = tmp_path / "tagged.jsonl"
    file.write_text(lines_of(ARTICLES))
    good, out, errors = backtest(rules, str(file))
    desk = Desk(rules)
    live = [alert for article in ARTICLES for alert in desk.read(article)]
    assert [AlertRaised.model_validate_json(line) for line in out.splitlines()] == live
    assert (good, errors, len(live)) == (True, "", 5)


def test_it_reads_the_standard_input(rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines_of(ARTICLES[:1]).encode())))
    assert len(backtest(rules, "-")[1].splitlines()) == 2


def test_bad_lines_are_named_and_the_others_go_on(rules: RuleSet, tmp_path: Path) -> None:
    file = tmp_path / "tagged.jsonl"
    good = [article.model_dump_json() for article in ARTICLES[:2]]
    lines = [
        "\ufeff" + good[0],
        "",
        "{",
        '{"type": "article.tagged"}',
        rules.record.model_dump_json(),
        good[1],
    ]
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\n")
    all_good, out, errors = backtest(rules, str(file), str(tmp_path / "none.jsonl"))
    assert not all_good
    assert [json.loads(line)["evidence"]["article_id"] for line in out.splitlines()] == ["1", "1", "2"]
    assert [line.split(": ")[0] for line in errors.splitlines()] == [
        f"{file}:3",
        f"{file}:4",
        f"{file}:7",
        str(tmp_path / "none.jsonl"),
    ]
    assert "article: Field required" in errors


def test_people_get_a_table_and_a_count(rules: RuleSet, tmp_path: Path) -> None:
    file = tmp_path / "tagged.jsonl"
    unread = ARTICLES[0].model_copy(update={"skipped": Skipped(reason=SkipReason.FAILED, detail="?")})
    file.write_text(lines_of([*ARTICLES, unread]))
    out = backtest(rules, str(file), as_json=False)[1]
    assert "Nordkorea, Truppen: rund 10.000 (zuvor etwa 8.000, +25 %)" in out
    assert "„[bold]Erste[/bold]“" in out
    assert "5 alerts from 7 articles (1 of them unread): truppen 2, zwei 1, kursk 0, chefs 2" in out


def test_groups_and_digests_are_simulated(written: Callable[[str], RuleSet], tmp_path: Path) -> None:
    routes = "routes: [{name: zusammen, rule: truppen, wait: 10m}, {name: morgens, digest: 07:00}]"
    rules, file = written(RULES + routes), tmp_path / "tagged.jsonl"
    file.write_text(lines_of([*ARTICLES[:4], an_article(a_figure("90.000"), id="6", at=41)]))
    assert backtest(rules, str(file))[1] == backtest(written(RULES), str(file))[1]
    out = " ".join(backtest(rules, str(file), as_json=False)[1].split())
    assert "2024-11-05 06:00 log morgens Wladimir Putin genannt" in out
    assert "2024-11-05 18:12 log zusammen Nordkorea, Truppen: rund 10.000" in out
    assert "3 notifications: 3 alerts alone, 0 in 0 groups; still waiting: 3 for log" in out


def test_a_comparison_says_how_much_calmer_it_is(written: Callable[[str], RuleSet]) -> None:
    out = io.StringIO()
    after = written(RULES + "routes: [{name: r, wait: 1d}]")
    run_comparison(written(RULES), after, ARTICLES, Console(file=out))
    assert out.getvalue().splitlines()[-2:] == [
        "before: 5 notifications: 5 alerts alone, 0 in 0 groups",
        "after: 1 notifications: 0 alerts alone, 2 in 1 groups; still waiting: 3 for log",
    ]


def test_nothing_to_read_is_no_error(rules: RuleSet) -> None:
    assert list(read_tagged([], pytest.fail)) == []


def test_the_ledger_says_who_claimed_what(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read_all(ARTICLES)
    desk.read(an_article(a_figure("5", subject="russia"), id="r"))
    lines = ledger_lines(desk.state, rules, "north-korea")
    assert [(line.claim.figure.words, line.claim.change, line.held) for line in lines] == [
        ("etwa 8.000", "first", False),
        ("rund 10.000", "raised", True),
        ("90.000", None, False),
        ("11.000", "confirmed", False),
        ("8.000", "late", False),
    ]
    assert {line.subject for line in ledger_lines(desk.state, rules)} == {"north-korea", "russia"}


def test_the_ledger_prints_for_people_and_for_programs(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read_all(ARTICLES)
    lines = ledger_lines(desk.state, rules)
    people, programs = Console(file=io.StringIO(), width=160), Console(file=io.StringIO(), width=40)
    print_ledger(lines, people, as_json=False)
    print_ledger(lines, programs, as_json=True)
    printed = people.file.getvalue()  # type: ignore[attr-defined]
    assert "north-korea, troops" in printed
    assert "das Pentagon (zeitung)" in printed
    bars = [line.count("█") for line in printed.splitlines() if "zeitung" in line]
    assert bars == [round(number * 16 / 90_000) for number in (8_000, 10_000, 90_000, 11_000, 8_000)]
    rows = [json.loads(line) for line in programs.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert [row["held"] for row in rows] == [line.held for line in lines]


def test_an_unknown_subject_gets_the_nearest(rules: RuleSet) -> None:
    desk = Desk(rules)
    desk.read_all(ARTICLES)
    with pytest.raises(BadInputError, match="did you mean north-korea"):
        ledger_lines(desk.state, rules, "north-koera")


@pytest.mark.parametrize(
    ("rule", "article", "told"),
    [
        pytest.param("truppen", "1", "etwa 8.000 is first: nothing is held|the rule fires", id="first"),
        pytest.param(
            "truppen",
            "2",
            "rund 10.000 is raised: held is etwa 8.000 of zeitung, 2024-11-04 12:00 UTC; "
            "10.000 is above 8.800 (10% more)|the rule fires",
            id="raised",
        ),
        pytest.param("truppen", "3", "90.000 does not count: it is former", id="a flag"),
        pytest.param(
            "truppen",
            "4",
            "contradicts nothing between 9.000 and 11.000|the rule does not fire: it asks for",
            id="ok",
        ),
        pytest.param("truppen", "5", "8.000 is late: |said 50 h earlier, allowed are 12 h", id="late"),
        pytest.param("truppen", "1", "revision 2|has said all of it before", id="a revision"),
        pytest.param("zwei", "2", "the rule waits: 1 of 2 origins", id="one origin of two"),
        pytest.param("zwei", "4", "11.000 is confirmed: |the rule fires", id="released"),
        pytest.param("zwei", "2", "later the rule fires on it after all: Nordkorea", id="released later"),
        pytest.param("kursk", "2", "its place is not said, the rule asks for kursk", id="no place"),
        pytest.param("chefs", "1", "putin is named ('Putin'), the first time: the rule fires", id="named"),
        pytest.param(
            "chefs",
            "3",
            "last named 2024-11-04 12:00 UTC, 31 h before; the rule asks for 24 h and fires",
            id="named again",
        ),
        pytest.param("chefs", "4", "9 h before; the rule asks for 24 h and does not fire", id="too soon"),
        pytest.param("chefs", "https://zeitung.example/2", "says nothing on putin", id="by URL, not named"),
    ],
)
def test_why_a_rule_fires_or_does_not(rules: RuleSet, rule: str, article: str, told: str) -> None:
    lines = "\n".join(why(rules, rule, article, ARTICLES))
    assert all(part in lines for part in told.split("|")), lines


def test_why_tells_what_has_no_subject(rules: RuleSet) -> None:
    lines = why(rules, "truppen", "1", [an_article(a_figure("300", subject=None), id="1")])
    assert lines[1:] == [
        "  the article says nothing on north-korea troops; it speaks of –",
        "  no rule can use 300 (troops), it has no subject: „Dort stehen 300 Soldaten.“",
    ]


def test_why_knows_its_rules_and_articles(rules: RuleSet) -> None:
    with pytest.raises(ConfigError, match="no rule 'trupen'; did you mean truppen"):
        why(rules, "trupen", "1", ARTICLES)
    with pytest.raises(BadInputError, match="no article '9'"):
        why(rules, "truppen", "9", ARTICLES)
