"""A folder of .txt and .jsonl files, with a manifest.json if there is one."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from services.watcher.sources import Poll
from shared.article_text import ArticleText
from shared.articles import SIZE_LIMIT, folder_files, read_file
from shared.config import ConfigModel, Duration
from shared.errors import BadInputError
from shared.events import Trust
from shared.manifest import MANIFEST, Manifest, load_manifest

SETTLED = 1.0
"""Seconds for which a file must not have changed, else it may still be being written."""
READ = '{"kind": "folder"}'
"""Lost with the journal, and then everything is read again."""

Stamp = tuple[int, ...]


class FolderConfig(ConfigModel):
    """`path` is relative to where the watcher is started; `every` is how often it is looked into."""

    kind: Literal["folder"]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    path: Path
    every: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(seconds=5)
    language: str = "de"
    trust: Trust = Trust.MEDIUM


@dataclass(frozen=True)
class _Files:
    """Reads them when it is gone through."""

    files: list[Path]
    manifest: Manifest
    faults: list[BadInputError]
    limit: int

    def __iter__(self) -> Iterator[ArticleText | BadInputError]:
        yield from self.faults
        for path in self.files:
            yield from read_file(path, self.manifest, self.limit)


class FolderSource:
    """Reads a file again when its time or size has changed, else never."""

    patience = 30.0

    def __init__(
        self, config: FolderConfig, limit: int = SIZE_LIMIT, clock: Callable[[], float] = time.time
    ) -> None:
        self.name, self.language, self.trust = config.name, config.language, config.trust
        self.every = config.every.total_seconds()
        self._folder, self._limit, self._clock = config.path, limit, clock
        self._seen: dict[Path, Stamp] = {}
        self._manifest = Manifest()

    async def poll(self, state: str) -> Poll:
        """The files that are new or changed."""
        if not state:
            self._seen.clear()
        return await asyncio.to_thread(self._look, "" if state else READ)

    def _look(self, state: str) -> Poll:
        if not self._folder.is_dir():
            raise BadInputError(f"{self._folder}: no such folder; create it, or change it in sources.yaml")
        path = self._folder / MANIFEST
        stamp = _stamp(path)
        if self._young(stamp):
            return Poll(status="waiting for the manifest")
        if changed := stamp != self._seen.get(path, ()):
            self._manifest = load_manifest(self._folder, self._limit)
        fresh = dict(self._fresh(stamp))
        faults = [self._manifest.error] if changed and self._manifest.error else []
        return Poll(
            _Files(list(fresh), self._manifest, faults, self._limit),
            state=state,
            status=f"{len(fresh)} new or changed files",
            done=lambda: self._seen.update({path: stamp, **fresh}),
        )

    def _fresh(self, manifest: Stamp) -> Iterator[tuple[Path, Stamp]]:
        """Files to read now. One that is being written holds up those that the manifest puts after it."""
        held_up = False
        for path in folder_files(self._folder, self._manifest):
            named = path.name in self._manifest.items
            stamp = _stamp(path)
            if self._young(stamp) or (held_up and named):
                held_up = held_up or named
                continue
            stamp += manifest if path.suffix.lower() == ".txt" else ()
            if self._seen.get(path) != stamp:
                yield path, stamp

    def _young(self, stamp: Stamp) -> bool:
        return bool(stamp) and 0 <= self._clock() - stamp[0] / 1e9 < SETTLED


def _stamp(path: Path) -> Stamp:
    """Time and size of a file; nothing where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size
