"""Feeds whose entries lead to pages, over real HTTP: each page once, and no entry lost when its page is."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from email.utils import formatdate
from functools import partial

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client import CollectorRegistry

from services.watcher.metrics import WatcherMetrics
from services.watcher.pages.host_turns import CLOSED, UNANSWERED
from services.watcher.pages.robots import LONGEST
from services.watcher.settings import WatcherSettings
from services.watcher.sources import Poll, Source
from services.watcher.sources.full_text import BATCH, OWED_FOR, FullTextSource
from services.watcher.sources.waiting import LONGEST_WAIT, RETRY
from services.watcher.sources_file import Sources, SourcesFile
from shared.article_text import ArticleText
from shared.errors import BadInputError

Answer = Callable[[], web.Response]
TEASER = "Der Anfang der Meldung …"
LONG = "Was auf der Seite steht, ist länger als das, was die Übersicht sagt, und nennt auch alle Zahlen. "
WALL = '<meta property="article:content_tier" content="locked">'


class Paper:
    """A newspaper with a feed and pages. `broken`: what a page answers instead, by its path."""

    def __init__(self, metrics: WatcherMetrics) -> None:
        self.metrics = metrics
        self.asked: Counter[str] = Counter()
        self.entries: dict[str, str] = {}
        self.heads: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.broken: dict[str, Answer] = {}
        self.robots: Answer = partial(web.Response, status=404)
        self.robots_asked = self.feeds_asked = 0
        self.gone = self.fails = False
        self.etag, self.now = 1, 0.0
        self.told = "Mon, 04 Nov 2024 10:00:00 GMT"
        self.answers = asyncio.Event()
        self.answers.set()
        self.opened: list[Sources] = []

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/feed", self.feed)
        app.router.add_get("/{name:.*}", self.page)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()

    def url(self, name: str) -> str:
        return str(self.server.make_url(f"/{name}"))

    def list(self, *names: str, text: str = TEASER) -> None:
        self.entries |= dict.fromkeys(names, text)
        self.etag += 1

    async def feed(self, request: web.Request) -> web.Response:
        self.feeds_asked += 1
        if self.gone:
            return web.Response(status=410)
        if self.fails:
            return web.Response(status=500)
        etag = f'"{self.etag}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        items = "".join(
            f"<item><title>{self.titles.get(name, f'Meldung {name}')}</title><link>{self.url(name)}</link>"
            f"<description>{text}</description><pubDate>{self.told}</pubDate></item>"
            for name, text in reversed(self.entries.items())
        )
        rss = f'<rss version="2.0"><channel>{items}</channel></rss>'
        return web.Response(text=rss, content_type="application/rss+xml", headers={"ETag": etag})

    async def page(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name == "robots.txt":
            self.robots_asked += 1
            return self.robots()
        self.asked[name] += 1
        await self.answers.wait()
        if name in self.broken:
            return self.broken[name]()
        head = f"<head>{self.heads.get(name, '')}</head>"
        html = f"{head}<article><h1>Meldung {name}</h1><p>{LONG * 3}</p></article>"
        return web.Response(text=f"<!doctype html><html>{html}", content_type="text/html")

    def source(self, **config: object) -> Source:
        feed = {
            "kind": "feed",
            "name": "zeitung",
            "url": self.url("feed"),
            "allow": [f"127.0.0.1:{self.server.port}"],
        }
        file = SourcesFile.model_validate({"sources": [feed | config]})
        self.opened.append(
            Sources(file, WatcherSettings(watcher_page_seconds=1, watcher_page_pause=0), self.metrics)
        )
        source = self.opened[-1].all[0]
        if isinstance(source, FullTextSource):
            source.clock = lambda: self.now
        return source

    async def stop(self) -> None:
        for sources in self.opened:
            await sources.close()
        await self.server.close()


@pytest.fixture
async def paper(metrics: WatcherMetrics) -> AsyncIterator[Paper]:
    paper = Paper(metrics)
    await paper.start()
    yield paper
    await paper.stop()


def texts(poll: Poll) -> dict[str, str]:
    """The text of each article, by the name of its page."""
    articles = [item for item in poll.items if isinstance(item, ArticleText)]
    return {article.url.rpartition("/")[2]: article.text for article in articles}


def walls(poll: Poll) -> dict[str, str]:
    """What stood before each article."""
    articles = [item for item in poll.items if isinstance(item, ArticleText)]
    return {article.url.rpartition("/")[2]: article.wall for article in articles}


def pages(registry: CollectorRegistry, outcome: str) -> float | None:
    return registry.get_sample_value("melder_pages_total", {"source": "zeitung", "outcome": outcome})


async def test_the_text_of_the_page_takes_the_place_of_the_teaser(
    paper: Paper, registry: CollectorRegistry
) -> None:
    paper.list("a")
    paper.heads["a"] = '<meta property="article:published_time" content="2024-11-04T12:00:00+01:00">'
    (article,) = (await paper.source().poll("")).items
    assert isinstance(article, ArticleText)
    assert article.text.startswith("Meldung a\n\n")
    assert article.text.endswith(LONG.strip())
    assert str(article.published_at) == "2024-11-04 11:00:00+00:00"
    assert pages(registry, "page") == 1


LEADS = [
    ("Die Regierung hat am Montag neue Zahlen vorgelegt, es sind 10.000.", True),
    ("Die Regierung hat am Montag neue Zahlen vorgelegt, es sind …", False),
    ("Mehr über die Zahlen der Regierung.", False),
    (LONG[:70] + ".", False),
]


@pytest.mark.parametrize(("teaser", "added"), LEADS, ids=["a lead", "cut", "too short", "on the page"])
async def test_a_lead_that_only_the_feed_has_stands_before_the_text_of_the_page(
    paper: Paper, teaser: str, *, added: bool
) -> None:
    paper.list("a", text=teaser)
    text = texts(await paper.source().poll(""))["a"]
    assert text.startswith(f"Meldung a\n\n{teaser if added else LONG[:40]}")
    assert text.endswith(LONG.strip())


async def test_a_page_is_fetched_once_and_again_when_its_entry_changes(paper: Paper) -> None:
    paper.list("a", "b")
    state = (await paper.source().poll("")).state
    paper.list("c")
    poll = await paper.source().poll(state)  # a watcher that has just started
    assert list(texts(poll)) == ["c"]
    paper.list("a", text="Berichtigt: ein anderer Anfang …")
    assert list(texts(await paper.source().poll(poll.state))) == ["a"]
    assert paper.asked == {"a": 2, "b": 1, "c": 1}


async def test_a_feed_that_has_not_changed_leads_to_no_page(paper: Paper) -> None:
    paper.list("a")
    source = paper.source()
    poll = await source.poll((await source.poll("")).state)
    assert (texts(poll), poll.state, paper.asked["a"]) == ({}, "", 1)


async def test_a_feed_with_the_whole_text_needs_no_page(paper: Paper, registry: CollectorRegistry) -> None:
    paper.list("a", text="Die ganze Meldung steht schon hier. " * 60)
    assert "ganze Meldung" in texts(await paper.source().poll(""))["a"]
    assert (paper.asked["a"], pages(registry, "feed")) == (0, 1)


async def test_full_text_false_takes_what_the_feed_says(paper: Paper) -> None:
    paper.list("a")
    assert texts(await paper.source(full_text=False).poll("")) == {"a": f"Meldung a\n\n{TEASER}"}
    assert not paper.asked


INSIDE = {"Location": "http://10.0.0.1/"}
REFUSED = [
    pytest.param(partial(web.Response, status=404), "refused", id="is gone"),
    pytest.param(partial(web.Response, status=403), "refused", id="is forbidden"),
    pytest.param(partial(web.Response, status=302, headers=INSIDE), "refused", id="leads inside"),
    pytest.param(partial(web.Response, status=302, headers={"Location": "/"}), "unreadable", id="leads home"),
    pytest.param(
        partial(web.Response, status=302, headers={"Location": "/politik/"}),
        "unreadable",
        id="leads to a section",
    ),
    pytest.param(partial(web.Response, body=b"\0" * 6_000_000), "refused", id="is too large"),
    pytest.param(partial(web.Response, text="<html><body>"), "unreadable", id="holds nothing"),
    pytest.param(partial(web.Response, text="<div>" * 900_000), "unreadable", id="takes too long to read"),
]


@pytest.mark.parametrize(("answer", "outcome"), REFUSED)
async def test_an_article_whose_page_can_not_be_used_has_the_text_of_the_feed(
    paper: Paper, registry: CollectorRegistry, answer: Answer, outcome: str
) -> None:
    paper.list("a", "b")
    paper.broken["a"] = answer
    poll = await paper.source().poll("")
    assert texts(poll)["a"] == f"Meldung a\n\n{TEASER}"
    assert walls(poll) == {"a": "teaser", "b": "none"}
    assert LONG.strip() in texts(poll)["b"]
    assert (pages(registry, outcome), paper.asked["a"]) == (1, 1)


async def test_behind_a_wall_the_feed_has_the_word(paper: Paper, registry: CollectorRegistry) -> None:
    paper.list("a")
    paper.heads["a"] = WALL
    poll = await paper.source().poll("")
    assert (texts(poll), walls(poll)) == ({"a": f"Meldung a\n\n{TEASER}"}, {"a": "paywall"})
    assert pages(registry, "paywall") == 1


async def test_a_page_that_fails_is_tried_again_and_then_the_feed_has_the_word(
    paper: Paper, registry: CollectorRegistry
) -> None:
    paper.list("a", "b")
    paper.broken["a"] = partial(web.Response, status=503)
    source = paper.source()
    polls = [await source.poll("")]
    state = polls[0].state
    for _ in range(2):
        paper.now += RETRY
        polls.append(await source.poll(state))
    assert [list(texts(poll)) for poll in polls] == [["b"], [], ["a"]]
    assert [poll.again for poll in polls[:2]] == [RETRY, RETRY]
    assert ["etag" in json.loads(poll.state or state) for poll in polls] == [False, False, True]
    assert texts(polls[-1])["a"] == f"Meldung a\n\n{TEASER}"
    assert (paper.asked["a"], pages(registry, "failed")) == (3, 1)


async def test_a_page_that_is_back_in_time_is_read(paper: Paper) -> None:
    paper.list("a")
    paper.broken["a"] = partial(web.Response, status=503)
    source = paper.source()
    state = (await source.poll("")).state
    del paper.broken["a"]
    paper.now += RETRY
    assert LONG.strip() in texts(await source.poll(state))["a"]


async def test_a_long_list_is_read_in_parts_and_a_restart_goes_on_where_it_ended(paper: Paper) -> None:
    names = [f"n{number:02}" for number in range(2 * BATCH + 5)]
    paper.list(*names)
    poll = await paper.source().poll("")
    assert (list(texts(poll)), poll.again) == (names[:BATCH], 0)
    source = paper.source()
    polls = [await source.poll(poll.state)]
    polls.append(await source.poll(polls[0].state))
    assert [name for poll in polls for name in texts(poll)] == names[BATCH:]
    assert polls[-1].again != 0
    assert set(paper.asked.values()) == {1}


async def test_what_the_journal_has_lost_is_read_again(paper: Paper) -> None:
    paper.list("a")
    source = paper.source()
    await source.poll("")
    assert list(texts(await source.poll(""))) == ["a"]


async def test_a_page_that_robots_txt_excludes_is_not_fetched(
    paper: Paper, registry: CollectorRegistry
) -> None:
    paper.list("a", "b")
    paper.robots = partial(
        web.Response, text="User-agent: Melder\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n"
    )
    found = texts(await paper.source().poll(""))
    assert found["a"] == f"Meldung a\n\n{TEASER}"
    assert LONG.strip() in found["b"]
    assert (paper.asked, pages(registry, "robots"), paper.robots_asked) == ({"b": 1}, 1, 1)


@pytest.mark.parametrize(
    ("target", "outcome"),
    [("/gesperrt/a", "robots"), ("/frei/a", "page"), ("mailto:a@zeitung.example", "refused")],
)
async def test_a_page_that_robots_txt_excludes_is_not_fetched_by_way_of_another_one(
    paper: Paper, registry: CollectorRegistry, target: str, outcome: str
) -> None:
    paper.list("a")
    paper.robots = partial(web.Response, text="User-agent: *\nDisallow: /gesperrt\n")
    paper.broken["a"] = partial(web.Response, status=302, headers={"Location": target})
    await paper.source().poll("")
    assert (pages(registry, outcome), paper.asked["gesperrt/a"]) == (1, 0)


@pytest.mark.parametrize(
    ("title", "to", "outcome"),
    [
        ("Meldung a", "/b", "page"),
        ("Meldung a", "/neue-zahlen/", "page"),
        ("Soldaten verlassen Grenze", "/b", "unreadable"),
        ("Truppenabzug", "/b", "unreadable"),
    ],
)
async def test_a_redirect_leads_to_the_article_only_if_the_page_tells_what_its_title_says(
    paper: Paper, registry: CollectorRegistry, title: str, to: str, outcome: str
) -> None:
    paper.list("a")
    paper.titles["a"] = title
    paper.broken["a"] = partial(web.Response, status=302, headers={"Location": to})
    await paper.source().poll("")
    assert pages(registry, outcome) == 1


@pytest.mark.parametrize("link", ["/politik", "/politik/", "/", "/ausland/"])
async def test_articles_whose_pages_name_a_section_as_their_address_stay_apart(
    paper: Paper, link: str
) -> None:
    paper.list("politik/a", "politik/b")
    paper.heads = dict.fromkeys(("politik/a", "politik/b"), f'<link rel="canonical" href="{link}">')
    found = texts(await paper.source().poll(""))
    assert set(found) == {"a", "b"}
    assert all(LONG.strip() in text for text in found.values())


@pytest.mark.parametrize(("told", "expected"), [("2024-11-01T10:00:00Z", 4), ("2024-11-03T10:00:00Z", 3)])
async def test_a_time_long_before_the_feeds_is_another_articles(
    paper: Paper, told: str, expected: int
) -> None:
    paper.list("a")
    paper.heads["a"] = f'<meta property="article:published_time" content="{told}">'
    (article,) = (await paper.source().poll("")).items
    assert isinstance(article, ArticleText)
    assert article.published_at
    assert article.published_at.day == expected


@pytest.mark.parametrize(("name", "asked"), [("gesperrt/a", 0), ("zu", 1)])
async def test_of_a_very_long_robots_txt_the_beginning_counts_in_whole_lines(
    paper: Paper, name: str, asked: int
) -> None:
    paper.list(name)
    start = "User-agent: *\nDisallow: /gesperrt\n"
    filler = "#" * (LONGEST - len(start) - len("\nDisallow: /z")) + "\n"
    paper.robots = partial(web.Response, text=f"{start}{filler}Disallow: /zzz\n" + "# mehr\n" * 10_000)
    await paper.source().poll("")
    assert paper.asked[name] == asked


async def test_while_robots_txt_can_not_be_had_no_page_is_fetched(paper: Paper) -> None:
    paper.list("a", "b")
    paper.robots = partial(web.Response, status=503)
    poll = await paper.source().poll("")
    assert (texts(poll), paper.asked) == ({}, {})
    assert RETRY <= (poll.again or 0) <= CLOSED
    assert paper.robots_asked == 1


async def test_the_crawl_delay_of_robots_txt_lies_between_two_pages(paper: Paper) -> None:
    paper.list("a", "b")
    paper.robots = partial(web.Response, text="User-agent: *\nCrawl-delay: 0.3\n")
    start = time.monotonic()
    assert len(texts(await paper.source().poll(""))) == 2
    assert time.monotonic() - start >= 0.3


async def test_the_crawl_delay_of_the_host_that_a_page_leads_to_is_kept_too(paper: Paper) -> None:
    other = Paper(paper.metrics)
    other.robots = partial(web.Response, text="User-agent: *\nCrawl-delay: 0.3\n")
    await other.start()
    paper.list("a", "b")
    for name in "ab":
        url = other.url(name).replace("127.0.0.1", "localhost")
        paper.broken[name] = partial(web.Response, status=302, headers={"Location": url})
    start = time.monotonic()
    allow = [f"127.0.0.1:{paper.server.port}", f"localhost:{other.server.port}"]
    assert LONG.strip() in texts(await paper.source(allow=allow).poll(""))["b"]
    assert time.monotonic() - start >= 0.3
    await other.stop()


async def test_a_feed_that_is_gone_stays_gone_whatever_its_pages(paper: Paper) -> None:
    paper.gone = True
    source = paper.source()
    poll = await source.poll("")
    assert poll.gone
    assert (await source.poll(poll.state)).gone


async def test_a_page_in_another_language_is_set_aside_once(
    paper: Paper, registry: CollectorRegistry
) -> None:
    paper.list("a", text="Statement")
    page = f"<html><article><p>{'What is said on this page is in English, and so nobody here reads it. ' * 4}"
    paper.broken["a"] = partial(web.Response, text=page, content_type="text/html")
    poll = await paper.source().poll("")
    assert texts(poll) == {}
    paper.list("b")
    assert list(texts(await paper.source().poll(poll.state))) == ["b"]
    assert paper.asked["a"] == 1
    assert registry.get_sample_value("melder_articles_set_aside_total", {"source": "zeitung"}) == 1


async def test_an_entry_in_another_language_leads_to_no_page(paper: Paper) -> None:
    paper.list("a", text="The government presented new figures on Monday, and they are higher than before.")
    assert texts(await paper.source().poll("")) == {}
    assert not paper.asked


def just_now() -> str:
    return formatdate(time.time(), usegmt=True)


async def test_a_host_that_wants_to_be_left_alone_is_and_its_articles_are_told_at_once_and_read_later(
    paper: Paper,
) -> None:
    paper.told = just_now()
    paper.list("a", "b")
    paper.broken["a"] = partial(web.Response, status=429, headers={"Retry-After": "600"})
    source = paper.source()
    poll = await source.poll("")
    assert texts(poll) == {name: f"Meldung {name}\n\n{TEASER}" for name in "ab"}
    assert walls(poll) == {"a": "teaser", "b": "teaser"}
    assert "etag" in json.loads(poll.state)
    for _ in range(5):
        paper.now += 60
        assert texts(await source.poll(poll.state)) == {}
    assert paper.asked == {"a": 1}


async def told(paper: Paper, source: Source, turns: int, pause: float) -> list[tuple[str, bool]]:
    """The articles of some turns, and whether they have the text of their pages."""
    found, state = list[tuple[str, bool]](), ""
    for _ in range(turns):
        poll = await source.poll(state)
        state = poll.state or state
        found += [(name, LONG.strip() in text) for name, text in texts(poll).items()]
        paper.now += pause
    return found


async def test_what_was_told_by_its_teaser_is_read_when_its_page_is_back(paper: Paper) -> None:
    paper.told = just_now()
    paper.list("a", "b")
    answers = iter([503] * 4)

    def answer() -> web.Response:
        if status := next(answers, 0):
            return web.Response(status=status)
        del paper.broken["a"]
        return web.Response(status=503)

    paper.broken["a"] = answer
    assert await told(paper, paper.source(), 8, 200) == [("b", True), ("a", False), ("a", True)]
    assert paper.asked == {"a": 6, "b": 1}


async def test_a_page_that_is_owed_is_read_after_a_restart(paper: Paper) -> None:
    paper.told = just_now()
    paper.list("a")
    paper.broken["a"] = partial(web.Response, status=429, headers={"Retry-After": "600"})
    state = (await paper.source().poll("")).state
    del paper.broken["a"]
    paper.list("b")
    poll = await paper.source().poll(state)
    assert {name: LONG.strip() in text for name, text in texts(poll).items()} == {"a": True, "b": True}
    paper.list("c")
    assert list(texts(await paper.source().poll(poll.state))) == ["c"]


async def test_a_page_that_never_comes_is_not_owed_for_ever(paper: Paper) -> None:
    paper.told = just_now()
    paper.list("a")
    paper.broken["a"] = partial(web.Response, status=503, headers={"Retry-After": "600"})
    source = paper.source()
    state = (await source.poll("")).state
    paper.now += OWED_FOR
    poll = await source.poll(state)
    assert texts(poll) == {}
    assert "?" in state
    assert "?" not in poll.state


async def test_while_pages_wait_the_feed_is_looked_at_and_what_is_new_is_read_first(paper: Paper) -> None:
    names = [f"n{number:02}" for number in range(BATCH + 5)]
    paper.told = just_now()
    paper.list(*names)
    source = paper.source(every="1m")
    poll = await source.poll("")
    paper.list("new")
    paper.now += 70
    poll = await source.poll(poll.state)
    assert next(iter(texts(poll))) == "new"


async def test_a_host_that_does_not_answer_is_left_alone_and_costs_no_news(paper: Paper) -> None:
    paper.told = just_now()
    paper.list(*"abcd")
    paper.answers.clear()
    found = await told(paper, paper.source(every="1m"), 5, 35)
    paper.answers.set()
    assert sorted(found) == [(name, False) for name in "abcd"]
    assert sum(paper.asked.values()) == UNANSWERED
    assert paper.feeds_asked > 1


async def test_an_entry_waits_for_its_page_no_longer_than_news_may(paper: Paper) -> None:
    paper.told = just_now()
    names = [f"n{number:02}" for number in range(BATCH + 5)]
    paper.list(*names)
    source = paper.source()
    poll = await source.poll("")
    paper.now += LONGEST_WAIT
    assert sorted(texts(await source.poll(poll.state))) == names[BATCH:]


async def test_a_feed_that_fails_costs_none_of_the_pages_that_wait(paper: Paper) -> None:
    paper.told = just_now()
    names = [f"n{number:02}" for number in range(BATCH + 5)]
    paper.list(*names)
    source = paper.source(every="1m")
    poll = await source.poll("")
    paper.fails = True
    paper.now += 70
    poll = await source.poll(poll.state)
    assert list(texts(poll)) == names[BATCH:]
    assert isinstance(next(iter(poll.items)), BadInputError)
    with pytest.raises(BadInputError):
        await source.poll(poll.state)
