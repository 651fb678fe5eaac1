"""Nothing lost, nothing decided twice: whatever is killed, the alerts come out as modelled."""

from pathlib import Path

import pytest

from crash.run import Crash


async def test_killed_at_random_it_delivers_what_the_model_expects(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills")
    crash = Crash(tmp_path, seed=request.config.getoption("--crash-seed"))
    async with crash.receiver, crash.system:
        for _ in range(kills):
            crash.publish(10)
            await crash.kill_somebody()
        await crash.finish()
        assert await crash.faults() == set()
        assert len(crash.expected) > kills
