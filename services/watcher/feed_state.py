"""How far a feed has been read; kept in the broker as JSON."""

from pydantic import BaseModel


class FeedState(BaseModel):
    """`url` is the configured one: where it has changed, nothing else counts.

    `moved` is where permanent redirects led to; `pause` is in how many seconds to ask again while nothing
    changes; `gone`: a 410 has ended the source; `read`: which entries' pages have been read.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    moved: str = ""
    pause: float | None = None
    gone: bool = False
    read: dict[str, str] = {}

    @staticmethod
    def of(state: str) -> "FeedState":
        """From what the broker holds."""
        return FeedState.model_validate_json(state) if state else FeedState()

    def json_text(self) -> str:
        """For the broker."""
        return self.model_dump_json(exclude_defaults=True)
