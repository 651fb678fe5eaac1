"""Feeds and pages are read in processes that may be killed."""

import json
import time
from collections.abc import AsyncIterator

import pytest

from services.watcher.listings.listing import Listing
from services.watcher.reading import reader_main
from services.watcher.reading.limits import LIMITS, Limits
from services.watcher.reading.readers import Readers
from shared.errors import BadInputError

URL = "https://zeitung.example/feed"
FEED = b"""<rss version="2.0"><channel><item><title>Gr\xfc\xdfe</title><link>https://zeitung.example/1</link>
<pubDate>Mon, 04 Nov 2024 18:00:00 +0100</pubDate></item></channel></rss>"""


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    readers = Readers(1)
    yield readers
    await readers.close()


async def test_a_feed_comes_back_as_it_was_read(readers: Readers) -> None:
    for _ in range(2):
        (article,) = (await readers.read(Listing, FEED, "text/xml; charset=iso-8859-1", URL)).articles
        assert article.title == "Grüße"
        assert str(article.published_at) == "2024-11-04 17:00:00+00:00"


async def test_what_is_wrong_with_a_feed_comes_back_too(readers: Readers) -> None:
    with pytest.raises(BadInputError, match=f"^{URL}: a web page, not a feed"):
        await readers.read(Listing, b"<html>", "", URL)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"<rss><channel><item><link>http://x.example</link><description>&lt;table>&lt;td>"
            + b"x" * 1_000_000
            + b"&lt;tr>&lt;td>x" * 2_000
            + b"&lt;/table></description></item></channel></rss>",
            id="a table that grows",
        ),
        pytest.param(
            b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 165_000,
            id="too many entries",
        ),
    ],
)
async def test_a_feed_that_takes_too_much_is_refused_and_the_next_one_is_read(
    readers: Readers, body: bytes
) -> None:
    await readers.read(Listing, FEED, "", URL)  # the process has started
    start = time.monotonic()
    with pytest.raises(BadInputError, match=r"reading it took over 5 s, or too much memory"):
        await readers.read(Listing, body, "", URL)
    assert time.monotonic() - start < 7
    assert len((await readers.read(Listing, FEED, "", URL)).articles) == 1


def answer_when_reading_raises(error: Exception, monkeypatch: pytest.MonkeyPatch) -> str:
    def read(*_: object) -> Listing:
        raise error

    monkeypatch.setitem(reader_main.READ, "Listing", read)
    return reader_main._answer({"what": "Listing", "content_type": "", "url": URL}, b"", LIMITS).decode()


def test_a_fault_of_a_library_costs_the_one_page_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_when_reading_raises(AssertionError("no parent"), monkeypatch)
    assert (answer[0], json.loads(answer[1:])) == (
        "E",
        f"{URL}: reading it failed: AssertionError: no parent",
    )


def test_a_process_without_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MemoryError):
        answer_when_reading_raises(MemoryError(), monkeypatch)


async def test_half_an_emoji_is_left_out_of_what_a_feed_says(readers: Readers) -> None:
    item = {
        "url": "/1",
        "title": "Titel \ud83d",
        "content_text": "Text \ud83d",
        "authors": [{"name": "A\udc00"}],
    }
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    (article,) = (await readers.read(Listing, feed.encode(), "", URL)).articles
    assert (article.title, article.text, article.authors) == ("Titel", "Titel\n\nText", ("A",))


LIMITED = [
    pytest.param(Limits(entries=3), {"nine", "eight", "seven"}, id="three entries"),
    pytest.param(Limits(text=20), {"nine", "eight"}, id="twenty characters of text"),
    pytest.param(Limits(link=29), {"nine", "eight", "seven"}, id="29 characters of a link"),
]


@pytest.mark.parametrize(("limits", "titles"), LIMITED)
async def test_the_configured_limits_hold_in_the_process_that_reads(limits: Limits, titles: set[str]) -> None:
    items = "".join(
        f"<item><title>{title}</title><link>https://zeitung.example/{'x' * number}</link>"
        f"<description>{'Wort ' * number}</description></item>"
        for number, title in enumerate(["nine", "eight", "seven", "six", "five"], start=3)
    )
    readers = Readers(1, limits=limits)
    feed = await readers.read(Listing, f"<rss version='2.0'>{items}</rss>".encode(), "", URL)
    await readers.close()
    assert {article.title for article in feed.articles} == titles
    assert feed.skipped == 5 - len(titles)


async def test_a_process_that_was_killed_costs_one_feed(readers: Readers) -> None:
    await readers.read(Listing, FEED, "", URL)
    (process,) = (reader._process for reader in readers._all)
    assert process
    process.kill()
    with pytest.raises(BadInputError):
        await readers.read(Listing, FEED, "", URL)
    assert len((await readers.read(Listing, FEED, "", URL)).articles) == 1
