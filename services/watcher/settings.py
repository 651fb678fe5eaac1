"""Settings of the watcher."""

from datetime import timedelta

from pydantic import Field

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
    watcher_contact: str = Field("", description="URL or e-mail for publishers, sent with every request")

    @property
    def origin_window(self) -> timedelta:
        """For how long a text is remembered as somebody's."""
        return timedelta(days=self.watcher_origin_days)
