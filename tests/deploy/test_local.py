"""What `make up` and `make status` tell a person."""

import configparser
import os
from pathlib import Path
from typing import Any

import pytest
from supervisor.states import ProcessStates
from typer.testing import CliRunner

from deploy.local import __main__ as command_line
from deploy.local.assembly import Assembly, free_ports
from deploy.local.supervisor import CONFIGURATION, Supervisor

GIVEN_UP = {"pid": 0, "stop": 1, "state": ProcessStates.FATAL}
BACK_OFF = {"pid": 0, "stop": 1, "state": ProcessStates.BACKOFF}
RUNNING = {"pid": 7, "stop": 0, "state": ProcessStates.RUNNING}


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assembly:
    """One program, begun by nobody; what it said lies in its log."""
    assembly = Assembly(tmp_path, free_ports(["broker"]), os.environ)
    assembly.supervisor.log("broker").parent.mkdir()
    assembly.supervisor.log("broker").write_text("[x] Can't open the append-only file: No space left\n")
    monkeypatch.setattr(command_line, "assembly", lambda: assembly)
    monkeypatch.setattr(command_line.console, "width", 200)
    return assembly


def let_it_be(monkeypatch: pytest.MonkeyPatch, local: Assembly, info: dict[str, int], wrong: str) -> None:
    async def told(_: str) -> str:
        return wrong

    def ask(_: Supervisor, method: str, *__: Any) -> Any:
        return info if method == "getProcessInfo" else {}

    monkeypatch.setattr(Supervisor, "_ask", ask)
    monkeypatch.setattr(local, "wrong", told)


@pytest.mark.parametrize("command", ["up", "status"])
@pytest.mark.parametrize(
    ("info", "todo"),
    [
        pytest.param(GIVEN_UP, "It is not started again until: make down up", id="given up"),
        pytest.param(BACK_OFF, "It is started again by itself in a moment.", id="started again soon"),
    ],
)
def test_what_has_ended_is_told_with_its_last_words_and_status_1(
    local: Assembly,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    info: dict[str, int],
    todo: str,
) -> None:
    let_it_be(monkeypatch, local, info, "does not answer")
    result = CliRunner().invoke(command_line.app, [command])
    assert result.exit_code == 1
    assert "ended     broker" in result.output
    assert f"[x] Can't open the append-only file: No space left\n{todo}" in result.output


@pytest.mark.parametrize("command", ["up", "status"])
def test_what_is_ready_is_told_with_status_0(
    local: Assembly, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    let_it_be(monkeypatch, local, RUNNING, "")
    result = CliRunner().invoke(command_line.app, [command])
    assert result.exit_code == 0
    assert "ready     broker" in result.output
    assert "No space left" not in result.output


def test_each_program_is_started_again_with_growing_pauses_for_hours() -> None:
    configuration = configparser.RawConfigParser()
    configuration.read(CONFIGURATION, encoding="utf-8")
    programs = [name for name in configuration.sections() if name.startswith("program:")]
    assert len(programs) == 4
    for name in programs:
        program = configuration[name]
        pauses = range(1, program.getint("startretries", fallback=3) + 1)
        assert sum(pauses) > 4 * 3600, name
        assert program.getint("startsecs", fallback=1) >= 10, name


@pytest.mark.parametrize(
    ("broker", "named"),
    [
        ("redis://127.0.0.1:6379/0", ""),
        ("redis://127.0.0.1:6399/0", "MELDER_REDIS_URL=redis://127.0.0.1:6399/0 "),
    ],
)
def test_the_commands_that_up_prints_ask_its_own_broker(
    monkeypatch: pytest.MonkeyPatch, broker: str, named: str
) -> None:
    monkeypatch.delenv("MELDER_REDIS_URL", raising=False)
    assert command_line.asking(broker) == f"{named}.venv/bin/python -m services.alert"
