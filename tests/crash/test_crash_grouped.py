"""Alerts that wait for each other: whatever is killed meanwhile, each comes once, alone or in a group."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crash.run import Crash
from crash.setup import CONFIG
from services.alert.deciding.grouping import GROUPS, groups_of
from services.alert.entering import Entering
from shared.broker import read_entries, read_fields
from shared.events import FOUND, ArticleFound, MinutePassed

ROUTES = """
routes:
  - {name: wartet, rule: putin, wait: 1m}
  - {name: erst-eine, rule: troops, by: [subject], interval: 1m}
"""


async def test_killed_at_random_what_waits_is_neither_lost_nor_repeated(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    crash = Crash(tmp_path, seed=request.config.getoption("--crash-seed"), routes=ROUTES)
    async with crash.receiver, crash.system:
        for number in range(request.config.getoption("--kills") // 5):
            crash.publish(10)
            await crash.kill_somebody()
            await pass_minute(crash, number)
            crash.system.kill(crash.chance.choice(["alert-1", "alert-2"]))  # it may be letting groups out
        await crash.system.until(lambda: all_decided(crash), 120, "everything is decided")
        (tmp_path / "config" / "rules.yaml").write_text(CONFIG["rules.yaml"])
        await crash.system.until(lambda: nothing_waits(crash), 120, "without routes, what waits goes out")
        assert await crash.faults() == set()
        again = await crash.decided_again()
        assert again.bodies == crash.receiver.bodies
        assert again.by_minutes > 0
        assert crash.receiver.groups > 0


async def pass_minute(crash: Crash, number: int) -> None:
    """Hours ahead of the clock: later than any that passed. It returns when ner has handed it on."""
    system = crash.system
    seconds = int(time.time())
    minute = MinutePassed(
        at=datetime.fromtimestamp(seconds - seconds % 60, UTC) + timedelta(hours=number + 1)
    )

    async def entered() -> bool:
        await Entering(system.client, system.keys).enter([minute])
        return True

    async def handed_on() -> bool:
        return await system.last(system.keys.tagged) == await system.last(system.keys.found)

    await system.until(entered, 30, "a minute enters the journal")
    await system.until(handed_on, 60, "the minute is handed on")


async def all_decided(crash: Crash) -> bool:
    """Minutes and changes of rules are records of the journal, too."""
    if not await crash.system.decided():
        return False
    entries = await read_entries(crash.system.client, crash.system.keys.found)
    articles = sum(isinstance(FOUND.validate_json(entry.data), ArticleFound) for entry in entries)
    return articles == len(crash.made)


async def nothing_waits(crash: Crash) -> bool:
    state = await read_fields(crash.system.client, crash.system.keys.state, [GROUPS])
    return groups_of(state).groups == () and await crash.system.decided()
