"""Fetches a feed only if it has changed since the last time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from services.watcher.listings.feed_state import FeedState
from shared.http import Answer, HttpClient
from shared.http_guard import HttpError, HttpReason, shown
from shared.http_headers import fresh_for, retry_after

LONGEST_CONDITIONAL = timedelta(days=1)
"""After which a feed is asked for in full, whatever is remembered."""


class StatusError(HttpError):
    """The server refused. `retry_after`: how long it wants to be left alone."""

    def __init__(self, url: str, answer: Answer) -> None:
        super().__init__(
            HttpReason.STATUS, f"{shown(url)}: answered {answer.status} {_phrase(answer.status)}".rstrip()
        )
        self.status = answer.status
        wanted = retry_after(answer.headers.get("Retry-After", ""), datetime.now(UTC))
        self.retry_after = wanted or timedelta(0)


@dataclass(frozen=True)
class Fetched:
    """`answer` is None when nothing changed; `state` is what to remember; `fresh` is how long it holds."""

    answer: Answer | None
    state: FeedState
    fresh: timedelta


async def fetch(client: HttpClient, at: str, known: FeedState, *, limit: int, seconds: float) -> Fetched:
    """Ask at `at`, with what is remembered of the last time. Raises HttpError."""
    now = datetime.now(UTC)
    conditions = _conditions(known, now)
    answer = await client.get(at, conditions, limit=limit, seconds=seconds)
    fresh = fresh_for(answer.headers.get("Cache-Control", ""), answer.headers.get("Age", ""))
    if answer.status == HTTPStatus.NOT_MODIFIED and conditions:
        return Fetched(None, known, fresh)
    if answer.status != HTTPStatus.OK:
        raise StatusError(at, answer)
    state = FeedState(
        url=known.url,
        etag=_printable(answer.headers.get("ETag", "")),
        last_modified=_printable(answer.headers.get("Last-Modified", "")),
        moved=answer.moved_to or known.moved,
        page=known.page,
        full_at=now,
    )
    return Fetched(answer, state, fresh)


def _conditions(known: FeedState, now: datetime) -> dict[str, str]:
    """None once in a while: some servers never change what they send as ETag."""
    if not known.full_at or now - known.full_at >= LONGEST_CONDITIONAL:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _printable(value: str) -> str:
    return value if value.isascii() and value.isprintable() else ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
