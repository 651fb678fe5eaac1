"""The services as processes of their own, on an embedded broker, in one folder."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as BrokerConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as BrokerTimeoutError

from embedded import EmbeddedBroker
from shared.broker import connect
from shared.streams import Keys

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class System:
    """Starts, kills and restarts; configuration lies in `folder/config`, logs in `folder/log`."""

    def __init__(
        self, folder: Path, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]
    ) -> None:
        self.folder, self.commands, self.keys = folder, commands, Keys("test")
        self.broker = EmbeddedBroker(folder / "broker", free_port())
        self.client: Redis = connect(self.broker.url)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._environment = {
            **os.environ,
            "MELDER_REDIS_URL": self.broker.url,
            "MELDER_JOURNAL": self.keys.journal,
            "MELDER_CONFIG": str(folder / "config"),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
            **environment,
        }

    def start(self, name: str) -> None:
        """Start one service on a port of its own."""
        (self.folder / "log").mkdir(exist_ok=True)
        service = name.split("-")[0].upper()
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *self.commands[name]],
                cwd=ROOT,
                env={**self._environment, f"MELDER_{service}_PORT": str(free_port())},
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """SIGKILL one service, or the `broker`, and start it again."""
        if name == "broker":
            self.broker.kill()
            self.broker.start()
            return
        self.processes[name].kill()
        self.processes[name].wait()
        self.start(name)

    async def decided(self) -> bool:
        """Whether everything published is decided, and every delivery is answered."""
        newest = await self.last(self.keys.found)
        next_seq = int(await self.client.get(self.keys.next) or 1)
        due = [key async for key in self.client.scan_iter(match=self.keys.due("*").replace("{", "[{]"))]
        return newest > 0 and next_seq == newest + 1 and not due

    async def last(self, stream: str) -> int:
        """Seq of a stream's newest entry, 0 when there is none."""
        try:
            info = await self.client.xinfo_stream(stream)
        except ResponseError:
            return 0
        return int(info["last-generated-id"].split(b"-")[0])

    async def until(self, condition: Callable[[], Awaitable[bool]], seconds: float, what: str) -> None:
        """Wait for a condition, through faults of the broker; fail with the services' last words."""
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at:
            try:
                if await condition():
                    return
            except (BrokerConnectionError, BrokerTimeoutError):
                pass
            await asyncio.sleep(0.05)
        raise AssertionError(f"{what}: not within {seconds:g} s\n{self.last_words()}")

    def last_words(self) -> str:
        """The end of every log."""
        logs = sorted((self.folder / "log").glob("*.log"))
        return "\n".join(f"--- {log.name}\n" + log.read_text(errors="replace")[-1500:] for log in logs)

    async def __aenter__(self) -> Self:
        self.broker.start()
        for name in self.commands:
            self.start(name)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for process in self.processes.values():
                process.send_signal(signal.SIGTERM)
            ended = {name: process.wait(timeout=30) for name, process in self.processes.items()}
            in_order = {0, -signal.SIGTERM}  # the latter: it was just being started
            assert set(ended.values()) <= in_order, f"not stopped in order: {ended}\n{self.last_words()}"
        finally:
            for process in self.processes.values():
                process.kill()
            await self.client.aclose()
            self.broker.stop()
