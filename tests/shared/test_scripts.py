"""A step on a real server that forgets it at the worst moment."""

import itertools
from pathlib import Path

import pytest
from redis.asyncio import Redis

from shared.broker import BROKER_FAULTS
from shared.scripts import Step

COUNT = '#!lua\nreturn {redis.call("INCR", KEYS[1])}\n'


@pytest.fixture(name="step")
async def _step(client: Redis, tmp_path: Path) -> Step:
    await client.script_flush()
    path = tmp_path / "count.lua"
    path.write_text(COUNT, encoding="utf-8")
    return Step(client, path)


async def test_a_step_that_the_broker_has_forgotten_is_loaded_again(client: Redis, step: Step) -> None:
    assert await step(["n"], []) == [1]
    await client.script_flush()
    assert await step(["n"], []) == [2]


async def test_a_broker_that_forgets_a_step_just_after_it_was_loaded_is_a_fault_that_passes(
    client: Redis, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, times = client.script_load, itertools.count()

    async def load_and_restart(script: str) -> str:
        sha: str = await load(script)
        if next(times) == 0:
            await client.script_flush()
        return sha

    monkeypatch.setattr(client, "script_load", load_and_restart)
    with pytest.raises(BROKER_FAULTS):
        await step(["n"], [])
    assert await step(["n"], []) == [1]
