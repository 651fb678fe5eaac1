"""Reads feeds in a process of its own, which may be killed: a hostile feed can take minutes and gigabytes."""

import asyncio
import contextlib
import json
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from services.watcher.feed_entries import FeedEntries, read_entries
from shared.errors import BadInputError

SECONDS = 5.0
"""For one feed."""
MEMORY = 512 << 20
"""Bytes of address space, which is about twice the memory used."""
LONGEST_ANSWER = 64 << 20


class Answer(BaseModel):
    """What the process says about one feed: its entries, or why there are none."""

    feed: FeedEntries | None = None
    error: str = ""


class FeedProcess:
    """One process for all feeds, started when it is needed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def read(self, body: bytes, content_type: str, url: str) -> FeedEntries:
        """As `read_entries`; BadInputError also when it takes too much time or memory."""
        request = json.dumps({"content_type": content_type, "url": url, "length": len(body)})
        async with self._one_at_a_time:
            line = await self._ask(f"{request}\n".encode() + body)
        if not line:
            raise BadInputError(f"{url}: reading it took over {self._seconds:g} s, or too much memory")
        answer = Answer.model_validate_json(line)
        if not answer.feed:
            raise BadInputError(answer.error)
        return answer.feed

    async def _ask(self, request: bytes) -> bytes:
        """The answer; nothing when the process died or had to be killed."""
        reader, writer = await self._started()
        line = b""
        try:
            async with asyncio.timeout(self._seconds):
                writer.write(request)
                await writer.drain()
                line = await reader.readline()
        except (TimeoutError, ConnectionError, ValueError):  # ValueError: a line over LONGEST_ANSWER
            line = b""
        finally:
            if not line:
                await self.close()
        return line

    async def _started(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        process = self._process
        if not process:
            process = self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "ignore", "-m", __spec__.name),
                cwd=Path(__file__).parents[2],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=LONGEST_ANSWER,
            )
            await cast(asyncio.StreamReader, process.stdout).readline()  # starting does not count as reading
        return cast(asyncio.StreamReader, process.stdout), cast(asyncio.StreamWriter, process.stdin)

    async def close(self) -> None:
        """End the process; the next feed starts another one."""
        process, self._process = self._process, None
        if process:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _say(b"ready")
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        body = sys.stdin.buffer.read(request["length"])
        _say(_answer(body, request["content_type"], request["url"]).model_dump_json().encode())


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _answer(body: bytes, content_type: str, url: str) -> Answer:
    try:
        return Answer(feed=read_entries(body, content_type, url))
    except BadInputError as error:
        return Answer(error=str(error))


if __name__ == "__main__":
    main()
