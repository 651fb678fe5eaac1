"""A folder of .txt and .jsonl files, with a manifest.json if there is one."""

import asyncio
import stat
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from services.watcher.sources import Poll, SourceName
from services.watcher.sources.folder_reading import Due, Reading, Stamp, Told
from shared.articles import SIZE_LIMIT, folder_files
from shared.config import ConfigModel, Duration
from shared.errors import BadInputError
from shared.events import Trust
from shared.manifest import MANIFEST, Manifest, load_manifest

SETTLED = 1.0
"""Seconds for which a file must not have changed, else it may still be being written."""
LONGEST_WAIT = 30.0
"""Seconds after which a file is read though it still changes: some are written every second, for ever."""
RENEWED = 12 * 3600.0
"""Seconds after which all is read again, so that the journal does not forget what still lies there.

Half of the shortest time for which it may remember a text (watcher_remember_days).
"""
BEING_WRITTEN = Manifest(error=BadInputError(f"{MANIFEST} is being written"))


class FolderConfig(ConfigModel):
    """`path` is relative to where the watcher is started; `every` is how often it is looked into."""

    kind: Literal["folder"]
    name: SourceName
    path: Path
    every: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(seconds=5)
    language: str = "de"
    trust: Trust = Trust.MEDIUM


class FolderSource:
    """Reads a file again when it has changed or could not be read, and all of them twice a day."""

    patience = 30.0

    def __init__(
        self, config: FolderConfig, limit: int = SIZE_LIMIT, clock: Callable[[], float] = time.time
    ) -> None:
        self.name, self.language, self.trust = config.name, config.language, config.trust
        self.every = config.every.total_seconds()
        self._folder, self._limit, self._clock = config.path, limit, clock
        self._began = self._renewed = clock()
        self._looks, self._state = 0, ""
        self._seen: dict[Path, Stamp] = {}
        self._waits_since: dict[Path, float] = {}
        self._told: Told = {}
        self._manifest = Manifest()

    async def poll(self, state: str) -> Poll:
        """The files that are new or changed; all, where the journal lost the end of what it was given."""
        if state != self._state or self._clock() - self._renewed >= RENEWED:
            self._seen, self._renewed = {}, self._clock()
        return await asyncio.to_thread(self._look, state)

    def _look(self, state: str) -> Poll:
        try:
            if not self._folder.is_dir():
                message = f"{self._folder}: no such folder; create it, or change it in sources.yaml"
                raise BadInputError(message)
            return self._poll(state)
        except OSError as error:
            raise BadInputError(f"{self._folder}: {error.strerror}") from error

    def _poll(self, state: str) -> Poll:
        path = self._folder / MANIFEST
        stamp = _stamp(path)
        waits = not self._settled(path, stamp)
        faults = [] if waits else self._load(path, stamp)
        manifest = BEING_WRITTEN if waits else self._manifest
        due = list(self._due(manifest, stamp))
        reading = Reading(due, manifest, self._limit, self._told, faults)
        self._looks += 1
        read_on = f'{{"kind": "folder", "look": "{self._began:.3f}-{self._looks}"}}' if due else ""

        def done() -> None:
            read = {file.path: file.stamp for file in due if file.path not in reading.unread}
            self._seen |= read if waits else read | {path: stamp}
            self._state = read_on or state
            self._told = {path: said for path, said in (self._told | reading.told).items() if said}

        waiting = "waiting for the manifest; " if waits else ""
        return Poll(reading, state=read_on, status=f"{waiting}{len(due)} new or changed files", done=done)

    def _load(self, path: Path, stamp: Stamp) -> list[BadInputError]:
        """The manifest where it is new or was broken; what is wrong with it, once."""
        before = self._manifest.error
        if before or stamp != self._seen.get(path, ()):
            self._manifest = load_manifest(self._folder, self._limit) if stamp else Manifest()
        error = self._manifest.error
        return [error] if error and str(error) != str(before) else []

    def _due(self, manifest: Manifest, stamp: Stamp) -> Iterator[Due]:
        """Files to read now. One that is being written holds up those that the manifest puts after it."""
        held_up = False
        for path in folder_files(self._folder, manifest):
            named = path.name in manifest.items
            found = self._text(path, stamp) if path.suffix.lower() == ".txt" else self._lines(path)
            if not found or (held_up and named):
                held_up = held_up or named
            elif self._seen.get(path) != found.stamp:
                yield found

    def _text(self, path: Path, manifest: Stamp) -> Due | None:
        """It has to be whole, and is read again when the manifest says something else of it."""
        stamp = _stamp(path)
        return Due(path, stamp + manifest, growing=False) if self._settled(path, stamp) else None

    def _lines(self, path: Path) -> Due:
        """Its whole lines can be read while others are being added, its last one when it is settled."""
        stamp = _stamp(path)
        growing = self._young(stamp)
        return Due(path, (*stamp, growing), growing)

    def _settled(self, path: Path, stamp: Stamp) -> bool:
        """Whether a file has been left alone for a while, or has been waited for long enough."""
        now = self._clock()
        if self._young(stamp) and now - self._waits_since.setdefault(path, now) < LONGEST_WAIT:
            return False
        self._waits_since.pop(path, None)
        return True

    def _young(self, stamp: Stamp) -> bool:
        return bool(stamp) and 0 <= self._clock() - stamp[0] / 1e9 < SETTLED


def _stamp(path: Path) -> Stamp:
    """What changes with a file's content or rights; nothing where there is no regular file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    if not stat.S_ISREG(status.st_mode):
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ctime_ns, status.st_ino
