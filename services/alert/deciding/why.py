"""Why a rule did or did not fire on an article: the path of the decision, in words."""

from collections.abc import Collection, Iterable, Iterator

from services.alert.deciding.clock import Clock, with_minutes
from services.alert.deciding.decide import Judgement, case_of, clock_of, judge
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why_article import made_of
from services.alert.unknown import refuse_unknown
from shared.errors import BadInputError
from shared.events import ArticleTagged, Part


def why(rules: RuleSet, name: str, article: str, records: Iterable[Record]) -> list[str]:
    """Replay the records up to each revision of `article` (its id or URL); lines on what the rule made of it.

    Raises ConfigError where there is no such rule, BadInputError for no such article among the records.
    """
    refuse_unknown(name, [rule.name for rule in rules.rules], "rule")
    rule = rules.rule(name)
    state: dict[str, Part] = {}
    told: list[str] = []
    waited: set[str] = set()
    for record in with_minutes(records) if rules.needs_minutes else records:
        found = record.article if isinstance(record, ArticleTagged) else None
        asked = found is not None and article in (found.article_id, found.url)
        if asked and isinstance(record, ArticleTagged) and found:
            told.append(f"{found.url}, revision {found.revision}, {found.event_at:%Y-%m-%d %H:%M} UTC")
            case = case_of(rules, state, record, found)
            told += [f"  {line}" for line in made_of(case, rules, rule, state)]
        judgement = judge(rules, state, record)
        state.update(judgement.changed)
        told += [f"  {line}" for line in _gone_out(judgement, waited, clock_of(state))]
        if not asked:
            told += [f"  {line}" for line in _released(judgement, name, article)]
        else:
            told += [f"  {line}" for line in _kept_back(judgement, name)]
            waited |= {one.alert.alert_id for one in judgement.waiting if one.alert.rule == name}
    if not told:
        raise BadInputError(
            f"no article {article!r} among the records; give its id or its whole URL, as the alert or the "
            "ner's ArticleTagged has it; one that the journal no longer holds must be named in a file"
        )
    return told


def _released(judgement: Judgement, name: str, article: str) -> Iterator[str]:
    """What a later record makes the rule tell of the article: another origin agrees, or silence follows."""
    fires = [*(one.alert for one in judgement.alerts), *(one.alert for one in judgement.waiting)]
    told = [(alert, f"the rule fires on it after all: {alert.headline}") for alert in fires]
    told += [
        (one.alert, f"the rule would fire on it, but is kept quiet: {one.detail}") for one in judgement.hushed
    ]
    for alert, what in told:
        if alert.rule == name and article in (alert.evidence.article_id, alert.evidence.url):
            yield f"later {what}"


def _kept_back(judgement: Judgement, name: str) -> Iterator[str]:
    """What of the rule is not told, or not yet."""
    for hushed in judgement.hushed:
        if hushed.alert.rule == name:
            yield f"but it is kept quiet: {hushed.detail}"
    for one in judgement.waiting:
        if one.alert.rule == name:
            until = f"{one.until:%Y-%m-%d %H:%M} UTC" if one.until else "the next minute sets its time"
            yield f"on its way to {one.channel} it waits for others until {until}: route {one.route}"


def _gone_out(judgement: Judgement, waited: Collection[str], clock: Clock | None) -> Iterator[str]:
    """What has waited and goes out."""
    for group in judgement.notifications:
        others = [alert for alert in group.alerts if alert.alert_id not in waited]
        if clock and len(others) < len(group.alerts):
            at = f"{clock.at:%Y-%m-%d %H:%M} UTC"
            with_ = f"other alerts with it: {len(others)}"
            yield f"it goes out to {group.channel} at {at}, {with_}; route {group.route}"
