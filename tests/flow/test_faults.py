"""Faults of the machine that no process notices by itself."""

import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from services.alert.repair import repair
from shared.broker import read_entries
from shared.events import AlertRaised
from system import System

COMMANDS = {
    "watcher": ["services.watcher", "run"],
    "ner-1": ["crash.ner"],
    "ner-2": ["crash.ner"],
    "alert": ["services.alert", "run"],
}
RULES = """
rules:
  - {name: troops, when: figure, subject: north-korea, measure: troops}
"""


def a_system(folder: Path) -> System:
    config = folder / "config"
    config.mkdir()
    (folder / "inbox").mkdir()
    (config / "sources.yaml").write_text(
        f"sources:\n  - {{name: inbox, kind: folder, path: {folder / 'inbox'}, every: 1s}}\n"
    )
    (config / "channels.yaml").write_text("channels: []\n")
    (config / "rules.yaml").write_text(RULES)
    return System(folder, COMMANDS, {"MELDER_NER_RECLAIM_AFTER": "2", "MELDER_ALERT_LEASE": "2"})


def write(folder: Path, number: int) -> None:
    """Drop an article with this number of soldiers into the inbox."""
    (folder / "inbox" / f"{number}.txt").write_text(f"{number} nordkoreanische Soldaten sind in Kursk.")


async def alerts(system: System) -> list[int | None]:
    entries = await read_entries(system.client, system.keys.alerts)
    raised = [AlertRaised.model_validate_json(entry.data) for entry in entries]
    return [alert.figure.low if alert.figure else None for alert in raised]


async def test_after_flushall_a_new_journal_begins_and_alerts_again(tmp_path: Path) -> None:
    async with a_system(tmp_path) as system:
        write(tmp_path, 8000)
        await system.until(system.decided, 30, "the first article is decided")
        assert await alerts(system) == [8000]
        await system.client.flushall()
        write(tmp_path, 9900)

        async def told_again() -> bool:
            return 9900 in await alerts(system)

        await system.until(told_again, 30, "the article after FLUSHALL is told")
        assert (await read_entries(system.client, system.keys.tagged))[0].seq == 1


async def test_a_broker_that_refuses_to_write_is_waited_for(tmp_path: Path) -> None:
    async with a_system(tmp_path) as system:
        write(tmp_path, 8000)
        await system.until(system.decided, 30, "the first article is decided")
        await system.client.config_set(
            "min-replicas-to-write", 1
        )  # as with a full disk: every write is refused
        write(tmp_path, 9900)

        async def all_noticed() -> bool:
            logs = [(tmp_path / "log" / f"{name}.log").read_text() for name in ("watcher", "alert")]
            return all("waiting for the broker" in log for log in logs)

        await system.until(all_noticed, 30, "watcher and alert wait")
        await system.client.config_set("min-replicas-to-write", 0)

        async def told() -> bool:
            return await alerts(system) == [8000, 9900]

        await system.until(told, 40, "the article is told when the broker writes again")
        assert [process.poll() for process in system.processes.values()] == [None] * len(COMMANDS)


async def test_a_replica_that_hangs_holds_up_nothing_and_changes_nothing_when_it_wakes(
    tmp_path: Path,
) -> None:
    async with a_system(tmp_path) as system:
        write(tmp_path, 8000)
        await system.until(system.decided, 30, "the first article is decided")
        system.processes["ner-1"].send_signal(signal.SIGSTOP)
        numbers = [8000 * 2**power for power in range(1, 9)]
        for number in numbers:
            write(tmp_path, number)

        async def all_decided() -> bool:
            return await system.last(system.keys.found) == 1 + len(numbers) and await system.decided()

        await system.until(all_decided, 60, "the other replica has read everything")
        told = await alerts(system)
        system.processes["ner-1"].send_signal(signal.SIGCONT)
        write(tmp_path, 5_000_000)

        async def later_decided() -> bool:
            return await system.last(system.keys.found) == 2 + len(numbers) and await system.decided()

        await system.until(later_decided, 30, "the article after the wake-up is decided")
        assert await alerts(system) == [*told, 5_000_000]
        assert await system.client.xlen(system.keys.tagged) == 2 + len(numbers)


HARMS: dict[str, Callable[[System], Awaitable[object]]] = {
    "the articles deleted": lambda system: system.client.delete(system.keys.found),
    "somebody else's article": lambda system: system.client.xadd(system.keys.found, {"a": "b"}),
    "somebody else's reading": lambda system: system.client.xadd(system.keys.tagged, {"a": "b"}),
    "the readings deleted": lambda system: system.client.delete(system.keys.tagged),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
async def test_a_journal_that_somebody_harmed_waits_for_its_repair_and_loses_nothing(
    tmp_path: Path, harm: Callable[[System], Awaitable[object]]
) -> None:
    async with a_system(tmp_path) as system:
        write(tmp_path, 8000)
        await system.until(system.decided, 30, "the first article is decided")
        await harm(system)
        write(tmp_path, 9900)

        async def noticed() -> bool:
            logs = [(tmp_path / "log" / f"{name}.log").read_text() for name in ("ner-1", "ner-2")]
            return all("contradicts itself" in log for log in logs)

        await system.until(noticed, 30, "both replicas of ner say so")
        await repair(system.client, system.keys)

        async def told() -> bool:
            return await alerts(system) == [8000, 9900]

        await system.until(told, 40, "the next article is told")
        assert await system.client.xlen(system.keys.dead) == 0
        assert [process.poll() for process in system.processes.values()] == [None] * len(COMMANDS)
