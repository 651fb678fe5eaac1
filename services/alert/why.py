"""Why a rule did or did not fire on an article: the path of the decision, in words."""

from collections.abc import Iterable, Mapping

from services.alert.conditions import CONDITIONS, AnyRule, Case
from services.alert.decide import judge
from services.alert.rules import RuleSet
from shared.config import nearest
from shared.errors import BadInputError
from shared.events import ArticleTagged, Part


def why(rules: RuleSet, name: str, article: str, records: Iterable[ArticleTagged]) -> list[str]:
    """Replay the records up to each revision of `article` (its id or URL); lines on what the rule made of it.

    Raises BadInputError where there is no such rule, or no such article among the records.
    """
    rule = next((rule for rule in rules.rules if rule.name == name), None)
    if rule is None:
        raise BadInputError(f"no rule {name!r}; {nearest(name, [rule.name for rule in rules.rules])}")
    state: dict[str, Part] = {}
    told: list[str] = []
    for tagged in records:
        found = tagged.article
        if found and article in (found.article_id, found.url):
            told.append(f"{found.url}, revision {found.revision}, {found.event_at:%Y-%m-%d %H:%M} UTC")
            told += [f"  {line}" for line in _told(Case(found, tagged, rules), rule, state)]
        state.update(judge(rules, state, tagged).changed)
    if not told:
        raise BadInputError(f"no article {article!r} among the records; an id or a URL names it")
    return told


def _told(case: Case, rule: AnyRule, state: Mapping[str, Part]) -> list[str]:
    if case.tagged.skipped:
        return [f"not read: {case.tagged.skipped.reason}: {case.tagged.skipped.detail}"]
    condition = CONDITIONS[rule.when]
    touched = condition.touches(case.tagged)
    watched = [name for name in touched if name in rule.watches]
    if not watched:
        return [
            f"the article says nothing on {', '.join(rule.watches)}; it speaks of {', '.join(touched) or '–'}"
        ]
    return [line for name in watched for line in condition.why(case, rule, touched[name], state.get(name))]
