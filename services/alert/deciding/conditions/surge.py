"""`when: surge`: an entity is in far more articles than usual."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.alert.deciding.clock import MINUTE, Since
from services.alert.deciding.conditions.condition import Case, Minute, Raised, alert_id, evidence, watched
from services.alert.deciding.conditions.rule import Rule
from services.alert.deciding.conditions.surge_count import HOUR, Counts
from services.alert.deciding.conditions.surge_rule import Level, SurgeRule, surge_slice
from services.alert.deciding.headline import surge_headline
from shared.events import AlertRaised, ArticleTagged, Mention, Reason
from shared.identity import text_hash


class SurgeCondition:
    """Fires once a surge: again only after the number has fallen below what the rule asks for."""

    prefix = "surge/"
    slice = Counts

    def index(self, rules: Sequence[Rule]) -> frozenset[str]:
        """The slices that the rules watch: no others are counted."""
        return watched(rules)

    def touches(self, tagged: ArticleTagged, index: frozenset[str]) -> Mapping[str, Mention]:
        """`surge/<entity>` → its first mention."""
        first: dict[str, Mention] = {}
        for mention in tagged.mentions if index else ():
            if mention.entity and (name := surge_slice(mention.entity)) in index:
                first.setdefault(name, mention)
        return first

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Mention, before: Counts | None
    ) -> tuple[Counts, list[Raised]]:
        """One more article; its revisions do not count."""
        article = case.article
        counts = before or Counts()
        if counts.counted(article):
            return counts, []
        own = [rule for rule in rules if isinstance(rule, SurgeRule)]
        counts = counts.after(article, max((r.window for r in own), default=HOUR), _kept(own))
        levels = {rule.name: level_of(case, rule, counts, said) for rule in own}
        raised = [
            Raised(_alert(case, rule, said, levels[rule.name]), rule.to)
            for rule in own
            if levels[rule.name].surges and rule.name not in counts.surging and rule.selects(article)
        ]
        found = {rule.name for rule in own if rule.is_clause}
        told = ({one.alert.rule for one in raised} | set(counts.surging)) - found
        surging = tuple(sorted(name for name, level in levels.items() if level.surges and name in told))
        return counts.model_copy(update={"surging": surging}), raised

    def pass_minute(
        self, minute: Minute, rules: Sequence[Rule], name: str, before: Since | None
    ) -> tuple[Since | None, list[Raised]]:
        """Counting begins with the first minute, whether anybody is named or not."""
        entities = {entity for rule in rules if isinstance(rule, SurgeRule) for entity in rule.entity}
        return (before or Since()).after(entities, minute.clock.watched), []

    def why(self, case: Case, rule: SurgeRule, said: Mention, before: Counts | None) -> list[str]:
        """How many articles, how many are usual, and what the rule asks for."""
        counts = before or Counts()
        if counts.counted(case.article):
            return ["this article was counted before: the rule does not fire"]
        counts = counts.after(case.article, rule.window, _kept([rule]))
        level = level_of(case, rule, counts, said)
        if not level.surges:
            return [f"{level.words}: the rule does not fire, {level.obstacle}"]
        again = rule.name in counts.surging
        return [f"{level.words}: the rule {'has told of this surge already' if again else 'fires'}"]


def level_of(case: Case, rule: SurgeRule, counts: Counts, mention: Mention) -> Level:
    """What a rule sees, at the newest event_at that was counted."""
    at, minute = counts.newest, case.clock.watched if case.clock else 0
    since = (case.since or Since()).entities.get(str(mention.entity), minute)
    articles, origins = counts.within(at, rule.window)
    usual = counts.before(at - rule.window, rule.baseline) * (rule.window / rule.baseline)
    return Level(rule, articles, origins, usual, (minute - since) * MINUTE)


def _kept(rules: Sequence[SurgeRule]) -> timedelta:
    return max((rule.baseline + rule.window for rule in rules), default=HOUR)


def _alert(case: Case, rule: SurgeRule, mention: Mention, level: Level) -> AlertRaised:
    article, entity = case.article, str(mention.entity)
    return AlertRaised(
        alert_id=alert_id(rule, article.article_id, text_hash(article.text), rule.when, entity),
        rule=rule.name,
        severity=rule.severity,
        reason=Reason.SURGED,
        subject=entity,
        event_at=article.event_at,
        url=article.url,
        headline=surge_headline(
            case.labelled.names[entity], level.articles, level.origins, rule.window, level.usual
        ),
        evidence=evidence(article, case.tagged.sentence_at(mention)),
        labels=rule.labels,
    )
