"""The crash test notices: each of these bugs, seeded into one service, turns it red."""

import json
import signal
from pathlib import Path

from crash.articles import Made
from crash.bugs.acknowledge_first import ACKNOWLEDGED, HELD
from crash.bugs.maxlen_trim import LENGTH
from crash.bugs.two_step_outbox import BETWEEN
from crash.model import Model
from crash.run import Crash
from crash.setup import COMMANDS
from shared.broker import read_entries

MODEL = "the alerts are not the model's"
RECEIVED = "what was received is not what the model expects"
AGAIN = "decided once more, the alerts are others"


def seeded(folder: Path, bug: str, buggy: str, *others: str, workers: int = 8) -> Crash:
    """A run of one process each and, where `others` are named, more; the bug is in `buggy`, and they."""
    names = ["watcher", "ner-1", "alert-1", *others]
    commands = {name: COMMANDS[name] for name in names}
    for name in (buggy, *others):
        commands[name] = ["crash.seeded", bug, *COMMANDS[name]]
    return Crash(folder, 1, commands, failing=0, workers=workers)


async def in_order_of_arrival(crash: Crash) -> list[Made]:
    """What was made, in the order in which ner handed it on."""
    entries = await read_entries(crash.system.client, crash.system.keys.tagged)
    texts = [json.loads(entry.data)["article"]["text"] for entry in entries]
    return [next(made for made in crash.made if made.text == text) for text in texts]


async def test_deciding_in_order_of_arrival_is_noticed(tmp_path: Path) -> None:
    crash = seeded(tmp_path, "order_of_arrival", "ner-1", "ner-2")
    async with crash.receiver, crash.system:
        crash.publish(150)
        await crash.finish()
        assert await crash.faults() == {MODEL, RECEIVED}
        model, arrived = Model(), await in_order_of_arrival(crash)
        assert await crash.raised() == [alert for made in arrived for alert in model.alerts(made)]


async def test_acknowledging_before_reading_is_noticed(tmp_path: Path) -> None:
    crash = seeded(tmp_path, "acknowledge_first", "ner-1", workers=HELD)
    async with crash.receiver, crash.system:
        crash.publish(10)

        async def acknowledged() -> bool:
            return int(await crash.system.client.get(ACKNOWLEDGED) or 0) == HELD

        await crash.system.until(acknowledged, 60, "the first are acknowledged and not read")
        crash.system.kill("ner-1")
        await crash.finish()
        assert await crash.faults() == {MODEL, RECEIVED}


async def test_random_ids_are_noticed(tmp_path: Path) -> None:
    crash = seeded(tmp_path, "random_id", "alert-1")
    async with crash.receiver, crash.system:
        crash.publish(10)
        await crash.finish()
        assert await crash.faults() == {AGAIN}


async def test_an_outbox_that_is_filled_in_a_second_step_is_noticed(tmp_path: Path) -> None:
    crash = seeded(tmp_path, "two_step_outbox", "alert-1")
    async with crash.receiver, crash.system:
        crash.publish(10)

        async def one_is_raised() -> bool:
            return bool(await crash.system.client.exists(BETWEEN))

        await crash.system.until(one_is_raised, 60, "an alert is raised, its delivery not yet written")
        crash.system.kill("alert-1")
        await crash.finish()
        assert await crash.faults() == {RECEIVED}


async def test_trimming_what_nobody_has_read_is_noticed(tmp_path: Path) -> None:
    crash = seeded(tmp_path, "maxlen_trim", "watcher")
    async with crash.receiver, crash.system:
        crash.system.processes["ner-1"].send_signal(signal.SIGSTOP)
        crash.publish(LENGTH + 4)

        async def all_found() -> bool:
            return await crash.system.last(crash.system.keys.found) == LENGTH + 4

        await crash.system.until(all_found, 60, "all are published while ner sleeps")
        crash.system.processes["ner-1"].send_signal(signal.SIGCONT)
        await crash.finish()
        assert await crash.faults() == {MODEL, RECEIVED}
