"""The one HTTP client, for addresses that others chose: guarded, and bounded in size and time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    ServerTimeoutError,
    TCPConnector,
)
from multidict import CIMultiDictProxy
from yarl import URL

from shared.http_body import read_body
from shared.http_guard import Guard, GuardedResolver, HttpError, HttpReason, shown

PRODUCT = "Melder"
"""What we are called in User-Agent and robots.txt."""
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
MOST_REDIRECTS = 5
MOST_CONNECTIONS = 400
"""At a time: so many that silent hosts do not keep the others waiting, fewer than files that may be open."""
EXCERPT, EXCERPT_SECONDS = 2_000, 2.0
"""Bytes that are kept of a receiver's answer, and how long they are waited for."""


@dataclass(frozen=True)
class Answer:
    """What came back; `url` is where it came from, after redirects, `moved_to` after the permanent ones."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    url: str
    moved_to: str = ""


class HttpClient:
    """`allow` names the hosts that may lie at a private address or another port than 80 and 443.

    No proxy, no cookie, no credentials; every hop is checked. Errors are HttpError with a reason.
    """

    def __init__(self, user_agent: str = PRODUCT, allow: Iterable[str] = ()) -> None:
        self._user_agent, self._guard = user_agent, Guard(allow)
        self._opened: ClientSession | None = None

    async def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        limit: int,
        seconds: float,
        before_hop: Callable[[str], Awaitable[object]] | None = None,
        cut: bool = False,
    ) -> Answer:
        """Fetch at most `limit` unpacked bytes within `seconds`, over at most five redirects.

        `before_hop` is asked before each redirect, and may raise. More bytes are an error, or `cut` off.
        """
        headers = {"Accept-Encoding": "gzip", **(headers or {})}
        async with _within(seconds, url):
            at = first = settled = _parsed(url)
            for _ in range(MOST_REDIRECTS + 1):
                async with self._request("GET", at, headers) as answer:
                    if answer.status not in REDIRECTS or "Location" not in answer.headers:
                        body = await read_body(answer, limit, cut=cut)
                        moved_to = str(settled) if settled != first else ""
                        return Answer(answer.status, answer.headers, body, str(answer.url), moved_to)
                    hop = _next_hop(at, answer.headers["Location"])
                    if at == settled and answer.status in PERMANENT:
                        settled = hop
                    at = hop
                if before_hop:
                    self._guard.check(at)
                    await before_hop(str(at))
        raise HttpError(HttpReason.REDIRECTS, f"{shown(url)}: more than {MOST_REDIRECTS} redirects")

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Answer:
        """Send `body` once and follow nothing; of the answer's body the beginning is kept."""
        headers = {"Accept-Encoding": "identity", **headers}
        async with _within(seconds, url), self._request("POST", _parsed(url), headers, body) as answer:
            return Answer(answer.status, answer.headers, await _excerpt(answer), str(answer.url))

    async def close(self) -> None:
        """Close the connections."""
        if self._opened:
            await self._opened.close()

    @asynccontextmanager
    async def _request(
        self, method: str, url: URL, headers: Mapping[str, str], body: bytes | None = None
    ) -> AsyncIterator[ClientResponse]:
        self._guard.check(url)
        try:
            async with self._session().request(
                method, url, headers=headers, data=body, allow_redirects=False
            ) as answer:
                yield answer
        except ServerTimeoutError as error:
            raise HttpError(HttpReason.TIMEOUT, f"{shown(url)}: {error}") from error
        except InvalidURL as error:
            raise HttpError(HttpReason.URL, f"{shown(url)}: {error}") from error
        except ClientConnectorError as error:
            raise HttpError(HttpReason.UNREACHABLE, f"{shown(url)}: {error}") from error
        except ClientError as error:
            raise HttpError(HttpReason.BROKEN, f"{shown(url)}: {error or type(error).__name__}") from error

    def _session(self) -> ClientSession:
        """Opened at the first request, since that needs a running event loop."""
        if not self._opened:
            connector = TCPConnector(
                resolver=GuardedResolver(self._guard),
                socket_factory=self._guard.socket,
                use_dns_cache=False,
                limit=MOST_CONNECTIONS,
                limit_per_host=4,
            )
            self._opened = ClientSession(
                connector=connector,
                auto_decompress=False,
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self._user_agent},
                timeout=ClientTimeout(sock_connect=10),
                trust_env=False,
            )
        return self._opened


@asynccontextmanager
async def _within(seconds: float, url: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise HttpError(HttpReason.TIMEOUT, f"{shown(url)}: no complete answer in {seconds:g} s") from error


def _parsed(url: str) -> URL:
    try:
        return URL(url)
    except ValueError as error:
        raise HttpError(HttpReason.URL, f"{shown(url)}: {error}") from error


def _next_hop(at: URL, location: str) -> URL:
    try:
        return at.join(URL(location))
    except ValueError as error:
        raise HttpError(HttpReason.URL, f"{shown(at)}: redirects to no URL: {error}") from error


async def _excerpt(answer: ClientResponse) -> bytes:
    """The status counts; whatever is wrong with the body does not."""
    try:
        async with asyncio.timeout(EXCERPT_SECONDS):
            return await answer.content.read(EXCERPT)
    except (ClientError, TimeoutError):
        return b""
