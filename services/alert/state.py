"""The state of the deciding: slices by name, each a model, each JSON where it is kept."""

from pydantic import ValidationError

from services.alert.conditions import CONDITIONS
from services.alert.rules import RuleSet
from shared.errors import MelderError
from shared.events import ArticleTagged, Part, RulesChanged

RULES = "rules"
"""The slice that holds the rules in force."""


def slices(rules: RuleSet, record: ArticleTagged | RulesChanged) -> frozenset[str]:
    """Names of all slices that deciding this record may read or change."""
    if isinstance(record, RulesChanged):
        return frozenset({RULES})
    if record.article is None or record.skipped:
        return frozenset()
    return frozenset(name for condition in CONDITIONS.values() for name in condition.touches(record))


def read_slice(name: str, text: str) -> Part:
    """The model of a slice; MelderError names the slice that cannot be read."""
    model = next(one.slice for one in CONDITIONS.values() if name.startswith(one.prefix))
    try:
        slice_: Part = model.model_validate_json(text)
    except ValidationError as error:
        raise MelderError(f"slice {name} of the state cannot be read: {error}") from error
    return slice_


def write_slice(slice_: Part) -> str:
    """The slice as JSON, the same bytes for the same content."""
    return slice_.model_dump_json(exclude_defaults=True)
