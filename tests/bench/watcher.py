"""How much does watching cost, and how late is an article? `python tests/bench/watcher.py`.

A watcher as a process of its own; feeds with pages on loopback, each feed at a host of its own, every answer
late by 50 to 300 ms. Every feed gets an article in ten minutes or less, four times what a newspaper prints;
`--gap` makes it other seconds.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from shared.broker import read_entries
from shared.events import ArticleFound
from system import System, free_port

WORDS = [
    f"{first}{last}"
    for first in ["Bahn", "Brot", "Fluss", "Haus", "Markt", "Meer", "Rat", "Wald"]
    for last in ["amt", "hof", "tag"]
]
ARTICLES = 10
"""How many all feeds together have a minute at least."""
TICKS = os.sysconf("SC_CLK_TCK")


class Papers:
    """All feeds, and when each of their articles appeared."""

    def __init__(self, feeds: int, gap: float) -> None:
        self.random, self.asked = random.Random(1), 0
        self.gap = min(gap, feeds * 60 / ARTICLES)
        self.published: list[list[float]] = [[time.time()] for _ in range(feeds)]
        self.started = [time.time() - self.random.random() * self.gap for _ in range(feeds)]

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/feed/{feed}", self.feed)
        app.router.add_get("/page/{feed}/{number}", self.page)
        return app

    async def feed(self, request: web.Request) -> web.Response:
        feed, now = int(request.match_info["feed"]), time.time()
        self.asked += 1
        articles, begin = self.published[feed], self.started[feed]
        articles += [
            begin + self.gap * number for number in range(len(articles), int((now - begin) / self.gap) + 1)
        ]
        await asyncio.sleep(self.random.uniform(0.05, 0.3))
        etag = f'"{len(articles)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        items = "".join(
            f"<item><title>Soldaten an der Grenze {feed} {number}</title>"
            f"<link>http://{request.host}/page/{feed}/{number}</link><description>Mehr …</description>"
            f"<pubDate>{format_datetime(datetime.fromtimestamp(articles[number], UTC))}</pubDate></item>"
            for number in reversed(range(len(articles)))
        )
        body = f"<rss version='2.0'><channel>{items}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    async def page(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.random.uniform(0.05, 0.3))
        number = 1_000 * int(request.match_info["feed"]) + int(request.match_info["number"])
        words = random.Random(number).choices(WORDS, k=400)
        text = "".join(f"<p>Das {' '.join(words[start : start + 50])}.</p>" for start in range(0, 400, 50))
        menu = "".join(f"<li><a href=/{n}>Menü {n}</a>" for n in range(200))
        page = f"<!doctype html><html lang=de><nav>{menu}</nav><article><h1>Soldaten</h1>{text}</article>"
        return web.Response(text=page, content_type="text/html")


def bench(
    sizes: Annotated[str, typer.Option(help="numbers of sources")] = "10,100,1000",
    every: Annotated[int, typer.Option(help="seconds between two looks at a source")] = 30,
    seconds: Annotated[int, typer.Option(help="how long to measure each")] = 60,
    gap: Annotated[float, typer.Option(help="most seconds between two articles of a feed")] = 600,
) -> None:
    """Print CPU, memory and delay for each number of sources."""
    table = Table("sources", "looks a second", "articles", "CPU, of a core", "memory", "delay p50", "p95")
    for size in map(int, sizes.split(",")):
        table.add_row(*asyncio.run(_measure(size, every, seconds, gap)))
    Console().print(table)


async def _measure(size: int, every: int, seconds: int, gap: float) -> list[str]:
    folder, port, papers = Path(tempfile.mkdtemp()), free_port(), Papers(size, gap)
    _write_sources(folder / "config", size, every, port)
    runner = web.AppRunner(papers.application())
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104 - each feed has an address in 127/8
    async with System(folder, {"watcher": ["services.watcher", "run"]}, {}) as system:
        while await system.last(system.keys.found) < size:  # the first look at everything
            await asyncio.sleep(1)
        begin, cpu, asked = time.time(), _cpu(system.processes["watcher"].pid), papers.asked
        await asyncio.sleep(seconds)
        used = (_cpu(system.processes["watcher"].pid) - cpu) / seconds
        end = time.time()
        await asyncio.sleep(every + 5)
        entries = await read_entries(system.client, system.keys.found)
        memory = _memory(system.processes["watcher"].pid)
    await runner.cleanup()
    articles = [ArticleFound.model_validate_json(entry.data) for entry in entries]
    delays = [
        article.found_at.timestamp() - appeared
        for article in articles
        if begin < (appeared := _appeared(papers, article)) < end
    ]
    p50, p95 = statistics.median(delays), statistics.quantiles(delays, n=20)[-1]
    looks = (papers.asked - asked) / seconds
    return [
        str(size),
        f"{looks:.1f}",
        str(len(delays)),
        f"{used:.2f}",
        memory,
        f"{p50:.1f} s",
        f"{p95:.1f} s",
    ]


def _appeared(papers: Papers, article: ArticleFound) -> float:
    feed, number = article.url.split("/")[-2:]
    return papers.published[int(feed)][int(number)]


def _write_sources(config: Path, size: int, every: int, port: int) -> None:
    config.mkdir()
    hosts = [f"127.0.{1 + feed // 250}.{1 + feed % 250}:{port}" for feed in range(size)]
    lines = [
        f"  - {{name: f{feed}, kind: feed, every: {every}s, slowest: {every}s, allow: *all,"
        f" url: 'http://{host}/feed/{feed}'}}"
        for feed, host in enumerate(hosts)
    ]
    first = lines[0].replace("*all", "&all [" + ", ".join(f"'{host}'" for host in hosts) + "]")
    (config / "sources.yaml").write_text("\n".join(["sources:", first, *lines[1:]]))


def _processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def _cpu(pid: int) -> float:
    """Seconds that a process and its children have computed (Linux)."""
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _processes(pid)]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def _memory(pid: int) -> str:
    """Of the watcher, and of the processes that read."""
    sizes = []
    for one in _processes(pid):
        status = Path(f"/proc/{one}/status").read_text()
        sizes.append(int(status.partition("VmRSS:")[2].split()[0]) // 1024)
    return " + ".join(map(str, sizes)) + " MB"


if __name__ == "__main__":
    typer.run(bench)
