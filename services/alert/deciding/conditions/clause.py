"""What an article must say, and which articles are asked: what rules and the clauses of rules share."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from pydantic import ValidationInfo, field_validator

from services.alert.deciding.believed import Believed
from services.alert.deciding.conditions.hours import Hours
from services.alert.deciding.conditions.known import Listed, check_sources, known
from shared.config import ConfigModel
from shared.events import ArticleFound, Trust, Wall
from shared.identity import short_hash

OF_CLAUSE = "/"
"""What the names of clauses begin with; those of rules cannot."""


class Watching(ConfigModel):
    """What it depends on: slices of the state, entities, hours."""

    hours: Hours | None = None

    @field_validator("hours")
    @classmethod
    def _hours(cls, hours: Hours | None, info: ValidationInfo) -> Hours | None:
        if hours and hours.empty and known(info):
            raise ValueError("these hours never come: they end when they begin; leave them out for all day")
        return hours

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


class Clause(Watching):
    """What one article says, of these sources, languages, trust and walls only, in these hours (event_at).

    They choose who may raise the alert. What is held, and what was named before, all articles decide that
    have one of the trusts and walls: the others are to the clause as if they did not exist.
    """

    source: Listed[str] = ()
    language: Listed[str] = ()
    trust: Listed[Trust] = ()
    wall: Listed[Wall] = ()

    @field_validator("source")
    @classmethod
    def _sources(cls, source: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return check_sources(source, info)

    @field_validator("language", mode="after")
    @classmethod
    def _languages(cls, language: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for one in language if known(info) else ():
            if not re.fullmatch("[a-zA-Z]{2,3}", one):
                raise ValueError(f"a language is written as its code, such as de or en, not {one!r}")
        return tuple(one.lower() for one in language)

    @cached_property
    def believed(self) -> Believed:
        """Whose word counts."""
        return Believed(frozenset(self.trust), frozenset(self.wall))

    @cached_property
    def clause_name(self) -> str:
        """Its name as a clause of combined rules: of what it says, so that all that say it share it.

        Defaults are left out: what it found is not forgotten where clauses learn to say more.
        """
        return OF_CLAUSE + short_hash(self.model_dump_json(exclude_defaults=True))

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """The slices that an article speaks of where the clause holds."""
        return frozenset(self.watches) - frozenset(self.timed)

    @property
    def passing(self) -> bool:
        """Whether what it finds is of the moment, and no more found when the article is read again."""
        return False

    def selects(self, article: ArticleFound) -> bool:
        """Whether the article may make it fire."""
        return not self.obstacle(article)

    def obstacle(self, article: ArticleFound) -> str:
        """Why the article may not make it fire; empty when it may."""
        for what, has, wanted in self._selectors(article):
            if wanted and has not in wanted:
                return f"its {what} is {has}, the rule asks for {', '.join(wanted)}"
        if self.hours and not self.hours.holds(article.event_at):
            return f"it was said at {article.event_at:%H:%M} UTC, the rule asks for {self.hours.root}"
        return ""

    def _selectors(self, article: ArticleFound) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        yield "source", article.source, self.source
        yield "language", article.language, self.language
        yield "trust", article.trust, self.trust
        yield "wall", article.wall, self.wall
