"""Why a rule did or did not fire on an article: the path of the decision, in words."""

from collections.abc import Collection, Iterable, Mapping

from services.alert.clock import with_minutes
from services.alert.conditions import CONDITIONS, AnyRule, Case
from services.alert.conditions.rule import ArticleRule
from services.alert.decide import case_of, judge
from services.alert.record import Record
from services.alert.rules import RuleSet
from shared.config import nearest
from shared.errors import BadInputError
from shared.events import ArticleTagged, Part

SHOWN = 8


def why(rules: RuleSet, name: str, article: str, records: Iterable[Record]) -> list[str]:
    """Replay the records up to each revision of `article` (its id or URL); lines on what the rule made of it.

    Raises BadInputError where there is no such rule, or no such article among the records.
    """
    rule = next((rule for rule in rules.rules if rule.name == name), None)
    if rule is None:
        raise BadInputError(f"no rule {name!r}; {nearest(name, [rule.name for rule in rules.rules])}")
    state: dict[str, Part] = {}
    told: list[str] = []
    for record in with_minutes(records) if rules.timed else records:
        found = record.article if isinstance(record, ArticleTagged) else None
        if isinstance(record, ArticleTagged) and found and article in (found.article_id, found.url):
            told.append(f"{found.url}, revision {found.revision}, {found.event_at:%Y-%m-%d %H:%M} UTC")
            case = case_of(rules, state, record, found)
            told += [f"  {line}" for line in _told(case, rules, rule, state)]
            hushed = judge(rules, state, record).hushed
            told += [f"  but it is kept quiet: {one.detail}" for one in hushed if one.alert.rule == name]
        state.update(judge(rules, state, record).changed)
    if not told:
        raise BadInputError(f"no article {article!r} among the records; an id or a URL names it")
    return told


def _told(case: Case, rules: RuleSet, rule: AnyRule, state: Mapping[str, Part]) -> list[str]:
    if case.tagged.skipped:
        return [f"not read: {case.tagged.skipped.reason}: {case.tagged.skipped.detail}"]
    if isinstance(rule, ArticleRule) and (obstacle := rule.obstacle(case.article)):
        return [f"the rule does not select this article: {obstacle}"]
    condition = CONDITIONS[rule.when]
    touched = condition.touches(case.tagged, rules.index(rule.when))
    watches = set(rule.watches)
    watched = [name for name in touched if name in watches]
    if not watched:
        return [f"the article says nothing on {_some(rule.watches)}; it speaks of {_some(touched) or '–'}"]
    return [line for name in watched for line in condition.why(case, rule, touched[name], state.get(name))]


def _some(names: Collection[str]) -> str:
    """The first names, and how many others there are."""
    shown = ", ".join(list(names)[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} others" if len(names) > SHOWN else shown
