"""ner as a whole on a real broker, with a tagger that is passed in."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from fakes import ListTagger
from services.ner.app import build
from services.ner.settings import NerSettings
from services.ner.tagging import Tag
from shared.article_text import ArticleText, to_found
from shared.broker import read_entries
from shared.events import (
    TAGGED,
    ArticleFound,
    ArticleTagged,
    DeadLetter,
    MinutePassed,
    RulesChanged,
    SkipReason,
    SliceWarmed,
    Tagged,
)
from shared.service import serve_until_stopped
from shared.streams import NER_GROUP, Keys
from shared.watchlist import Watchlist
from system import free_port

NOW = datetime(2025, 1, 6, 9, tzinfo=UTC)


class Poisoned(ListTagger):
    """Fails on a word, as a bug in a model would."""

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        if any("Gift" in sentence for sentence in sentences):
            raise ValueError("a sentence that breaks the model")
        return super().tag(sentences)


@pytest.fixture
def settings(broker: EmbeddedBroker, client: Redis, keys: Keys) -> NerSettings:
    return NerSettings(redis_url=broker.url, journal=keys.journal, ner_reclaim_after=0.2, replica="one")


@asynccontextmanager
async def reading(
    settings: NerSettings, watchlist: Watchlist, tagger: ListTagger | None = None
) -> AsyncIterator[None]:
    service = build(settings, watchlist, tagger or Poisoned(), CollectorRegistry())
    task = asyncio.create_task(serve_until_stopped(service, settings, free_port()))
    try:
        yield
    finally:
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 20)


def an_article(text: str) -> ArticleFound:
    return to_found(ArticleText(url=f"https://a.example/{text[:20]}", text=text), NOW, "zeitung")


async def publish(client: Redis, keys: Keys, *records: str) -> None:
    for seq, record in enumerate(records, 1):
        await client.xadd(keys.found, {"__data__": record}, id=f"{seq}-0")


async def tagged(client: Redis, keys: Keys, count: int) -> list[Tagged]:
    async with asyncio.timeout(20):
        while len(entries := await read_entries(client, keys.tagged)) < count:
            await asyncio.sleep(0.02)
    return [TAGGED.validate_json(entry.data) for entry in entries]


async def dead_letters(client: Redis, keys: Keys) -> list[DeadLetter]:
    return [DeadLetter.model_validate_json(entry.data) for entry in await read_entries(client, keys.dead)]


async def test_an_article_is_read_and_handed_on(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    article = an_article("In Kursk stehen rund 8.000 nordkoreanische Soldaten. Wladimir Putin schwieg.")
    await publish(client, keys, article.model_dump_json())
    async with reading(settings, watchlist):
        (read,) = await tagged(client, keys, 1)
    assert isinstance(read, ArticleTagged)
    assert read.article == article
    assert [span.of(article.text)[:5] for span in read.sentences] == ["In Ku", "Wladi"]
    assert [(figure.measure, figure.subject, figure.low) for figure in read.figures] == [
        ("troops", "north-korea", 8000)
    ]
    assert {mention.entity for mention in read.mentions} >= {"kursk", "putin"}
    assert read.model == ListTagger.info


async def test_what_is_no_article_passes_through_unread(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    records = [
        RulesChanged(rules_hash="h", rules='{"rules":[],"ä":1}'),
        MinutePassed(at=NOW),
        SliceWarmed(slice="named/putin", content="{}"),
    ]
    await publish(client, keys, *(record.model_dump_json() for record in records))
    async with reading(settings, watchlist):
        assert await tagged(client, keys, 3) == records


async def test_poison_is_skipped_with_a_dead_letter_and_its_neighbours_are_read(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    texts = ["Wladimir Putin schwieg.", "Das ist Gift.", "In Kursk blieb es ruhig."]
    await publish(client, keys, *(an_article(text).model_dump_json() for text in texts))
    async with reading(settings, watchlist):
        read = await tagged(client, keys, 3)
    skipped = [
        record.skipped.reason if isinstance(record, ArticleTagged) and record.skipped else None
        for record in read
    ]
    assert skipped == [None, SkipReason.FAILED, None]
    (letter,) = await dead_letters(client, keys)
    assert (letter.hop, letter.id) == ("read", "2-0")
    assert "a sentence that breaks the model" in letter.detail
    assert "Das ist Gift" in letter.record


@pytest.mark.parametrize("raw", ["not JSON", '{"type":"article.found"}', '{"type":"unheard.of"}'])
async def test_a_record_that_is_none_is_skipped_with_a_dead_letter(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist, raw: str
) -> None:
    await publish(client, keys, raw, an_article("In Kursk blieb es ruhig.").model_dump_json())
    async with reading(settings, watchlist):
        first, second = await tagged(client, keys, 2)
    assert isinstance(first, ArticleTagged)
    assert isinstance(second, ArticleTagged)
    assert (first.article, first.skipped and first.skipped.reason) == (None, SkipReason.FAILED)
    assert second.skipped is None
    assert [letter.record for letter in await dead_letters(client, keys)] == [raw]


async def test_an_entry_without_a_record_is_skipped_with_a_dead_letter(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    await client.xadd(keys.found, {"somebody": "else's"}, id="1-0")
    async with reading(settings, watchlist):
        (read,) = await tagged(client, keys, 1)
    assert isinstance(read, ArticleTagged)
    assert read.skipped
    assert [letter.id for letter in await dead_letters(client, keys)] == ["1-0"]
    assert (await client.xpending(keys.found, NER_GROUP))["pending"] == 0


@pytest.mark.parametrize(
    ("deliveries", "reason"),
    [(1, None), (9, None), (10, None), (11, SkipReason.ABANDONED)],
    ids=[
        "taken once: read",
        "taken nine times: read",
        "taken ten times: read alone",
        "alone in vain: skipped",
    ],
)
async def test_an_article_that_replicas_took_and_did_not_answer(
    client: Redis,
    keys: Keys,
    settings: NerSettings,
    watchlist: Watchlist,
    deliveries: int,
    reason: SkipReason | None,
) -> None:
    await client.xgroup_create(keys.found, NER_GROUP, id="0", mkstream=True)
    await publish(client, keys, an_article("Wladimir Putin schwieg.").model_dump_json())
    await client.xreadgroup(NER_GROUP, "killed", {keys.found: ">"})
    await client.xclaim(keys.found, NER_GROUP, "killed", 0, ["1-0"], retrycount=deliveries)
    async with reading(settings, watchlist):
        (read,) = await tagged(client, keys, 1)
    assert isinstance(read, ArticleTagged)
    assert (read.skipped.reason if read.skipped else None) == reason
    assert len(await dead_letters(client, keys)) == (reason is not None)


class Slow(ListTagger):
    """Takes longer for one sentence than a replica may be silent."""

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        time.sleep(1.0)  # the fake's work, not a wait of the test
        return super().tag(sentences)


async def test_a_long_article_is_read_once_though_reading_takes_longer_than_the_reclaim_time(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    await client.xgroup_create(keys.found, NER_GROUP, id="0", mkstream=True)
    await publish(client, keys, an_article("Wladimir Putin schwieg.").model_dump_json())
    deliveries = []
    async with reading(settings, watchlist, Slow()):
        while not await client.xlen(keys.tagged):
            pending = await client.xpending_range(keys.found, NER_GROUP, "-", "+", 1)
            deliveries += [entry["times_delivered"] for entry in pending]
            await asyncio.sleep(0.05)
    assert max(deliveries) == 1
    assert await dead_letters(client, keys) == []


async def test_a_broker_that_refuses_to_write_is_asked_again_after_a_pause(
    client: Redis,
    keys: Keys,
    settings: NerSettings,
    watchlist: Watchlist,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    async with reading(settings, watchlist):
        await publish(client, keys, an_article("Wladimir Putin schwieg.").model_dump_json())
        await tagged(client, keys, 1)
        await client.config_set("min-replicas-to-write", 1)  # as with a full disk: every write is refused
        try:
            async with asyncio.timeout(20):
                while caplog.text.count("Message fetch error") < 2:  # of both subscribers
                    await asyncio.sleep(0.02)
        finally:
            await client.config_set("min-replicas-to-write", 0)
        assert len(caplog.records) < 100
        await client.xadd(keys.found, {"__data__": an_article("In Kursk.").model_dump_json()}, id="2-0")
        await tagged(client, keys, 2)


async def test_while_the_journal_contradicts_itself_nothing_is_acknowledged_or_given_up(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist, caplog: pytest.LogCaptureFixture
) -> None:
    async with reading(settings, watchlist):
        await publish(client, keys, an_article("Wladimir Putin schwieg.").model_dump_json())
        await tagged(client, keys, 1)
        await client.xadd(keys.tagged, {"somebody": "else's"})
        await client.xadd(keys.found, {"__data__": an_article("In Kursk.").model_dump_json()}, id="2-0")
        async with asyncio.timeout(20):
            while "contradicts itself" not in str([vars(record) for record in caplog.records]):
                await asyncio.sleep(0.02)
            while (await client.xpending(keys.found, NER_GROUP))["pending"] != 1:
                await asyncio.sleep(0.02)
        (waiting,) = await client.xpending_range(keys.found, NER_GROUP, "-", "+", 1)
        assert waiting["times_delivered"] == 1
        await client.delete(keys.tagged)
        await client.xadd(keys.tagged, {"__data__": "tagged"}, id="1-0")
        async with asyncio.timeout(20):
            while await client.xlen(keys.tagged) != 2:
                await asyncio.sleep(0.02)
    assert await dead_letters(client, keys) == []


class Counting(ListTagger):
    """Counts the sentences that it reads."""

    sentences = 0

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        self.sentences += len(sentences)
        return super().tag(sentences)


async def test_what_was_read_before_its_group_was_lost_is_not_read_again(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    records = [an_article(f"In Kursk stehen {count}.").model_dump_json() for count in (3, 4, 5)]
    tagger = Counting()
    await publish(client, keys, *records[:2])
    async with reading(settings, watchlist, tagger):
        await tagged(client, keys, 2)
        await client.xgroup_destroy(keys.found, NER_GROUP)
        await client.xadd(keys.found, {"__data__": records[2]}, id="3-0")
        await tagged(client, keys, 3)
    assert tagger.sentences == 3


async def test_an_article_that_takes_for_ever_is_skipped(
    client: Redis, keys: Keys, settings: NerSettings, watchlist: Watchlist
) -> None:
    await publish(client, keys, an_article("Wladimir Putin schwieg.").model_dump_json())
    async with reading(settings.model_copy(update={"ner_longest_reading": 0.2}), watchlist, Slow()):
        (read,) = await tagged(client, keys, 1)
    assert isinstance(read, ArticleTagged)
    assert read.skipped
    assert "MELDER_NER_LONGEST_READING" in read.skipped.detail
