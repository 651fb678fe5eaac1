"""One run of the crash test: articles go in, processes are killed, alerts come out and are compared."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from crash.articles import Made, make
from crash.model import Expected, Model
from crash.setup import COMMANDS, CONFIG, SECRET
from receiver import Receiver
from services.alert.replay import replay
from services.alert.rules import load_rules
from shared.broker import read_entries
from shared.events import TAGGED, AlertRaised, RulesChanged
from shared.watchlist import load_watchlist
from system import System, free_port


class Crash:
    """The services on an embedded broker, endless articles, a receiver, and the model beside them."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        commands: Mapping[str, Sequence[str]] = COMMANDS,
        failing: float = 0.1,
        workers: int = 8,
    ) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.receiver = Receiver(free_port(), SECRET, failing)
        self.made: list[Made] = []
        self._news: Iterator[Made] = make(seed)
        for name, text in CONFIG.items():
            file = folder / "config" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text.format(folder=folder, url=self.receiver.url))
        (folder / "inbox").mkdir()
        self.system = System(
            folder,
            commands,
            {
                "CRASH_SECRET": SECRET,
                "MELDER_NER_RECLAIM_AFTER": "2",
                "MELDER_NER_WORKERS": str(workers),
                "MELDER_ALERT_LEASE": "2",
                "MELDER_WATCHER_LEASE": "2",
            },
        )

    def publish(self, count: int) -> None:
        """Drop a file with `count` new articles into the inbox, whole."""
        batch = list(itertools.islice(self._news, count))
        part = self.folder / f"{len(self.made):06}.part"
        part.write_text("".join(f"{made.line}\n" for made in batch))
        part.rename(self.folder / "inbox" / f"{len(self.made):06}.jsonl")
        self.made += batch

    async def kill_somebody(self) -> None:
        """Kill one process at a random moment of its work."""
        before = await self.system.last(self.system.keys.tagged)
        goal = min(before + self.chance.randint(1, 12), len(self.made))

        async def some_way() -> bool:
            return await self.system.last(self.system.keys.tagged) >= goal

        await self.system.until(some_way, 60, f"record {goal} is read")
        self.system.kill(self.chance.choice([*self.system.commands, "broker"]))

    async def finish(self) -> None:
        """Wait until everything is decided and delivered."""

        async def all_decided() -> bool:
            found = await self.system.last(self.system.keys.found)
            return found == len(self.made) and await self.system.decided()

        await self.system.until(all_decided, 120, "everything is decided and delivered")

    @property
    def expected(self) -> list[Expected]:
        model = Model()
        return [alert for made in self.made for alert in model.alerts(made)]

    async def raised(self) -> list[Expected]:
        """The alerts of the journal, in its order."""
        entries = await read_entries(self.system.client, self.system.keys.alerts)
        return [as_expected(AlertRaised.model_validate_json(entry.data)) for entry in entries]

    async def decided_again(self) -> list[str]:
        """The alerts as JSON when the journal is decided once more, from its beginning, here."""
        rules = load_rules(self.folder / "config" / "rules.yaml", load_watchlist(), channels=None)
        entries = await read_entries(self.system.client, self.system.keys.tagged)
        records = [TAGGED.validate_json(entry.data) for entry in entries]
        articles = [record for record in records if not isinstance(record, RulesChanged)]
        return [raised.alert.model_dump_json() for raised in replay(rules, articles)]

    async def faults(self) -> set[str]:
        """What is not as it must be: the crash test is green when this is empty."""
        alerts = await read_entries(self.system.client, self.system.keys.alerts)
        checks = {
            "the alerts are not the model's": await self.raised() != self.expected,
            "what was received is not what the model expects": sorted_(self.received)
            != sorted_(self.expected),
            "one id has two bodies": self.receiver.differing != [],
            "decided once more, the alerts are others": await self.decided_again()
            != [alert.data.decode() for alert in alerts],
        }
        return {fault for fault, found in checks.items() if found}

    @property
    def received(self) -> list[Expected]:
        return [as_expected(alert) for alert in self.receiver.alerts]


def as_expected(alert: AlertRaised) -> Expected:
    figure, previous = alert.figure, alert.previous
    return Expected(
        rule=alert.rule,
        url=alert.url,
        reason=alert.reason.value,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        previous=(previous.low, previous.high) if previous else None,
    )


def sorted_(alerts: list[Expected]) -> list[str]:
    return sorted(map(repr, alerts))
