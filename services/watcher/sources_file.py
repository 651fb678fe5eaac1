"""sources.yaml: what to watch."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from services.watcher.metrics import WatcherMetrics
from services.watcher.pages.host_turns import HostTurns
from services.watcher.pages.pages import Pages
from services.watcher.pages.robots import Robots
from services.watcher.reading.readers import Readers
from services.watcher.settings import WatcherSettings
from services.watcher.sources import Source
from services.watcher.sources.feed import FeedConfig, FeedSource
from services.watcher.sources.folder import FolderConfig, FolderSource
from services.watcher.sources.full_text import FullTextSource
from services.watcher.sources.push import PushConfig
from services.watcher.texts.language import LanguageFilter
from shared.config import ConfigModel, check_own_names, load_config
from shared.http import PRODUCT, HttpClient

AnySource = Annotated[FolderConfig | FeedConfig | PushConfig, Field(discriminator="kind")]


class SourcesFile(ConfigModel):
    """The whole file."""

    sources: tuple[AnySource, ...] = Field(min_length=1)

    @field_validator("sources")
    @classmethod
    def _own_names(cls, sources: tuple[AnySource, ...]) -> tuple[AnySource, ...]:
        check_own_names("source", [source.name for source in sources])
        return sources

    @property
    def polled(self) -> list[FolderConfig | FeedConfig]:
        """Those that are looked at; the others come by themselves."""
        return [source for source in self.sources if not isinstance(source, PushConfig)]


def load_sources(config: Path, environ: Mapping[str, str]) -> SourcesFile:
    """Read sources.yaml in the folder `config`; `environ` holds the tokens. Raises ConfigError."""
    return load_config(config / "sources.yaml", SourcesFile, {"environ": environ})


class Sources:
    """The configured sources, and what they share: HTTP clients and the processes that read.

    `listed_only`: what the feeds say themselves, without a look at any page.
    """

    def __init__(
        self,
        file: SourcesFile,
        settings: WatcherSettings,
        metrics: WatcherMetrics,
        *,
        listed_only: bool = False,
    ) -> None:
        self._clients: dict[tuple[str, ...], HttpClient] = {}
        self._settings, self._metrics, self._listed_only = settings, metrics, listed_only
        self._robots: dict[tuple[str, ...], Robots] = {}
        self._turns = HostTurns(settings.watcher_page_pause)
        self._readers = Readers(
            settings.watcher_readers,
            settings.watcher_reader_seconds,
            settings.watcher_reader_memory,
            settings.limits,
        )
        self.all: list[Source] = [self._source(config) for config in file.polled]

    @cached_property
    def languages(self) -> LanguageFilter:
        """Loaded when it is needed: it takes time."""
        return LanguageFilter(self._metrics)

    def _source(self, config: FolderConfig | FeedConfig) -> Source:
        settings = self._settings
        if isinstance(config, FolderConfig):
            return FolderSource(config, settings.watcher_text_limit)
        client, limit = self._client(config.allow), settings.watcher_feed_limit
        seconds = settings.watcher_feed_seconds
        feed = FeedSource(config, client, self._readers, self.languages, limit, seconds)
        if self._listed_only or not config.full_text:
            return feed
        return FullTextSource(feed, self._pages(config.allow), self.languages, self._metrics)

    def _pages(self, allow: tuple[str, ...]) -> Pages:
        settings, client = self._settings, self._client(allow)
        robots = self._robots.setdefault(allow, Robots(client, self._readers))
        limit, seconds = settings.watcher_page_limit, settings.watcher_page_seconds
        return Pages(client, self._readers, robots, self._turns, limit, seconds)

    def _client(self, allow: tuple[str, ...]) -> HttpClient:
        """One for all, but an address allowed to one source is not allowed to the others."""
        contact = self._settings.watcher_contact
        user_agent = f"{PRODUCT} (+{contact})" if contact else PRODUCT
        if allow not in self._clients:
            self._clients[allow] = HttpClient(user_agent, allow)
        return self._clients[allow]

    async def close(self) -> None:
        """Close the connections and end the processes."""
        await self._readers.close()
        for client in self._clients.values():
            await client.close()
