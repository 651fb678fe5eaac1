"""robots.txt of the hosts whose pages are fetched, each asked for once a day."""

import time
from collections import OrderedDict
from collections.abc import Callable

from yarl import URL

from services.watcher.pages.visit import Visit
from services.watcher.reading.readers import Readers
from shared.http import HttpClient
from shared.http_guard import HttpError, HttpReason, shown

GOOD_FOR, FAILED_FOR = 86_400.0, 20.0
"""Seconds. The second one is why a silent host does not cost a wait for each of its pages."""
MOST_HOSTS, MOST_BYTES = 500, 20_000_000
LONGEST, SECONDS = 512_000, 10.0
"""Bytes that are read of one robots.txt (RFC 9309 2.5), and seconds."""


class Robots:
    """Remembers them; not to be asked twice at a time about one host."""

    def __init__(
        self, client: HttpClient, readers: Readers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client, self._readers, self._clock = client, readers, clock
        self._known: OrderedDict[URL, tuple[float, bytes | HttpError]] = OrderedDict()

    async def visit(self, url: str) -> Visit:
        """Whether `url` may be fetched. HttpError while its host does not say: RFC 9309 2.3.1.4."""
        origin = URL(url).origin()
        good_until, rules = self._known.get(origin, (0.0, b""))
        if self._clock() >= good_until:
            good_until, rules = await self._ask(origin)
            self._known[origin] = (good_until, rules)
            self._forget()
        if isinstance(rules, HttpError):
            raise HttpError(rules.reason, str(rules))
        return await self._readers.read(Visit, rules, "text/plain", url) if rules else Visit(allowed=True)

    def _forget(self) -> None:
        """What was asked for first, if it is too much."""
        held = sum(len(rules) for _, rules in self._known.values() if isinstance(rules, bytes))
        while len(self._known) > MOST_HOSTS or held > MOST_BYTES:
            _, (_, rules) = self._known.popitem(last=False)
            held -= len(rules) if isinstance(rules, bytes) else 0

    async def _ask(self, origin: URL) -> tuple[float, bytes | HttpError]:
        """Until when it holds, and what came back; a 4xx means that there are no rules."""
        url = str(origin / "robots.txt")
        try:
            answer = await self._client.get(url, limit=LONGEST, seconds=SECONDS, cut=True)
            if answer.status >= 500 or answer.status == 429:
                raise HttpError(HttpReason.UNREACHABLE, f"{shown(url)}: answered {answer.status}")
        except HttpError as error:
            return self._clock() + FAILED_FOR, error
        return self._clock() + GOOD_FOR, _whole_lines(answer.body) if answer.status < 300 else b""


def _whole_lines(body: bytes) -> bytes:
    """Of a body that was cut off, the last line is none."""
    return body if len(body) < LONGEST else body[: body.rfind(b"\n") + 1]
