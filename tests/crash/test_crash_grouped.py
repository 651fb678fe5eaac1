"""Alerts that wait for each other: whatever is killed meanwhile, each comes once, alone or in a group."""

from pathlib import Path

import pytest

from crash.run import Crash
from services.alert.grouping import GROUPS, groups_of
from shared.broker import read_entries, read_fields
from shared.events import FOUND, ArticleFound

ROUTES = """
routes:
  - {name: wartet, rule: putin, wait: 1m}
  - {name: erst-eine, rule: troops, by: [subject], interval: 1m}
"""


async def test_killed_at_random_what_waits_is_neither_lost_nor_repeated(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    crash = Crash(tmp_path, seed=request.config.getoption("--crash-seed"))
    rules = tmp_path / "config" / "rules.yaml"
    without = rules.read_text()
    rules.write_text(without + ROUTES)
    async with crash.receiver, crash.system:
        for _ in range(request.config.getoption("--kills") // 5):
            crash.publish(10)
            await crash.kill_somebody()
        await crash.system.until(lambda: all_decided(crash), 120, "everything is decided")
        rules.write_text(without)  # no route is left: what waits goes out
        await crash.system.until(lambda: nothing_waits(crash), 120, "everything is delivered")
        assert await crash.faults() == set()
        assert crash.receiver.groups > 0


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
