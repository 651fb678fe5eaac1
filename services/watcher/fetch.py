"""Fetches a feed only if it has changed since the last time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from services.watcher.feed_state import FeedState
from shared.http import Answer, HttpClient
from shared.http_guard import HttpError, HttpReason, shown
from shared.http_headers import fresh_for, retry_after


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


async def fetch(client: HttpClient, url: str, known: FeedState, *, limit: int, seconds: float) -> Fetched:
    """Ask for `url`, with what is remembered of the last time. Raises HttpError."""
    known = known if known.url == url else FeedState()
    if known.moved:
        try:
            return await fetch_at(client, known.moved, url, known, limit, seconds)
        except HttpError:
            known = FeedState()  # it may have moved once more
    return await fetch_at(client, url, url, known, limit, seconds)


async def fetch_at(
    client: HttpClient, at: str, url: str, known: FeedState, limit: int, seconds: float
) -> Fetched:
    """Ask for `at`, for the source at `url`. Raises HttpError."""
    answer = await client.get(at, _conditions(known), limit=limit, seconds=seconds)
    fresh = fresh_for(answer.headers.get("Cache-Control", ""), answer.headers.get("Age", ""))
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(None, known, fresh)
    if answer.status != HTTPStatus.OK:
        raise StatusError(at, answer)
    moved = answer.moved_to or known.moved
    return Fetched(answer, _remember(url, answer).model_copy(update={"moved": moved}), fresh)


def _conditions(known: FeedState) -> dict[str, str]:
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _remember(url: str, answer: Answer) -> FeedState:
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    etag, modified = (value if value.isascii() and value.isprintable() else "" for value in (etag, modified))
    return FeedState(url=url, etag=etag, last_modified=modified)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
