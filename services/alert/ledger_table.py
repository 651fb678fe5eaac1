"""Prints the ledgers: who claimed what, when, and how it related to what was claimed before."""

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alert.deciding.conditions import ledger_slice
from services.alert.deciding.headline import number
from services.alert.deciding.ledger import Ledger
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.state import read_slice
from services.alert.deciding.tolerance import bounds
from services.alert.json_lines import print_json_lines
from shared.config import nearest
from shared.errors import BadInputError
from shared.events import AlertEvidence, Change, Figure, Part, Timestamp

BAR = 16
PREFIX = ledger_slice("", "").rstrip("/")


class WholeClaim(Part):
    """A claim with all that it says."""

    n: int
    change: Change | None
    event_at: Timestamp
    text_hash: str
    figure: Figure
    evidence: AlertEvidence


class LedgerLine(Part):
    """A claim as `ledger --json` prints it; `held` by the default terms."""

    subject: str
    measure: str
    held: bool
    claim: WholeClaim


def ledger_lines(state: Mapping[str, str], rules: RuleSet, subject: str | None = None) -> list[LedgerLine]:
    """Every claim that is remembered, by subject and measure, in order of the journal.

    `state` holds slices as JSON, others than ledgers too. Raises BadInputError where a subject has no ledger.
    """
    ledgers = sorted(name for name in state if name.startswith(f"{PREFIX}/"))
    subjects = {name.split("/")[1] for name in ledgers}
    if subject is not None and subject not in subjects:
        raise BadInputError(f"nothing has been claimed about {subject!r}; {nearest(subject, subjects)}")
    key = rules.default_terms.key
    return [
        line
        for name in ledgers
        if subject in (None, name.split("/")[1])
        for line in _lines(read_slice(name, state[name]), key)
    ]


def print_ledger(lines: Sequence[LedgerLine], console: Console, *, as_json: bool) -> None:
    """One table for every subject and measure, or JSON Lines."""
    if as_json:
        print_json_lines(console, lines)
        return
    for table in _tables(lines):
        console.print(table)
    if not lines:
        console.out("nothing has been claimed yet", highlight=False)


def _lines(ledger: Part, key: str) -> Iterator[LedgerLine]:
    if not isinstance(ledger, Ledger):
        return
    held = ledger.views[key].held if key in ledger.views else None
    for claim in ledger.claims:
        figure = claim.figure
        whole = WholeClaim(
            n=claim.n,
            change=claim.change,
            event_at=claim.event_at,
            text_hash=claim.text_hash,
            figure=figure,
            evidence=claim.evidence,
        )
        yield LedgerLine(
            subject=str(figure.subject), measure=figure.measure, held=claim.n == held, claim=whole
        )


def _tables(lines: Sequence[LedgerLine]) -> list[Table]:
    most: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.subject, line.measure)
        most[key] = max(most.get(key, 1), *bounds(line.claim.figure))
    tables = {key: _table(*key) for key in most}
    for line in lines:
        key = (line.subject, line.measure)
        tables[key].add_row(*_row(line, most[key]))
    return list(tables.values())


def _table(subject: str, measure: str) -> Table:
    columns = ("", "when (UTC)", "change", "figure", "", "place", "who says so", "sentence")
    return Table(*columns, title=f"{subject}, {measure}", title_justify="left", box=box.SIMPLE)


def _row(line: LedgerLine, most: int) -> tuple[Text, ...]:
    claim, figure = line.claim, line.claim.figure
    flags = f" ({', '.join(figure.flags)})" if figure.flags else ""
    source = claim.evidence.source
    cells = (
        "held" if line.held else "",
        f"{claim.event_at:%Y-%m-%d %H:%M}",
        claim.change or "–",
        number(figure) + flags,
        _bar(figure, most),
        figure.place or "",
        f"{figure.attribution.text} ({source})" if figure.attribution else source,
        claim.evidence.sentence,
    )
    return tuple(Text(cell, style="bold" if line.held else "") for cell in cells)


def _bar(figure: Figure, most: int) -> str:
    """The figure beside the largest one of its ledger: full up to its low bound, light up to its high one."""
    low, high = (round(bound * BAR / most) for bound in bounds(figure))
    return "█" * low + "░" * (high - low)
