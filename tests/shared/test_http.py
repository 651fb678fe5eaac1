"""One guard for feeds, pages and webhooks: what it refuses, and what it does with hostile answers."""

import asyncio
import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from aiohttp import ClientSSLError, web
from aiohttp.test_utils import TestServer
from yarl import URL

from shared.addresses import is_forbidden
from shared.errors import ConfigError
from shared.http import Answer, HttpClient
from shared.http_guard import Guard, HttpError, HttpReason, shown

FORBIDDEN_V4 = [
    *("0.0.0.0", "10.0.0.5", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254"),  # noqa: S104
    *("168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1"),
    *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
]
FORBIDDEN_V6 = [
    *("::", "::1", "fe80::1", "fe80::1%25lo", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "100::1"),
    *("2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "64:ff9b:1::1", "5f00::1", "4000::1"),
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"]
PUBLIC += ["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"]


def spellings(address: str) -> Iterator[str]:
    """How a URL may write one IPv4 address."""
    number, parts = int(IPv4Address(address)), address.split(".")
    yield address
    yield f"{address}."
    yield str(number)
    yield hex(number)
    yield ".".join(hex(int(part)) for part in parts)
    yield ".".join(f"0{int(part):o}" for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"{parts[0]}.{parts[1]}.{number & 0xFFFF}"
    yield address.translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    yield address.replace(".", "。")
    yield address.translate({ord("1") + i: 0x2460 + i for i in range(9)} | {ord("0"): 0x24EA})
    yield from (f"[{embedded}]" for embedded in embeddings(number))


def embeddings(number: int) -> Iterator[IPv6Address]:
    """IPv6 addresses that mean an IPv4 one."""
    yield IPv6Address(number)
    yield IPv6Address(0xFFFF << 32 | number)
    yield IPv6Address(0xFFFF << 48 | number)
    yield IPv6Address((0x64FF9B << 96) | number)
    yield IPv6Address((0x2002 << 112) | number << 80 | 1)
    yield IPv6Address((0x20010000 << 96) | number << 64 | 0xF7F7F7F7)
    yield IPv6Address((0x20010000 << 96) | 0x08080808 << 64 | (~number & 0xFFFFFFFF))


FORBIDDEN = [
    *(f"http://{host}/" for address in FORBIDDEN_V4 for host in spellings(address)),
    *(f"https://[{address}]/" for address in FORBIDDEN_V6),
    *(f"http://{name}/" for name in ("localhost", "LOCALHOST", "localhost.", "ⓛocalhost")),
    *(f"http://1.1.1.1:{port}/" for port in (0, 21, 22, 25, 6379, 8080, 65535)),
    *("file:///etc/passwd", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "data:text/xml,<rss/>", "javascript:1"),
    *("http://1.1.1.1@127.0.0.1/", "http://127.0.0.1#@1.1.1.1/", "http://name:word@1.1.1.1/"),
    *("http://127.0.0.1\\@1.1.1.1/", "http://%31%32%37.0.0.1/", "http://1.1.1.1&@127.0.0.1/"),
]
MALFORMED = [
    *("//1.1.1.1/", "http://", "http:///x", "https://?", "", " ", "http://[::1", "http://a b/", "http://\0/"),
    *(f"http://{'a' * 64}.example/", f"http://{'a.' * 200}example/", "http://\ud800.example/"),
]
HOSTILE = FORBIDDEN + MALFORMED

connects: list[Any] = []
watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event == "socket.connect":
        connects.append(arguments[1])


sys.addaudithook(_watch)


@pytest.fixture
def connected() -> Iterator[list[Any]]:
    """Every address that is connected to during the test."""
    global watching
    connects.clear()
    watching = True
    yield connects
    watching = False


async def refused(url: str, client: HttpClient, seconds: float = 5) -> HttpReason:
    with pytest.raises(HttpError) as caught:
        await client.get(url, limit=1_000_000, seconds=seconds)
    return caught.value.reason


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    client = HttpClient()
    yield client
    await client.close()


async def test_no_hostile_url_makes_a_connection(http: HttpClient, connected: list[Any]) -> None:
    assert len(HOSTILE) > 400
    reasons = {url: await refused(url, http) for url in HOSTILE}
    assert connected == []
    assert set(reasons.values()) <= {
        HttpReason.URL,
        HttpReason.ADDRESS,
        HttpReason.PORT,
        HttpReason.UNREACHABLE,
    }
    assert reasons["http://127.0.0.1/"] is reasons["http://①②⑦.⓪.⓪.①/"] is HttpReason.ADDRESS


async def test_no_hostile_url_makes_a_webhook_connect(http: HttpClient, connected: list[Any]) -> None:
    for url in HOSTILE:
        with pytest.raises(HttpError):
            await http.post(url, b"{}", {}, seconds=5)
    assert connected == []


@pytest.mark.parametrize("address", [*FORBIDDEN_V4, *(name.replace("%25", "%") for name in FORBIDDEN_V6)])
def test_an_address_that_is_not_public_is_forbidden_and_so_is_whatever_means_it(address: str) -> None:
    assert is_forbidden(address)
    if ":" not in address:
        assert all(is_forbidden(str(inner)) for inner in embeddings(int(IPv4Address(address))))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not_forbidden(address: str) -> None:
    assert not is_forbidden(address)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"], ["2606:4700::1", "fd00::1"]],
    ids=["a private one", "one private among public", "cloud metadata, mapped", "a private IPv6 one"],
)
async def test_a_name_with_a_forbidden_address_is_refused(
    addresses: list[str], http: HttpClient, monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(addresses))
    assert await refused("https://evil.example/feed", http) is HttpReason.ADDRESS
    assert connected == []


def answering(addresses: list[str]) -> Callable[..., list[Any]]:
    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return getaddrinfo


def test_the_last_check_refuses_a_socket_to_an_address_nobody_allowed() -> None:
    with pytest.raises(HttpError, match=r"127\.0\.0\.1 is not a public address"):
        Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))


def test_an_exception_holds_for_its_host_and_port_only() -> None:
    guard = Guard(["intranet.example:8080", "10.0.0.5", "[::1]:81"])
    for url in (
        "http://Intranet.example.:8080/",
        "https://10.0.0.5/",
        "http://10.0.0.5/",
        "http://[::1]:81/",
    ):
        guard.check(URL(url))
    guard.check_addresses("intranet.example", 8080, ["10.1.2.3"])
    for url in (
        "http://intranet.example:8081/",
        "http://10.0.0.5:8080/",
        "http://10.0.0.6/",
        "http://[::1]/",
    ):
        with pytest.raises(HttpError):
            guard.check(URL(url))
    with pytest.raises(HttpError):
        guard.check_addresses("evil.example", 8080, ["10.1.2.3"])


@pytest.mark.parametrize("name", ["http://a.example", "a.example/path", "", "a b", "x@a.example", "a:99999"])
def test_a_wrong_exception_is_a_wrong_configuration(name: str) -> None:
    with pytest.raises(ConfigError, match="must be a host or host:port"):
        Guard([name])


def test_a_message_shows_no_password() -> None:
    assert shown("https://name:geheim@zeitung.example/x") == "https://zeitung.example/x"


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Web:
    """A web server on loopback, and a client that is allowed to ask it."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.pages: dict[str, Handler] = {}

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{page}", self._answer)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        self.client = HttpClient("Melder/test", [f"127.0.0.1:{self.server.port}"])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        return await self.pages[request.match_info["page"]](request)

    def url(self, page: str) -> str:
        return str(self.server.make_url(f"/{page}"))

    async def get(self, page: str, limit: int = 100_000, seconds: float = 5) -> Answer:
        return await self.client.get(self.url(page), limit=limit, seconds=seconds)

    def serve(self, page: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(
                body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )

        self.pages[page] = answer


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    site = Web()
    await site.start()
    yield site
    await site.client.close()
    await site.server.close()


async def test_an_answer_comes_with_status_headers_body_and_address(site: Web) -> None:
    site.serve("feed", b"<rss/>", ETag='"7"')
    answer = await site.get("feed")
    assert (answer.status, answer.headers["ETag"], answer.body) == (200, '"7"', b"<rss/>")
    assert answer.url == site.url("feed")
    (request,) = site.requests
    assert request.headers["User-Agent"] == "Melder/test"
    assert request.headers["Accept-Encoding"] == "gzip"
    assert request.headers["Host"] == f"127.0.0.1:{site.server.port}"


async def test_redirects_are_followed_and_every_hop_is_checked(site: Web) -> None:
    site.serve("old", status=301, Location="/new")
    site.serve("new", b"here")
    assert (await site.get("old")).url == site.url("new")
    for number, target in enumerate(FORBIDDEN):
        site.serve(f"bad{number}", status=302, Location=target)
        with pytest.raises(HttpError):
            await site.get(f"bad{number}")
    assert {request.path for request in site.requests if not request.path.startswith("/bad")} == {
        "/old",
        "/new",
    }


async def test_a_redirect_to_another_port_of_an_allowed_host_is_refused(
    site: Web, connected: list[Any]
) -> None:
    site.serve("old", status=302, Location="http://127.0.0.1:1/")
    with pytest.raises(HttpError) as caught:
        await site.get("old")
    assert caught.value.reason is HttpReason.PORT
    assert {address[1] for address in connected} == {site.server.port}


async def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Web, monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    """DNS rebinding: asked a second time, the name would lie elsewhere."""
    answers = iter(["127.0.0.1", "127.0.0.2"])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *rest, **more: answering([next(answers)])(*rest, **more)
    )
    site.serve("feed", b"")
    name = f"rebind.example:{site.server.port}"
    http = HttpClient(allow=[name])
    await http.get(f"http://{name}/feed", limit=1, seconds=5)
    await http.close()
    assert connected == [("127.0.0.1", site.server.port)]
    assert site.requests[0].headers["Host"] == name
    assert list(answers) == ["127.0.0.2"]


async def test_endless_redirects_end(site: Web) -> None:
    site.serve("loop", status=307, Location="/loop")
    with pytest.raises(HttpError, match="more than 5 redirects"):
        await site.get("loop")
    assert len(site.requests) == 6


async def test_a_webhook_follows_no_redirect_and_keeps_the_beginning_of_the_answer(site: Web) -> None:
    site.serve("hook", b"x" * 100_000, status=302, Location="/other")
    answer = await site.client.post(site.url("hook"), b'{"a": 1}', {"webhook-id": "1"}, seconds=5)
    assert answer.status == 302
    assert 0 < len(answer.body) <= 2_000
    (request,) = site.requests
    assert (request.method, request.headers["webhook-id"]) == ("POST", "1")


async def test_no_proxy_of_the_environment_is_asked(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.serve("feed", b"direct")
    assert (await site.get("feed")).body == b"direct"


async def test_no_cookie_is_sent_back(site: Web) -> None:
    site.serve("feed", b"", Set_Cookie="a=b")
    await site.get("feed")
    await site.get("feed")
    assert "Cookie" not in site.requests[1].headers


GZIPPED = gzip.compress(b"Erster Teil. ") + gzip.compress(b"Zweiter Teil.")
BOMB = gzip.compress(gzip.compress(b"\0" * 50_000_000, 9), 9)


async def test_gzip_is_unpacked_whatever_its_members(site: Web) -> None:
    site.serve("feed", GZIPPED, Content_Encoding="gzip")
    site.serve("trailing", GZIPPED + b"\0\0", Content_Encoding="x-gzip")
    assert (await site.get("feed")).body == (await site.get("trailing")).body == b"Erster Teil. Zweiter Teil."


BAD_BODIES = [
    pytest.param(b"x" * 100_001, "", HttpReason.TOO_LARGE, id="over the limit"),
    pytest.param(gzip.compress(b"\0" * 30_000_000), "gzip", HttpReason.TOO_LARGE, id="a bomb"),
    pytest.param(gzip.compress(b"") * 6_000, "gzip", HttpReason.TOO_LARGE, id="endless empty members"),
    pytest.param(gzip.compress(b"x" * 1000)[:-9], "gzip", HttpReason.BROKEN, id="cut gzip"),
    pytest.param(b"no gzip", "gzip", HttpReason.BROKEN, id="no gzip"),
    pytest.param(zlib.compress(b"x"), "deflate", HttpReason.ENCODING, id="an encoding not asked for"),
    pytest.param(BOMB, "gzip, gzip", HttpReason.ENCODING, id="packed twice"),
    pytest.param(b"\x0b\x02\x80x\x03", "br", HttpReason.ENCODING, id="brotli"),
]


@pytest.mark.parametrize(("body", "encoding", "reason"), BAD_BODIES)
async def test_a_hostile_body_is_refused(site: Web, body: bytes, encoding: str, reason: HttpReason) -> None:
    site.serve("feed", body, Content_Encoding=encoding)
    with pytest.raises(HttpError) as caught:
        await site.get("feed")
    assert caught.value.reason is reason
    assert site.url("feed") in str(caught.value)


async def test_one_byte_at_a_time_ends_at_the_limit_of_time(site: Web) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x")
            await asyncio.sleep(0.02)

    site.pages["slow"] = drip
    with pytest.raises(HttpError, match=r"no complete answer in 0\.3 s") as caught:
        await site.get("slow", seconds=0.3)
    assert caught.value.reason is HttpReason.TIMEOUT


RAW = [
    pytest.param(b"", HttpReason.BROKEN, id="nothing"),
    pytest.param(b"hello\r\n\r\n", HttpReason.BROKEN, id="no HTTP"),
    pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx", HttpReason.BROKEN, id="a lying length"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", HttpReason.BROKEN, id="a huge header"
    ),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        HttpReason.BROKEN,
        id="a lying chunk",
    ),
    pytest.param(b"HTTP/1.1 302 F\r\nLocation: http://[\r\n\r\n", HttpReason.URL, id="a redirect to no URL"),
]


@pytest.mark.parametrize(("raw", "reason"), RAW)
async def test_broken_http_is_an_error_with_a_reason(raw: bytes, reason: HttpReason) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        http = HttpClient(allow=[f"{host}:{port}"])
        assert await refused(f"http://{host}:{port}/", http) is reason
        await http.close()


async def test_a_port_where_nobody_listens_is_unreachable(free_port: int) -> None:
    http = HttpClient(allow=[f"127.0.0.1:{free_port}"])
    assert await refused(f"http://127.0.0.1:{free_port}/", http) is HttpReason.UNREACHABLE
    await http.close()


async def test_a_certificate_that_is_not_trusted_is_refused(site: Web) -> None:
    site.serve("feed", b"")
    url = site.url("feed").replace("http:", "https:")
    with pytest.raises(HttpError) as caught:
        await site.client.get(url, limit=1000, seconds=5)
    assert caught.value.reason is HttpReason.UNREACHABLE
    assert isinstance(caught.value.__cause__, ClientSSLError)


async def test_a_name_server_that_does_not_answer_holds_up_nothing_else(
    http: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: silent.wait(30) and [])
    urls = [f"https://zeitung{number}.example/" for number in range(40)]
    asking = [asyncio.create_task(refused(url, http, 1)) for url in urls]
    await asyncio.sleep(0)
    started = time.monotonic()
    assert await asyncio.to_thread(lambda: "other work") == "other work"
    assert time.monotonic() - started < 0.5
    assert set(await asyncio.gather(*asking)) == {HttpReason.TIMEOUT}
    silent.set()
