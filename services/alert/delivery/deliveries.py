"""What is on its way, how it ended, and sending it again: reads the broker, prints nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

from redis.asyncio import Redis

from services.alert.delivery.claiming import HOP, KEEP_DAYS, Ending
from services.alert.delivery.dead import DeadLetters, entries
from services.alert.delivery.delivery import Delivery
from shared.errors import BadInputError
from shared.events import DeadLetter, Part
from shared.scripts import Step
from shared.streams import Keys


class OnItsWay(Part):
    """A delivery that is not over; `due_in` are seconds, negative when it is overdue.

    `status` and `answer` are those of its last try, as in `Ending`; none and empty before one ended.
    """

    type: Literal["delivery.waiting"] = "delivery.waiting"
    delivery_id: str
    alert_id: str
    rule: str
    channel: str
    tries: int
    due_in: float
    status: int | None = None
    answer: str = ""
    alert_ids: tuple[str, ...] = ()


class Deliveries:
    """The deliveries of one journal."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client, self._keys, self._dead = client, keys, DeadLetters(client, keys)
        self._replay = Step(client, Path(__file__).with_name("replay.lua"))

    async def channels(self) -> list[str]:
        """Channels that something is on its way to, those included that channels.yaml no longer has."""
        prefix = self._keys.deliveries("")
        found = [key.decode() async for key in self._client.scan_iter(match=f"{prefix}*", count=1000)]
        return sorted(key.removeprefix(prefix) for key in found)

    async def on_their_way(self) -> list[OnItsWay]:
        """All that is not over, by channel, the next to be tried first."""
        seconds, micros = await self._client.time()
        now = seconds * 1000 + micros / 1000
        rows = []
        for channel in await self.channels():
            due: Any = await self._client.zrange(self._keys.due(channel), 0, -1, withscores=True)
            ids = [id_ for id_, _ in due]
            records = await self._client.hmget(self._keys.deliveries(channel), ids) if ids else []
            tries = await self._client.hmget(self._keys.tries(channel), ids) if ids else []
            answers = await self._client.hmget(self._keys.answers(channel), ids) if ids else []
            rows += [
                OnItsWay(
                    due_in=(at - now) / 1000, tries=int(count or 0), **_names(record), **_answered(answer)
                )
                for (_, at), record, count, answer in zip(due, records, tries, answers, strict=True)
                if record  # else it ended between the two reads
            ]
        return rows

    async def ended(self, last: int) -> list[Ending]:
        """How the last ones ended, the newest first."""
        entries: Any = await self._client.xrevrange(self._keys.delivered, count=last) if last else []
        return [Ending.model_validate_json(fields[b"__data__"]) for _, fields in entries]

    async def dead(self) -> list[Ending]:
        """Those that ended without success and were not sent again, the oldest first."""
        return [Ending.model_validate_json(letter.detail) async for _, letter in self._dead_letters()]

    async def unread(self) -> list[DeadLetter]:
        """What was given up before it came to a delivery, the oldest first."""
        return [letter async for _, letter in self._dead.letters() if letter.hop != HOP]

    async def disabled(self) -> dict[str, str]:
        """Channels whose receiver wants no more (410) → since when."""
        stored: Any = await self._client.hgetall(self._keys.disabled)
        return {channel.decode(): since.decode() for channel, since in stored.items()}

    async def enable(self, channel: str) -> bool:
        """Send to it again; False when it was not disabled."""
        return bool(await self._client.hdel(self._keys.disabled, channel))

    async def replay(self, wanted: str) -> dict[str, str]:
        """Send again, as it was, what has this delivery id or alert id and is dead or was delivered lately.

        What waits for its next try is tried now. Returns delivery id → `replayed`, `hurried` (it waited),
        `on-its-way`, or `known` when somebody else just replayed it. BadInputError when there is none.
        """
        again = {d.delivery_id: (d, "") async for d in self._delivered() if wanted in _ids(d)}
        async for entry_id, letter in self._dead_letters():
            delivery = Delivery.model_validate_json(letter.record)
            if wanted in _ids(delivery):
                again[delivery.delivery_id] = delivery, entry_id
        outcomes = {id_: await self._send_again(*found) for id_, found in again.items()}
        for row in await self.on_their_way():
            if wanted in _ids(row) and row.delivery_id not in outcomes:
                outcomes[row.delivery_id] = await self._hurry(row)
        if not outcomes:
            raise BadInputError(
                f"no delivery or alert {wanted} is dead, on its way, or was delivered in the last "
                f"{KEEP_DAYS} days; the ids are in: python -m services.alert deliveries --json"
            )
        return outcomes

    async def replay_channel(self, channel: str) -> dict[str, str]:
        """Send now all that waits for `channel`, and again all that is dead; outcomes as of `replay`."""
        outcomes: dict[str, str] = {}
        async for entry_id, letter in self._dead_letters():
            delivery = Delivery.model_validate_json(letter.record)
            if delivery.channel == channel:
                outcomes[delivery.delivery_id] = await self._send_again(delivery, entry_id)
        for row in await self.on_their_way():
            if row.channel == channel and row.delivery_id not in outcomes:
                outcomes[row.delivery_id] = await self._hurry(row)
        return outcomes

    async def _hurry(self, row: OnItsWay) -> str:
        record = await self._client.hget(self._keys.deliveries(row.channel), row.delivery_id)
        return await self._send_again(Delivery.model_validate_json(record), "") if record else "known"

    async def _send_again(self, delivery: Delivery, letter: str) -> str:
        of, channel = self._keys, delivery.channel
        keys = [*of.on_their_way(channel), of.answers(channel), of.dead]
        reply = await self._replay(keys, [delivery.delivery_id, delivery.model_dump_json(), letter])
        return str(reply[0])

    async def _delivered(self) -> AsyncIterator[Delivery]:
        async for _, fields in entries(self._client, self._keys.delivered):
            if record := fields.get(b"record"):
                yield Delivery.model_validate_json(record)

    async def _dead_letters(self) -> AsyncIterator[tuple[str, DeadLetter]]:
        async for entry_id, letter in self._dead.letters():
            if letter.hop == HOP:
                yield entry_id, letter


def _ids(of: Delivery | OnItsWay) -> tuple[str, ...]:
    return of.delivery_id, of.alert_id, *of.alert_ids


def _answered(answer: bytes | str | None) -> dict[str, Any]:
    return Ending.model_validate_json(answer).model_dump(include={"status", "answer"}) if answer else {}


def _names(record: bytes | str) -> dict[str, Any]:
    delivery = Delivery.model_validate_json(record)
    return delivery.model_dump(include={"delivery_id", "alert_id", "rule", "channel", "alert_ids"})
