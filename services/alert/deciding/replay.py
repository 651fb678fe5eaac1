"""Decides records again from an empty state, in memory, by the code that decides live."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from services.alert.deciding.clock import with_minutes
from services.alert.deciding.conditions import Raised
from services.alert.deciding.decide import Judgement, judge
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from shared.events import TAGGED, Part, RulesChanged

STDIN = "-"


def replay(rules: RuleSet, records: Iterable[Record]) -> Iterator[Raised]:
    """The alerts that the records raise."""
    for judgement in judgements(rules, records, {}):
        yield from judgement.alerts


def judgements(rules: RuleSet, records: Iterable[Record], state: dict[str, Part]) -> Iterator[Judgement]:
    """Decide the records in their order; `state` changes along. Minutes pass where the rules need them."""
    for record in with_minutes(records) if rules.needs_minutes else records:
        judgement = judge(rules, state, record)
        state.update(judgement.changed)
        yield judgement


def read_tagged(files: Sequence[str], complain: Callable[[str], None]) -> Iterator[Record]:
    """What JSON Lines files hold, in their order; `-` is the standard input.

    A line that is none is complained about with file and line, and the others go on. Changes of rules, which
    stand between the articles of a journal, are passed over.
    """
    for name in files:
        try:
            with sys.stdin.buffer if name == STDIN else Path(name).open("rb") as lines:
                yield from _records("<stdin>" if name == STDIN else name, lines, complain)
        except OSError as error:
            complain(f"{name}: {error.strerror}")


def _records(name: str, lines: Iterable[bytes], complain: Callable[[str], None]) -> Iterator[Record]:
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
        if not isinstance(record, RulesChanged):
            yield record
