"""The steps commit, sweep and forget: what was read goes on, in the journal's order."""

import hashlib
from datetime import timedelta
from pathlib import Path

from redis.asyncio import Redis

from shared.events import ArticleTagged, DeadLetter, Skipped, SkipReason
from shared.scripts import Step
from shared.streams import NER_GROUP, Keys

COMMIT = Path(__file__).with_name("commit.lua")
SWEEP = Path(__file__).with_name("sweep.lua")
FORGET = Path(__file__).with_name("forget.lua")
BOUND = 200
"""Records released by one call: it keeps the broker busy for about a millisecond."""


class Committer:
    """Moves records from `articles.found` to `articles.tagged`."""

    def __init__(self, client: Redis, keys: Keys, replica: str) -> None:
        self._client, self._replica, self._found = client, replica, keys.found
        self._keys = [keys.found, keys.parked, keys.tagged, keys.dead, keys.next]
        self._commit = Step(client, COMMIT)
        self._sweep = Step(client, SWEEP)
        self._forget = Step(client, FORGET)

    async def commit(self, seq: int, raw: bytes, record: str, letter: str = "") -> str:
        """Hand on what record `seq`, found as `raw`, was read as.

        Returns `parked`, `repeated`, or `gone` when the journal no longer holds `raw` under `seq`. Raises a
        fault of the broker, or ScriptError.
        """
        digest = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        reply = await self._commit(self._keys, [NER_GROUP, seq, digest, record, letter, BOUND])
        return str(reply[0])

    async def ask(self, seq: int, raw: bytes) -> str:
        """`unread`, or what `commit` would return; a record that was read before is acknowledged."""
        return await self.commit(seq, raw, "")

    async def hold(self, seq: int) -> None:
        """Tell the other replicas that record `seq` is being read here; it does not count as a delivery."""
        await self._client.xclaim(self._found, NER_GROUP, self._replica, 0, [f"{seq}-0"], justid=True)

    async def release(self) -> tuple[int, int, int]:
        """Release what no longer waits: (last released seq, how many are still parked, last seq found)."""
        _, released, parked, newest = await self._commit(self._keys, [NER_GROUP, 0, "", "", "", BOUND])
        return released, parked, newest

    async def sweep(self, seq: int) -> bool:
        """Give up record `seq` if everything waits for it and nobody has it; True when it was given up."""
        lost = Skipped(reason=SkipReason.LOST, detail=f"record {seq} was acknowledged or deleted unread")
        tombstone = ArticleTagged(article=None, skipped=lost)
        reply = await self._sweep(
            self._keys, [NER_GROUP, seq, tombstone.model_dump_json(), dead_letter(seq, lost, b"")]
        )
        return bool(reply[0] == "swept")

    async def forget(self, idle: timedelta) -> int:
        """Forget the replicas that have no record and have asked for none for so long; how many."""
        reply = await self._forget([self._found], [NER_GROUP, idle // timedelta(milliseconds=1)])
        return int(reply[1])


def dead_letter(seq: int, skipped: Skipped, raw: bytes) -> str:
    """The dead letter of a record that was not read, as JSON."""
    return DeadLetter(
        hop="read",
        id=f"{seq}-0",
        reason=skipped.reason,
        detail=skipped.detail,
        record=raw.decode("utf-8", "replace"),
    ).model_dump_json()
