"""Some hundred broken and hostile feeds and pages: none crashes or holds up what reads them."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from services.watcher.listings.listing import Listing
from services.watcher.metrics import WatcherMetrics
from services.watcher.pages.page import Page
from services.watcher.reading.limits import LIMITS
from services.watcher.reading.readers import SECONDS, Readers
from services.watcher.sources.feed import FeedConfig, FeedSource
from services.watcher.texts.language import LanguageFilter
from shared.errors import BadInputError
from shared.http import HttpClient

URL = "https://zeitung.example/feed"
TEXT = "In der Grenzregion stehen rund 10.000 Soldaten, sagte die Ministerin für Äußeres am Montag in Köln. "
LINK = "https://zeitung.example/1"
ITEM = f"<item><title>Größe</title><link>{LINK}</link><description>{TEXT * 3}</description></item>"
RSS = f'<?xml version="1.0" encoding="{{0}}"?><rss version="2.0"><channel>{ITEM * 3}</channel></rss>'
ATOM = (
    '<?xml version="1.0" encoding="{0}"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Größe</title>'
    f'<link href="https://zeitung.example/1"/><content type="html">&lt;p&gt;{TEXT}</content></entry></feed>'
)
SITEMAP = (
    '<?xml version="1.0" encoding="{0}"?><urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    "<loc>https://zeitung.example/1</loc><news:news><news:title>Größe</news:title></news:news></url></urlset>"
)
PAGE = f"<!doctype html><html><head><meta charset={{0}}></head><article><h1>Größe</h1><p>{TEXT * 3}"
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"url": "https://x.example/1", "title": "Größe", "content_html": TEXT}],
    },
    ensure_ascii=False,
)
GOOD = {"rss": RSS, "atom": ATOM, "sitemap": SITEMAP, "page": PAGE}
ENCODINGS = ("utf-8", "iso-8859-1", "windows-1252", "utf-16", "unicode_escape", "utf-7", "no-such", "")


def broken() -> Iterator[bytes]:
    """Truncations, wrong charsets, flipped, missing and doubled bytes; the same ones each time."""
    chance = random.Random(1)
    for text in (*GOOD.values(), JSON_FEED):
        for declared in ENCODINGS:
            for actual in ("utf-8", "cp1252", "utf-16-le"):
                yield text.replace("{0}", declared).encode(actual)
        data = text.replace("{0}", "utf-8").encode()
        for part in range(1, 20):
            yield data[: len(data) * part // 20]
        for _ in range(30):
            body = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                start = chance.randrange(len(body))
                body[start : start + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
            yield bytes(body)


def hostile() -> Iterator[bytes]:
    """What is made to take time and memory."""
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    for text in GOOD.values():
        text = text.replace("{0}", "utf-8")
        yield text.replace("<rss", f"{bomb}]><rss").replace("Größe", "&m;").encode()
        for mark in (
            "<div>",
            "<p><b>",
            "<ul><li>",
            "<table><tr><td>",
            "<![CDATA[",
            "<!--",
            "&",
            "&#1;",
            "]]>",
            "<a b='",
        ):
            yield text.replace("Größe", mark * 20_000).encode()
            yield text.replace(TEXT, mark.replace("<", "&lt;") * 5_000, 1).encode()
    yield RSS.replace(ITEM * 3, ITEM * 10_000).encode()
    yield ("<rss version='2.0'><channel>" + "<item><title>x</title><link>/1</link></item>" * 100_000).encode()
    yield SITEMAP.replace("<url>", "<url><loc>/1</loc><title>x</title></url>" * 100_000 + "<url>").encode()
    yield JSON_FEED.replace("[{", "[" + '{"url": "/1", "title": "x"},' * 100_000 + "{").encode()
    yield b"{" + b'"a":[' * 500_000
    yield b"<" * 4_000_000
    yield b"\0" * 4_000_000
    yield "ß".encode("cp1252") * 4_000_000


def peak(process_id: int) -> int:
    """Most memory that a process has had, in bytes (Linux)."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


async def test_no_broken_feed_or_page_crashes_what_reads_it() -> None:
    corpus, readers = list(broken()), Readers(1)
    assert len(corpus) >= 300
    read = 0
    for body in corpus:
        for what in (Listing, Page):
            try:
                await readers.read(what, body, "", URL)
                read += 1
            except BadInputError as error:
                assert "reading it took" not in str(error), body  # noqa: PT017
    assert read > len(corpus) / 4
    (reader,) = readers._all
    assert reader._process
    assert peak(reader._process.pid) < 256 << 20
    await readers.close()


async def test_no_hostile_feed_or_page_takes_more_than_its_time_and_memory() -> None:
    readers, slowest, most, answered = Readers(1), 0.0, 0, 0
    (reader,) = readers._all
    for body in hostile():
        for what in (Listing, Page):
            start = time.monotonic()
            try:
                found = await readers.read(what, body, "", URL)
                answered += 1
                assert not isinstance(found, Listing) or len(found.articles) <= LIMITS.entries
            except BadInputError:
                pass
            slowest = max(slowest, time.monotonic() - start)
            most = max(most, peak(reader._process.pid) if reader._process else 0)
    await readers.close()
    assert slowest < SECONDS + 5, "a new process starts in that time, too"
    assert most < 256 << 20
    assert answered > 20


async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = RSS.replace("{0}", "utf-8").encode()
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


@pytest.fixture
async def addresses() -> AsyncIterator[tuple[str, str]]:
    """Of a good paper, and of one that drips."""
    ended, dripping = asyncio.Event(), set[asyncio.Task[None] | None]()

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One byte a second, until the test ends or nobody listens."""
        dripping.add(asyncio.current_task())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 99999\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while not ended.is_set():
                writer.write(b"<")
                await writer.drain()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), 1)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        dripping.discard(asyncio.current_task())

    servers = [await asyncio.start_server(handler, "127.0.0.1", 0) for handler in (serve, drip)]
    good, slow = ("{}:{}".format(*server.sockets[0].getsockname()) for server in servers)
    yield good, slow
    ended.set()
    await asyncio.gather(*(task for task in dripping if task))
    for server in servers:
        server.close()
        await server.wait_closed()


async def test_dripping_servers_do_not_delay_a_good_source(addresses: tuple[str, str]) -> None:
    client, readers = HttpClient(allow=addresses), Readers(2)
    languages = LanguageFilter(WatcherMetrics(CollectorRegistry()))

    def source(address: str) -> FeedSource:
        config = FeedConfig(kind="feed", name="a", url=f"http://{address}/", allow=addresses)
        return FeedSource(config, client, readers, languages, 100_000, 3)

    async def mean_time() -> float:
        start = time.monotonic()
        for _ in range(20):
            assert len(list((await source(addresses[0]).poll("")).items)) == 3
        return (time.monotonic() - start) / 20

    await mean_time()  # the process starts
    alone = await mean_time()
    dripping = [asyncio.create_task(source(addresses[1]).poll("")) for _ in range(30)]
    await asyncio.sleep(0)
    assert await mean_time() < 2 * alone + 0.1
    answers = await asyncio.gather(*dripping, return_exceptions=True)
    assert all("no complete answer in 3 s" in str(answer) for answer in answers)
    await readers.close()
    await client.close()
