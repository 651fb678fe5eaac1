"""What was kept quiet is decided all the same, but no later alert may follow it."""

from collections.abc import Mapping, Sequence

from services.alert.deciding.calm import Hushed
from services.alert.deciding.conditions.combining import Combined
from services.alert.deciding.ledger import Ledger
from shared.events import Part


def untold(
    state: Mapping[str, Part], changed: Mapping[str, Part], hushed: Sequence[Hushed]
) -> Mapping[str, Part]:
    """The changed slices, with the alerts that were kept quiet marked as told to nobody."""
    ids = {one.alert.alert_id for one in hushed}
    return {name: _untold(state.get(name), part, ids) for name, part in changed.items()} if ids else changed


def _untold(before: Part | None, after: Part, ids: set[str]) -> Part:
    if isinstance(after, Ledger):
        return after.hush(ids)
    if isinstance(after, Combined) and not ids.isdisjoint(after.last.values()):
        last = before.last if isinstance(before, Combined) else {}
        return after.model_copy(update={"last": last})
    return after
