"""What all rules have in common."""

from abc import abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from services.alert.claims import Terms
from services.alert.tolerance import Tolerance
from shared.config import ConfigModel, Duration, nearest
from shared.events import Severity
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


def known(info: ValidationInfo) -> Known | None:
    """What may be named; None where rules come out of the journal, checked already."""
    return info.context["known"] if info.context else None


def check_known(word: str, words: Iterable[str], what: str) -> None:
    """Refuse an unknown word with the nearest known one."""
    words = set(words)
    if word not in words:
        raise ValueError(f"unknown {what} {word!r}; {nearest(word, words)}")


class Rule(ConfigModel):
    """When to raise an alert, for whom. Each condition adds its own fields and its `when`."""

    name: str = Field(pattern=r"^[\w.-]{1,100}$")
    description: str = ""
    severity: Severity = Severity.MEDIUM
    to: OneOrMore[str] = ("log",)
    labels: dict[str, str] = Field({})

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
