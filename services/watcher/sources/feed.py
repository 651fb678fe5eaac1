"""A feed: RSS or Atom over HTTP."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator
from yarl import URL

from services.watcher.feed_process import FeedProcess
from services.watcher.fetch import fetch
from services.watcher.sources import Poll
from shared.config import ConfigModel, Duration
from shared.errors import MelderError
from shared.http import HttpClient
from shared.http_guard import Guard


class FeedConfig(ConfigModel):
    """`allow` names hosts that may lie at a private address or another port: `intranet.example:8080`."""

    kind: Literal["feed"]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    url: str
    every: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(minutes=5)
    language: str = "de"
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
        self, config: FeedConfig, client: HttpClient, process: FeedProcess, limit: int, seconds: float
    ) -> None:
        self.name, self.language, self.every = config.name, config.language, config.every.total_seconds()
        self._url, self._client, self._process = config.url, client, process
        self._limit, self._seconds = limit, seconds

    async def poll(self, state: str) -> Poll:
        """The entries that the feed lists, if it has changed."""
        fetched = await fetch(self._client, self._url, state, limit=self._limit, seconds=self._seconds)
        answer = fetched.answer
        if not answer:
            return Poll(status="not changed")
        content_type = answer.headers.get("Content-Type", "")
        feed = await self._process.read(answer.body, content_type, answer.url)
        skipped = f", {feed.skipped} entries skipped" if feed.skipped else ""
        return Poll(feed.articles, fetched.state, f"read{skipped}")
