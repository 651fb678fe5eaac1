"""ner as a process on an embedded broker: what it takes to read articles from the stream to the stream."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from services.watcher.publisher import __file__ as publisher_file
from shared.article_text import ArticleText, to_found
from shared.events import ArticleFound
from shared.identity import text_hash
from shared.scripts import Step
from system import System

LONGEST = 600.0


async def read_by_service(texts: Sequence[str], folder: Path) -> tuple[float, int]:
    """Seconds from the first article published to the last one tagged, and the peak memory in MiB."""
    (folder / "config").mkdir()
    articles = [_found(text) for text in texts]
    async with System(folder, {"ner": ["services.ner", "run"]}, {}) as system:
        await _read(system, [_found("Olaf Scholz wärmt das Modell auf.")])
        start = time.perf_counter()
        await _read(system, articles)
        return time.perf_counter() - start, _peak(system.processes["ner"].pid)


def _found(text: str) -> ArticleFound:
    address = f"https://bench.example/{text_hash(text)}"
    return to_found(ArticleText(url=address, text=text), datetime.now(UTC), "bench")


async def _read(system: System, articles: Sequence[ArticleFound]) -> None:
    keys = system.keys
    publish = Step(system.client, Path(publisher_file).with_name("publish.lua"))
    for found in articles:
        await publish(
            [keys.found, keys.revisions(found.article_id), keys.source("bench"), keys.tagged],
            [text_hash(found.text), 1, found.model_dump_json(), 1, ""],
        )
    newest = await system.last(keys.found)

    async def read() -> bool:
        return await system.last(keys.tagged) == newest

    await system.until(read, LONGEST, "every article tagged")


def _peak(pid: int) -> int:
    """Largest resident memory of a process so far, in MiB, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found, status
    return int(found[1]) // 1024
