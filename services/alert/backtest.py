"""ArticleTagged lines in, AlertRaised out: what would have been alerted, by the code that decides live."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.conditions import Raised
from services.alert.decide import judge
from services.alert.rules import RuleSet
from shared.events import TAGGED, AlertRaised, ArticleTagged, Part

STDIN = "-"


def replay(rules: RuleSet, records: Iterable[ArticleTagged]) -> Iterator[Raised]:
    """Decide the records in their order, from an empty state."""
    state: dict[str, Part] = {}
    for record in records:
        judgement = judge(rules, state, record)
        state.update(judgement.changed)
        yield from judgement.alerts


def read_tagged(files: Sequence[str], complain: Callable[[str], None]) -> Iterator[ArticleTagged]:
    """The articles of JSON Lines files, in their order; `-` is the standard input.

    A line that is none is complained about with file and line, and the others go on. Changes of rules, which
    stand between the articles of a journal, are passed over.
    """
    for name in files:
        try:
            with sys.stdin.buffer if name == STDIN else Path(name).open("rb") as lines:
                yield from _articles("<stdin>" if name == STDIN else name, lines, complain)
        except OSError as error:
            complain(f"{name}: {error.strerror}")


def _articles(name: str, lines: Iterable[bytes], complain: Callable[[str], None]) -> Iterator[ArticleTagged]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = TAGGED.validate_json(line.removeprefix(b"\xef\xbb\xbf"))
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(str(part) for part in fault["loc"]) or "line"
            complain(f"{name}:{number}: not an ArticleTagged: {field}: {fault['msg']}")
            continue
        if isinstance(record, ArticleTagged):
            yield record


def run_backtest(
    rules: RuleSet, records: Iterable[ArticleTagged], console: Console, *, as_json: bool
) -> None:
    """Print the alerts that the records would have raised, for people or as JSON Lines."""
    articles: Counter[str] = Counter()
    alerts = (raised.alert for raised in replay(rules, _counted(records, articles)))
    if as_json:
        for alert in alerts:
            console.file.write(f"{alert.model_dump_json()}\n")  # as it is: no wrapping, no markup
    else:
        _print(list(alerts), rules, articles, console)


def _counted(records: Iterable[ArticleTagged], counter: Counter[str]) -> Iterator[ArticleTagged]:
    for record in records:
        counter["unread" if record.skipped else "read"] += 1
        yield record


def _print(alerts: Sequence[AlertRaised], rules: RuleSet, articles: Counter[str], console: Console) -> None:
    table = Table("when (UTC)", "rule", "alert, and the sentence that proves it", "source", box=box.SIMPLE)
    for alert in alerts:
        said = Text.assemble(alert.headline, "\n", (alert.evidence.sentence, "dim"))
        table.add_row(f"{alert.event_at:%Y-%m-%d %H:%M}", Text(alert.rule), said, Text(alert.evidence.source))
    if alerts:
        console.print(table)
    fired = Counter(alert.rule for alert in alerts)
    counts = ", ".join(f"{rule.name} {fired[rule.name]}" for rule in rules.rules)
    unread = f" ({articles['unread']} of them unread)" if articles["unread"] else ""
    console.out(f"{len(alerts)} alerts from {articles.total()} articles{unread}: {counts}", highlight=False)
