"""`when: mention`: somebody is named who was not named for a while."""

from collections.abc import Mapping, Sequence

from services.alert.deciding.conditions.condition import Case, Raised, alert_id, evidence, hours
from services.alert.deciding.conditions.mention_rule import MentionRule, Naming
from services.alert.deciding.conditions.naming import Named, Spoken, asked_for, spoken
from services.alert.deciding.conditions.rule import Rule
from services.alert.deciding.headline import mention_headline
from shared.events import AlertRaised, ArticleFound, ArticleTagged, Reason
from shared.identity import text_hash


class MentionCondition:
    """Fires when an entity is named the first time, or after `again_after` of not being named."""

    prefix = "named/"
    slice = Named

    def index(self, rules: Sequence[MentionRule]) -> Mapping[str, list[Naming]]:
        """What is asked for beyond every entity alone, by its first entity."""
        return asked_for(rules)

    def touches(self, tagged: ArticleTagged, index: Mapping[str, list[Naming]]) -> Mapping[str, Spoken]:
        """`named/<entity>` → its first mention, for every known entity; then what rules ask for."""
        if not tagged.article:
            return {}
        return {said.naming.slice: said for said in spoken(tagged.article, tagged, index)}

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Spoken, before: Named | None
    ) -> tuple[Named, list[Raised]]:
        """An article, or an origin, that has named the entity before never fires, nor does an old one."""
        raised = [
            Raised(_alert(case, rule, said, before), rule.to, frozenset(said.naming.entities))
            for rule in rules
            if isinstance(rule, MentionRule)
            and is_due(rule, case.article, said.naming, before)
            and rule.selects(case.article)
        ]
        return (before or Named()).after(case.article, said.naming), raised

    def why(self, case: Case, rule: MentionRule, said: Spoken, before: Named | None) -> list[str]:
        """Who is named, when last, and how long a silence the rule asks for."""
        due = is_due(rule, case.article, said.naming, before)
        fires = "fires" if due else "does not fire"
        named = f"{' with '.join(said.naming.entities)} is named ({said.mention.text!r})"
        if due and rule.is_clause and not rule.again_after:
            return [f"{named}: the rule fires"]
        if before and before.heard(case.article):
            return [f"{named}, but this article or its origin did so before: the rule {fires}"]
        if said.naming.count > 1:
            origins = (before or Named()).origins(case.article, said.naming)
            named += f", by {origins} origins in {hours(said.naming.window)} of {said.naming.count}"
        if before is None or before.last_named is None:
            return [f"{named}, the first time: the rule {fires}"]
        silence = case.article.event_at - before.last_named
        last = f"last named {before.last_named:%Y-%m-%d %H:%M} UTC, {hours(silence)} before"
        return [f"{named}; {last}; the rule asks for {hours(rule.again_after)} and {fires}"]


def is_due(rule: MentionRule, article: ArticleFound, naming: Naming, before: Named | None) -> bool:
    """Whether the naming in this article is news to the rule; a clause may do with less."""
    named = before or Named()
    if named.origins(article, naming) < naming.count:
        return False
    if rule.is_clause and not rule.again_after:
        return True
    if named.heard(article):
        return False
    return named.last_named is None or article.event_at - named.last_named >= rule.again_after


def _alert(case: Case, rule: MentionRule, said: Spoken, before: Named | None) -> AlertRaised:
    article, naming = case.article, said.naming
    proof = evidence(article, case.tagged.sentence_at(said.mention))
    last = before.last_named if before else None
    names = " zusammen mit ".join(case.labelled.names[entity] for entity in naming.entities)
    what = naming.slice.removeprefix(MentionCondition.prefix)
    return AlertRaised(
        alert_id=alert_id(rule, article.article_id, text_hash(article.text), rule.when, what),
        rule=rule.name,
        severity=rule.severity,
        reason=Reason.NAMED,
        subject=said.mention.entity,
        event_at=article.event_at,
        url=article.url,
        headline=mention_headline(names, proof, article.event_at - last if last else None),
        evidence=proof,
        labels=rule.labels,
    )
