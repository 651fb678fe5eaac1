"""Origins follow the journal: a restart and a standby replica decide alike."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.watcher.origins.origins import BATCH, Origins
from services.watcher.publisher import Publisher
from services.watcher.sources import Poll
from services.watcher.sources.folder import FolderConfig, FolderSource
from shared.article_text import ArticleText, to_found
from shared.broker import read_entries
from shared.events import ArticleFound
from shared.identity import article_id
from shared.streams import Keys

Journal = Callable[[], Awaitable[list[ArticleFound]]]
SOURCE = FolderSource(FolderConfig(kind="folder", name="inbox", path=Path()))
NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
TEXTS = [
    json.loads(line)["text"]
    for line in Path(__file__).with_name("reports.jsonl").read_text(encoding="utf-8").splitlines()
]


def an_article(paper: str, text: str, **more: object) -> ArticleText:
    return ArticleText.model_validate({"url": f"https://{paper}.example/1", "text": text} | more)


def found(paper: str, text: str) -> ArticleFound:
    return to_found(an_article(paper, text), NOON, paper)


async def publish(publisher: Publisher, *articles: ArticleText) -> None:
    await publisher.publish(SOURCE, Poll(articles))


async def test_two_papers_with_one_agency_text_are_one_origin(publisher: Publisher, journal: Journal) -> None:
    await publish(publisher, an_article("abend", TEXTS[0]), an_article("morgen", "Neu. " + TEXTS[0]))
    await publish(publisher, an_article("mittag", TEXTS[1]))
    origins = [article.origin for article in await journal()]
    assert origins == [article_id(f"https://{paper}.example/1") for paper in ("abend", "abend", "mittag")]


async def test_a_restarted_watcher_knows_the_texts_of_before(
    new_publisher: Callable[[], Publisher], journal: Journal
) -> None:
    await publish(new_publisher(), an_article("abend", TEXTS[0]))
    await publish(new_publisher(), an_article("morgen", TEXTS[0] + " Ende."))
    first, second = await journal()
    assert second.origin == first.origin == first.article_id


async def test_one_agency_story_in_the_words_of_two_papers_is_one_origin(
    publisher: Publisher, journal: Journal
) -> None:
    rows = (Path(__file__).with_name("agency_stories.jsonl")).read_text(encoding="utf-8").splitlines()
    agency, paper, other = (json.loads(row) for row in rows[:3])
    await publish(
        publisher,
        an_article("abend", f"{agency['title']}\n\nTallstadt (dpa) - {agency['text']}"),
        an_article("mittag", f"{other['title']}\n\n{other['text']}", authors=["dpa-Korrespondentin Beck"]),
        an_article("morgen", f"{paper['title']}\n\n{paper['text']}", authors="dpa"),
    )
    assert [article.origin for article in await journal()] == [
        article_id(f"https://{paper}.example/1") for paper in ("abend", "mittag", "abend")
    ]


async def test_a_revision_keeps_the_origin_of_its_article(
    new_publisher: Callable[[], Publisher], journal: Journal
) -> None:
    await publish(new_publisher(), an_article("abend", TEXTS[0]), an_article("morgen", TEXTS[0] + " Ende."))
    await publish(new_publisher(), an_article("morgen", TEXTS[4]))
    assert len({article.origin for article in await journal()}) == 1


async def test_what_another_replica_publishes_is_known_at_once(
    new_publisher: Callable[[], Publisher], journal: Journal
) -> None:
    one, other = new_publisher(), new_publisher()
    await publish(other, an_article("abend", TEXTS[2]))
    await publish(one, an_article("morgen", TEXTS[2] + " Ende."))
    await publish(other, an_article("nacht", "Anfang. " + TEXTS[2]))
    assert len({article.origin for article in await journal()}) == 1


async def test_the_origin_that_an_input_gives_wins(publisher: Publisher, journal: Journal) -> None:
    await publish(
        publisher, an_article("abend", TEXTS[0]), an_article("morgen", TEXTS[0], origin="agentur-1")
    )
    assert [article.origin for article in await journal()][1] == "agentur-1"


async def test_after_a_flush_nothing_of_before_is_known(
    publisher: Publisher, client: Redis, journal: Journal
) -> None:
    await publish(publisher, an_article("abend", TEXTS[0]), an_article("mittag", TEXTS[2]))
    await client.flushall()
    await publish(publisher, an_article("morgen", TEXTS[0]))
    (article,) = await journal()
    assert article.origin == article.article_id


async def test_a_long_journal_is_followed_in_pieces_and_only_its_newest_part(
    publisher: Publisher, client: Redis, keys: Keys
) -> None:
    articles = [
        an_article(f"paper{n}", f"{n}. " + " ".join(f"wort{n}x{m}" for m in range(30)))
        for n in range(BATCH + 50)
    ]
    await publish(publisher, *articles)
    whole = Origins(client, keys, timedelta(days=3), 1_000)
    newest = Origins(client, keys, timedelta(days=3), 100)
    for known, origins in ((0, whole), (BATCH, whole), (BATCH, newest)):
        copy = found("copy", articles[known].text)
        assert await origins.of(copy) == article_id(articles[known].url)
    copy = found("copy", articles[0].text)
    assert await newest.of(copy) == copy.article_id


@pytest.mark.parametrize(
    "fields",
    [("__data__", "not JSON"), ("__data__", '{"type":"of.tomorrow"}'), ("somebody", "else's")],
    ids=["garbage", "a newer Melder's", "no record"],
)
async def test_what_is_no_record_is_passed_over(
    new_publisher: Callable[[], Publisher], client: Redis, keys: Keys, fields: tuple[str, str]
) -> None:
    await publish(new_publisher(), an_article("abend", TEXTS[0]))
    await client.xadd(keys.found, {fields[0]: fields[1]}, id="2-0")
    await publish(new_publisher(), an_article("morgen", TEXTS[0] + " Ende."))
    first, _, last = await read_entries(client, keys.found)
    origins = [ArticleFound.model_validate_json(entry.data).origin for entry in (first, last)]
    assert origins[0] == origins[1]
