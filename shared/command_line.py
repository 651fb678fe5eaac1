"""How every command ends: 0 done, 1 failed or some input was bad, 2 wrong usage or configuration."""

import sys

import typer
from redis.exceptions import RedisError

from shared.errors import ConfigError, MelderError


def run_app(app: typer.Typer) -> None:
    """Run a command; an error for people is printed without a traceback."""
    try:
        app()
    except MelderError as error:
        print(f"melder: {error}", file=sys.stderr)  # noqa: T201 - this is the command line
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    except RedisError as error:
        print(f"melder: the broker answers with an error: {error}", file=sys.stderr)  # noqa: T201 - as above
        sys.exit(1)
