"""POST /articles on a running watcher: who may, what is taken, and what is answered."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from services.watcher.app import build
from services.watcher.settings import WatcherSettings
from services.watcher.sources_file import SourcesFile
from shared.events import ArticleFound, Trust, Wall
from shared.service import serve_until_stopped
from shared.streams import Keys

Journal = Callable[[], Awaitable[list[ArticleFound]]]
TOKENS = {"TOKEN_OF_A": "a-token-of-many-characters", "TOKEN_OF_B": "another-token-of-many-characters"}
SET_ASIDE = "melder_articles_set_aside_total"
ARTICLE = {"url": "https://zeitung.example/1", "title": "Titel", "text": "Der Text."}


class Watcher:
    """A watcher with two push clients."""

    def __init__(self, url: str, keys: Keys, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        settings = WatcherSettings(
            redis_url=url,
            journal=keys.journal,
            watcher_text_limit=1_000,
            watcher_unread_limit=5,
            watcher_push_seconds=1,
            broker_wait=5,
        )
        clients = [
            {"name": name, "kind": "push", "trust": "low", "token_env": f"TOKEN_OF_{name.upper()}"}
            for name in ("a", "b")
        ]
        file = SourcesFile.model_validate({"sources": clients}, context={"environ": TOKENS})
        self.registry = CollectorRegistry()
        service = build(settings, file, self.registry)
        self.task = asyncio.create_task(serve_until_stopped(service, settings, port))

    async def post(self, body: object, token: str = TOKENS["TOKEN_OF_A"]) -> tuple[int, dict[str, object]]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.address}/articles", data=data, headers=headers) as answer,
        ):
            return answer.status, await answer.json()

    async def until_ready(self) -> None:
        async with asyncio.timeout(15), aiohttp.ClientSession() as session:
            while not self.task.done():
                with suppress(aiohttp.ClientError):
                    async with session.get(f"{self.address}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)
        await self.task

    async def stop(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@pytest.fixture
async def watcher(
    broker: EmbeddedBroker, client: Redis, keys: Keys, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Watcher]:
    for name, token in TOKENS.items():
        monkeypatch.setenv(name, token)
    watcher = Watcher(broker.url, keys, free_port)
    await watcher.until_ready()
    yield watcher
    await watcher.stop()


async def test_an_article_is_published_once_and_an_edited_one_again(
    watcher: Watcher, journal: Journal
) -> None:
    assert await watcher.post(ARTICLE) == (201, {"outcome": "published", "seq": 1})
    assert await watcher.post(ARTICLE) == (200, {"outcome": "known", "revision": 1})
    assert await watcher.post(ARTICLE | {"text": "Berichtigt."}) == (201, {"outcome": "published", "seq": 2})
    first, second = await journal()
    assert (first.source, first.text, first.url) == ("a", "Titel\n\nDer Text.", ARTICLE["url"])
    assert second.revision == 2


async def test_how_far_a_client_is_believed_is_not_for_it_to_say(watcher: Watcher, journal: Journal) -> None:
    await watcher.post(ARTICLE | {"trust": "high", "wall": "paywall"})
    (article,) = await journal()
    assert (article.trust, article.wall) == (Trust.LOW, Wall.PAY)


async def test_every_client_has_its_own_token_and_name(watcher: Watcher, journal: Journal) -> None:
    await watcher.post(ARTICLE, TOKENS["TOKEN_OF_B"])
    assert [article.source for article in await journal()] == ["b"]


async def test_a_text_in_another_language_is_set_aside_and_the_answer_says_so(
    watcher: Watcher, journal: Journal
) -> None:
    english = ARTICLE | {"title": "", "text": "The government presented new figures on Monday morning."}
    for _ in range(2):
        assert await watcher.post(english) == (
            200,
            {"outcome": "set-aside", "reason": "not in 'de', the language of a in sources.yaml"},
        )
    assert (await journal(), watcher.registry.get_sample_value(SET_ASIDE, {"source": "a"})) == ([], 1)


@pytest.mark.parametrize("token", ["", "a", "a-token-of-many-characterS", "a-token-of-many-characters-", "ü"])
async def test_without_a_token_nothing_is_taken(watcher: Watcher, journal: Journal, token: str) -> None:
    status, answer = await watcher.post(ARTICLE, token)
    assert (status, answer) == (401, {"error": "Authorization: Bearer TOKEN is needed"})
    assert await journal() == []


REFUSED = [
    pytest.param(b"", 400, "not valid JSON", id="nothing"),
    pytest.param(b"{", 400, "not valid JSON", id="half of JSON"),
    pytest.param(b"[" * 900, 400, "not valid JSON", id="deep JSON"),
    pytest.param([], 400, "body: ", id="a list"),
    pytest.param({"url": "https://x.example/"}, 400, "body: text: Field required", id="no text"),
    pytest.param({"text": " "}, 400, "there is no text in it", id="an empty text"),
    pytest.param('{"text": "Grüße"}'.encode("latin-1"), 400, "is not UTF-8", id="Latin-1"),
    pytest.param(ARTICLE | {"url": "javascript:x"}, 400, "only http and https", id="a link to no page"),
    pytest.param(ARTICLE | {"url": "http://["}, 400, "Invalid", id="no URL"),
    pytest.param(ARTICLE | {"published_at": "2024-11-04"}, 400, "has no time zone", id="a time without zone"),
    pytest.param(ARTICLE | {"text": "x" * 1_000}, 413, "over 1,000 bytes", id="too long"),
]


@pytest.mark.parametrize(("body", "status", "message"), REFUSED)
async def test_what_is_no_article_is_refused_with_its_reason(
    watcher: Watcher, journal: Journal, body: object, status: int, message: str
) -> None:
    answered, answer = await watcher.post(body)
    assert (answered, message in str(answer["error"])) == (status, True), answer
    assert await journal() == []
    labels = {"source": "a", "reason": "bad-input"}
    assert watcher.registry.get_sample_value("melder_source_errors_total", labels) == 1


@pytest.mark.parametrize(("token", "expected"), [(TOKENS["TOKEN_OF_A"], b" 413 "), ("nobody's", b" 401 ")])
async def test_who_reads_only_after_sending_far_too_much_gets_the_answer(
    watcher: Watcher, token: str, expected: bytes
) -> None:
    host, port = watcher.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    writer.write(f"{head}Content-Length: 8000000\r\n\r\n".encode() + b"x" * 8_000_000)
    async with asyncio.timeout(5):
        await writer.drain()
        assert expected in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_only_post_is_answered(watcher: Watcher) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{watcher.address}/articles") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_while_too_much_is_unread_a_client_is_asked_to_come_back(
    watcher: Watcher, journal: Journal
) -> None:
    sent = 0
    async with asyncio.timeout(15):
        while (await watcher.post(ARTICLE | {"url": f"https://zeitung.example/{sent}"}))[0] == 201:
            sent += 1
    assert len(await journal()) == sent >= 5
    assert (await watcher.post(ARTICLE))[0] == 503


async def test_a_full_broker_is_not_the_clients_fault(watcher: Watcher, client: Redis) -> None:
    await client.config_set("maxmemory", "1")
    try:
        status, _ = await watcher.post(ARTICLE)
    finally:
        await client.config_set("maxmemory", "0")
    assert status == 503


async def test_a_body_that_never_ends_is_not_waited_for(
    watcher: Watcher,
) -> None:
    host, port = watcher.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKENS['TOKEN_OF_A']}\r\n"
    writer.write(f"{head}Content-Length: 500\r\n\r\n{{".encode())
    async with asyncio.timeout(5):
        assert b" 408 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_two_clients_that_send_the_same_article_at_once_publish_it_once(
    watcher: Watcher, journal: Journal
) -> None:
    answers = await asyncio.gather(*(watcher.post(ARTICLE) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len(await journal()) == 1
