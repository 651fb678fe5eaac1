"""Processes that read what came from the web. They may be killed: hostile markup takes gigabytes."""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from services.watcher.reading.limits import LIMITS, Limits
from shared.errors import BadInputError

READER = "services.watcher.reading.reader_main"
SECONDS, MEMORY = 5.0, 384 << 20
"""For one feed or page; an address space is about twice the memory used."""
LONGEST_ANSWER = 64 << 20
MOST_READ = 1_000
"""Feeds and pages, after which a process is replaced: lxml never gives all of its memory back."""

Result = TypeVar("Result", bound=BaseModel)


class Readers:
    """As many processes as may read at the same time, each started when it is needed.

    `seconds` and `memory` (bytes of address space) are what one feed or page may take, `limits` what it
    may hold.
    """

    def __init__(
        self, size: int, seconds: float = SECONDS, memory: int = MEMORY, limits: Limits = LIMITS
    ) -> None:
        self._all = [_Reader(seconds, (str(memory), limits.model_dump_json())) for _ in range(size)]
        self._idle: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        for reader in self._all:
            self._idle.put_nowait(reader)

    async def read(self, what: type[Result], body: bytes, content_type: str, url: str) -> Result:
        """`body` as a Listing, Page, …; BadInputError when it is none, or takes too much to read."""
        request = {"what": what.__name__, "content_type": content_type, "url": url, "length": len(body)}
        reader = await self._idle.get()
        try:
            line = await reader.ask(f"{json.dumps(request)}\n".encode() + body)
        finally:
            self._idle.put_nowait(reader)
        if not line:
            raise BadInputError(f"{url}: reading it took over {reader.seconds:g} s, or too much memory")
        if line.startswith(b"E"):
            raise BadInputError(json.loads(line[1:]))
        return what.model_validate_json(line[1:])

    async def close(self) -> None:
        """End the processes."""
        for reader in self._all:
            await reader.close()


class _Reader:
    """One process, asked for one thing at a time."""

    def __init__(self, seconds: float, arguments: tuple[str, ...]) -> None:
        self.seconds, self._arguments = seconds, arguments
        self._process: Process | None = None
        self._asked = 0

    async def ask(self, request: bytes) -> bytes:
        """The answer; nothing when the process died or had to be killed."""
        reader, writer = await self._started()
        line = b""
        self._asked += 1
        try:
            async with asyncio.timeout(self.seconds):
                writer.write(request)
                await writer.drain()
                line = await reader.readline()
        except (TimeoutError, ConnectionError, ValueError):  # ValueError: a line over LONGEST_ANSWER
            line = b""
        finally:
            if not line or self._asked >= MOST_READ:
                await self.close()
        return line

    async def _started(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        process = self._process
        if not process:
            process = self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "ignore", "-m", READER, *self._arguments),
                cwd=Path(__file__).parents[3],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=LONGEST_ANSWER,
            )
            await cast(asyncio.StreamReader, process.stdout).readline()  # starting does not count as reading
        return cast(asyncio.StreamReader, process.stdout), cast(asyncio.StreamWriter, process.stdin)

    async def close(self) -> None:
        """End the process; the next request starts another one."""
        process, self._process, self._asked = self._process, None, 0
        if process:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
