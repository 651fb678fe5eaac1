"""Brings the rules file into the journal, once a change; a broken file leaves the last good rules."""

import logging
from collections.abc import Callable
from pathlib import Path

from redis.asyncio import Redis

from services.alert.metrics import AlertMetrics
from services.alert.rules import RuleSet
from shared.broker import read_text
from shared.errors import ConfigError
from shared.scripts import Step
from shared.streams import Keys

log = logging.getLogger(__name__)


class RulesInJournal:
    """The newest rules that the journal holds, by their hash."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client, self._newest = client, keys.rules
        self._keys = [keys.found, keys.state, keys.rules]
        self._change = Step(client, Path(__file__).with_name("change_rules.lua"))

    async def newest(self) -> str:
        """Hash of the newest rules; empty in a new journal."""
        return await read_text(self._client, self._newest)

    async def change(self, before: str, rules: RuleSet) -> str:
        """`begun`, `published`, `known`, or `stale` when the newest rules are not those `before`."""
        record = rules.record.model_dump_json()
        return str((await self._change(self._keys, [before, rules.hash, rules.json_text, record]))[0])


class RulesFile:
    """Watches rules.yaml and the watchlist beside it."""

    def __init__(self, files: tuple[Path, ...], load: Callable[[], RuleSet], metrics: AlertMetrics) -> None:
        self._files, self._load, self._metrics = files, load, metrics
        self._rules = load()
        self._seen = self._stamp()

    @property
    def rules(self) -> RuleSet:
        """The last good rules."""
        return self._rules

    def changed(self) -> bool:
        """Whether the files changed and hold good rules again; what is wrong with them is logged."""
        if (stamp := self._stamp()) == self._seen:
            return False
        self._seen = stamp
        try:
            self._rules = self._load()
        except ConfigError as error:
            log.error("the rules file is wrong; the last good rules stay", extra={"error": str(error)})
            self._metrics.rules_wrong.set(1)
            return False
        self._metrics.rules_wrong.set(0)
        return True

    def _stamp(self) -> tuple[object, ...]:
        return tuple(_stat(file) for file in self._files)


def _stat(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size
