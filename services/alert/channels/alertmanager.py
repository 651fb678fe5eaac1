"""Alerts for a Prometheus Alertmanager, by its API v2.

https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from services.alert.channels.channel import Answer, Environment, WallClock
from services.alert.channels.sending import (
    HttpConfig,
    Sender,
    allowed,
    check_address,
    check_no_login,
    check_port,
)
from services.alert.channels.variables import check_held, check_variable, read_variable
from services.alert.channels.wording import event_of, link, one_line, proof
from services.alert.delivery.delivery import Delivery
from shared.config import Duration
from shared.errors import ConfigError
from shared.events import AlertRaised
from shared.http import HttpClient

PATH = "/api/v2/alerts"
TOKEN = "the Alertmanager's bearer token"  # noqa: S105 - what a message says
CHARACTERS = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""Of a bearer token: RFC 6750 2.1."""
NOT_IN_NAMES = re.compile(r"^(?=[0-9])|[^A-Za-z0-9_]")
"""Of labels, before Alertmanager 0.27."""


def _url(url: str) -> str:
    check_no_login(check_address(url, "https://alertmanager.example"), "token_env names the variable")
    parts = urlsplit(url)
    if parts.query or parts.fragment or parts.path.rstrip("/").endswith(PATH):
        raise ValueError(f"an address such as https://alertmanager.example, to which {PATH} is added")
    return url


def _token_env(name: str, info: ValidationInfo) -> str:
    return check_held(_read_token, check_variable(name, TOKEN, "MELDER_ALERTMANAGER_TOKEN"), info)


def _read_token(environ: Environment, name: str) -> str:
    token = read_variable(environ, name, TOKEN)
    if not CHARACTERS.fullmatch(token):
        raise ConfigError(f"{name} holds no bearer token: letters, digits and -._~+/, then =, nothing else")
    return token


class AlertmanagerConfig(HttpConfig):
    """`kind: alertmanager`. `token_env` names the variable that holds a bearer token, where it wants one.

    It takes an alert for resolved `resolve_after` it was sent: Melder never says that something is over.
    """

    kind: Literal["alertmanager"]
    url: Annotated[str, AfterValidator(_url)]
    token_env: Annotated[str, AfterValidator(_token_env)] | None = None
    resolve_after: Duration = Field(timedelta(hours=1), ge=timedelta(minutes=1), le=timedelta(days=30))

    @model_validator(mode="after")
    def _port(self) -> Self:
        check_port(self.url, allow_private=self.allow_private)
        return self

    def open(self, environ: Environment, clock: WallClock) -> "Alertmanager":
        """The channel itself."""
        http = HttpClient(allow=allowed(self.url, allow_private=self.allow_private))
        return Alertmanager(self, environ, http, clock)


class Alertmanager:
    """One Alertmanager; of a cluster, each member is a channel of its own."""

    def __init__(
        self, config: AlertmanagerConfig, environ: Environment, http: HttpClient, clock: WallClock
    ) -> None:
        self.name, self.tries, self.timeout = config.name, config.tries, config.timeout
        self._clock, self._resolve_after = clock, config.resolve_after
        token = _read_token(environ, config.token_env) if config.token_env else ""
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        url = config.url.rstrip("/") + PATH
        self._sender = Sender(config, url, http, clock, secrets=[token] if token else [])

    async def send(self, delivery: Delivery) -> Answer:
        """POST the alert, or all of a group at once."""
        event, now = event_of(delivery), self._clock()
        alerts = [event] if isinstance(event, AlertRaised) else event.alerts
        wanted = [_postable(alert, now, self._resolve_after) for alert in alerts]
        return await self._sender.post(json.dumps(wanted, ensure_ascii=False).encode(), self._headers)

    async def close(self) -> None:
        """Close its connections."""
        await self._sender.close()


def _postable(alert: AlertRaised, now: datetime, resolve_after: timedelta) -> dict[str, Any]:
    """As API v2 wants it. Only `endsAt` depends on when it is sent; what it is known by are its labels."""
    page = link(alert.url)
    return {
        "labels": _labels(alert),
        "annotations": _told(
            {
                "summary": alert.headline,
                "description": proof(alert.evidence),
                "url": page,
            }
        ),
        "startsAt": _rfc3339(alert.event_at),
        # event_at may be some minutes ahead, and what ends before it begins is refused
        "endsAt": _rfc3339(max(now, alert.event_at) + resolve_after),
        **({"generatorURL": page} if page else {}),
    }


def _labels(alert: AlertRaised) -> dict[str, str]:
    """The rule's own ones, under names that every version takes; ours win."""
    own = {NOT_IN_NAMES.sub("_", name): value for name, value in alert.labels.items() if name}
    ours = {
        "alertname": alert.rule,
        "severity": alert.severity,
        "subject": alert.subject or "",
        "measure": alert.measure or "",
        "reason": alert.reason,
        "alert_id": alert.alert_id,
    }
    return _told(own | ours)


def _told(texts: dict[str, str]) -> dict[str, str]:
    """On one line each, without the empty ones: for an Alertmanager they are none."""
    return {name: line for name, text in texts.items() if (line := one_line(text))}


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
