"""What all rules have in common."""

from abc import abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from services.alert.claims import Terms
from services.alert.conditions.hours import Hours
from services.alert.tolerance import Tolerance
from shared.config import ConfigModel, Duration, nearest
from shared.events import ArticleFound, Severity
from shared.watchlist import Watchlist

Item = TypeVar("Item")
Listed = Annotated[
    tuple[Item, ...],
    BeforeValidator(lambda value: value if isinstance(value, list | tuple) else (value,)),
]
"""A list; a single value stands for a list of one."""
OneOrMore = Annotated[Listed[Item], Field(min_length=1)]


@dataclass(frozen=True)
class Known:
    """What a rules file may name; the `known` of its validation context."""

    watchlist: Watchlist
    channels: Collection[str] | None  # None: any, for rules that are only tried
    sources: Collection[str] | None = None  # None: any


def known(info: ValidationInfo) -> Known | None:
    """What may be named; None where rules come out of the journal, checked already."""
    return info.context["known"] if info.context else None


def check_known(word: str, words: Iterable[str], what: str) -> None:
    """Refuse an unknown word with the nearest known one."""
    words = set(words)
    if word not in words:
        raise ValueError(f"unknown {what} {word!r}; {nearest(word, words)}")


def check_sources(sources: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Refuse a source that sources.yaml does not have."""
    allowed = known(info)
    if allowed and allowed.sources is not None:
        for source in sources:
            check_known(source, allowed.sources, "source")
    return tuple(dict.fromkeys(sources))


def _expanded(words: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    allowed = known(info)
    return tuple(
        dict.fromkeys(one for word in words for one in (_members(word, allowed) if allowed else (word,)))
    )


def _members(word: str, allowed: Known) -> tuple[str, ...]:
    watchlist = allowed.watchlist
    check_known(word, {*watchlist.entities, *watchlist.groups}, "entity or group")
    return (word,) if word in watchlist.entities else watchlist.group(word)


Entities = Annotated[Listed[str], AfterValidator(_expanded)]
"""Entities, or groups of the watchlist, which are expanded on load."""


class Rule(ConfigModel):
    """When to raise an alert, for whom. Each condition adds its own fields and its `when`."""

    name: str = Field(pattern=r"^[\w.-]{1,100}$")
    description: str = ""
    owner: str = ""
    severity: Severity = Severity.MEDIUM
    to: OneOrMore[str] = ("log",)
    labels: dict[str, str] = Field({})
    hours: Hours | None = None
    cool_down: Annotated[Duration, Field(ge=timedelta(minutes=1), le=timedelta(days=365))] | None = None

    @field_validator("to")
    @classmethod
    def _channels(cls, to: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        allowed = known(info)
        if allowed and allowed.channels is not None:
            for channel in to:
                check_known(channel, {*allowed.channels, "log"}, "channel")
        return tuple(dict.fromkeys(to))

    @property
    @abstractmethod
    def watches(self) -> tuple[str, ...]:
        """The slices of the state that can make it fire."""

    @property
    @abstractmethod
    def named(self) -> tuple[str, ...]:
        """The entities that headlines may have to name."""

    @property
    def timed(self) -> tuple[str, ...]:
        """The slices that are judged every minute, too; none: it needs no time to pass."""
        return ()

    def open_at(self, at: datetime) -> bool:
        """Whether it may fire at that time of the day."""
        return self.hours is None or self.hours.holds(at)


class ArticleRule(Rule):
    """A rule that an article makes fire: only one of these sources and languages, in these hours (event_at).

    They choose who may raise the alert. What is held, and what was named before, all articles decide.
    """

    source: Listed[str] = ()
    language: Listed[str] = ()

    @field_validator("source")
    @classmethod
    def _sources(cls, source: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return check_sources(source, info)

    def selects(self, article: ArticleFound) -> bool:
        """Whether the article may make it fire."""
        return not self.obstacle(article)

    def obstacle(self, article: ArticleFound) -> str:
        """Why the article may not make it fire; empty when it may."""
        if self.source and article.source not in self.source:
            return f"its source is {article.source}, the rule asks for {', '.join(self.source)}"
        if self.language and article.language not in self.language:
            return f"its language is {article.language}, the rule asks for {', '.join(self.language)}"
        if self.hours and not self.hours.holds(article.event_at):
            return f"it was said at {article.event_at:%H:%M} UTC, the rule asks for {self.hours.root}"
        return ""


class Defaults(ConfigModel):
    """What holds for every rule that does not say otherwise, and how much a ledger remembers."""

    tolerance: Tolerance = Tolerance("10%")
    late_after: Duration = timedelta(hours=12)
    history: int = Field(default=200, ge=10, le=10_000)
    history_age: Duration = timedelta(days=365)

    @property
    def default_terms(self) -> Terms:
        """How a ledger is read where no rule says otherwise."""
        return Terms(self.tolerance, self.late_after)


class Labelled(Defaults):
    """Defaults, and the names for headlines: of entities ("Nordkorea") and of measures ("Truppen")."""

    names: dict[str, str] = Field({})
    measures: dict[str, str] = Field({})
