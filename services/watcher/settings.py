"""Settings of the watcher."""

import os
from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from services.watcher.reading.limits import LIMITS, Limits
from services.watcher.reading.readers import MEMORY, SECONDS
from shared.articles import SIZE_LIMIT
from shared.settings import CommonSettings


class WatcherSettings(CommonSettings):
    """`MELDER_WATCHER_…`."""

    watcher_port: int = Field(9101, ge=0, le=65535, description="port of /livez, /readyz and /metrics")
    watcher_lease: float = Field(10, ge=1, description="seconds after which a standby replica takes over")
    watcher_remember_days: int = Field(30, ge=1, description="days for which a known text is not news")
    watcher_origin_days: int = Field(3, ge=1, description="days in which the same text has the same origin")
    watcher_origin_articles: int = Field(20_000, ge=1, description="most articles to compare a text with")
    watcher_text_limit: int = Field(SIZE_LIMIT, ge=1_000, description="most bytes of one text in a file")
    watcher_feed_limit: int = Field(5_000_000, ge=1_000, description="most bytes of a feed, unpacked")
    watcher_feed_seconds: float = Field(
        30, gt=0, description="longest time to fetch a feed, redirects included"
    )
    watcher_page_limit: int = Field(5_000_000, ge=1_000, description="most bytes of a page, unpacked")
    watcher_page_seconds: float = Field(
        20, gt=0, description="longest time to fetch a page, redirects included"
    )
    watcher_page_pause: float = Field(
        0.5, ge=0, description="seconds between two pages of one host, unless its robots.txt wants more"
    )
    watcher_readers: int = Field(2, ge=1, description="processes that read feeds and pages")
    watcher_reader_seconds: float = Field(SECONDS, gt=0, description="longest time to read a feed or page")
    watcher_reader_memory: int = Field(
        MEMORY, ge=128 << 20, description="most bytes of address space of a process that reads"
    )
    watcher_feed_entries: int = Field(
        LIMITS.entries, ge=1, description="most entries of a feed that are taken, the newest"
    )
    watcher_feed_nesting: int = Field(
        LIMITS.nesting, ge=5, description="most elements of a feed that may lie in each other"
    )
    watcher_article_limit: int = Field(
        LIMITS.text, ge=1_000, description="most characters of an article in a feed or on a page"
    )
    watcher_link_limit: int = Field(LIMITS.link, ge=100, description="most characters of a link in a feed")
    watcher_push_seconds: float = Field(10, gt=0, description="longest time for one body of a push client")
    watcher_unread_limit: int = Field(10_000, ge=1, description="unread articles at which the watcher waits")
    watcher_memory_share: float = Field(
        0.8, gt=0, le=1, description="part of the broker's memory at which the watcher waits"
    )
    watcher_contact: str = Field("", description="URL or e-mail for publishers, sent with every request")

    @property
    def environment(self) -> Mapping[str, str]:
        """Where the push clients' tokens are; sources.yaml names the variables."""
        return os.environ

    @property
    def limits(self) -> Limits:
        """How much of a feed or page is taken."""
        return Limits(
            entries=self.watcher_feed_entries,
            text=self.watcher_article_limit,
            link=self.watcher_link_limit,
            nesting=self.watcher_feed_nesting,
        )

    @property
    def origin_window(self) -> timedelta:
        """For how long a text is remembered as somebody's."""
        return timedelta(days=self.watcher_origin_days)
