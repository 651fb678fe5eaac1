"""The steps claim and done: deliveries of one channel are taken, answered, and end once."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from redis.asyncio import Redis

from services.alert.delivery.delivery import Delivery
from shared.events import DeadLetter, Part, Timestamp
from shared.scripts import Step
from shared.streams import Keys

log = logging.getLogger(__name__)
HERE = Path(__file__).parent
KEEP_DAYS = 7
"""How long an ending can be looked up and sent again: as long as receivers are asked to keep the ids."""
HOP = "deliver"
"""The hop of its dead letters."""


class Outcome(StrEnum):
    """What one try led to; `discarded` by a person, without one."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DEAD = "dead"
    DISCARDED = "discarded"


class Ending(Part):
    """How a try ended.

    The last one is kept: while its delivery waits for the next try, then on the stream `delivered`, and as
    detail of a dead letter. `status` is HTTP's, where the receiver spoke it; `answer` an excerpt of what it
    said. `alert_ids` are a group's.
    """

    type: Literal["delivery.ended"] = "delivery.ended"
    delivery_id: str
    alert_id: str
    rule: str
    channel: str
    outcome: Outcome
    status: int | None
    tries: int
    answer: str
    at: Timestamp
    alert_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claimed:
    """A delivery that this process may try now; `answers` is how many it got before."""

    delivery: Delivery
    token: str
    answers: int


@dataclass(frozen=True)
class Result:
    """What one try led to: tried again after `wait`, or over. `gone`: the receiver wants no more (410)."""

    ending: Ending
    wait: timedelta = timedelta(0)
    gone: bool = False


class Claims:
    """Takes deliveries of one channel and says how each try ended."""

    def __init__(self, client: Redis, keys: Keys, channel: str, lease: timedelta) -> None:
        self._channel, self._lease_ms = channel, round(lease.total_seconds() * 1000)
        own = keys.on_their_way(channel)
        self._claim_keys = [*own, keys.disabled]
        self._done_keys = [*own, keys.answers(channel), keys.delivered, keys.dead, keys.disabled]
        self._unreadable: set[str] = set()
        self._claim = Step(client, HERE / "claim.lua")
        self._done = Step(client, HERE / "done.lua")

    async def claim(self, most: int) -> list[Claimed]:
        """Up to `most` deliveries that are due; none while the channel is disabled.

        One that cannot be read is left out and told once; it stays due, so that it can be put back.
        """
        _, *words = await self._claim(self._claim_keys, [self._channel, most, self._lease_ms])
        claimed = []
        for id_, record, token, answers in zip(*(words[n::4] for n in range(4)), strict=True):
            try:
                claimed.append(Claimed(Delivery.model_validate_json(record or ""), token, answers))
            except ValidationError as error:
                self._tell_unreadable(id_, error)
        return claimed

    def _tell_unreadable(self, delivery_id: str, error: ValidationError) -> None:
        if delivery_id not in self._unreadable:
            self._unreadable.add(delivery_id)
            due, deliveries, *_ = self._claim_keys
            log.error(
                f"a delivery is lost or unreadable: put it back into {deliveries}, or forget it: "
                f"ZREM {due} {delivery_id}",
                extra={"channel": self._channel, "error": str(error)},
            )

    async def done(self, claimed: Claimed, result: Result) -> str:
        """Say how a try ended; it may be repeated.

        Returns the outcome, or `stale` when somebody else claimed it since, `known` when it was over already.
        """
        ending = result.ending
        dead = ending.outcome is Outcome.DEAD
        args: list[str | int] = [
            self._channel,
            ending.delivery_id,
            claimed.token,
            ending.outcome,
            round(result.wait.total_seconds() * 1000),
            ending.model_dump_json(),
            _dead_letter(claimed.delivery, result) if dead else "",
            ending.at.isoformat() if dead and result.gone else "",
            KEEP_DAYS,
        ]
        return str((await self._done(self._done_keys, args))[0])


def _dead_letter(delivery: Delivery, result: Result) -> str:
    return DeadLetter(
        hop=HOP,
        id=delivery.delivery_id,
        reason="gone" if result.gone else "refused",
        detail=result.ending.model_dump_json(),
        record=delivery.model_dump_json(),
    ).model_dump_json()
