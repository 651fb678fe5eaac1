"""What a condition is: pure, no clock, no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from services.alert.deciding.clock import Clock, Since
from services.alert.deciding.conditions.defaults import Labelled
from services.alert.deciding.conditions.rule import Rule
from shared.events import AlertEvidence, AlertRaised, ArticleFound, ArticleTagged, Attribution, Part, Span
from shared.identity import short_hash

Slice = TypeVar("Slice", bound=Part)
Said = TypeVar("Said")


@dataclass(frozen=True)
class Raised:
    """An alert, the channels it goes to, and whom it is about beside its subject."""

    alert: AlertRaised
    to: tuple[str, ...]
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """What is judged: an article as ner read it, with the defaults and names that hold."""

    article: ArticleFound
    tagged: ArticleTagged
    labelled: Labelled
    clock: Clock | None = None
    since: Since | None = None


@dataclass(frozen=True)
class Minute:
    """What is judged when time passes: the journal's clock, with the defaults and names that hold."""

    clock: Clock
    labelled: Labelled


class Condition(Protocol[Slice, Said]):
    """Judges one slice of the state at a time.

    `index` prepares its rules for `touches`, once for a rule set: deciding must not go through all of them.
    """

    @property
    def prefix(self) -> str:
        """What the names of its slices begin with."""

    @property
    def slice(self) -> type[Slice]:
        """The model of its slices."""

    def index(self, rules: Sequence[Any]) -> Any:
        """What `touches` looks rules up in."""

    def touches(self, tagged: ArticleTagged, index: Any) -> Mapping[str, Said]:
        """Name of a slice → what the article says about it, in order of the text."""

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Said, before: Slice | None
    ) -> tuple[Slice | None, list[Raised]]:
        """The slice after the article (None: nothing is kept), and what the rules that watch it raise."""

    def why(self, case: Case, rule: Any, said: Said, before: Slice | None) -> list[str]:
        """Why one of its rules does or does not fire, in words."""


class Timed(Protocol[Slice]):
    """A condition for which time must pass: it judges the slices that its rules watch every minute, too."""

    def pass_minute(
        self, minute: Minute, rules: Sequence[Rule], name: str, before: Slice | None
    ) -> tuple[Slice | None, list[Raised]]:
        """The slice after the minute, and what the rules that watch it raise."""


def watched(rules: Sequence[Rule]) -> frozenset[str]:
    """The slices that the rules watch: index enough for most conditions."""
    return frozenset(name for rule in rules for name in rule.watches)


def evidence(article: ArticleFound, span: Span, attribution: Attribution | None = None) -> AlertEvidence:
    """The sentence at `span`, cut out of the article's text."""
    return AlertEvidence(
        article_id=article.article_id,
        revision=article.revision,
        url=article.url,
        title=article.title,
        source=article.source,
        origin=article.origin,
        sentence=span.of(article.text),
        start=span.start,
        end=span.end,
        attribution=attribution,
    )


def alert_id(rule: Rule, article_id: str, text: str, condition: str, said: str) -> str:
    """The id of what is said: of `said` (a claim or an entity) by that rule in that text (its hash)."""
    return short_hash(rule.name, article_id, text, condition, said)


def hours(span: timedelta) -> str:
    """A span for people: 36 h, 0.5 h."""
    return f"{span / timedelta(hours=1):.6g} h"
