"""How far a feed has been read; kept in the broker as JSON."""

from datetime import datetime

from pydantic import BaseModel


class FeedState(BaseModel):
    """`url` is the configured one: where it has changed, nothing else counts.

    `moved` is where permanent redirects led to, or, with `page`, the feed that the page at `url` names;
    `pause` is in how many seconds to ask again while nothing changes, None before the first time; `full_at`
    is when it was last sent in full, `gone_at` when it answered 410; `read`: which entries' pages have been
    read.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    moved: str = ""
    page: bool = False
    pause: float | None = None
    full_at: datetime | None = None
    gone_at: datetime | None = None
    read: dict[str, str] = {}

    @staticmethod
    def of(state: str) -> "FeedState":
        """From what the broker holds."""
        return FeedState.model_validate_json(state) if state else FeedState()

    def unconditional(self) -> "FeedState":
        """To be asked in full the next time."""
        return self.model_copy(update={"etag": "", "last_modified": ""})

    def json_text(self) -> str:
        """For the broker."""
        return self.model_dump_json(exclude_defaults=True)
