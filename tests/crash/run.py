"""One run of the crash test: articles go in, processes are killed, alerts come out and are compared."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desk import Desk

from crash.articles import Made, make
from crash.model import Expected, Model
from crash.setup import COMMANDS, CONFIG, SECRET
from receiver import Receiver
from services.alert.deciding.rules import RuleSet, load_rules
from services.alert.deciding.state import RULES
from shared.broker import read_entries
from shared.events import TAGGED, AlertRaised, MinutePassed
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
        routes: str = "",
    ) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.receiver = Receiver(free_port(), SECRET, failing)
        self.made: list[Made] = []
        self._news: Iterator[Made] = make(seed)
        for name, text in CONFIG.items():
            file = folder / "config" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text.format(folder=folder, url=self.receiver.url))
        with (folder / "config" / "rules.yaml").open("a") as rules:
            rules.write(routes)
        self._rules = load_rules(folder / "config" / "rules.yaml", load_watchlist(), channels=None)
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

    async def decided_again(self) -> "Again":
        """What comes out when the journal is decided once more, from its beginning, here."""
        desk, again = Desk(self._rules), Again()
        desk.state[RULES] = self._rules.json_text
        for entry in await read_entries(self.system.client, self.system.keys.tagged):
            record = TAGGED.validate_json(entry.data)
            again.alerts += [alert.model_dump_json() for alert in desk.read(record)]
            new = {one.delivery_id: one.body.encode() for one in desk.sent}
            again.by_minutes += len(new) if isinstance(record, MinutePassed) else 0
            again.bodies |= new
            desk.sent.clear()
            desk.rules = RuleSet.model_validate_json(desk.state[RULES])
        return again

    async def faults(self) -> set[str]:
        """What is not as it must be: the crash test is green when this is empty."""
        alerts = await read_entries(self.system.client, self.system.keys.alerts)
        checks = {
            "the alerts are not the model's": await self.raised() != self.expected,
            "what was received is not what the model expects": sorted_(self.received)
            != sorted_(self.expected),
            "one id has two bodies": self.receiver.differing != [],
            "decided once more, the alerts are others": (await self.decided_again()).alerts
            != [alert.data.decode() for alert in alerts],
        }
        return {fault for fault, found in checks.items() if found}

    @property
    def received(self) -> list[Expected]:
        return [as_expected(alert) for alert in self.receiver.alerts]


@dataclass
class Again:
    """Alerts as JSON, bodies by webhook-id, and how many of these were sent because a minute passed."""

    alerts: list[str] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    by_minutes: int = 0


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
