"""The texts in a folder's files, and what is said of those that cannot be read: once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.article_text import ArticleText
from shared.articles import UnreadableError, read_file
from shared.errors import BadInputError
from shared.manifest import Manifest

Stamp = tuple[int, ...]
Told = dict[Path, frozenset[str]]


@dataclass(frozen=True)
class Due:
    """A file to read now. `stamp` is how it was found; `growing`: its last line may be half written."""

    path: Path
    stamp: Stamp
    growing: bool


class Reading:
    """Reads the files when it is gone through. `before`: what was said of them the last time.

    Afterwards `unread` holds the files that have to be tried again, and `told` what was said of those and of
    the growing ones: they are read again unchanged, or with the same lines in them.
    """

    def __init__(
        self,
        due: Sequence[Due],
        manifest: Manifest,
        limit: int,
        before: Mapping[Path, frozenset[str]],
        faults: Sequence[BadInputError] = (),
    ) -> None:
        self._due, self._manifest, self._limit = due, manifest, limit
        self._before, self._faults = before, faults
        self.unread: set[Path] = set()
        self.told: Told = {}

    def __iter__(self) -> Iterator[ArticleText | BadInputError]:
        self.unread.clear()
        yield from self._faults
        for due in self._due:
            yield from self._read(due)

    def _read(self, due: Due) -> Iterator[ArticleText | BadInputError]:
        before, said = self._before.get(due.path, frozenset()), set[str]()
        for item in read_file(due.path, self._manifest, self._limit, growing=due.growing):
            if isinstance(item, UnreadableError):
                self.unread.add(due.path)
            if isinstance(item, ArticleText):
                yield item
            elif str(item) not in said | before:
                said.add(str(item))
                yield item
        self.told[due.path] = frozenset(said | before if due.growing or due.path in self.unread else ())
