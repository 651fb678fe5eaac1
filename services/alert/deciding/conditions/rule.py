"""What all rules have in common: whom they tell, how loudly."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from services.alert.deciding.conditions.clause import OF_CLAUSE, Clause, Watching
from services.alert.deciding.conditions.known import OneOrMore, check_channels
from shared.config import Duration, written_as
from shared.events import Severity

RuleName = Annotated[
    str, written_as(r"[\w.-]{1,100}", "a name is up to 100 letters, digits, `.`, `-` and `_`, without spaces")
]
"""What a rule or route is called."""


class Rule(Watching):
    """When to raise an alert, for whom. Each condition adds its own fields and its `when`."""

    name: RuleName
    description: str = ""
    owner: str = ""
    severity: Severity = Severity.MEDIUM
    to: OneOrMore[str] = ("log",)
    labels: dict[str, str] = Field({})
    cool_down: Annotated[Duration, Field(ge=timedelta(minutes=1), le=timedelta(days=365))] | None = None

    @field_validator("to")
    @classmethod
    def _channels(cls, to: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        check_channels(to, info)
        return tuple(dict.fromkeys(to))

    @property
    def is_clause(self) -> bool:
        """Whether it stands for a clause of combined rules: it finds, and they tell."""
        return self.name.startswith(OF_CLAUSE)


class ArticleRule(Clause, Rule):
    """A rule that an article makes fire."""
