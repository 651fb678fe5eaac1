"""A rule on figures."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from services.alert.deciding.change import ORIGINS_COUNTED
from services.alert.deciding.claims import Terms
from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.defaults import Defaults
from services.alert.deciding.conditions.known import Listed, OneOrMore, Whole, check_known, known
from services.alert.deciding.conditions.rule import ArticleRule
from services.alert.deciding.tolerance import Counted, Tolerance, bounds
from shared.events import Flag, Hedge
from shared.watchlist import Entity, Kind, Measure, Watchlist


def ledger_slice(subject: str, measure: str) -> str:
    """Name of the slice that holds a ledger."""
    return f"ledger/{subject}/{measure}"


class FigureClause(Clause):
    """`by`: own tolerance; `include`: flags that do not keep a figure from counting; `place`: only there.

    `origins`: how many must agree before the change is alerted; `above`, `below`: surely so.
    """

    when: Literal["figure"]
    subject: str
    measure: str
    change: OneOrMore[Literal["first", "raised", "lowered", "confirmed"]] = ("first", "raised", "lowered")
    by: Tolerance | None = None
    origins: Whole = Field(default=1, ge=1, le=ORIGINS_COUNTED)
    include: Listed[Flag] = ()
    place: str | None = None
    above: Whole | None = Field(default=None, ge=0)
    below: Whole | None = Field(default=None, ge=0)

    @field_validator("subject", "place")
    @classmethod
    def _entity(cls, entity: str | None, info: ValidationInfo) -> str | None:
        if entity is not None and (allowed := known(info)):
            _check(entity, allowed.watchlist, allowed.watchlist.entities, str(info.field_name))
        return entity

    @field_validator("place")
    @classmethod
    def _place(cls, place: str | None, info: ValidationInfo) -> str | None:
        if place and (allowed := known(info)) and allowed.watchlist.entities[place].kind is Kind.PERSON:
            raise ValueError(f"{place} is a person, and nowhere; name a place or a country")
        return place

    @field_validator("measure")
    @classmethod
    def _measure(cls, measure: str, info: ValidationInfo) -> str:
        if allowed := known(info):
            _check(measure, allowed.watchlist, allowed.watchlist.measures, "measure")
        return measure

    @model_validator(mode="after")
    def _between(self) -> Self:
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise ValueError("`above` must be less than `below`: both together mean between them")
        return self

    @property
    def watches(self) -> tuple[str, ...]:
        """The ledger of its subject and measure."""
        return (ledger_slice(self.subject, self.measure),)

    @property
    def named(self) -> tuple[str, ...]:
        """Its subject, and its place."""
        return (self.subject, self.place) if self.place else (self.subject,)

    def wants(self, figure: Counted) -> bool:
        """Whether a figure surely lies above and below: "bis zu 12.000" is not above anything."""
        (low, high), hedge = bounds(figure), figure.hedge
        above = self.above is None or (low > self.above and hedge is not Hedge.AT_MOST)
        return above and (self.below is None or (high < self.below and hedge is not Hedge.AT_LEAST))

    def terms(self, defaults: Defaults) -> Terms:
        """How it reads the ledger."""
        tolerance = self.by or defaults.tolerance
        return Terms(tolerance, defaults.late_after, self.place, frozenset(self.include), self.believed)

    @property
    def passing(self) -> bool:
        """A figure is new only once."""
        return True


def _check(id_: str, watchlist: Watchlist, known: Mapping[str, Entity | Measure], what: str) -> None:
    if id_ not in known:
        check_known(id_, known, what, watchlist.called(id_, known))


class FigureRule(FigureClause, ArticleRule):
    """A rule on figures."""
