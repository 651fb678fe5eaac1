"""Melder on this machine: broker, watcher, ner and alert, each ready before it counts as up."""

import asyncio
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import aiohttp
from redis.asyncio import Redis
from redis.exceptions import RedisError

from deploy.local.settings import ROOT
from deploy.local.supervisor import Supervisor
from shared.errors import ConfigError, MelderError

LOOPBACK = "127.0.0.1"
READY_SECONDS = 120
LAST_WORDS = 5
"""Lines of a log that are quoted when its program died."""


class Assembly:
    """The programs under one supervisor. `ports` is program → port, in flow order."""

    def __init__(self, folder: Path, ports: Mapping[str, int], environment: Mapping[str, str]) -> None:
        self.ports = ports
        self.supervisor = Supervisor(folder)
        self._begun: dict[str, int] = {}
        self.redis_url = f"redis://{LOOPBACK}:{ports['broker']}/0"
        self._environment = {
            **environment,
            **{f"MELDER_{program.upper()}_PORT": str(port) for program, port in ports.items()},
            "MELDER_REDIS_URL": self.redis_url,
            "MELDER_HOST": LOOPBACK,
            "MELDER_ROOT": str(ROOT),
            "MELDER_PYTHON": sys.executable,
        }

    def begin(self) -> None:
        """Start the supervisor. ConfigError when a port is taken."""
        for program, port in self.ports.items():
            if not _is_free(port):
                raise ConfigError(
                    f"port {port}, which {program} needs, is taken on {LOOPBACK}; "
                    f"stop what listens there, or set MELDER_{program.upper()}_PORT"
                )
        self.supervisor.begin(self._environment)

    async def start(self, program: str) -> None:
        """Start a program and return when it is ready; MelderError with its last words when it is not."""
        self._begun[program] = self._log_size(program)
        self.supervisor.start(program)
        give_up_at = time.monotonic() + READY_SECONDS
        while wrong := await self.wrong(program):
            self.check(program)
            if time.monotonic() > give_up_at:
                raise MelderError(
                    f"{program} is not ready after {READY_SECONDS} s: {wrong}; " + self.last_words(program)
                )
            await asyncio.sleep(0.1)

    def check(self, program: str) -> None:
        """Raise MelderError with its last words when a program has died since it was started."""
        if self.supervisor.state(program).died:
            raise MelderError(f"{program} ended by itself; {self.last_words(program)}")

    async def wrong(self, program: str) -> str:
        """Empty when the program is ready, else what is wrong."""
        if program == "broker":
            return await _wrong_with_broker(self.redis_url)
        return await _wrong_with_service(f"{self.address(program)}/readyz")

    def address(self, program: str) -> str:
        """Where a program listens."""
        return self.redis_url if program == "broker" else f"http://{LOOPBACK}:{self.ports[program]}"

    def _log_size(self, program: str) -> int:
        log = self.supervisor.log(program)
        return log.stat().st_size if log.exists() else 0

    def last_words(self, program: str) -> str:
        """The end of its log, at most since it was started here."""
        log = self.supervisor.log(program)
        said = log.read_bytes()[self._begun.get(program, 0) :]
        lines = said.decode(errors="replace").splitlines()[-LAST_WORDS:]
        return "\n  ".join([f"the end of {log}:", *lines])


def free_ports(programs: Iterable[str]) -> dict[str, int]:
    """A free port for each, all different."""
    probes = {program: socket.create_server((LOOPBACK, 0)) for program in programs}
    ports = {program: int(probe.getsockname()[1]) for program, probe in probes.items()}
    for probe in probes.values():
        probe.close()
    return ports


def _is_free(port: int) -> bool:
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


async def _wrong_with_broker(url: str) -> str:
    client = Redis.from_url(url)
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        return str(error)
    finally:
        await client.aclose()
    return ""


async def _wrong_with_service(url: str) -> str:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(url) as answer,
        ):
            return "" if answer.ok else await answer.text()
    except (aiohttp.ClientError, TimeoutError):
        return f"{url} does not answer"
