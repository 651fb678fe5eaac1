"""How fast it decides, in CPU time of one core: by rules, by the length of a ledger, in a backtest.

.venv/bin/python tests/bench/rules.py
"""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from builders import a_figure, a_name, an_article  # noqa: E402
from services.alert.deciding.decide import Decision, decide, judge  # noqa: E402
from services.alert.deciding.replay import read_tagged, replay  # noqa: E402
from services.alert.deciding.rules import RuleSet, WrittenRules  # noqa: E402
from services.alert.deciding.state import read_slice, slices, write_slice  # noqa: E402
from shared.events import ArticleTagged  # noqa: E402

SECONDS = 2.0
ARTICLES = 5_000
COMMON = {"when": "mention", "entity": "name-2"}
EXCLUDED = {"when": "mention", "entity": "nobody"}
LEDGER = "ledger/land-0/troops"


def rules(count: int) -> RuleSet:
    """So many rules of six kinds, each on an entity or a phrase of its own; some on a common name, too."""
    kinds: list[Callable[[int], dict[str, object]]] = [
        lambda n: {"when": "figure", "subject": f"land-{n}", "measure": "troops"},
        lambda n: {"when": "mention", "entity": f"name-{n}"},
        lambda n: {"when": "mention", "entity": f"name-{n}", "together_with": f"name-{n + 4}"},
        lambda n: {"when": "keyword", "phrase": f"Wort{n}"},
        lambda n: {"all": [COMMON, {"when": "keyword", "phrase": f"Satz{n}"}, {"not": EXCLUDED}]},
        lambda n: {
            "any": [
                {"all": [{"when": "mention", "entity": f"name-{n}"}, COMMON]},
                {"when": "keyword", "phrase": f"Text{n}"},
            ]
        },
    ]
    written = [{"name": f"rule-{n}", **kinds[n % len(kinds)](n)} for n in range(count)]
    file = WrittenRules.model_validate({"rules": written})
    names = {f"{kind}-{n}": "Name" for n in range(count + 4) for kind in ("land", "name")}
    return RuleSet(rules=file.rules, names=names, measures={"troops": "Truppen"})


def article(n: int, subject: str = "land-0") -> ArticleTagged:
    """A number that no one said before, and three names."""
    names = (a_name("name-1"), a_name("name-2"), a_name("name-6"))
    return an_article(
        a_figure(f"{1000 + n * 37 % 9000}", "Kiew", subject=subject), *names, id=str(n), at=n / 60
    )


def per_second(rule_set: RuleSet, state: Mapping[str, str], first: int) -> float:
    """Decisions a second, state as JSON before and after, as they are live."""
    n, start = first, time.process_time()
    while (spent := time.process_time() - start) < SECONDS:
        step(rule_set, state, article(n))
        n += 1
    return (n - first) / spent


def step(rule_set: RuleSet, state: Mapping[str, str], tagged: ArticleTagged) -> Decision:
    """One decision, on a state that stays as it is."""
    wanted = slices(rule_set, tagged)
    return decide(rule_set, {name: state[name] for name in wanted if name in state}, tagged)


def by_rules() -> Table:
    """Decisions a second by the number of rules."""
    table = Table("rules", "decisions/s", "against 10 rules", title="Rules", title_justify="left")
    speeds: list[float] = []
    for count in (10, 1_000, 10_000):
        rule_set = rules(count)
        state: dict[str, str] = {}
        fast_forward(rule_set, state, 0, 50)
        speeds.append(per_second(rule_set, state, 50))
        table.add_row(f"{count:,}", f"{speeds[-1]:,.0f}", f"{speeds[0] / speeds[-1]:.2f} x slower")
    return table


def by_figures() -> Table:
    """Time and memory of one ledger by the figures claimed in it so far."""
    table = Table("figures", "ms a decision", "KB of JSON", title="Ledger", title_justify="left")
    rule_set, state, done = rules(10), dict[str, str](), 0
    for figures in (10, 1_000, 100_000):
        fast_forward(rule_set, state, done, figures)
        done = figures
        speed = per_second(rule_set, state, done)
        table.add_row(f"{figures:,}", f"{1000 / speed:.2f}", f"{len(state[LEDGER]) / 1000:.0f}")
    return table


def fast_forward(rule_set: RuleSet, state: dict[str, str], first: int, last: int) -> None:
    """Claim figures in one ledger, in memory."""
    parts = {name: read_slice(name, text) for name, text in state.items()}
    for n in range(first, last):
        parts.update(judge(rule_set, parts, article(n)).changed)
    state.update({name: write_slice(part) for name, part in parts.items()})


def backtest() -> Table:
    """Tagged articles a second, read from a file; the ledgers fill up on the way."""
    table = Table("articles with a figure", "articles/s", title="Backtest", title_justify="left")
    rule_set = rules(10)
    with TemporaryDirectory() as folder:
        for share in (1, 4):
            file = Path(folder) / "tagged.jsonl"
            file.write_text("".join(f"{tagged(n, share).model_dump_json()}\n" for n in range(ARTICLES)))
            start = time.process_time()
            list(replay(rule_set, read_tagged([str(file)], sys.exit)))
            speed = ARTICLES / (time.process_time() - start)
            table.add_row("all" if share == 1 else f"one in {share}", f"{speed:,.0f}")
    return table


def tagged(n: int, share: int) -> ArticleTagged:
    """An article; one in `share` has a figure, for one of eight ledgers."""
    one = article(n, f"land-{n % 8}")
    return one if n % share == 0 else one.model_copy(update={"figures": ()})


if __name__ == "__main__":
    for measured in (by_rules, by_figures, backtest):
        Console().print(measured())
