"""Alerts as JSON lines in the service's log."""

import logging
from typing import Literal

from services.alert.channels.channel import Answer, ChannelConfig, Environment, Verdict, WallClock
from services.alert.delivery.delivery import Delivery, Payload

log = logging.getLogger(__name__)


class LogConfig(ChannelConfig):
    """`kind: log`."""

    kind: Literal["log"]

    def open(self, environ: Environment, clock: WallClock) -> "Log":
        """The channel itself; it needs neither."""
        return Log(self)


class Log:
    """Accepts everything."""

    def __init__(self, config: LogConfig) -> None:
        self.name, self.tries, self.timeout = config.name, config.tries, config.timeout

    async def send(self, delivery: Delivery) -> Answer:
        """One log line that holds the whole alert, or the group."""
        payload = Payload.model_validate_json(delivery.body)
        what = "alert" if payload.type == "alert.raised" else "group"
        log.info(what, extra={"channel": self.name, "delivery_id": delivery.delivery_id, what: payload.data})
        return Answer(Verdict.ACCEPTED, "logged")

    async def close(self) -> None:
        """Nothing is open."""
