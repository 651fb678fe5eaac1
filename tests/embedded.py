"""A broker of the tests' own: the embedded one, in a folder and on a port of theirs."""

import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from deploy.local.broker import command
from shared.errors import MelderError

START_SECONDS = 20


class EmbeddedBroker:
    """A broker that lives as long as this object is entered."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"redis://127.0.0.1:{port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; MelderError with its last words when it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "broker.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(command(self.folder, self.port), stdout=output, stderr=output)
        give_up_at = time.monotonic() + START_SECONDS
        client = redis.Redis.from_url(self.url)
        while not _answers(client):
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise MelderError(f"the embedded broker did not start on port {self.port}; see {log}")
            time.sleep(0.02)
        client.close()

    def stop(self) -> None:
        """End it in order; what was written is kept."""
        if self.process:
            self.process.terminate()
            self.process.wait()

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False
