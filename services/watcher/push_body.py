"""The body of a push client's request, and the refusal of it."""

import asyncio
import contextlib

from faststream.asgi.types import Receive

from shared.errors import BadInputError

DRAINED = 16_000_000
"""Most bytes of a refused body that are thrown away.

What is unread when a connection is closed resets it, and the answer is lost (RFC 9112, 9.6).
"""


class RefusedError(BadInputError):
    """A request that is answered with `status`."""

    def __init__(self, status: int, message: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers


class Body:
    """What a request carries, piece by piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False

    async def read(self, limit: int, seconds: float) -> bytes:
        """All of it. RefusedError when it is too long or takes too long."""
        body = bytearray()
        try:
            async with asyncio.timeout(seconds):
                while not self._ended:
                    body += await self._piece()
                    if len(body) > limit:
                        message = f"over {limit:,} bytes, the most that one text may have"
                        raise RefusedError(413, message)
        except TimeoutError as error:
            self._ended = True  # enough was waited for
            raise RefusedError(408, f"no complete body in {seconds:g} s") from error
        return bytes(body)

    async def drain(self, seconds: float) -> None:
        """Throw the rest away, so that who still sends it gets to read the answer."""
        most = DRAINED
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._ended and most > 0:
                    most -= len(await self._piece())

    async def _piece(self) -> bytes:
        message = await self._receive()
        self._ended = message["type"] == "http.disconnect" or not message.get("more_body")
        piece: bytes = message.get("body", b"")
        return piece
