"""A rule on mentions, and what it takes for somebody to count as named."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from services.alert.deciding.believed import ALL, Believed
from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.known import Entities, Whole, known
from services.alert.deciding.conditions.rule import ArticleRule
from shared.config import Duration

Within = Literal["sentence", "paragraph", "article"]


def named_slice(entity: str) -> str:
    """Name of the slice that says when an entity was last named."""
    return f"named/{entity}"


@dataclass(frozen=True)
class Naming:
    """What counts as being named: alone or as a pair, by one article or by `count` origins in `window`.

    Only articles that are `believed` name anybody.
    """

    entities: tuple[str, ...]
    within: Within = "article"
    count: int = 1
    window: timedelta = timedelta(hours=24)
    believed: Believed = ALL

    @property
    def slice(self) -> str:
        """The slice that says when it last was so. It belongs to the naming, not to a rule."""
        pair = f"/{self.within}" if len(self.entities) > 1 else ""
        often = f"/{self.count}x{self.window // timedelta(seconds=1)}s" if self.count > 1 else ""
        by = f"/{self.believed.key}" if self.believed.key else ""
        return named_slice("+".join(self.entities)) + pair + often + by


class MentionClause(Clause):
    """`entity`: each by itself, or each with one of `together_with` `within` the same part.

    `count`: so many origins in `window`, by event_at, for it to count as named at all. `again_after`: how
    long nobody may have named it.
    """

    when: Literal["mention"]
    entity: Annotated[Entities, Field(min_length=1)]
    again_after: Duration = timedelta(0)
    together_with: Entities = ()
    within: Within = "article"
    count: Whole = Field(default=1, ge=1, le=50)
    window: Annotated[Duration, Field(ge=timedelta(minutes=1), le=timedelta(days=30))] = timedelta(hours=24)

    @model_validator(mode="after")
    def _pairs(self, info: ValidationInfo) -> Self:
        if "within" in self.model_fields_set and not self.together_with and known(info):
            raise ValueError("within says how near two stand together: it needs together_with")
        if self.together_with and not self.namings:
            raise ValueError("together_with must name somebody else than entity")
        return self

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """What it fires on; a pair is one, whichever of both comes first."""
        if not self.together_with:
            return tuple(self._naming((one,), "article") for one in self.entity)
        pairs = {
            (min(one, other), max(one, other))
            for one in self.entity
            for other in self.together_with
            if one != other
        }
        return tuple(self._naming(pair, self.within) for pair in sorted(pairs))

    def _naming(self, entities: tuple[str, ...], within: Within) -> Naming:
        return Naming(entities, within, self.count, self.window, self.believed)

    @property
    def watches(self) -> tuple[str, ...]:
        """When each of its entities or pairs was last named."""
        return tuple(naming.slice for naming in self.namings)

    @property
    def named(self) -> tuple[str, ...]:
        """Its entities."""
        return (*self.entity, *self.together_with)

    @property
    def passing(self) -> bool:
        """Nobody has named it before only once."""
        return bool(self.again_after)


class MentionRule(MentionClause, ArticleRule):
    """A rule on mentions; as one alone, it asks for a silence before."""

    again_after: Duration = timedelta(hours=24)
