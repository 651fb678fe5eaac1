"""A supervisord of our own: begun, asked and ended over its socket."""

import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.states import ProcessStates
from supervisor.xmlrpc import Faults, SupervisorTransport

from shared.errors import MelderError

CONFIGURATION = Path(__file__).with_name("supervisord.conf")
LONGEST_SOCKET_PATH = 100
"""Characters; Linux allows 107, and supervisord appends its pid for a moment."""
END_SECONDS = 90
NOT_WAITING = False
UP = (ProcessStates.STARTING, ProcessStates.RUNNING)


class EndingError(MelderError):
    """It is shutting down and takes no more orders."""


@dataclass(frozen=True)
class State:
    """One program: `died` is whether it ever ended without being asked to; `given_up`: it stays so."""

    pid: int
    up: bool
    died: bool
    given_up: bool


class Supervisor:
    """Keeps its pid file, its socket and the programs' logs in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._socket = _socket_path(self.folder)
        self._pid_file = self.folder / "supervisord.pid"

    def begin(self, environment: Mapping[str, str]) -> None:
        """Start it in the background, no program yet. MelderError with its own words when it refuses."""
        self.log("supervisord").parent.mkdir(parents=True, exist_ok=True)
        ours = {"MELDER_FOLDER": str(self.folder), "MELDER_SOCKET": str(self._socket)}
        begun = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(CONFIGURATION)],
            env={**environment, **ours},
            capture_output=True,
            text=True,
            check=False,
        )
        if begun.returncode:
            raise MelderError(f"supervisord did not start: {(begun.stdout + begun.stderr).strip()}")

    def is_running(self) -> bool:
        """Whether it answers; so it does while it shuts down."""
        try:
            self._ask("getState")
        except EndingError:
            return True
        except OSError:
            return False
        return True

    def start(self, program: str) -> None:
        """Start one program; it is started again whenever it ends."""
        self._ask("startProcess", program, NOT_WAITING)

    def state(self, program: str) -> State:
        """How one program is."""
        info = self._ask("getProcessInfo", program)
        return State(
            pid=info["pid"],
            up=info["state"] in UP,
            died=info["stop"] > 0 or info["state"] in (ProcessStates.BACKOFF, ProcessStates.FATAL),
            given_up=info["state"] == ProcessStates.FATAL,
        )

    def log(self, program: str) -> Path:
        """Where a program's output goes."""
        return self.folder / "log" / f"{program}.log"

    def end(self) -> None:
        """Stop every program, the broker last, then itself; MelderError when that takes too long.

        When it is ending already, this only waits.
        """
        with suppress(EndingError):
            self._ask("shutdown")
        give_up_at = time.monotonic() + END_SECONDS
        while self._pid_file.exists():
            if time.monotonic() > give_up_at:
                raise MelderError(f"not stopped after {END_SECONDS} s; see {self.log('supervisord')}")
            time.sleep(0.05)

    def _ask(self, method: str, *arguments: str | bool) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        with ServerProxy("http://127.0.0.1", transport=transport) as proxy:
            try:
                return getattr(proxy.supervisor, method)(*arguments)
            except Fault as fault:
                if fault.faultCode == Faults.SHUTDOWN_STATE:
                    raise EndingError("Melder is being stopped; try again when that is done") from fault
                raise MelderError(f"supervisord refuses {method} {arguments}: {fault.faultString}") from fault


def _socket_path(folder: Path) -> Path:
    """A socket's path has little room: a folder with a long one has its socket among the temporary files."""
    path = folder / "supervisor.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"melder-{digest}.sock"
