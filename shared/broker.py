"""The connection to the broker: what is tried again, and what a fault of the broker looks like."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.connection import DefaultParser
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ConnectionError,  # noqa: A004 - redis' own, not the built-in
    NoScriptError,
    RedisError,
    ResponseError,
    TimeoutError,  # noqa: A004 - redis' own, not the built-in
)

from shared.errors import ConfigError, MelderError, ScriptError

log = logging.getLogger(__name__)
MOST_CONNECTIONS = 10_000
"""As many as the broker itself takes (maxclients); redis-py has 100, and all sources ask at the same time."""


class BrokerRefusedError(ConnectionError):
    """The broker cannot write just now: its disk or memory is full, its replicas are away, it is one itself.

    A fault of the connection, as redis-py takes LOADING for one: FastStream's subscribers pause after those,
    where any other answer is asked for again at once, without end.
    """


REFUSED = ("MISCONF", "OOM", "READONLY", "BUSY", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN")
"""Codes of answers that pass by themselves."""


class AnswerParser(DefaultParser):  # type: ignore[valid-type, misc]  # it is chosen at run time
    """Takes such an answer for a BrokerRefusedError."""

    EXCEPTION_CLASSES = DefaultParser.EXCEPTION_CLASSES | dict.fromkeys(REFUSED, BrokerRefusedError)


BROKER_FAULTS = (
    ConnectionError,
    TimeoutError,
    BusyLoadingError,
    NoScriptError,  # it was restarted just after a script was loaded, and has forgotten it
)
"""What passes by itself: the step changed nothing or can be repeated."""
REFUSALS = (ScriptError, ResponseError)
"""What passes when a person repairs the journal, or what the broker allows (docs/repair.md)."""


def connect(url: str) -> Redis:
    """A client whose calls are tried again when the reply is lost: only for reads and repeatable steps."""
    try:
        return Redis.from_url(
            url,
            retry=Retry(ExponentialWithJitterBackoff(cap=1, base=0.05), retries=3),
            retry_on_error=[ConnectionError, TimeoutError],
            health_check_interval=15,
            max_connections=MOST_CONNECTIONS,
            parser_class=AnswerParser,
        )
    except ValueError as error:
        raise ConfigError(f"MELDER_REDIS_URL: {error}") from error


def address(url: str) -> str:
    """The URL without its password, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or 6379}{parts.path}"


async def wait_for_broker(client: Redis, url: str, seconds: float) -> None:
    """Return when the broker answers; say what is waited for; MelderError when it never does."""
    give_up_at = time.monotonic() + seconds
    told = False
    while True:
        try:
            await client.ping()
        except AuthenticationError as error:
            raise ConfigError(
                f"the broker at {address(url)} refuses the password in MELDER_REDIS_URL"
            ) from error
        except (RedisError, OSError) as error:
            if time.monotonic() > give_up_at:
                raise MelderError(
                    f"no broker at {address(url)} after {seconds:g} s ({error}); "
                    "start it (make up), or set MELDER_REDIS_URL"
                ) from error
            if not told:
                log.warning("waiting for the broker", extra={"url": address(url), "error": str(error)})
                told = True
            await asyncio.sleep(0.2)
        else:
            return


@dataclass(frozen=True)
class Entry:
    """One entry of a stream: its id and its JSON; `data` is empty where somebody else wrote it without."""

    id: str
    data: bytes

    @property
    def seq(self) -> int:
        """Number of the journal's record that it belongs to."""
        return int(self.id.split("-")[0])


async def read_entries(
    client: Redis, stream: str, first: str = "-", last: str = "+", count: int | None = None
) -> list[Entry]:
    """Entries of a stream with ids from `first` to `last`, oldest first."""
    found: Any = await client.xrange(stream, first, last, count)
    return [_entry(entry_id, fields) for entry_id, fields in found]


async def newest_seq(client: Redis, stream: str) -> int:
    """Number of the newest record in a stream; 0 where it holds none."""
    entries: Any = await client.xrevrange(stream, count=1)
    return Entry(entries[0][0].decode(), b"").seq if entries else 0


async def wait_for_entries(client: Redis, stream: str, after: int, count: int, wait_ms: int) -> list[Entry]:
    """Up to `count` entries behind record `after`; none when there are none within `wait_ms`."""
    streams: Any = await client.xread({stream: f"{after}-0"}, count=count, block=wait_ms)
    return [_entry(entry_id, fields) for entry_id, fields in streams[0][1]] if streams else []


def _entry(entry_id: bytes, fields: Mapping[bytes, bytes]) -> Entry:
    return Entry(entry_id.decode(), fields.get(b"__data__", b""))


async def read_text(client: Redis, key: str) -> str:
    """A string; empty when there is none."""
    value: Any = await client.get(key)
    return value.decode() if value is not None else ""


async def read_fields(client: Redis, key: str, names: Sequence[str]) -> dict[str, str]:
    """Those of a hash's fields that exist."""
    values: Any = await client.hmget(key, list(names)) if names else []
    return {name: value.decode() for name, value in zip(names, values, strict=True) if value is not None}
