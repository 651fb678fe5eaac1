"""POST /articles: one article as JSON, as a line of a .jsonl file has it. Idempotent by URL and text."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from faststream.asgi.types import Receive, Scope, Send

from services.watcher.metrics import WatcherMetrics
from services.watcher.pressure import Pressure
from services.watcher.publisher import Publisher
from services.watcher.push_body import Body, RefusedError
from services.watcher.sources.push import PushClient, client_of
from services.watcher.sources_file import Sources
from shared.article_text import ArticleText, Line, check_fields, compose, decode
from shared.broker import BROKER_FAULTS, REFUSALS
from shared.errors import BadInputError

log = logging.getLogger(__name__)
COME_BACK = (b"retry-after", b"5")


@dataclass(frozen=True)
class _Reply:
    status: int
    body: dict[str, Any]
    headers: tuple[tuple[bytes, bytes], ...] = ()


class PushEndpoint:
    """201 published, 200 known or set aside (another language than the client's).

    400 not an article, 401 no token, 408 too slow, 413 too large, 503 later.
    """

    def __init__(
        self,
        clients: Sequence[PushClient],
        publisher: Publisher,
        pressure: Pressure,
        sources: Sources,
        metrics: WatcherMetrics,
        limit: int,
        seconds: float,
    ) -> None:
        """`limit`: bytes of one article; `seconds`: for its whole body."""
        self._clients, self._publisher, self._pressure = clients, publisher, pressure
        self._sources, self._metrics = sources, metrics
        self._limit, self._seconds = limit, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI (https://asgi.readthedocs.io/en/latest/specs/www.html)."""
        body = Body(receive)
        try:
            reply = await self._answer(scope, body)
        except RefusedError as error:
            reply = _Reply(error.status, {"error": str(error)}, error.headers)
            await body.drain(self._seconds)
        headers = [(b"content-type", b"application/json"), *reply.headers]
        if reply.status not in (200, 201):
            headers.append((b"connection", b"close"))  # what is left of the body is not waited for
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(reply.body).encode()})

    async def _answer(self, scope: Scope, body: Body) -> _Reply:
        if scope["method"] != "POST":
            raise RefusedError(405, "only POST", (b"allow", b"POST"))
        client = client_of(_token(scope), self._clients)
        if not client:
            raise RefusedError(401, "Authorization: Bearer TOKEN is needed", (b"www-authenticate", b"Bearer"))
        if self._pressure.high:
            raise RefusedError(503, "too much is unread; send it again later", COME_BACK)
        try:
            article = self._article(await body.read(self._limit, self._seconds))
        except BadInputError as error:
            self._metrics.errors.labels(client.name, error.reason).inc()
            raise
        if not self._sources.languages.keep(client.name, client.language, [article]):
            message = f"not in {client.language!r}, the language of {client.name} in sources.yaml"
            return _Reply(200, {"outcome": "set-aside", "reason": message})
        return await self._publish(client, article)

    def _article(self, body: bytes) -> ArticleText:
        try:
            line = check_fields(Line, decode(body, "body", self._limit), "body")
            if line.url and urlsplit(line.url).scheme not in ("http", "https"):
                raise BadInputError("body: url: only http and https URLs are articles'")
            believed = line.model_copy(update={"trust": None})  # that is for sources.yaml to say
            return compose(believed, line.text, "body")
        except (BadInputError, ValueError) as error:
            raise RefusedError(400, str(error)) from error

    async def _publish(self, client: PushClient, article: ArticleText) -> _Reply:
        try:
            outcome, number = await self._publisher.publish_one(client, article)
        except (*BROKER_FAULTS, *REFUSALS) as error:
            log.warning(
                "nothing can be published just now", extra={"source": client.name, "error": str(error)}
            )
            raise RefusedError(
                503, "nothing can be published just now; send it again later", COME_BACK
            ) from error
        name = "seq" if outcome == "published" else "revision"
        return _Reply(201 if outcome == "published" else 200, {"outcome": outcome, name: number})


def _token(scope: Scope) -> str:
    value = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    kind, _, token = value.decode("latin-1").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
