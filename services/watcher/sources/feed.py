"""A feed over HTTP: RSS, Atom, RDF, JSON Feed, a news sitemap, or a page that names one of them."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Annotated, Literal

from pydantic import Field, model_validator
from yarl import URL

from services.watcher.listings.feed_state import FeedState
from services.watcher.listings.fetch import Fetched, StatusError
from services.watcher.listings.lister import Lister
from services.watcher.listings.listing import Listing
from services.watcher.pace import Bounds, jittered, pause, rhythm
from services.watcher.reading.readers import Readers
from services.watcher.sources import Poll, SourceName
from services.watcher.texts.language import LanguageFilter
from shared.article_text import ArticleText
from shared.config import ConfigModel, Duration
from shared.errors import BadInputError, MelderError
from shared.events import Trust
from shared.http import HttpClient
from shared.http_guard import Guard

GONE, GONE_PAUSE = "gone: it answered 410", timedelta(days=1)
"""A publisher's 410 may be a mistake, so that it is asked once a day."""


class FeedConfig(ConfigModel):
    """`every` and `slowest` are the shortest and longest pause; in between, the feed's own rhythm decides.

    `allow` names hosts that may lie at a private address or another port: `intranet.example:8080`.

    `full_text`: fetch the page of an entry whose text the feed does not give in full. `group` is for people.
    """

    kind: Literal["feed"]
    name: SourceName
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
        self._lister = Lister(config.name, config.url, client, readers, limit, seconds)
        self._languages = languages
        self._bounds, self._random = Bounds(config.every, config.slowest), Random(config.name)  # noqa: S311 - jitter

    async def poll(self, state: str) -> Poll:
        """The entries that the feed lists, if it has changed."""
        known = FeedState.of(state)
        if known.url != self._lister.url:
            known = FeedState(url=self._lister.url)
        now = datetime.now(UTC)
        if known.gone_at and (left := known.gone_at + GONE_PAUSE - now) > timedelta(0):
            return Poll(status=GONE, again=left.total_seconds(), gone=True)
        try:
            fetched, found = await self._lister.ask(known)
        except StatusError as error:
            if error.status != HTTPStatus.GONE:
                raise
            state = known.model_copy(update={"gone_at": now}).json_text()
            return Poll((), state, GONE, GONE_PAUSE.total_seconds(), gone=True)
        if not fetched.answer:
            return Poll(status="not changed", again=self._again(timedelta(seconds=known.pause or 0), fetched))
        return self._read(fetched, found)

    def _read(self, fetched: Fetched, found: Listing) -> Poll:
        now, ttl = datetime.now(UTC), timedelta(seconds=found.ttl)
        often = rhythm((article.updated_at or article.published_at for article in found.articles), now)
        wanted = pause(self._bounds, often, ttl, fetched.fresh)
        state = fetched.state.model_copy(update={"pause": wanted.total_seconds()}).json_text()
        skipped = f", {found.skipped} entries skipped" if found.skipped else ""
        items: list[ArticleText | BadInputError] = [BadInputError(fault) for fault in found.faults]
        items += self._languages.keep(self.name, self.language, found.articles)
        return Poll(items, state, f"read{skipped}", self._again(wanted, fetched))

    def _again(self, wanted: timedelta, fetched: Fetched) -> float:
        return jittered(pause(self._bounds, None, wanted, fetched.fresh), self._random)
