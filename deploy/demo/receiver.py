"""A receiver of webhooks as a newsroom would write it: verifies, drops repeats, keeps the alerts."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from deploy.local.assembly import LOOPBACK


class Receiver:
    """Listens on a free port of loopback; writes the `data` of each new payload as a line of `file`.

    `received` is webhook-id → when it was accepted. The very first delivery is answered with 503, to see it
    come again.
    """

    def __init__(self, key: str, file: Path, clock: Callable[[], datetime]) -> None:
        self._webhook, self._file, self._clock = Webhook(key), file, clock
        self._bodies: dict[str, bytes] = {}
        self.received: dict[str, datetime] = {}
        self.repeats = 0
        self.faults: list[str] = []
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        self._file.touch()
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._runner.addresses[0][1])

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            payload = self._webhook.verify(body, dict(request.headers))
        except WebhookVerificationError as error:
            self.faults.append(f"a delivery came whose signature does not verify: {error}")
            return web.Response(status=401)
        webhook_id = request.headers["webhook-id"]
        if self._bodies.setdefault(webhook_id, body) != body:
            self.faults.append(f"{webhook_id} came again with other bytes")
        if list(self._bodies) == [webhook_id] and not self.repeats:
            self.repeats += 1
            return web.Response(status=503, text="not now, come again")
        self._keep(webhook_id, payload["data"])
        return web.Response(status=204)

    def _keep(self, webhook_id: str, alert: dict[str, Any]) -> None:
        if webhook_id in self.received:
            self.repeats += 1
            return
        self.received[webhook_id] = self._clock()
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(alert, ensure_ascii=False) + "\n")
