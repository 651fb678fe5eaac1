"""Nothing lost, nothing decided twice: whatever is killed, the alerts come out as modelled."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from crash.articles import Made, make
from crash.model import Expected, Model
from receiver import Receiver
from shared.broker import read_entries
from shared.events import AlertRaised
from system import System, free_port

SECRET = "whsec_" + "bWVsZGVyLWNyYXNoLXRlc3Qta2V5LTAxMjM0NTY3ODk="
CONFIG = {
    "sources.yaml": "sources:\n  - {{name: made, kind: folder, path: {folder}/inbox, every: 1s}}\n",
    "channels.yaml": """
channels:
  - name: hook
    kind: webhook
    url: {url}
    secret_env: [CRASH_SECRET]
    allow_private: true
    timeout: 2s
    tries: [0s, 1s, 1s, 1s, 1s, 1s, 1s, 1s]
""",
    "rules.yaml": """
rules:
  - name: troops
    when: figure
    subject: north-korea
    measure: troops
    change: [first, raised, lowered, confirmed]
    to: [hook]
  - name: putin
    when: mention
    entity: putin
    again_after: 24h
    to: [hook]
""",
}


class Crash:
    """One run: articles go in, processes are killed, alerts come out."""

    def __init__(self, folder: Path, ner: str, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.receiver = Receiver(free_port(), SECRET, failing=0.1)
        self.made: list[Made] = []
        self._news: Iterator[Made] = make(seed)
        for name, text in CONFIG.items():
            file = folder / "config" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text.format(folder=folder, url=self.receiver.url))
        (folder / "inbox").mkdir()
        self.system = System(
            folder,
            {
                "watcher": ["services.watcher", "run"],
                "ner-1": ner.split(),
                "ner-2": ner.split(),
                "alert-1": ["services.alert", "run"],
                "alert-2": ["services.alert", "run"],
            },
            {
                "CRASH_SECRET": SECRET,
                "MELDER_NER_RECLAIM_AFTER": "2",
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

    async def in_order_of_arrival(self) -> list[Made]:
        """What was made, in the order in which ner handed it on."""
        entries = await read_entries(self.system.client, self.system.keys.tagged)
        texts = [json.loads(entry.data)["article"]["text"] for entry in entries]
        return [next(made for made in self.made if made.text == text) for text in texts]

    async def raised(self) -> list[Expected]:
        """The alerts of the journal, in its order."""
        entries = await read_entries(self.system.client, self.system.keys.alerts)
        return [as_expected(AlertRaised.model_validate_json(entry.data)) for entry in entries]

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


async def test_killed_at_random_it_delivers_what_the_model_expects(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills")
    crash = Crash(tmp_path, "crash.ner", seed=request.config.getoption("--crash-seed"))
    async with crash.receiver, crash.system:
        for _ in range(kills):
            crash.publish(10)
            await crash.kill_somebody()
        await crash.finish()
        assert await crash.raised() == crash.expected
        assert sorted_(crash.received) == sorted_(crash.expected)
        assert crash.receiver.differing == []
        assert len(crash.expected) > kills


async def test_a_seeded_bug_that_decides_in_order_of_arrival_is_noticed(tmp_path: Path) -> None:
    crash = Crash(tmp_path, "crash.ner order_of_arrival", seed=1)
    async with crash.receiver, crash.system:
        crash.publish(150)
        await crash.finish()
        raised = await crash.raised()
        assert raised != crash.expected
        model, arrived = Model(), await crash.in_order_of_arrival()
        assert raised == [alert for made in arrived for alert in model.alerts(made)]
