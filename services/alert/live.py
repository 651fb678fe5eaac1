"""What the running system holds, for backtests, explanations and the ledger. Reads only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from pydantic import ValidationError

from services.alert.deciding.record import Record
from shared.broker import address
from shared.errors import ConfigError, MelderError
from shared.events import TAGGED, AlertRaised, RulesChanged
from shared.streams import Keys

PAGE = 200


def live_records(url: str, keys: Keys) -> Iterator[Record]:
    """What `articles.tagged` still holds but changes of rules, in order. MelderError without a broker."""
    for data in _entries(url, keys.tagged, ", or name files"):
        try:
            record = TAGGED.validate_json(data)
        except ValidationError as error:
            raise MelderError(f"{keys.tagged} holds what this Melder cannot read: {error}") from error
        if not isinstance(record, RulesChanged):
            yield record


def live_alerts(url: str, keys: Keys) -> Iterator[AlertRaised]:
    """Every alert that the broker holds, in order. MelderError without a broker."""
    for data in _entries(url, keys.alerts):
        yield AlertRaised.model_validate_json(data)


def live_state(url: str, keys: Keys) -> dict[str, str]:
    """The deciding state, by slice. MelderError without a broker."""
    with _connected(url) as client:
        slices = client.hgetall(keys.state)
    return {name.decode(): value.decode() for name, value in slices.items()}


def _entries(url: str, stream: str, instead: str = "") -> Iterator[bytes]:
    after = "-"
    with _connected(url, instead) as client:
        while page := client.xrange(stream, after, "+", PAGE):
            for _, fields in page:
                yield fields[b"__data__"]
            after = f"({page[-1][0].decode()}"


@contextmanager
def _connected(url: str, instead: str = "") -> Iterator[Any]:
    try:
        client = redis.Redis.from_url(url)
    except ValueError as error:
        raise ConfigError(f"MELDER_REDIS_URL: {error}") from error
    try:
        with client:
            yield client
    except redis.AuthenticationError as error:
        raise ConfigError(f"the broker at {address(url)} refuses the password in MELDER_REDIS_URL") from error
    except redis.RedisError as error:
        raise MelderError(
            f"no broker at {address(url)} ({error}); start it (make up), or set MELDER_REDIS_URL{instead}"
        ) from error
