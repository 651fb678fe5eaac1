"""Secrets: the file names a variable, the environment holds what is secret, no message tells it."""

import re
from collections.abc import Callable

from pydantic import ValidationInfo

from services.alert.channels.channel import Environment
from shared.errors import ConfigError

NAME = re.compile(r"[A-Z_][A-Z0-9_]*")


def check_variable(name: str, holds: str, example: str) -> str:
    """`name`, if a variable may be called so; else a ValueError that does not repeat it: it may be a secret.

    `holds` says what the variable holds.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            f"the name of a variable, in capitals, such as {example}, which holds {holds}; "
            "if this was a secret itself, it has been seen, so replace it"
        )
    return name


def check_held(read: Callable[[Environment, str], object], name: str, info: ValidationInfo) -> str:
    """`name`, if `read` takes what the variable holds; its ConfigError becomes a fault of the field."""
    try:
        read((info.context or {})["environ"], name)
    except ConfigError as error:
        raise ValueError(str(error)) from error
    return name


def read_variable(environ: Environment, name: str, holds: str) -> str:
    """What the variable holds; ConfigError, with `holds`, where that is nothing."""
    text = environ.get(name, "").strip()
    if not text:
        raise ConfigError(f"{name} is not set; it holds {holds}")
    return text
