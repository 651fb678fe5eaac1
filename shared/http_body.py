"""The body of an answer, unpacked no further than its limit."""

import zlib

from aiohttp import ClientResponse

from shared.http_guard import HttpError, HttpReason, shown

CHUNK = 1 << 16
GZIP = b"\x1f\x8b"


class _Unpack:
    """gzip with any number of members (RFC 1952), or nothing at all to unpack."""

    def __init__(self, *, packed: bool) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
        self.complete = True

    def some(self, data: bytes, most: int) -> bytes:
        """What comes out of `data`, at most `most` bytes. Raises zlib.error."""
        if not self._inflate:
            return data[:most]
        out = bytearray()
        while data and len(out) < most:
            out += self._inflate.decompress(data, most - len(out))
            data = self._inflate.unconsumed_tail
            self.complete = self._inflate.eof
            if self.complete:
                data = self._next_member()
        return bytes(out)

    def _next_member(self) -> bytes:
        rest = self._inflate.unused_data if self._inflate else b""
        if not rest.startswith(GZIP):
            return b""
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return rest


def unpack_file(body: bytes, limit: int, url: str) -> bytes:
    """A .gz file, at most `limit` bytes unpacked; anything else as it is. Raises HttpError."""
    if not body.startswith(GZIP):
        return body
    unpack = _Unpack(packed=True)
    try:
        unpacked = unpack.some(body, limit + 1)
    except zlib.error as error:
        raise HttpError(HttpReason.BROKEN, f"{shown(url)}: not valid gzip: {error}") from error
    if len(unpacked) > limit:
        raise HttpError(HttpReason.TOO_LARGE, f"{shown(url)}: over {limit:,} bytes")
    if not unpack.complete:
        raise HttpError(HttpReason.BROKEN, f"{shown(url)}: its gzip data end too early")
    return unpacked


async def read_body(answer: ClientResponse, limit: int, *, cut: bool = False) -> bytes:
    """At most `limit` bytes, packed and unpacked; of more, the beginning if `cut`. Raises HttpError."""
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "none", "gzip", "x-gzip"):
        message = f"{shown(answer.url)}: packed as {encoding[:40]!r}, which was not asked for"
        raise HttpError(HttpReason.ENCODING, message)
    unpack = _Unpack(packed="gzip" in encoding)
    body = bytearray()
    packed = 0
    async for chunk in answer.content.iter_chunked(CHUNK):
        packed += len(chunk)
        try:
            body += unpack.some(chunk, limit + 1 - len(body))
        except zlib.error as error:
            raise HttpError(HttpReason.BROKEN, f"{shown(answer.url)}: not valid gzip: {error}") from error
        if max(len(body), packed) > limit:
            if cut:
                return bytes(body[:limit])
            raise HttpError(HttpReason.TOO_LARGE, f"{shown(answer.url)}: over {limit:,} bytes")
    if not unpack.complete:
        raise HttpError(HttpReason.BROKEN, f"{shown(answer.url)}: its gzip data end too early")
    return bytes(body)
