"""A receiver on loopback that answers as told and checks every signature with the reference library.

`signed=False`: what it gets is no webhook of ours and has none.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web
from standardwebhooks import Webhook

from services.alert.delivery.signing import new_key


@dataclass
class Reply:
    """What the endpoint does with one request."""

    status: int = 204
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    drops: bool = False


@dataclass
class Request:
    """What it got."""

    headers: dict[str, str]
    body: bytes
    path: str


class Endpoint:
    """Replies in the given order, the last one for ever."""

    def __init__(self, *replies: Reply, signed: bool = True) -> None:
        self.signed = signed
        self.key = new_key()
        self.replies = list(replies) or [Reply()]
        self.requests: list[Request] = []
        self.release = asyncio.Event()
        self.port = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/hooks/melder"

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        got = Request(dict(request.headers), await request.read(), request.path)
        if self.signed:
            Webhook(self.key).verify(
                got.body, got.headers
            )  # a wrong signature answers 500 and fails the test
        self.requests.append(got)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if reply.hangs:
            await self.release.wait()
        if reply.drops and request.transport:
            request.transport.abort()
        return web.Response(status=reply.status, text=reply.text, headers=reply.headers)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        await self._runner.cleanup()
