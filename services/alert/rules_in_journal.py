"""The rules in the journal: a record of their own, once a change."""

from pathlib import Path

from redis.asyncio import Redis

from services.alert.deciding.rules import RuleSet
from shared.broker import read_text
from shared.scripts import Step
from shared.streams import Keys


class RulesInJournal:
    """The newest rules that the journal holds, by their hash."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client, self._newest = client, keys.rules
        self._keys = [keys.found, keys.state, keys.rules, keys.tagged]
        self._change = Step(client, Path(__file__).with_name("change_rules.lua"))

    async def newest(self) -> str:
        """Hash of the newest rules; empty in a new journal."""
        return await read_text(self._client, self._newest)

    async def change(self, before: str, rules: RuleSet) -> str:
        """`begun`, `published`, `known`, or `stale` when the newest rules are not those `before`."""
        record = rules.record.model_dump_json()
        return str((await self._change(self._keys, [before, rules.hash, rules.json_text, record]))[0])
