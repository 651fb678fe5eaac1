"""Texts in files: a .txt is one article, a .jsonl holds one a line, manifest.json tells about .txt files."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from shared.article_text import ArticleText, Fields, Line, check_fields, compose, decode
from shared.errors import BadInputError
from shared.manifest import MANIFEST, Manifest, load_manifest

SIZE_LIMIT = 2_000_000
"""Bytes that one text may have, in a file of its own or on one line."""
SUFFIXES = (".txt", ".jsonl")
BOM = b"\xef\xbb\xbf"
ARRAY = re.compile(rb"\s*\[\s*(\{|$)")
NO_ARRAY = "one object a line (.jsonl), not an array"


class UnreadableError(BadInputError):
    """The system could not read a file; the next time it may."""


Read = Iterator[ArticleText | BadInputError]
"""Each text, or why it cannot be used; reading goes on after an error."""


def read_articles(paths: Iterable[str], stdin: BinaryIO, limit: int = SIZE_LIMIT) -> Read:
    """What files, folders and '-' (standard input) hold, in the order given. `limit`: bytes of one text."""
    manifests: dict[Path, Manifest] = {}
    for name in paths:
        path = Path(name)
        if name == "-":
            yield from read_stream(stdin, "standard input", limit)
        elif path.is_dir():
            yield from read_folder(path, limit)
        elif path.is_file():
            if path.parent not in manifests:
                manifests[path.parent] = load_manifest(path.parent, limit)
            yield from read_file(path, manifests[path.parent], limit)
        elif path.exists():  # a pipe
            with path.open("rb") as stream:
                yield from read_stream(stream, name, limit)
        else:
            yield BadInputError(f"{name}: no such file or folder")


def read_folder(folder: Path, limit: int = SIZE_LIMIT) -> Read:
    """Its files in the order of its manifest, then the others by name; no folders in it."""
    manifest = load_manifest(folder, limit)
    files = folder_files(folder, manifest)
    if manifest.error:
        yield manifest.error
    elif not files:
        yield BadInputError(f"{folder}: holds no .txt and no .jsonl file")
    for path in files:
        yield from read_file(path, manifest, limit)


def folder_files(folder: Path, manifest: Manifest) -> list[Path]:
    """What is to be read, in order. While its manifest is broken, its .txt files wait."""
    wanted = (".jsonl",) if manifest.error else SUFFIXES
    others = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in wanted
        and not path.name.startswith(".")
        and path.name not in manifest.items
        and path.is_file()
    )
    return [folder / name for name in (*manifest.items, *others)]


def read_file(path: Path, manifest: Manifest, limit: int = SIZE_LIMIT, *, growing: bool = False) -> Read:
    """The texts of one file. `growing`: a last line without its end waits."""
    try:
        if path.exists() and not path.is_file():  # to open a pipe is to wait for its writer
            yield BadInputError(f"{path}: not a file")
            return
        with path.open("rb") as stream:
            if path.suffix.lower() == ".jsonl":
                lines = _lines(stream, limit)
                whole = (line for line in lines if line.endswith(b"\n") or len(line) > limit)
                yield from _read_lines(whole if growing else lines, str(path), limit)
            elif path.suffix.lower() == ".txt":
                yield _read_text(path, stream, manifest, limit)
            else:
                yield BadInputError(f"{path}: only .txt and .jsonl files are read")
    except BadInputError as error:
        yield error
    except FileNotFoundError:
        named = f", though {MANIFEST} names it" if path.name in manifest.items else ""
        yield BadInputError(f"{path}: no such file{named}")
    except OSError as error:
        yield UnreadableError(f"{path}: {error.strerror}")


def read_stream(stream: BinaryIO, name: str, limit: int = SIZE_LIMIT) -> Read:
    """JSON lines if the first character that is no space is '{', else one text."""
    lines = _lines(stream, limit)
    head: list[bytes] = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if head and head[-1].removeprefix(BOM).lstrip().startswith(b"{"):
        yield from _read_lines(chain(head, lines), name, limit)
        return
    data = b"".join(head) + stream.read(limit + 1)
    if ARRAY.match(data.removeprefix(BOM)):
        yield BadInputError(f"{name}: {NO_ARRAY}")
        return
    try:
        yield compose(Fields(), decode(data, name, limit), name)
    except BadInputError as error:
        yield error


def _read_text(path: Path, stream: BinaryIO, manifest: Manifest, limit: int) -> ArticleText:
    fields = manifest.fields(path.name)
    text = decode(stream.read(limit + 1), str(path), limit).replace("\r\n", "\n")
    return compose(fields, text, str(path), path.absolute().as_uri())


def _read_lines(lines: Iterable[bytes], name: str, limit: int) -> Read:
    """A line's number says nothing about its text: lines are added above it, and files are rotated."""
    for number, data in enumerate(lines, start=1):
        if not data.strip():
            continue
        place = f"{name}:{number}"
        if number == 1 and ARRAY.match(data.removeprefix(BOM)):
            yield BadInputError(f"{place}: {NO_ARRAY}")
            return
        try:
            line = check_fields(Line, decode(data, place, limit), place)
            yield compose(line, line.text, place)
        except BadInputError as error:
            yield error


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines of at most limit + 1 bytes; the rest of a longer one is passed over."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
            if not line:
                return
