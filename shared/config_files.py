"""Configuration files of a running service, looked at again and again."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from shared.errors import ConfigError

log = logging.getLogger(__name__)
Value = TypeVar("Value")
_Stamp = tuple[tuple[int, int] | None, ...]


class ConfigFiles(Generic[Value]):
    """Files that are read as one value; as long as they are wrong, the last good one stays.

    `value`: the last good one; `wrong`: whether the files hold another one, with a fault. Raises ConfigError
    where they are wrong from the beginning.
    """

    def __init__(self, files: Sequence[Path], load: Callable[[], Value]) -> None:
        self._files, self._load = files, load
        self._seen = self._found = self._stamp()
        self.value = load()
        self.wrong = False

    def __str__(self) -> str:
        return ", ".join(map(str, self._files))

    def changed(self) -> bool:
        """Whether the files hold another good value now; what is wrong with them is logged.

        They must have stood still since the last look: not every editor writes a file at once.
        """
        before, self._found = self._found, self._stamp()
        if self._found == self._seen or self._found != before:
            return False
        self._seen, last = self._found, self.value
        try:
            self.value = self._load()
        except ConfigError as error:
            log.error("a changed file is wrong; what it held before stays", extra={"error": str(error)})
            self.wrong = True
            return False
        self.wrong = False
        return self.value != last

    def _stamp(self) -> _Stamp:
        return tuple(_stat(file) for file in self._files)


def _stat(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_mtime_ns, stat.st_size
