"""A feed over HTTP: RSS, Atom, RDF, JSON Feed, a news sitemap, or a page that names one of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Annotated, Literal

from pydantic import Field, model_validator
from yarl import URL

from services.watcher.feed_state import FeedState
from services.watcher.fetch import Fetched, StatusError, fetch, fetch_at
from services.watcher.language import LanguageFilter
from services.watcher.listing import Listing, listing
from services.watcher.pace import Bounds, jittered, pause, rhythm
from services.watcher.readers import Readers
from services.watcher.sources import Poll
from shared.config import ConfigModel, Duration
from shared.errors import BadInputError, MelderError
from shared.events import Trust
from shared.http import Answer, HttpClient
from shared.http_body import unpack_file
from shared.http_guard import Guard

MOST_PARTS = 3
"""Sitemaps of an index that are looked at, the newest."""
GONE, GONE_PAUSE = "gone: it answered 410", 86_400.0


class FeedConfig(ConfigModel):
    """`every` and `slowest` are the shortest and longest pause; in between, the feed's own rhythm decides.

    `allow` names hosts that may lie at a private address or another port: `intranet.example:8080`.

    `full_text`: fetch the page of an entry whose text the feed does not give in full. `group` is for people.
    """

    kind: Literal["feed"]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    url: str
    every: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(minutes=5)
    slowest: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(hours=1)
    language: str = "de"
    full_text: bool = True
    group: str = ""
    trust: Trust = Trust.MEDIUM
    allow: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_fetched(self) -> "FeedConfig":
        try:
            Guard(self.allow).check(URL(self.url))
        except MelderError as error:
            raise ValueError(f"{error}; `allow: [host:port]` makes an exception") from error
        return self


class FeedSource:
    """Asks only for what has changed, and reads it away from the event loop."""

    patience = 900.0

    def __init__(
        self,
        config: FeedConfig,
        client: HttpClient,
        readers: Readers,
        languages: LanguageFilter,
        limit: int,
        seconds: float,
    ) -> None:
        self.name, self.language, self.trust = config.name, config.language, config.trust
        self.every = config.every.total_seconds()
        self._url, self._client, self._readers = config.url, client, readers
        self._languages = languages
        self._limit, self._seconds = limit, seconds
        self._bounds, self._random = Bounds(config.every, config.slowest), Random(config.name)  # noqa: S311 - jitter

    async def poll(self, state: str) -> Poll:
        """The entries that the feed lists, if it has changed."""
        known = FeedState.of(state)
        if known.gone and known.url == self._url:
            return Poll(status=GONE, gone=True, again=GONE_PAUSE)
        try:
            fetched = await fetch(self._client, self._url, known, limit=self._limit, seconds=self._seconds)
        except StatusError as error:
            if error.status != HTTPStatus.GONE:
                raise
            return Poll((), FeedState(url=self._url, gone=True).json_text(), GONE, GONE_PAUSE, gone=True)
        if not fetched.answer:
            return Poll(status="not changed", again=self._again(timedelta(seconds=known.pause or 0), fetched))
        return await self._read(fetched, await self._listing(fetched.answer))

    async def _listing(self, answer: Answer) -> Listing:
        body = unpack_file(answer.body, self._limit, answer.url)
        return await self._readers.read(Listing, body, answer.headers.get("Content-Type", ""), answer.url)

    async def _read(self, fetched: Fetched, found: Listing) -> Poll:
        if found.feeds:
            fetched, found = await self._discovered(found.feeds[0])
        elif found.parts:
            fetched = replace(fetched, state=FeedState(url=self._url))  # its parts may change without it
            found = await self._parts(found.parts[:MOST_PARTS])
        now, ttl = datetime.now(UTC), timedelta(seconds=found.ttl)
        often = rhythm((article.updated_at or article.published_at for article in found.articles), now)
        wanted = pause(self._bounds, often, ttl, fetched.fresh)
        state = fetched.state.model_copy(update={"pause": wanted.total_seconds()}).json_text()
        skipped = f", {found.skipped} entries skipped" if found.skipped else ""
        articles = self._languages.keep(self.name, self.language, found.articles)
        return Poll(articles, state, f"read{skipped}", self._again(wanted, fetched))

    async def _discovered(self, feed: str) -> tuple[Fetched, Listing]:
        """A page names its feed; from now on the feed is asked, and the page when that fails."""
        fetched = await fetch_at(self._client, feed, self._url, FeedState(), self._limit, self._seconds)
        found = await self._listing(fetched.answer) if fetched.answer else Listing()
        if found.feeds:
            raise BadInputError(f"{self._url}: names {feed} as its feed, but that is a web page too")
        return replace(fetched, state=fetched.state.model_copy(update={"moved": feed})), found

    async def _parts(self, urls: list[str]) -> Listing:
        """The newest parts of a sitemap index, as one."""
        found = Listing()
        for url in urls:
            fetched = await fetch_at(self._client, url, self._url, FeedState(), self._limit, self._seconds)
            part = await self._listing(fetched.answer) if fetched.answer else Listing()
            found.articles += part.articles
            found.skipped += part.skipped
        return listing(found.articles, len(found.articles) + found.skipped, self._url)

    def _again(self, wanted: timedelta, fetched: Fetched) -> float:
        return jittered(pause(self._bounds, None, wanted, fetched.fresh), self._random)
