"""Fills ledgers from an archive without alerting, so that the first day is not all `first`."""

from collections.abc import Iterable

from services.alert.deciding.conditions.combining import Combined
from services.alert.deciding.ledger import Ledger
from services.alert.deciding.record import Record
from services.alert.deciding.replay import judgements
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.state import write_slice
from shared.events import Part, SliceWarmed

WARMED = ("ledger/", "named/", "keyword/", "combined/")
"""What was claimed, named, found and told. Counts and silences are of the time that the journal watched."""


def warmed_slices(rules: RuleSet, records: Iterable[Record]) -> list[SliceWarmed]:
    """The slices that deciding the records comes to, as records for the journal, by name.

    No alert is remembered: none was sent that a correction could name.
    """
    state: dict[str, Part] = {}
    for _ in judgements(rules, records, state):
        pass
    return [
        SliceWarmed(slice=name, content=write_slice(_never_sent(state[name])))
        for name in sorted(state)
        if name.startswith(WARMED)
    ]


def _never_sent(part: Part) -> Part:
    if isinstance(part, Ledger):
        return part.model_copy(update={"raised": (), "hushed": ()})
    return part.model_copy(update={"last": {}}) if isinstance(part, Combined) else part
