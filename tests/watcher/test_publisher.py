"""From polls to the journal: every article once, every revision, nothing lost by a crash."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from services.watcher.publisher import Publisher
from services.watcher.sources import Poll
from shared.article_text import ArticleText
from shared.broker import BrokerRefusedError, read_entries
from shared.errors import BadInputError
from shared.events import ArticleFound, Trust
from shared.streams import Keys

Journal = Callable[[], Awaitable[list[ArticleFound]]]


@dataclass
class Given:
    """A source that is never asked."""

    name: str = "zeitung"
    language: str = "de"
    trust: Trust = Trust.HIGH
    every: float = 1.0
    patience: float = 1.0
    done: list[str] = field(default_factory=list)

    async def poll(self, state: str) -> Poll:
        raise NotImplementedError


SOURCE = Given()


def an_article(number: int = 1, text: str = "", **fields: object) -> ArticleText:
    fields = {"url": f"https://zeitung.example/{number}", "text": text or f"Text {number}"} | fields
    return ArticleText.model_validate(fields)


async def test_articles_get_numbers_in_the_order_of_the_poll(publisher: Publisher, journal: Journal) -> None:
    await publisher.publish(SOURCE, Poll([an_article(3), an_article(1), an_article(2)]))
    assert [article.text for article in await journal()] == ["Text 3", "Text 1", "Text 2"]


async def test_an_edited_text_is_a_revision_and_an_unedited_one_is_known(
    publisher: Publisher, journal: Journal
) -> None:
    for text in ("80.000 Soldaten", "8.000 Soldaten", "8.000  Soldaten\n", "80.000 Soldaten"):
        await publisher.publish(SOURCE, Poll([an_article(1, text)]))
    assert [(a.revision, a.text) for a in await journal()] == [(1, "80.000 Soldaten"), (2, "8.000 Soldaten")]


class CrashError(Exception):
    """What ends a watcher in the middle of a poll."""


class Cut(list[ArticleText]):
    """Ends in a crash when the last article is wanted."""

    def __iter__(self) -> Iterator[ArticleText]:
        yield from self[:-1]
        raise CrashError


@pytest.mark.parametrize("published", [0, 1, 8])
async def test_a_crash_in_the_middle_loses_none_since_the_state_comes_last(
    new_publisher: Callable[[], Publisher], client: Redis, keys: Keys, journal: Journal, published: int
) -> None:
    ten = [an_article(number) for number in range(10)]
    with pytest.raises(CrashError):
        await new_publisher().publish(SOURCE, Poll(Cut(ten[: published + 2]), state="etag-1"))
    assert len(await journal()) == published
    assert await client.get(keys.source("zeitung")) is None
    await new_publisher().publish(SOURCE, Poll(ten, state="etag-1"))
    assert [article.text for article in await journal()] == [f"Text {number}" for number in range(10)]
    assert await client.get(keys.source("zeitung")) == b"etag-1"


async def test_a_poll_without_articles_stores_its_state(
    publisher: Publisher, client: Redis, keys: Keys
) -> None:
    await publisher.publish(SOURCE, Poll(state="etag-2"))
    assert await client.get(keys.source("zeitung")) == b"etag-2"


async def test_bad_input_is_reported_and_the_others_go_on(
    publisher: Publisher, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    bad = BadInputError("b.txt: there is no text in it")
    await publisher.publish(SOURCE, Poll([an_article(1), bad, an_article(2)]))
    assert len(await journal()) == 2
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert warning.__dict__["error"] == "b.txt: there is no text in it"


async def test_a_poll_is_done_only_when_all_of_it_is_published(publisher: Publisher, client: Redis) -> None:
    done: list[str] = []
    poll = Poll([an_article(1), an_article(2)], done=lambda: done.append("done"))
    await client.config_set("maxmemory", "1")
    try:
        with pytest.raises(BrokerRefusedError):
            await publisher.publish(SOURCE, poll)
    finally:
        await client.config_set("maxmemory", "0")
    assert done == []
    await publisher.publish(SOURCE, poll)
    assert done == ["done"]


async def test_two_watchers_at_the_same_time_publish_every_revision_once(
    new_publisher: Callable[[], Publisher], journal: Journal
) -> None:
    polls = [Poll([an_article(1, f"Fassung {number}") for number in range(20)]) for _ in range(2)]
    await asyncio.gather(*(new_publisher().publish(SOURCE, poll) for poll in polls))
    articles = await journal()
    assert [article.revision for article in articles] == list(range(1, 21))
    assert {article.text for article in articles} == {f"Fassung {number}" for number in range(20)}


async def test_the_record_is_plain_json_that_any_tool_can_read(
    publisher: Publisher, client: Redis, keys: Keys
) -> None:
    await publisher.publish(SOURCE, Poll([an_article(1, "Grüße", published_at="2024-11-04T11:00:00+01:00")]))
    (entry,) = await read_entries(client, keys.found)
    record = json.loads(entry.data)
    assert record["text"] == "Grüße"
    assert record["event_at"] == "2024-11-04T10:00:00Z"
    assert record["found_at"] == "2024-11-04T12:00:00Z"
    assert (record["source"], record["language"], record["type"]) == ("zeitung", "de", "article.found")
    assert record["trust"] == "high", "its source's"


async def test_items_that_are_slow_to_read_hold_up_nothing_else(
    publisher: Publisher, journal: Journal
) -> None:
    free = threading.Event()

    def on_a_hung_share() -> Iterator[ArticleText]:
        assert free.wait(5), "the event loop stood still"
        yield an_article(1)

    publishing = asyncio.create_task(publisher.publish(SOURCE, Poll(on_a_hung_share())))
    await asyncio.sleep(0)
    free.set()
    await publishing
    assert len(await journal()) == 1
