"""The feed source over real HTTP on loopback: only what has changed, and clear errors."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.watcher.feed_process import FeedProcess
from services.watcher.sources.feed import FeedConfig, FeedSource
from shared.article_text import ArticleText
from shared.errors import BadInputError
from shared.http import HttpClient
from shared.http_guard import HttpError

FEED = """<?xml version="1.0"?><rss version="2.0"><channel>
<item><title>Zwei</title><link>https://zeitung.example/2</link></item>
<item><title>Eins</title><link>https://zeitung.example/1</link></item></channel></rss>"""


class Paper:
    """A newspaper's server with one feed that has an ETag and a time."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.body, self.etag, self.status = FEED, '"v1"', 200

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/feed", self.answer)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        self.url = str(self.server.make_url("/feed"))
        self.client, self.process = HttpClient(allow=[self.address]), FeedProcess()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        if request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        headers = {"ETag": self.etag, "Last-Modified": "Mon, 04 Nov 2024 12:00:00 GMT"}
        return web.Response(status=self.status, text=self.body, headers=headers)

    def source(self, limit: int = 100_000) -> FeedSource:
        config = FeedConfig(kind="feed", name="zeitung", url=self.url, allow=(self.address,))
        return FeedSource(config, self.client, self.process, limit, 5)

    async def stop(self) -> None:
        await self.process.close()
        await self.client.close()
        await self.server.close()


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    paper = Paper()
    await paper.start()
    yield paper
    await paper.stop()


async def test_the_first_poll_gives_all_entries_oldest_first(paper: Paper) -> None:
    poll = await paper.source().poll("")
    assert [item.title for item in poll.items if isinstance(item, ArticleText)] == ["Eins", "Zwei"]
    assert json.loads(poll.state)["etag"] == '"v1"'


async def test_a_feed_that_has_not_changed_is_not_sent_again(paper: Paper) -> None:
    state = (await paper.source().poll("")).state
    poll = await paper.source().poll(state)
    assert (list(poll.items), poll.state, poll.status) == ([], "", "not changed")
    assert paper.requests[1].headers["If-None-Match"] == '"v1"'
    assert paper.requests[1].headers["If-Modified-Since"] == "Mon, 04 Nov 2024 12:00:00 GMT"
    paper.etag = '"v2"'
    assert len(list((await paper.source().poll(state)).items)) == 2


async def test_the_etag_of_another_address_is_not_used(paper: Paper) -> None:
    moved = json.dumps({"url": "https://elsewhere.example/feed", "etag": '"v1"'})
    assert len(list((await paper.source().poll(moved)).items)) == 2
    assert "If-None-Match" not in paper.requests[0].headers


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410, 429, 500, 503, 599])
async def test_a_status_that_is_no_success_is_an_error_with_the_url(paper: Paper, status: int) -> None:
    paper.status = status
    with pytest.raises(HttpError, match=f"{paper.url}: answered {status}") as caught:
        await paper.source().poll("")
    assert caught.value.reason == "status"


async def test_a_web_page_instead_of_a_feed_is_an_error_with_the_url(paper: Paper) -> None:
    paper.body = "<!doctype html><html><body>Bitte anmelden</body></html>"
    with pytest.raises(BadInputError, match=f"{paper.url}: a web page, not a feed"):
        await paper.source().poll("")


async def test_a_feed_over_the_limit_is_an_error_with_the_url(paper: Paper) -> None:
    with pytest.raises(HttpError, match=f"{paper.url}: over 100 bytes") as caught:
        await paper.source(limit=100).poll("")
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize(
    ("url", "allow", "message"),
    [
        ("http://127.0.0.1/feed", (), "its address 127.0.0.1 is not a public one; .*makes an exception"),
        (
            "http://zeitung.example:8080/",
            (),
            "port 8080 is not allowed; `allow: .host:port.` makes an exception",
        ),
        ("ftp://zeitung.example/", (), "only http and https"),
        ("zeitung.example/feed", (), "only http and https"),
        ("http://[", (), "Invalid"),
        ("https://a:b@zeitung.example/", (), "must not hold a name or password"),
        ("https://zeitung.example/", ("http://x",), "must be a host or host:port"),
    ],
)
def test_a_feed_that_can_never_be_fetched_is_a_wrong_configuration(
    url: str, allow: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        FeedConfig(kind="feed", name="x", url=url, allow=allow)
