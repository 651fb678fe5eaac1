"""Alerts as POST requests, signed by Standard Webhooks 1.0.0."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ValidationInfo, model_validator

from services.alert.channels.channel import Answer, Environment, WallClock
from services.alert.channels.sending import (
    HttpConfig,
    Sender,
    allowed,
    check_address,
    check_no_login,
    check_port,
)
from services.alert.channels.variables import check_held
from services.alert.delivery.delivery import Delivery
from services.alert.delivery.signing import KEYGEN, PREFIX, read_key, signed_headers
from shared.http import HttpClient

SECRET_ENV = "secret_env names the variable"  # noqa: S105 - what a message says


def _url(url: str) -> str:
    check_no_login(check_address(url, "https://desk.example/hooks/melder"), SECRET_ENV)
    if PREFIX in url:
        raise ValueError(f"a secret stands in the environment, not in this file: {SECRET_ENV}")
    return url


def _variable(name: str, info: ValidationInfo) -> str:
    if PREFIX in name:
        raise ValueError(
            "this is a key itself: put it into the environment and name the variable here; "
            f"this one has been seen, so replace it ({KEYGEN})"
        )
    return check_held(read_key, name, info)


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError(f"name at least one variable that holds a key ({KEYGEN})")
    return names


Variable = Annotated[str, AfterValidator(_variable)]


class WebhookConfig(HttpConfig):
    """`kind: webhook`. `secret_env` names the variables that hold its keys: several while one is replaced."""

    kind: Literal["webhook"]
    url: Annotated[str, AfterValidator(_url)]
    secret_env: Annotated[tuple[Variable, ...], AfterValidator(_some)]

    @model_validator(mode="after")
    def _port(self) -> Self:
        check_port(self.url, allow_private=self.allow_private)
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """The host and port that may be private."""
        return allowed(self.url, allow_private=self.allow_private)

    def open(self, environ: Environment, clock: WallClock) -> "Webhook":
        """The channel itself."""
        return Webhook(self, environ, HttpClient(allow=self.allowed), clock)


class Webhook:
    """One receiver."""

    def __init__(
        self, config: WebhookConfig, environ: Environment, http: HttpClient, clock: WallClock
    ) -> None:
        self.name, self.tries, self.timeout = config.name, config.tries, config.timeout
        self._sender, self._clock = Sender(config, config.url, http, clock), clock
        self._signers = [read_key(environ, variable) for variable in config.secret_env]

    async def send(self, delivery: Delivery) -> Answer:
        """POST the frozen body with a fresh timestamp."""
        headers = signed_headers(self._signers, delivery.delivery_id, self._clock(), delivery.body)
        return await self._sender.post(delivery.body.encode(), headers)

    async def close(self) -> None:
        """Close its connections."""
        await self._sender.close()
