"""`when: no_news`: a source has fallen silent, or nobody names an entity any more."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from services.alert.deciding.clock import MINUTE
from services.alert.deciding.conditions.condition import (
    Case,
    Minute,
    Raised,
    alert_id,
    evidence,
    hours,
    watched,
)
from services.alert.deciding.conditions.known import Entities, Listed, check_sources
from services.alert.deciding.conditions.rule import Rule
from services.alert.deciding.headline import silence_headline
from shared.config import Duration
from shared.events import AlertEvidence, AlertRaised, ArticleTagged, Part, Reason, Span, Timestamp
from shared.identity import text_hash


def quiet_slice(kind: Literal["source", "entity"], name: str) -> str:
    """Name of the slice that says when a source or an entity was last heard of."""
    return f"quiet/{kind}/{name}"


class NoNewsRule(Rule):
    """`source` or `entity`: each of them by itself; `for`: how long nothing was found of it."""

    model_config = ConfigDict(serialize_by_alias=True)

    when: Literal["no_news"]
    source: Listed[str] = ()
    entity: Entities = ()
    lasting: Duration = Field(alias="for", ge=MINUTE)

    @field_validator("source")
    @classmethod
    def _sources(cls, source: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return check_sources(source, info)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.source) == bool(self.entity):
            raise ValueError("no_news needs a source or an entity, and not both")
        return self

    @property
    def watches(self) -> tuple[str, ...]:
        """When each of its sources or entities was last heard of."""
        sources = (quiet_slice("source", name) for name in self.source)
        return (*sources, *(quiet_slice("entity", entity) for entity in self.entity))

    @property
    def timed(self) -> tuple[str, ...]:
        """All of them: silence is noticed when nothing comes."""
        return self.watches

    @property
    def named(self) -> tuple[str, ...]:
        """Its entities."""
        return self.entity


class Heard(Part):
    """The last sign of life: in which watched minute of the journal, by which article; rules that told since.

    Silence is counted in the journal's own minutes: while nobody watched, nobody fell silent.
    """

    minute: int
    event_at: Timestamp
    text_hash: str
    evidence: AlertEvidence
    told: tuple[str, ...] = ()

    def silence(self, minute: int) -> timedelta:
        """How long nothing was heard."""
        return (minute - self.minute) * MINUTE


class NoNewsCondition:
    """Fires once a silence. What was never heard cannot fall silent."""

    prefix = "quiet/"
    slice = Heard

    def index(self, rules: Sequence[Rule]) -> frozenset[str]:
        """The slices that the rules watch: no others are kept."""
        return watched(rules)

    def touches(self, tagged: ArticleTagged, index: frozenset[str]) -> Mapping[str, Span]:
        """`quiet/source/<name>` or `quiet/entity/<id>` → the first sentence that shows it."""
        if not index or not tagged.article:
            return {}
        source = quiet_slice("source", tagged.article.source)
        said = {source: _first_sentence(tagged)} if source in index else {}
        for mention in tagged.mentions:
            name = quiet_slice("entity", mention.entity) if mention.entity else ""
            if name in index and name not in said:
                said[name] = tagged.sentence_at(mention)
        return said

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Span, before: Heard | None
    ) -> tuple[Heard, list[Raised]]:
        """A silence ends; that alone is no alert."""
        heard = Heard(
            minute=case.clock.watched if case.clock else 0,
            event_at=case.article.event_at,
            text_hash=text_hash(case.article.text),
            evidence=evidence(case.article, said),
        )
        return heard, []

    def pass_minute(
        self, minute: Minute, rules: Sequence[Rule], name: str, before: Heard | None
    ) -> tuple[Heard | None, list[Raised]]:
        """Every rule tells once that it has been silent for too long."""
        if before is None:
            return None, []
        silence = before.silence(minute.clock.watched)
        due = [
            rule
            for rule in rules
            if isinstance(rule, NoNewsRule) and silence >= rule.lasting and rule.open_at(minute.clock.at)
        ]
        raised = [
            Raised(_alert(minute, rule, name, before), rule.to)
            for rule in due
            if rule.name not in before.told
        ]
        if not raised:
            return before, []
        told = {*before.told, *(rule.name for rule in due)} & {rule.name for rule in rules}
        return before.model_copy(update={"told": tuple(sorted(told))}), raised

    def why(self, case: Case, rule: NoNewsRule, said: Span, before: Heard | None) -> list[str]:
        """How long the silence was that this article ends."""
        ends = f"a sign of life; the rule fires when none follows for {hours(rule.lasting)}"
        if before is None or case.clock is None:
            return [f"{ends}; none was seen before"]
        silence = before.silence(case.clock.watched)
        told = "the rule had fired" if rule.name in before.told else "the rule had not fired"
        return [f"{ends}; it ends a silence of {hours(silence)}, {told}"]


def _alert(minute: Minute, rule: NoNewsRule, name: str, heard: Heard) -> AlertRaised:
    _, kind, who = name.split("/", 2)
    entity = who if kind == "entity" else None
    return AlertRaised(
        alert_id=alert_id(rule, heard.evidence.article_id, heard.text_hash, rule.when, f"{kind}/{who}"),
        rule=rule.name,
        severity=rule.severity,
        reason=Reason.NO_NEWS,
        subject=entity,
        event_at=minute.clock.at,
        url=heard.evidence.url,
        headline=silence_headline(
            minute.labelled.names[who] if entity else who, heard.evidence, rule.lasting, named=bool(entity)
        ),
        evidence=heard.evidence,
        labels=rule.labels,
    )


def _first_sentence(tagged: ArticleTagged) -> Span:
    if tagged.sentences:
        return tagged.sentences[0]
    text = tagged.article.text if tagged.article else ""
    return Span(start=0, end=len(text.partition("\n")[0]))
