"""Alerts as POST requests, signed by Standard Webhooks 1.0.0."""

from http import HTTPStatus
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo, model_validator

from services.alert.channels.channel import Answer, ChannelConfig, Clock, Environment, Verdict
from services.alert.delivery.delivery import Delivery
from services.alert.delivery.signing import KEYGEN, PREFIX, read_key, signed_headers
from shared.errors import ConfigError
from shared.http import HttpClient
from shared.http_guard import HttpError, shown
from shared.http_headers import retry_after

EXCERPT = 200
"""Code points of an answer that are kept."""


def _url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError("an address such as https://desk.example/hooks/melder")
    if parts.username or parts.password or PREFIX in url:
        raise ValueError(
            "a secret stands in the environment, not in this file: secret_env names the variable"
        )
    return url


def _variable(name: str, info: ValidationInfo) -> str:
    if PREFIX in name:
        raise ValueError(
            "this is a key itself: put it into the environment and name the variable here; "
            f"this one has been seen, so replace it ({KEYGEN})"
        )
    try:
        read_key((info.context or {})["environ"], name)
    except ConfigError as error:
        raise ValueError(str(error)) from error
    return name


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError(f"name at least one variable that holds a key ({KEYGEN})")
    return names


Variable = Annotated[str, AfterValidator(_variable)]


class WebhookConfig(ChannelConfig):
    """`kind: webhook`. `secret_env` names the variables that hold its keys: several while one is replaced.

    With `allow_private` its host may lie at a private address or on another port than 80 and 443.
    """

    kind: Literal["webhook"]
    url: Annotated[str, AfterValidator(_url)]
    secret_env: Annotated[tuple[Variable, ...], AfterValidator(_some)]
    allow_private: bool = False

    @model_validator(mode="after")
    def _port(self) -> Self:
        if not self.allow_private and urlsplit(self.url).port not in {None, 80, 443}:
            raise ValueError("a port other than 80 and 443 needs allow_private: true")
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """The host and port that may be private, as `HttpClient` wants them."""
        return (urlsplit(self.url).netloc,) if self.allow_private else ()


class Webhook:
    """One receiver."""

    def __init__(self, config: WebhookConfig, environ: Environment, http: HttpClient, clock: Clock) -> None:
        self.name, self.tries, self.timeout = config.name, config.tries, config.timeout
        self._url, self._http, self._clock = config.url, http, clock
        self._signers = [read_key(environ, variable) for variable in config.secret_env]

    async def send(self, delivery: Delivery) -> Answer:
        """POST the frozen body with a fresh timestamp; only 2xx is accepted, no redirect is followed."""
        headers = {
            "content-type": "application/json",
            **signed_headers(self._signers, delivery.delivery_id, self._clock(), delivery.body),
        }
        seconds = self.timeout.total_seconds()
        try:
            response = await self._http.post(self._url, delivery.body.encode(), headers, seconds=seconds)
        except HttpError as error:
            # Without the URL: many a receiver's URL holds a secret of its own.
            return Answer(Verdict.REFUSED, _excerpt(str(error).removeprefix(f"{shown(self._url)}: ")))
        wait = retry_after(response.headers.get("retry-after", ""), self._clock())
        text = _excerpt(response.body.decode("utf-8", "replace"))
        return Answer(_verdict(response.status), text, response.status, wait)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.close()


def _verdict(status: int) -> Verdict:
    if status == HTTPStatus.GONE:
        return Verdict.GONE
    return Verdict.ACCEPTED if 200 <= status < 300 else Verdict.REFUSED


def _excerpt(text: str) -> str:
    """The beginning on one line, without what would steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:EXCERPT]).split())
