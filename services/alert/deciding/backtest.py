"""ArticleTagged lines in, AlertRaised out: what would have been alerted, by the code that decides live."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.deciding.calm import Hushed
from services.alert.deciding.notified import Notified
from services.alert.deciding.record import Record
from services.alert.deciding.replay import judgements, replay
from services.alert.deciding.rules import RuleSet
from services.alert.json_lines import print_json_lines
from shared.events import AlertRaised, ArticleTagged, Part


@dataclass
class Outcome:
    """What a replay came to."""

    alerts: list[AlertRaised] = field(default_factory=list)
    hushed: list[Hushed] = field(default_factory=list)
    articles: Counter[str] = field(default_factory=Counter)
    notified: Notified = field(default_factory=Notified)

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records; articles are counted on their way."""
        for record in records:
            if isinstance(record, ArticleTagged):
                self.articles["unread" if record.skipped else "read"] += 1
            yield record


def run_backtest(rules: RuleSet, records: Iterable[Record], console: Console, *, as_json: bool) -> None:
    """Print the alerts that the records would have raised, for people or as JSON Lines."""
    if as_json:
        print_json_lines(console, (raised.alert for raised in replay(rules, records)))
        return
    outcome = _replayed(rules, records)
    if outcome.alerts:
        console.print(_told(outcome.alerts))
    if outcome.alerts or outcome.hushed:
        console.print(_by_day(outcome))
    if outcome.notified.groups:
        console.print(outcome.notified.table)
    console.out(_summary(rules, outcome), highlight=False)
    if rules.routes:
        console.out(outcome.notified.summary, highlight=False)


def run_comparison(rules: RuleSet, other: RuleSet, records: Iterable[Record], console: Console) -> None:
    """Print the alerts that only one of two rule sets would have raised: + only the other one."""
    records = list(records)
    outcomes = [_replayed(tried, records) for tried in (rules, other)]
    before, after = ({alert.alert_id: alert for alert in outcome.alerts} for outcome in outcomes)
    removed, added = before.keys() - after.keys(), after.keys() - before.keys()
    table = Table("", "when (UTC)", "rule", "alert", "source", box=box.SIMPLE)
    for alert in sorted((before | after).values(), key=lambda alert: (alert.event_at, alert.rule)):
        sign = "−" if alert.alert_id in removed else "+" if alert.alert_id in added else ""
        if sign:
            table.add_row(*(Text(cell) for cell in (sign, *_cells(alert))))
    if table.row_count:
        console.print(table)
    both = len(before.keys() & after.keys())
    console.out(f"+ {len(added)} alerts, − {len(removed)} alerts, {both} by both", highlight=False)
    if rules.routes or other.routes:
        for which, outcome in zip(("before", "after"), outcomes, strict=True):
            console.out(f"{which}: {outcome.notified.summary}", highlight=False)


def _replayed(rules: RuleSet, records: Iterable[Record]) -> Outcome:
    outcome, state = Outcome(), dict[str, Part]()
    for judgement in judgements(rules, outcome.counted(records), state):
        outcome.alerts += [raised.alert for raised in judgement.alerts]
        outcome.hushed += judgement.hushed
        outcome.notified.add(judgement, state)
    outcome.notified.end(state)
    return outcome


def _cells(alert: AlertRaised) -> tuple[str, str, str, str]:
    return f"{alert.event_at:%Y-%m-%d %H:%M}", alert.rule, alert.headline, alert.evidence.source


def _told(alerts: Sequence[AlertRaised]) -> Table:
    table = Table("when (UTC)", "rule", "alert, and the sentence that proves it", "source", box=box.SIMPLE)
    for alert in alerts:
        when, rule, headline, source = _cells(alert)
        said = Text.assemble(headline, "\n", (alert.evidence.sentence, "dim"))
        table.add_row(when, Text(rule), said, Text(source))
    return table


def _by_day(outcome: Outcome) -> Table:
    told = Counter((f"{alert.event_at:%Y-%m-%d}", alert.rule) for alert in outcome.alerts)
    quiet = Counter((f"{one.alert.event_at:%Y-%m-%d}", one.alert.rule) for one in outcome.hushed)
    table = Table("day (UTC)", "rule", "alerts", *(["kept quiet"] if quiet else []), box=box.SIMPLE)
    for key in sorted(told | quiet):
        numbers = [told[key], *([quiet[key]] if quiet else [])]
        table.add_row(key[0], Text(key[1]), *(str(number) for number in numbers))
    return table


def _summary(rules: RuleSet, outcome: Outcome) -> str:
    articles, fired = outcome.articles, Counter(alert.rule for alert in outcome.alerts)
    counts = ", ".join(f"{rule.name} {fired[rule.name]}" for rule in rules.rules)
    unread = f" ({articles['unread']} of them unread)" if articles["unread"] else ""
    hushed = Counter(one.hush.value for one in outcome.hushed)
    quiet = "".join(f"; kept quiet: {number} by {hush}" for hush, number in sorted(hushed.items()))
    return f"{len(outcome.alerts)} alerts from {articles.total()} articles{unread}: {counts}{quiet}"
