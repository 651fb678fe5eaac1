"""A webhook receiver on loopback that checks every signature and, now and then, fails."""

import json
import random
from types import TracebackType
from typing import Self

from aiohttp import web
from standardwebhooks import Webhook

from shared.events import AlertRaised


class Receiver:
    """Keeps the body of every id; a second body for one id is kept as a fault."""

    def __init__(self, port: int, secret: str, failing: float = 0.0) -> None:
        self.port, self._webhook, self._failing = port, Webhook(secret), failing
        self.bodies: dict[str, bytes] = {}
        self.differing: list[str] = []
        self.requests = 0
        self._chance = random.Random(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/alerts"

    @property
    def alerts(self) -> list[AlertRaised]:
        """What was received, alone or in a group, a repeat dropped by its id."""
        events = [json.loads(body)["data"] for body in self.bodies.values()]
        alerts = [event.get("alerts", [event]) for event in events]
        return [AlertRaised.model_validate(alert) for its in alerts for alert in its]

    @property
    def groups(self) -> int:
        """How many groups were among it."""
        return sum("alerts" in json.loads(body)["data"] for body in self.bodies.values())

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        self._webhook.verify(body, dict(request.headers))
        self.requests += 1
        if self._chance.random() < self._failing:
            return web.Response(status=500)
        webhook_id = request.headers["webhook-id"]
        if self.bodies.setdefault(webhook_id, body) != body:
            self.differing.append(webhook_id)
        return web.Response(status=204)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/alerts", self._receive)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()
