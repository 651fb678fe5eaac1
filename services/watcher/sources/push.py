"""A client that hands in articles itself: POST /articles with its bearer token."""

import hmac
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from services.watcher.sources import SourceName
from shared.config import ConfigModel, written_as
from shared.errors import ConfigError
from shared.events import Trust

FEWEST_CHARACTERS = 24
GENERATE = 'make one: python -c "import secrets; print(secrets.token_urlsafe(32))"'


class PushConfig(ConfigModel):
    """`token_env` is the variable of the environment that holds the client's token."""

    kind: Literal["push"]
    name: SourceName
    token_env: Annotated[
        str, written_as(r"[A-Z][A-Z0-9_]*", "the name of a variable, in capitals, such as MELDER_PUSH_CLIENT")
    ]
    language: str = "de"
    trust: Trust = Trust.MEDIUM

    @field_validator("token_env")
    @classmethod
    def _is_there(cls, name: str, info: ValidationInfo) -> str:
        try:
            read_token((info.context or {}).get("environ", {}), name)
        except ConfigError as error:
            raise ValueError(str(error)) from error
        return name


class PushClient:
    """One client, as a source of its own."""

    def __init__(self, config: PushConfig, environ: Mapping[str, str]) -> None:
        self.name, self.language, self.trust = config.name, config.language, config.trust
        self._token = read_token(environ, config.token_env)

    def has(self, token: str) -> bool:
        """Whether it is this client's token; the answer takes the same time either way."""
        return hmac.compare_digest(self._token.encode(), token.encode())


def client_of(token: str, clients: Iterable[PushClient]) -> PushClient | None:
    """Whose token it is. All are compared, so that the time says nothing about their order."""
    return next((client for client, its in [(client, client.has(token)) for client in clients] if its), None)


def read_token(environ: Mapping[str, str], variable: str) -> str:
    """A client's token. ConfigError names the variable, never what it holds."""
    token = environ.get(variable, "").strip()
    if not token:
        raise ConfigError(f"{variable} is not set; it holds the client's token ({GENERATE})")
    if len(token) < FEWEST_CHARACTERS:
        raise ConfigError(f"{variable} holds fewer than {FEWEST_CHARACTERS} characters ({GENERATE})")
    return token
