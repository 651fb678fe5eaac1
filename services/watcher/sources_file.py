"""sources.yaml: what to watch."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from services.watcher.feed_process import FeedProcess
from services.watcher.settings import WatcherSettings
from services.watcher.sources import Source
from services.watcher.sources.feed import FeedConfig, FeedSource
from services.watcher.sources.folder import FolderConfig, FolderSource
from shared.config import ConfigModel, load_config
from shared.http import HttpClient

AnySource = Annotated[FolderConfig | FeedConfig, Field(discriminator="kind")]


class SourcesFile(ConfigModel):
    """The whole file."""

    sources: tuple[AnySource, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> "SourcesFile":
        names = [source.name for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(
                f"two sources are called {', '.join(twice)}; what was read is kept under the name"
            )
        return self


def load_sources(config: Path) -> SourcesFile:
    """Read sources.yaml in the folder `config`. Raises ConfigError."""
    return load_config(config / "sources.yaml", SourcesFile)


class Sources:
    """The configured sources, and what they share: HTTP clients and the process that reads feeds."""

    def __init__(self, file: SourcesFile, settings: WatcherSettings) -> None:
        self._clients: dict[tuple[str, ...], HttpClient] = {}
        self._settings, self._process = settings, FeedProcess()
        self.all: list[Source] = [self._source(config) for config in file.sources]

    def _source(self, config: AnySource) -> Source:
        settings = self._settings
        if isinstance(config, FolderConfig):
            return FolderSource(config, settings.watcher_text_limit)
        client, limit = self._client(config.allow), settings.watcher_feed_limit
        return FeedSource(config, client, self._process, limit, settings.watcher_feed_seconds)

    def _client(self, allow: tuple[str, ...]) -> HttpClient:
        """One for all, but an address allowed to one source is not allowed to the others."""
        contact = self._settings.watcher_contact
        user_agent = f"Melder (+{contact})" if contact else "Melder"
        return self._clients.setdefault(allow, HttpClient(user_agent, allow))

    async def close(self) -> None:
        """Close the connections and end the process."""
        await self._process.close()
        for client in self._clients.values():
            await client.close()
