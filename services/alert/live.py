"""What the running system holds, for backtests, explanations and the ledger. Reads only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis

from shared.broker import address
from shared.errors import MelderError
from shared.events import TAGGED, ArticleTagged
from shared.streams import Keys

PAGE = 200


def live_records(url: str, keys: Keys) -> Iterator[ArticleTagged]:
    """The articles that `articles.tagged` still holds, in order. MelderError without a broker."""
    after = "-"
    with _connected(url) as client:
        while page := client.xrange(keys.tagged, after, "+", PAGE):
            for _, fields in page:
                record = TAGGED.validate_json(fields[b"__data__"])
                if isinstance(record, ArticleTagged):
                    yield record
            after = f"({page[-1][0].decode()}"


def live_state(url: str, keys: Keys) -> dict[str, str]:
    """The deciding state, by slice. MelderError without a broker."""
    with _connected(url) as client:
        slices = client.hgetall(keys.state)
    return {name.decode(): value.decode() for name, value in slices.items()}


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    try:
        with redis.Redis.from_url(url) as client:
            yield client
    except redis.RedisError as error:
        raise MelderError(
            f"no broker at {address(url)} ({error}); start it (make up), set MELDER_REDIS_URL, or name files"
        ) from error
