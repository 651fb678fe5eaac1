"""While a model is loaded, only the hub is asked: what Flair fetches elsewhere, it unpickles."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from urllib.parse import urlsplit

from huggingface_hub import constants

from shared.errors import ConfigError

HUB = ("huggingface.co", "hf.co")
_loading: ContextVar[str] = ContextVar("loading", default="")


@contextmanager
def only_from_the_hub(model: str) -> Iterator[None]:
    """Refuse this thread's look-ups of any other host.

    Older models leave configuration and tokenizer on the hub; transformers fetches both, and runs nothing.
    """
    _watch()
    token = _loading.set(model)
    try:
        yield
    finally:
        _loading.reset(token)


@cache
def _watch() -> None:
    sys.addaudithook(_check)


def _check(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.getaddrinfo" or not (model := _loading.get()):
        return
    host = args[0].decode() if isinstance(args[0], bytes) else str(args[0])
    if host != urlsplit(constants.ENDPOINT).hostname and ".".join(host.split(".")[-2:]) not in HUB:
        raise ConfigError(
            f"MELDER_NER_MODEL: {model} asks for more from {host} while it is loaded, which no SHA-256 "
            "covers; take a model that is one whole file"
        )
