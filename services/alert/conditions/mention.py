"""`when: mention`: somebody is named who was not named for a while."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

from pydantic import ValidationInfo, field_validator

from services.alert.conditions.condition import Case, Raised, alert_id, evidence, hours
from services.alert.conditions.rule import Known, OneOrMore, Rule, check_known, known
from services.alert.headline import mention_headline
from shared.config import Duration
from shared.events import AlertRaised, ArticleFound, ArticleTagged, Mention, Part, Reason, Span, Timestamp
from shared.identity import text_hash

VOICES_REMEMBERED = 100


def named_slice(entity: str) -> str:
    """Name of the slice that says when an entity was last named."""
    return f"named/{entity}"


class MentionRule(Rule):
    """`entity`: an id, a group of the watchlist, or a list of either; groups are expanded on load."""

    when: Literal["mention"]
    entity: OneOrMore[str]
    again_after: Duration = timedelta(hours=24)

    @field_validator("entity")
    @classmethod
    def _entities(cls, entity: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        allowed = known(info)
        expanded = [one for word in entity for one in (_members(word, allowed) if allowed else (word,))]
        return tuple(dict.fromkeys(expanded))

    @property
    def watches(self) -> tuple[str, ...]:
        """When each of its entities was last named."""
        return tuple(named_slice(entity) for entity in self.entity)


def _members(word: str, allowed: Known) -> tuple[str, ...]:
    watchlist = allowed.watchlist
    check_known(word, {*watchlist.entities, *watchlist.groups}, "entity or group")
    return (word,) if word in watchlist.entities else watchlist.group(word)


class Named(Part):
    """When an entity was last named, and the articles and origins that named it, the latest last.

    It belongs to the entity, not to a rule, so that an edited rule does not fire again.
    """

    last_named: Timestamp
    voices: tuple[str, ...] = ()

    def heard(self, article: ArticleFound) -> bool:
        """Whether this article, or its origin, has named it before."""
        return article.article_id in self.voices or article.origin in self.voices

    def after(self, article: ArticleFound) -> "Named":
        """With one more article that names the entity."""
        voices = tuple(dict.fromkeys((*self.voices, article.article_id, article.origin)))
        return self.model_copy(
            update={
                "last_named": max(self.last_named, article.event_at),
                "voices": voices[-VOICES_REMEMBERED:],
            }
        )


class MentionCondition:
    """Fires when an entity is named the first time, or after `again_after` of not being named."""

    prefix = "named/"
    slice = Named

    def touches(self, tagged: ArticleTagged) -> Mapping[str, Mention]:
        """`named/<entity>` → its first mention, for every entity that the linker knows."""
        first: dict[str, Mention] = {}
        for mention in tagged.mentions:
            if mention.entity:
                first.setdefault(named_slice(mention.entity), mention)
        return first

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Mention, before: Named | None
    ) -> tuple[Named, list[Raised]]:
        """An article, or an origin, that has named the entity before never fires, nor does an old one."""
        raised = [
            Raised(_alert(case, rule, said, before), rule.to)
            for rule in rules
            if isinstance(rule, MentionRule) and is_due(rule, case.article, before)
        ]
        return (before or Named(last_named=case.article.event_at)).after(case.article), raised

    def why(self, case: Case, rule: MentionRule, said: Mention, before: Named | None) -> list[str]:
        """Who is named, when last, and how long a silence the rule asks for."""
        fires = "fires" if is_due(rule, case.article, before) else "does not fire"
        named = f"{said.entity} is named ({said.text!r})"
        if before is None:
            return [f"{named}, the first time: the rule {fires}"]
        if before.heard(case.article):
            return [f"{named}, but this article or its origin did so before: the rule {fires}"]
        silence = case.article.event_at - before.last_named
        last = f"last named {before.last_named:%Y-%m-%d %H:%M} UTC, {hours(silence)} before"
        return [f"{named}; {last}; the rule asks for {hours(rule.again_after)} and {fires}"]


def is_due(rule: MentionRule, article: ArticleFound, before: Named | None) -> bool:
    """Whether naming the entity in this article is news to the rule."""
    if before is None:
        return True
    return not before.heard(article) and article.event_at - before.last_named >= rule.again_after


def _alert(case: Case, rule: MentionRule, mention: Mention, before: Named | None) -> AlertRaised:
    article, entity = case.article, str(mention.entity)
    proof = evidence(article, _sentence(case.tagged, mention))
    silence = article.event_at - before.last_named if before else None
    return AlertRaised(
        alert_id=alert_id(rule, article.article_id, text_hash(article.text), rule.when, entity),
        rule=rule.name,
        severity=rule.severity,
        reason=Reason.NAMED,
        subject=entity,
        event_at=article.event_at,
        url=article.url,
        headline=mention_headline(case.labelled.names[entity], proof, silence),
        evidence=proof,
        labels=rule.labels,
    )


def _sentence(tagged: ArticleTagged, mention: Mention) -> Span:
    """The sentence that the mention begins in; the mention itself where it stands in none."""
    own = Span(start=mention.start, end=mention.end)
    return next((span for span in tagged.sentences if span.start <= own.start < span.end), own)
