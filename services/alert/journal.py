"""Decides the journal, record by record, in order of seq."""

import logging
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from redis.asyncio import Redis

from services.alert.deciding.decide import Decision, decide
from services.alert.deciding.grouping import GROUPS, Groups, groups_of
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.state import RULES, slices
from services.alert.delivery.delivery import Delivery, make_delivery
from services.alert.delivery.grouped import make_deliveries
from services.alert.metrics import AlertMetrics
from shared.broker import newest_seq, read_fields, read_text, wait_for_entries
from shared.errors import MelderError
from shared.events import TAGGED, RulesChanged
from shared.identity import short_hash
from shared.scripts import Step
from shared.streams import Keys

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


class StalledError(MelderError):
    """The record to be decided next is missing or cannot be decided; nothing is decided out of order."""


class Journal:
    """The place in `articles.tagged` up to which everything is decided."""

    def __init__(self, client: Redis, keys: Keys, metrics: AlertMetrics) -> None:
        self._client, self._keys, self._metrics = client, keys, metrics
        self._decide = Step(client, HERE / "decide.lua")
        self._rules: RuleSet | None = None
        self._rules_hold_at = 0  # seq at which self._rules are known to be in force

    async def decide_some(self, count: int = 20, wait_ms: int = 1000) -> int:
        """Decide up to `count` records, waiting for the first; returns how many were decided.

        None are before the first rules. Raises StalledError.
        """
        at = await self._next()
        self._metrics.next.set(at)
        decided = 0
        for entry in await wait_for_entries(self._client, self._keys.tagged, at - 1, count, wait_ms):
            seq = entry.seq
            if seq != at + decided:
                raise StalledError(
                    f"record {at + decided} is missing from {self._keys.tagged}, the next there is {seq}; "
                    "find out why (docs/repair.md), then: "
                    f'python -m services.alert skip {at + decided} --reason "…"'
                )
            try:
                rules = await self._rules_at(seq)
                record = TAGGED.validate_json(entry.data)
            except ValidationError as error:
                why = error.errors()[0]["msg"]
                raise StalledError(
                    f"record {seq} of {self._keys.tagged}, or the rules it is decided by, cannot be read: "
                    f'{why}; run a newer Melder, or: python -m services.alert skip {seq} --reason "…"'
                ) from error
            if not rules or not await self._decide_one(seq, rules, record):
                break
            decided += 1
        return decided

    async def skip(self, seq: int, reason: str) -> bool:
        """Go past record `seq` without deciding it; False when it is not the next one, or not there yet.

        The reason stays in the state, as the slice `skipped/<seq>`.
        """
        if not await self._is_there(seq):
            return False
        if not await self._apply(seq, Decision(changed={f"skipped/{seq}": reason}, alerts=())):
            return False
        if stored := await read_fields(self._client, self._keys.state, [RULES]):
            # a change of rules that was skipped is brought again by the active replica
            await self._client.set(self._keys.rules, short_hash(stored[RULES]))
        return True

    async def groups(self) -> Groups:
        """What waits for others on its way to a channel."""
        return groups_of(await read_fields(self._client, self._keys.state, [GROUPS]))

    async def _is_there(self, seq: int) -> bool:
        return await newest_seq(self._client, self._keys.tagged) >= seq

    async def _next(self) -> int:
        return int(await read_text(self._client, self._keys.next) or 1)

    async def _decide_one(self, seq: int, rules: RuleSet, record: Record | RulesChanged) -> bool:
        state = await read_fields(self._client, self._keys.state, sorted(slices(rules, record)))
        decision = _decided(seq, rules, state, record)
        if not await self._apply(seq, decision):
            log.warning("another replica decided first", extra={"seq": seq})
            return False
        self._rules = None if isinstance(record, RulesChanged) else rules
        self._rules_hold_at = seq + 1
        return True

    async def _rules_at(self, seq: int) -> RuleSet | None:
        """The rules in force: read again whenever the journal is not where this replica left it."""
        if self._rules is None or self._rules_hold_at != seq:
            stored = await read_fields(self._client, self._keys.state, [RULES])
            self._rules = RuleSet.model_validate_json(stored[RULES], extra="ignore") if stored else None
        return self._rules

    async def _apply(self, seq: int, decision: Decision) -> bool:
        deliveries = deliveries_of(decision)
        keys = [self._keys.next, self._keys.state, self._keys.alerts]
        keys += [
            key for d in deliveries for key in (self._keys.due(d.channel), self._keys.deliveries(d.channel))
        ]
        args: list[str | int] = [seq, len(decision.changed)]
        args += [word for name in sorted(decision.changed) for word in (name, decision.changed[name])]
        args += [len(decision.alerts), *(raised.alert.model_dump_json() for raised in decision.alerts)]
        args += [
            len(deliveries),
            *(word for d in deliveries for word in (d.delivery_id, d.model_dump_json())),
        ]
        reply = await self._decide(keys, args)
        if reply[0] == "moved":
            return False
        self._metrics.decided(seq, decision)
        return True


def _decided(seq: int, rules: RuleSet, state: Mapping[str, str], record: Record | RulesChanged) -> Decision:
    try:
        return decide(rules, state, record)
    except Exception as error:  # whatever it is, the next try has it too: a person must look
        raise StalledError(
            f"record {seq} cannot be decided: {type(error).__name__}: {error}; "
            f'report it, then: python -m services.alert skip {seq} --reason "…"'
        ) from error


def deliveries_of(decision: Decision) -> list[Delivery]:
    """What a decision sends: alerts alone, then groups."""
    alone = [make_delivery(raised.alert, channel) for raised in decision.alerts for channel in raised.to]
    return alone + [delivery for group in decision.notifications for delivery in make_deliveries(group)]
