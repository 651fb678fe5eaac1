"""A rule on figures."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from services.alert.change import ORIGINS_COUNTED
from services.alert.claims import Terms
from services.alert.conditions.rule import Defaults, Listed, OneOrMore, Rule, check_known, known
from services.alert.tolerance import Tolerance
from shared.events import Flag


def ledger_slice(subject: str, measure: str) -> str:
    """Name of the slice that holds a ledger."""
    return f"ledger/{subject}/{measure}"


class FigureRule(Rule):
    """`by`: own tolerance; `include`: flags that do not keep a figure from counting; `place`: only there.

    `origins`: how many must agree before the change is alerted.
    """

    when: Literal["figure"]
    subject: str
    measure: str
    change: OneOrMore[Literal["first", "raised", "lowered", "confirmed"]] = ("first", "raised", "lowered")
    by: Tolerance | None = None
    origins: int = Field(default=1, ge=1, le=ORIGINS_COUNTED)
    include: Listed[Flag] = ()
    place: str | None = None

    @field_validator("subject", "place")
    @classmethod
    def _entity(cls, entity: str | None, info: ValidationInfo) -> str | None:
        if entity is not None and (allowed := known(info)):
            check_known(entity, allowed.watchlist.entities, str(info.field_name))
        return entity

    @field_validator("measure")
    @classmethod
    def _measure(cls, measure: str, info: ValidationInfo) -> str:
        if allowed := known(info):
            check_known(measure, allowed.watchlist.measures, "measure")
        return measure

    @property
    def watches(self) -> tuple[str, ...]:
        """The ledger of its subject and measure."""
        return (ledger_slice(self.subject, self.measure),)

    def terms(self, defaults: Defaults) -> Terms:
        """How it reads the ledger."""
        tolerance = self.by or defaults.tolerance
        return Terms(tolerance, defaults.late_after, self.place, frozenset(self.include))
