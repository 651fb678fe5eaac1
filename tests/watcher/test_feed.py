"""The feed source over real HTTP on loopback: only what has changed, and clear errors."""

import gzip
import json
import logging
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client import CollectorRegistry

from services.watcher.listings.fetch import StatusError
from services.watcher.metrics import WatcherMetrics
from services.watcher.reading.limits import Limits
from services.watcher.reading.readers import Readers
from services.watcher.sources import Poll
from services.watcher.sources.feed import FeedConfig, FeedSource
from services.watcher.texts.language import LanguageFilter
from shared.article_text import ArticleText
from shared.errors import BadInputError
from shared.http import HttpClient
from shared.http_guard import HttpError, HttpReason

FEED = """<?xml version="1.0"?><rss version="2.0"><channel>
<item><title>Zwei</title><link>https://zeitung.example/2</link></item>
<item><title>Eins</title><link>https://zeitung.example/1</link></item></channel></rss>"""


class Paper:
    """A newspaper's server with one feed that has an ETag and a time."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.body, self.etag, self.status = FEED, '"v1"', 200
        self.headers: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/feed", self.answer)
        app.router.add_get("/files/{name}", self.file)
        app.router.add_get("/{status}/{target}", self.redirect)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        self.url = str(self.server.make_url("/feed"))
        self.languages = LanguageFilter(WatcherMetrics(CollectorRegistry()))
        self.client, self.readers = HttpClient(allow=[self.address]), Readers(1)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        if request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        headers = {"ETag": self.etag, "Last-Modified": "Mon, 04 Nov 2024 12:00:00 GMT"} | self.headers
        return web.Response(status=self.status, text=self.body, headers=headers)

    async def file(self, request: web.Request) -> web.Response:
        body = self.files.get(request.match_info["name"])
        return web.Response(body=body, status=404 if body is None else 200)

    async def redirect(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        target = "/" + request.match_info["target"].replace(".", "/")
        return web.Response(status=int(request.match_info["status"]), headers={"Location": target})

    def source(self, limit: int = 100_000, path: str = "/feed") -> FeedSource:
        url = str(self.server.make_url(path))
        config = FeedConfig(kind="feed", name="zeitung", url=url, allow=(self.address,))
        return FeedSource(config, self.client, self.readers, self.languages, limit, 5)

    async def stop(self) -> None:
        await self.readers.close()
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


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500, 503, 599])
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


async def test_a_permanent_redirect_is_remembered_and_a_temporary_one_is_not(paper: Paper) -> None:
    for path, asked in (
        ("/301/feed", ["/feed"]),
        ("/308/feed", ["/feed"]),
        ("/302/feed", ["/302/feed", "/feed"]),
        ("/301/302.feed", ["/302/feed", "/feed"]),
        ("/302/301.feed", ["/302/301.feed", "/301/feed", "/feed"]),
    ):
        source = paper.source(path=path)
        state = (await source.poll("")).state
        paper.requests.clear()
        assert (await source.poll(state)).status == "not changed"
        assert [request.path for request in paper.requests] == asked, path


async def test_where_the_new_address_fails_the_old_one_is_asked_again(paper: Paper) -> None:
    moved = paper.url.replace("/feed", "/no-such")
    state = json.dumps({"url": paper.url, "moved": moved, "etag": '"v1"'})
    poll = await paper.source().poll(state)
    assert len(list(poll.items)) == 2
    assert "moved" not in json.loads(poll.state)


def aged(state: str, what: str, **age: float) -> str:
    """As if `what` had been so long ago."""
    return json.dumps(json.loads(state) | {what: str(datetime.now(UTC) - timedelta(**age))})


async def test_410_ends_a_source_which_is_asked_again_once_a_day(paper: Paper) -> None:
    paper.status = 410
    state = (gone := await paper.source().poll("")).state
    assert (gone.gone, gone.again) == (True, 86_400)
    paper.status = 200
    still = await paper.source().poll(aged(state, "gone_at", hours=23))
    assert still.gone
    assert still.again == pytest.approx(3_600, abs=60)
    assert len(paper.requests) == 1
    assert not (await paper.source(path="/302/feed").poll(state)).gone, "its url was changed"
    back = await paper.source().poll(aged(state, "gone_at", hours=25))
    assert (back.gone, len(titles(back))) == (False, 2)
    assert "gone_at" not in json.loads(back.state)


async def test_once_a_day_a_feed_is_asked_for_in_full_whatever_its_etag_says(paper: Paper) -> None:
    state = (await paper.source().poll("")).state
    assert (await paper.source().poll(aged(state, "full_at", hours=23))).status == "not changed"
    poll = await paper.source().poll(aged(state, "full_at", hours=25))
    assert len(list(poll.items)) == 2
    assert "If-None-Match" not in paper.requests[2].headers
    assert (await paper.source().poll(poll.state)).status == "not changed"


async def test_not_changed_is_no_answer_to_who_knows_nothing(paper: Paper) -> None:
    paper.status = 304
    with pytest.raises(StatusError, match="answered 304"):
        await paper.source().poll("")


async def test_a_cut_feed_is_asked_for_in_full_the_next_time(paper: Paper) -> None:
    paper.body = FEED[:-40]
    poll = await paper.source().poll("")
    assert [item.title for item in poll.items if isinstance(item, ArticleText)] == ["Zwei"]
    paper.body = FEED
    assert len(list((await paper.source().poll(poll.state)).items)) == 2


DAILY = (
    '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
    '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">48</sy:updateFrequency>'
)
WISHES = [
    pytest.param("", {}, 5, id="none"),
    pytest.param("<ttl>30</ttl>", {}, 30, id="ttl of RSS"),
    pytest.param("<ttl>bald</ttl>", {}, 5, id="a ttl that is no number"),
    pytest.param(DAILY, {}, 30, id="syndication module"),
    pytest.param("", {"Cache-Control": "public, max-age=1800"}, 30, id="max-age"),
    pytest.param("<ttl>999999</ttl>", {"Cache-Control": "max-age=99999999"}, 60, id="beyond the bounds"),
]


@pytest.mark.parametrize(("more", "headers", "minutes"), WISHES)
async def test_a_feed_is_asked_again_when_it_wants_to_be(
    paper: Paper, more: str, headers: dict[str, str], minutes: int
) -> None:
    paper.body, paper.headers = FEED.replace("<channel>", f"<channel>{more}"), headers
    poll = await paper.source().poll("")
    again = (await paper.source().poll(poll.state)).again
    for seconds in (poll.again, again):
        assert seconds is not None
        assert minutes * 60 <= seconds <= minutes * 66


async def test_a_server_that_is_busy_says_when_to_come_back(paper: Paper) -> None:
    paper.status, paper.headers = 503, {"Retry-After": "1234"}
    with pytest.raises(StatusError) as caught:
        await paper.source().poll("")
    assert caught.value.retry_after.total_seconds() == 1234


TITLES = "<news:title xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>Titel {0}</news:title>"


async def test_a_packed_sitemap_index_is_followed_to_its_newest_parts(paper: Paper) -> None:
    url = TITLES.join(["<urlset><url><loc>https://zeitung.example/{0}</loc>", "</url></urlset>"])
    for number in range(5):
        paper.files[f"{number}"] = gzip.compress(url.format(number).encode())
    parts = "".join(
        f"<sitemap><loc>/files/{number}</loc><lastmod>2024-11-0{number + 1}T00:00:00Z</lastmod></sitemap>"
        for number in range(5)
    )
    paper.files["index"] = gzip.compress(f"<sitemapindex>{parts}</sitemapindex>".encode())
    source = paper.source(path="/files/index")
    poll = await source.poll("")
    assert {item.title for item in poll.items if isinstance(item, ArticleText)} == {
        f"Titel {number}" for number in (4, 3, 2)
    }
    assert len(list((await source.poll(poll.state)).items)) == 3, "its parts may have changed without it"


def a_sitemap(*numbers: int) -> bytes:
    urls = "".join(
        f"<url><loc>https://zeitung.example/{number}</loc>{TITLES.format(number)}</url>" for number in numbers
    )
    return f"<urlset>{urls}</urlset>".encode()


def an_index(*names: str) -> bytes:
    parts = "".join(f"<sitemap><loc>/files/{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex>{parts}</sitemapindex>".encode()


def titles(poll: Poll) -> list[str]:
    return [item.title for item in poll.items if isinstance(item, ArticleText)]


def faults(poll: Poll) -> list[str]:
    return [str(item) for item in poll.items if isinstance(item, BadInputError)]


async def test_a_broken_part_of_an_index_does_not_hold_up_the_others(paper: Paper) -> None:
    paper.files = {"index": an_index("news", "missing", "old"), "news": a_sitemap(1)}
    paper.files["old"] = b"<urlset><url><loc>https://zeitung.example/9</loc></url></urlset>"
    poll = await paper.source(path="/files/index").poll("")
    assert titles(poll) == ["Titel 1"]
    missing, old = sorted(faults(poll))
    assert "/files/missing: answered 404 Not Found" in missing
    assert "/files/old: a sitemap without news:title" in old


async def test_an_index_of_which_no_part_can_be_read_is_an_error(paper: Paper) -> None:
    paper.files = {"index": an_index("missing", "lost")}
    with pytest.raises(BadInputError, match=r"missing: answered 404 .*; .*lost: answered 404"):
        await paper.source(path="/files/index").poll("")


async def test_an_index_in_an_index_is_followed_and_no_further(paper: Paper) -> None:
    paper.files = {"top": an_index("middle"), "middle": an_index("news"), "news": a_sitemap(1)}
    assert titles(await paper.source(path="/files/top").poll("")) == ["Titel 1"]
    paper.files["news"] = an_index("more")
    with pytest.raises(BadInputError, match="/files/news: an index in an index of an index"):
        await paper.source(path="/files/top").poll("")


async def test_all_parts_together_hold_as_many_entries_as_configured(paper: Paper) -> None:
    await paper.readers.close()
    paper.readers = Readers(1, limits=Limits(entries=4))
    paper.files = {"index": an_index("one", "two"), "one": a_sitemap(1, 2, 3), "two": a_sitemap(4, 5, 6)}
    assert len(titles(await paper.source(path="/files/index").poll(""))) == 4


async def test_a_sitemap_that_unpacks_without_end_is_refused(paper: Paper) -> None:
    paper.files["bomb"] = gzip.compress(b"<urlset>" + b" " * 50_000_000)
    with pytest.raises(HttpError, match="over 100,000 bytes") as caught:
        await paper.source(path="/files/bomb").poll("")
    assert caught.value.reason is HttpReason.TOO_LARGE


@pytest.mark.parametrize("cut", [100, -10])
async def test_a_packed_sitemap_that_is_broken_is_refused(paper: Paper, cut: int) -> None:
    paper.files["cut"] = gzip.compress(random.Random(1).randbytes(1_000))[:cut]
    with pytest.raises(HttpError, match="its gzip data end too early"):
        await paper.source(path="/files/cut").poll("")


async def test_a_page_leads_to_its_feed_which_is_asked_from_then_on(paper: Paper) -> None:
    link = "<link rel=alternate type=application/rss+xml href=/feed>"
    paper.files["page"] = f"<!doctype html><html><head>{link}</head></html>".encode()
    source = paper.source(path="/files/page")
    poll = await source.poll("")
    assert len(list(poll.items)) == 2
    paper.requests.clear()
    assert (await source.poll(poll.state)).status == "not changed"
    assert [request.path for request in paper.requests] == ["/feed"]


async def test_a_page_that_leads_to_another_page_is_refused(paper: Paper) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        link = f"<link rel=alternate type=application/rss+xml href=/files/{other}>"
        paper.files[name] = f"<!doctype html><html><head>{link}</head></html>".encode()
    with pytest.raises(BadInputError, match=r"/files/two: a web page, not a feed; it names .*/files/one"):
        await paper.source(path="/files/one").poll("")


def a_page(feed: str = "/files/other") -> bytes:
    link = f"<link rel=alternate type=application/rss+xml href={feed}>"
    return f"<!doctype html><html><head>{link}</head><body>Wartung</body></html>".encode()


def told(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What the watcher logged; the server beside it logs, too."""
    return [record for record in caplog.records if record.name.startswith("services.")]


async def test_a_page_in_place_of_a_feed_does_not_lead_to_another_feed(
    paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    paper.files = {"other": FEED.encode(), "feed": FEED.encode()}
    source = paper.source(path="/files/feed")
    state = (await source.poll("")).state
    paper.files["feed"] = a_page()
    with pytest.raises(BadInputError, match=r"/files/feed: a web page, not a feed; it names .*/files/other"):
        await source.poll(state)
    assert not told(caplog)
    await paper.source(path="/files/feed").poll("")
    assert [record.message for record in told(caplog)] == ["a web page; the feed that it names is read"]


@pytest.mark.parametrize("parked", [a_page(), b"<!doctype html><html><body>Domain</body></html>", b""])
async def test_where_the_new_address_is_no_feed_any_more_the_old_one_is_asked_again(
    paper: Paper, parked: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    paper.files["new"] = FEED.encode()
    moved = str(paper.server.make_url("/files/new"))
    state = json.dumps({"url": paper.url, "moved": moved, "pause": 300})
    assert json.loads((await paper.source().poll(state)).state)["moved"] == moved
    paper.files["new"] = parked
    poll = await paper.source().poll(state)
    assert len(titles(poll)) == 2
    assert "moved" not in json.loads(poll.state)
    assert len(told(caplog)) == 1


async def test_a_page_that_names_another_feed_by_now_is_asked_when_the_one_it_named_fails(
    paper: Paper,
) -> None:
    paper.files = {"page": a_page("/files/one"), "one": FEED.encode(), "two": FEED.encode()}
    source = paper.source(path="/files/page")
    state = (await source.poll("")).state
    paper.files |= {"page": a_page("/files/two"), "one": b"<html>"}
    assert json.loads((await source.poll(state)).state)["moved"].endswith("/files/two")
