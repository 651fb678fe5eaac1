"""What every kind of channel is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import AfterValidator, Field

from services.alert.delivery.delivery import Delivery
from services.alert.delivery.schedule import TRIES
from shared.config import ConfigModel, Duration, written_as

WallClock = Callable[[], datetime]
"""Now, in UTC."""


class Verdict(StrEnum):
    """What a receiver made of a delivery."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True)
class Answer:
    """How one try was answered: HTTP's `status` where there is one, `text` an excerpt or what went wrong."""

    verdict: Verdict
    text: str = ""
    status: int | None = None
    retry_after: timedelta | None = None


class Channel(Protocol):
    """Where alerts go. `tries` are the waits before each try, `timeout` bounds one."""

    @property
    def name(self) -> str:
        """Its name in channels.yaml and in the rules."""

    @property
    def tries(self) -> tuple[timedelta, ...]:
        """How long after the answer before it each try comes."""

    @property
    def timeout(self) -> timedelta:
        """How long one try may take."""

    async def send(self, delivery: Delivery) -> Answer:
        """Try once. What the receiver does wrong is an answer, not an exception."""

    async def close(self) -> None:
        """Close what it holds open."""


def _at_once(tries: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if not tries or tries[0]:
        raise ValueError("the first try is made at once: begin with 0s")
    return tries


class ChannelConfig(ConfigModel):
    """What every channel can be told."""

    name: Annotated[
        str,
        written_as(
            r"[a-z0-9]+([-_][a-z0-9]+)*", "a name is small letters and digits, with - or _ between them"
        ),
    ]
    timeout: Duration = Field(timedelta(seconds=20), ge=timedelta(seconds=1), le=timedelta(seconds=60))
    tries: Annotated[tuple[Duration, ...], AfterValidator(_at_once)] = TRIES


Environment = Mapping[str, str]
"""The environment's variables; `settings.py` alone reads them."""
