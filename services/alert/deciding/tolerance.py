"""How far two figures may lie apart and still say the same."""

import re
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from pydantic import ConfigDict, RootModel, field_validator

from shared.events import Change, Hedge

FORM = re.compile(r"(\d{1,12}(?:[.,]\d{1,6})?)\s*%|(\d{1,15})")


class Counted(Protocol):
    """What has bounds: a figure, a claim, the figure before."""

    @property
    def low(self) -> int | None:
        """At least so many."""

    @property
    def high(self) -> int | None:
        """At most so many."""

    @property
    def hedge(self) -> Hedge:
        """How firmly it is said."""


class Tolerance(RootModel[str]):
    """A share of the held figure ("10%"), or an absolute number ("500")."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root", mode="before")
    @classmethod
    def _written(cls, value: object) -> str:
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError("a tolerance is a percentage, such as 10%, or a whole number, such as 500")
        return f"{match[1].replace(',', '.')}%" if match[1] else match[2]

    @cached_property
    def _amount(self) -> Decimal:
        return Decimal(self.root.removesuffix("%"))

    def around(self, value: int) -> Decimal:
        """How far from `value` is still the same."""
        return value * self._amount / 100 if self.root.endswith("%") else self._amount

    def relation(self, new: Counted, held: Counted) -> Change | None:
        """`raised` or `lowered`, else None: compatible. A missing bound is filled with the other one."""
        (low, high), (held_low, held_high) = bounds(new), bounds(held)
        if low > held_high + self.around(held_high) and new.hedge is not Hedge.AT_MOST:
            return Change.RAISED
        if high < held_low - self.around(held_low) and new.hedge is not Hedge.AT_LEAST:
            return Change.LOWERED
        return None


def bounds(figure: Counted) -> tuple[int, int]:
    """Low and high, a missing one filled with the other; (0, 0) where both are missing."""
    low, high = figure.low, figure.high
    filled = next((bound for bound in (low, high) if bound is not None), 0)
    return filled if low is None else low, filled if high is None else high
