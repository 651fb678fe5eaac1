"""Fetches a feed only if it has changed since the last time."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from shared.http import Answer, HttpClient
from shared.http_guard import HttpError, HttpReason, shown


@dataclass(frozen=True)
class Fetched:
    """`answer` is None when nothing changed; `state` is what to remember until the next time."""

    answer: Answer | None
    state: str


async def fetch(client: HttpClient, url: str, state: str, *, limit: int, seconds: float) -> Fetched:
    """Ask for `url`, with the ETag and Last-Modified remembered in `state`. Raises HttpError."""
    answer = await client.get(url, _conditions(url, state), limit=limit, seconds=seconds)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(None, state)
    if answer.status != HTTPStatus.OK:
        raise HttpError(HttpReason.STATUS, f"{shown(url)}: answered {answer.status} {_phrase(answer.status)}")
    return Fetched(answer, _remember(url, answer))


def _conditions(url: str, state: str) -> dict[str, str]:
    known = json.loads(state) if state else {}
    if known.get("url") != url:  # the source has moved in the configuration
        return {}
    headers = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
    return {name: value for name, value in headers.items() if value}


def _remember(url: str, answer: Answer) -> str:
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    known = {"etag": etag, "last_modified": modified}
    return json.dumps(
        {"url": url}
        | {name: value for name, value in known.items() if value.isascii() and value.isprintable()}
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
