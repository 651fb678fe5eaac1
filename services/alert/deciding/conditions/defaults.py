"""What holds for every rule of a file."""

from datetime import timedelta
from functools import cached_property

from pydantic import Field, ValidationInfo, field_validator

from services.alert.deciding.claims import Terms
from services.alert.deciding.conditions.known import known
from services.alert.deciding.tolerance import Tolerance
from shared.config import ConfigModel, Duration


class Defaults(ConfigModel):
    """What holds for every rule that does not say otherwise, and how much a ledger remembers."""

    tolerance: Tolerance = Tolerance("10%")
    late_after: Duration = timedelta(hours=12)
    history: int = Field(default=200, ge=10, le=10_000)
    history_age: Duration = timedelta(days=365)

    @field_validator("history_age")
    @classmethod
    def _some_history(cls, age: timedelta, info: ValidationInfo) -> timedelta:
        if age < timedelta(hours=1) and known(info):
            raise ValueError("with less than 1h, next to nothing would be remembered; 365d is usual")
        return age

    @cached_property
    def default_terms(self) -> Terms:
        """How a ledger is read where no rule says otherwise."""
        return Terms(self.tolerance, self.late_after)


class Labelled(Defaults):
    """Defaults, and the names for headlines: of entities ("Nordkorea") and of measures ("Truppen")."""

    names: dict[str, str] = Field({})
    measures: dict[str, str] = Field({})
