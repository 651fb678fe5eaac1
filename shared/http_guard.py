"""Says before every connection whether it may be made; what was checked is what is connected to."""

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import AddrInfoType
from yarl import URL

from shared.addresses import is_forbidden
from shared.errors import BadInputError, ConfigError

NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class HttpReason(StrEnum):
    """Why there is no answer that can be used; also a metric's label."""

    URL = "bad-url"
    ADDRESS = "forbidden-address"
    PORT = "forbidden-port"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REDIRECTS = "too-many-redirects"
    TOO_LARGE = "too-large"
    ENCODING = "unknown-encoding"
    BROKEN = "broken-answer"
    STATUS = "status"


class HttpError(BadInputError):
    """A request that was not made, or whose answer cannot be used."""

    reason: HttpReason

    def __init__(self, reason: HttpReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def shown(url: URL | str) -> str:
    """A URL for messages: without name and password, and not endless."""
    try:
        text = str(URL(url).with_user(None))
    except ValueError:
        text = str(url)
    return text.encode("ascii", "backslashreplace").decode()[:300]


class Guard:
    """http and https, ports 80 and 443, public addresses; and what the operator allows by name."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        """`allow`: hosts with or without a port (`intranet.example`, `127.0.0.1:8801`), wherever they lie."""
        self._allowed = {_host_and_port(name) for name in allow}
        self._excepted: set[str] = set()

    def check(self, url: URL) -> None:
        """Raises HttpError for a URL that must not be asked for, whatever its host resolves to."""
        if url.scheme not in ("http", "https") or not url.raw_host:
            raise HttpError(HttpReason.URL, f"{shown(url)}: only http and https URLs are fetched")
        if url.raw_user is not None or url.raw_password is not None:
            raise HttpError(HttpReason.URL, f"{shown(url)}: a URL must not hold a name or password")
        if url.port not in (80, 443) and not self.allows(url.raw_host, url.port or 0):
            raise HttpError(HttpReason.PORT, f"{shown(url)}: port {url.port} is not allowed")
        try:
            ip_address(url.raw_host.partition("%")[0])
        except ValueError:
            return  # a name: checked when it is resolved
        self.check_addresses(url.raw_host, url.port or 0, [url.raw_host])

    def check_addresses(self, host: str, port: int, addresses: Iterable[str]) -> None:
        """Raises HttpError if an address of `host` is forbidden and the operator did not allow the host."""
        for address in addresses:
            if not is_forbidden(address):
                continue
            if not self.allows(host, port):
                raise HttpError(
                    HttpReason.ADDRESS, f"{shown(host)}: its address {address} is not a public one"
                )
            self._excepted.add(address)

    def allows(self, host: str, port: int) -> bool:
        """Whether the operator named it. Without a port that means 80 and 443."""
        name = host.rstrip(".").lower()
        return (name, port) in self._allowed or (port in (80, 443) and (name, None) in self._allowed)

    def socket(self, info: AddrInfoType) -> socket.socket:
        """The last check, on the very address; for what a bug or a library's short cut lets through."""
        family, kind, protocol, _, address = info
        if is_forbidden(str(address[0])) and address[0] not in self._excepted:
            raise HttpError(HttpReason.ADDRESS, f"{address[0]} is not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """Resolves once; every address must be allowed."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        # threads of its own: a name server that does not answer must not hold up everything else
        self._threads = ThreadPoolExecutor(16, "resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host; HttpError if one is forbidden, OSError if there is none."""
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except ValueError as error:  # no name at all: a label too long, a NUL
            raise HttpError(HttpReason.URL, f"{shown(host)} is not a host name: {error}") from error
        addresses = [(str(address[0]), family, proto) for family, _, proto, _, address in found]
        self._guard.check_addresses(host, port, [address for address, _, _ in addresses])
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=proto, flags=NUMERIC)
            for address, family, proto in addresses
        ]

    async def close(self) -> None:
        """Wait for no answer any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _host_and_port(name: str) -> tuple[str, int | None]:
    try:
        url = URL(f"//{name}")
        if not url.raw_host or set(name) & set("/?#@ "):
            raise ValueError("it is not a host")
        return url.raw_host.rstrip(".").lower(), url.explicit_port
    except ValueError as error:
        raise ConfigError(f"allow: {name!r} must be a host or host:port: {error}") from error
