"""Programs are ready before they count as up, and none is left behind."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.local.assembly import Assembly, free_ports
from shared.errors import ConfigError, MelderError

PROGRAMS = ("broker", "watcher", "ner", "alert")


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Assembly]:
    environment = {**os.environ, "MELDER_CONFIG": str(tmp_path / "config")}
    assembly = Assembly(tmp_path / "up", free_ports(PROGRAMS), environment)
    yield assembly
    if assembly.supervisor.is_running():
        assembly.supervisor.end()


async def test_the_broker_answers_once_it_is_started_and_is_gone_after_the_end(local: Assembly) -> None:
    local.begin()
    await local.start("broker")
    pid = local.supervisor.state("broker").pid
    assert await local.wrong("broker") == ""
    local.supervisor.end()
    assert not local.supervisor.is_running()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def ending(local: Assembly) -> bool:
    try:
        local.supervisor.state("broker")
    except MelderError as error:
        return "is being stopped" in str(error)
    return False


async def test_a_second_end_waits_for_the_first(local: Assembly) -> None:
    local.begin()
    await local.start("broker")
    pid = local.supervisor.state("broker").pid
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as pool:
        ends = [pool.submit(local.supervisor.end)]
        while not ending(local):
            pass
        assert local.supervisor.is_running()
        ends.append(pool.submit(local.supervisor.end))
        os.kill(pid, signal.SIGCONT)
        for end in ends:
            end.result()
    assert not local.supervisor.is_running()


async def test_a_program_that_is_killed_is_started_again(local: Assembly) -> None:
    local.begin()
    await local.start("broker")
    os.kill(local.supervisor.state("broker").pid, 9)
    while await local.wrong("broker"):
        pass
    assert local.supervisor.state("broker").up


def test_a_taken_port_is_named_before_anything_starts(local: Assembly) -> None:
    with (
        socket.create_server(("127.0.0.1", local.ports["ner"])),
        pytest.raises(ConfigError, match=rf"port {local.ports['ner']}, which ner needs.*MELDER_NER_PORT"),
    ):
        local.begin()
    assert not local.supervisor.is_running()


async def test_a_program_that_ends_is_told_with_its_last_words(local: Assembly) -> None:
    local.begin()
    await local.start("broker")
    with pytest.raises(MelderError, match=r"watcher ended by itself(.|\n)*sources\.yaml: no such file"):
        await local.start("watcher")


def test_a_folder_with_a_long_path_still_gets_a_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("lang" * 30) / "mit leer"
    assembly = Assembly(folder, free_ports(PROGRAMS), os.environ)
    assembly.begin()
    assert assembly.supervisor.is_running()
    assembly.supervisor.end()
    assert not assembly.supervisor.is_running()
