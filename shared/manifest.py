"""manifest.json: what a folder of .txt files does not say itself, and in which order they appeared."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.article_text import Fields, check_fields, decode
from shared.errors import BadInputError

MANIFEST = "manifest.json"


class Item(Fields):
    """What the manifest says about one file."""

    file: str


@dataclass(frozen=True)
class Manifest:
    """File name → what is known about it, or why that cannot be used; `error` when nothing can."""

    items: dict[str, Fields | BadInputError] = field(default_factory=dict)
    error: BadInputError | None = None

    def fields(self, name: str) -> Fields:
        """What is known about a file, else nothing. Raises BadInputError."""
        found = self.error or self.items.get(name, Fields())
        if isinstance(found, BadInputError):
            raise found
        return found


def load_manifest(folder: Path, limit: int) -> Manifest:
    """The folder's manifest, of at most `limit` bytes; an empty one where it has none."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as stream:
            data = json.loads(decode(stream.read(limit + 1), str(path), limit))
        if not isinstance(data, list):
            raise BadInputError(f'{path}: must be a list of {{"file": …, "published_at": …, "url": …}}')
    except FileNotFoundError:
        return Manifest()
    except BadInputError as error:
        return Manifest(error=_waits(str(error)))
    except (ValueError, RecursionError) as error:
        return Manifest(error=_waits(f"{path}: not valid JSON: {error}"))
    except OSError as error:
        return Manifest(error=_waits(f"{path}: {error.strerror}"))
    return _items(path, data)


def _waits(message: str) -> BadInputError:
    return BadInputError(f"{message}; the .txt files beside it wait until it is repaired")


def _items(path: Path, data: list[Any]) -> Manifest:
    items: dict[str, Fields | BadInputError] = {}
    for number, item in enumerate(data, start=1):
        name = item.get("file") if isinstance(item, dict) else None
        place = f"{path}: entry {number}"
        if not isinstance(name, str) or Path(name).name != name or not name.lower().endswith(".txt"):
            return Manifest(error=_waits(f'{place}: "file" must name a .txt file of this folder'))
        try:
            items[name] = check_fields(Item, item, f"{place} ({name})")
        except BadInputError as error:
            items[name] = error
    return Manifest(items)
