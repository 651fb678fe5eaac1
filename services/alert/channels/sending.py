"""What channels over HTTP have in common: the addresses they take, one POST, and what its answer means."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from services.alert.channels.channel import Answer, ChannelConfig, Verdict, WallClock
from shared.http import HttpClient
from shared.http_guard import HttpError, shown
from shared.http_headers import retry_after

EXCERPT = 200
"""Code points of an answer that are kept."""


class HttpConfig(ChannelConfig):
    """With `allow_private` its host may lie at a private address or on another port than 80 and 443."""

    allow_private: bool = False


def check_address(url: str, example: str) -> str:
    """`url`, if something can be sent there; else a ValueError that gives `example` and not the URL."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError(f"an address such as {example}")
    return url


def check_no_login(url: str, names_it: str) -> str:
    """`url`, if no name or password stands in it; else a ValueError: `names_it` says where it belongs."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise ValueError(f"a secret stands in the environment, not in this file: {names_it}")
    return url


def check_port(url: str, *, allow_private: bool) -> None:
    """ValueError for a port that would need `allow_private`."""
    if not allow_private and urlsplit(url).port not in {None, 80, 443}:
        raise ValueError("a port other than 80 and 443 needs allow_private: true")


def allowed(url: str, *, allow_private: bool) -> tuple[str, ...]:
    """The host and port that may be private, as `HttpClient` wants them."""
    return (urlsplit(url).netloc,) if allow_private else ()


class Sender:
    """POSTs to one address. Its answers never tell the URL, nor `secrets`, whatever the receiver repeats."""

    def __init__(
        self, config: HttpConfig, url: str, http: HttpClient, clock: WallClock, secrets: Sequence[str] = ()
    ) -> None:
        self._url, self._http, self._clock = url, http, clock
        self._seconds = config.timeout.total_seconds()
        self._secrets = sorted(secrets, key=len, reverse=True)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST JSON once; only 2xx is accepted, no redirect is followed."""
        headers = {"content-type": "application/json", **headers}
        try:
            response = await self._http.post(self._url, body, headers, seconds=self._seconds)
        except HttpError as error:
            # Without the URL: many a receiver's URL holds a secret of its own.
            text = str(error).removeprefix(f"{shown(self._url)}: ")
            return Answer(Verdict.REFUSED, self._excerpt(text))
        wait = retry_after(response.headers.get("retry-after", ""), self._clock())
        text = self._excerpt(response.body.decode("utf-8", "replace"))
        return Answer(_verdict(response.status), text, response.status, wait)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.close()

    def _excerpt(self, text: str) -> str:
        """The beginning on one line, without secrets and what would steer a terminal."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return " ".join("".join(c if c.isprintable() else " " for c in text[:EXCERPT]).split())


def _verdict(status: int) -> Verdict:
    if status == HTTPStatus.GONE:
        return Verdict.GONE
    return Verdict.ACCEPTED if 200 <= status < 300 else Verdict.REFUSED
