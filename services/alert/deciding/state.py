"""The state of the deciding: slices by name, each a model, each JSON where it is kept."""

from pydantic import ValidationError

from services.alert.deciding.calm import MUTES, Mutes, Told, calm_slices, told_slice
from services.alert.deciding.clock import Clock, Since
from services.alert.deciding.conditions import CONDITIONS, SINCE, CombinedRule, NoNewsRule
from services.alert.deciding.conditions.combining import Combined, combined_slice
from services.alert.deciding.conditions.findings import Findings, found_slice
from services.alert.deciding.grouping import GROUPS, Groups
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from shared.errors import MelderError
from shared.events import ArticleTagged, MinutePassed, MuteBegan, MuteEnded, Part, RulesChanged, SliceWarmed

RULES = "rules"
"""The slice that holds the rules in force."""
CLOCK = "clock"
"""The slice that holds the journal's time, where some rule needs time to pass."""
EMPTY = "{}"
"""The JSON of a slice in which nothing is remembered."""
MODELS: dict[str, type[Part]] = {
    CLOCK: Clock,
    SINCE: Since,
    MUTES: Mutes,
    GROUPS: Groups,
    told_slice(""): Told,
    found_slice("/"): Findings,
    combined_slice(""): Combined,
    **{condition.prefix: condition.slice for condition in CONDITIONS.values()},
}
"""The model of a slice by what its name begins with."""


def slices(rules: RuleSet, record: Record | RulesChanged) -> frozenset[str]:
    """Names of all slices that deciding this record may read or change."""
    if isinstance(record, RulesChanged):
        return frozenset({RULES, GROUPS, CLOCK, *forgotten(rules, record)})
    if isinstance(record, SliceWarmed):
        return frozenset({record.slice})
    if isinstance(record, MuteBegan | MuteEnded):
        return frozenset({MUTES})
    time = {CLOCK, SINCE} if rules.needs_minutes else set()
    groups = {GROUPS} if rules.routes else set()
    if passing := isinstance(record, MinutePassed):
        touched = frozenset(rules.timed)
    else:
        touched = touches(rules, record)
    watching = [rule for name in touched for rule in rules.watching(name)]
    combined = [] if passing else rules.combined.able(touched)
    found = [] if passing else rules.passing_clauses(touched)
    kept = {*map(found_slice, found), *(combined_slice(rule.name) for rule in combined)}
    calm = calm_slices([*watching, *combined])
    return touched | kept | time | groups | calm if touched or passing else frozenset()


def forgotten(rules: RuleSet, record: RulesChanged) -> frozenset[str]:
    """Names of the slices of combined rules, their clauses, and silences that the new rules do not have.

    Nobody fell silent while no rule watched. None, where the new rules are of a newer Melder and cannot be
    read.
    """
    try:
        new = RuleSet.model_validate_json(record.rules, extra="ignore")
    except ValidationError:
        return frozenset()
    return _memories(rules) - _memories(new)


def _memories(rules: RuleSet) -> frozenset[str]:
    told = {combined_slice(rule.name) for rule in rules.rules if isinstance(rule, CombinedRule)}
    quiet = {name for rule in rules.rules if isinstance(rule, NoNewsRule) for name in rule.watches}
    return frozenset(told | quiet | {found_slice(name) for name in rules.combined.clauses})


def touches(rules: RuleSet, tagged: ArticleTagged) -> frozenset[str]:
    """The slices that conditions judge for an article; none for one that was not read."""
    if tagged.article is None or tagged.skipped:
        return frozenset()
    return frozenset(
        name
        for kind, condition in CONDITIONS.items()
        for name in condition.touches(tagged, rules.index(kind))
    )


def read_slice(name: str, text: str) -> Part:
    """The model of a slice; MelderError names the slice that cannot be read."""
    model = next((model for prefix, model in MODELS.items() if name.startswith(prefix)), None)
    if model is None:
        raise MelderError(f"slice {name} of the state is of no known kind")
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise MelderError(f"slice {name} of the state cannot be read: {error}") from error


def write_slice(slice_: Part) -> str:
    """The slice as JSON, the same bytes for the same content."""
    return slice_.model_dump_json(exclude_defaults=True)
