"""How long from found to tagged, and found to delivered? `python tests/bench/service.py`.

All three services as processes, on an embedded broker; every article goes in alone, when all is idle.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from services.watcher.publisher import __file__ as publisher_file
from shared.article_text import ArticleText, to_found
from shared.broker import wait_for_entries
from shared.identity import text_hash
from shared.scripts import Step
from system import System

TEXT = (
    "Kiew meldet neue Truppen\n\n{number} nordkoreanische Soldaten stehen nach Angaben aus Kiew in Kursk. "
    "Der ukrainische Präsident Wolodymyr Selenskyj sprach in Berlin mit Bundeskanzler Olaf Scholz. "
    "Die Lage an der Front sei angespannt, teilte das Verteidigungsministerium am Montag mit."
)
RULES = "rules:\n  - {name: a, when: figure, subject: north-korea, measure: troops, to: [log]}\n"


def bench(articles: Annotated[int, typer.Option(help="how many, one after the other")] = 100) -> None:
    """Print the median and the 95th percentile."""
    seconds = asyncio.run(_measure(articles))
    table = Table("from publish to", "median", "p95")
    for name, taken in seconds.items():
        p95 = statistics.quantiles(taken, n=20)[-1]
        table.add_row(name, f"{1000 * statistics.median(taken):.0f} ms", f"{1000 * p95:.0f} ms")
    Console().print(table)


async def _measure(articles: int) -> dict[str, list[float]]:
    folder = Path(tempfile.mkdtemp())
    (folder / "config").mkdir()
    (folder / "config" / "rules.yaml").write_text(RULES)
    (folder / "config" / "channels.yaml").write_text("channels: []\n")
    commands = {name: [f"services.{name}", "run"] for name in ("ner", "alert")}
    tagged, decided = [], []
    async with System(folder, commands, {}) as system:
        keys, client = system.keys, system.client
        publish = Step(client, Path(publisher_file).with_name("publish.lua"))

        async def one(number: int) -> tuple[float, float]:
            text = ArticleText(
                url=f"https://bench.example/{number}", text=TEXT.format(number=1000 + 37 * number)
            )
            found = to_found(text, datetime.now(UTC), "bench")
            start = time.perf_counter()
            await publish(
                [keys.found, keys.revisions(found.article_id), keys.source("bench"), keys.tagged],
                [text_hash(found.text), 1, found.model_dump_json(), 1, ""],
            )
            seq = await system.last(keys.found)
            while not await wait_for_entries(client, keys.tagged, seq - 1, 1, 4000):
                pass
            read = time.perf_counter() - start
            while int(await client.get(keys.next) or 1) <= seq:
                await asyncio.sleep(0.001)
            return read, time.perf_counter() - start

        await one(0)
        for number in range(1, articles + 1):
            read, done = await one(number)
            tagged.append(read)
            decided.append(done)
    return {"articles.tagged": tagged, "decided": decided}


if __name__ == "__main__":
    typer.run(bench)
