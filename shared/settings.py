"""Settings that every service has, from the environment (`MELDER_…`)."""

import os
import socket
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import ConfigError
from shared.streams import Keys


class CommonSettings(BaseSettings):
    """What every service reads; the services add their own."""

    model_config = SettingsConfigDict(env_prefix="MELDER_", frozen=True, extra="ignore")

    redis_url: str = Field("redis://127.0.0.1:6379/0", description="the broker: redis:// or rediss://")
    journal: str = Field("melder", pattern=r"^[A-Za-z0-9_.-]+$", description="prefix of all keys")
    config: Path = Field(Path("deploy/config"), description="folder of the YAML files")
    host: str = Field("127.0.0.1", description="address of /livez, /readyz and /metrics")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    broker_wait: float = Field(60, gt=0, description="seconds to wait for the broker at the start")
    replica: str = Field(
        default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}",
        description="name of this process, unlike any other's",
    )

    @property
    def keys(self) -> Keys:
        """The keys of the journal."""
        return Keys(self.journal)

    @property
    def own_watchlist(self) -> Path | None:
        """The file of what the user adds to the watchlist; None where there is none."""
        path = self.config / "watchlist.yaml"
        return path if path.exists() else None


AnySettings = TypeVar("AnySettings", bound=BaseSettings)


def load_settings(kind: type[AnySettings]) -> AnySettings:
    """Read the environment; ConfigError names every variable that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise ConfigError(
            "\n".join(f"MELDER_{str(f['loc'][0]).upper()}: {f['msg']}" for f in faults)
        ) from error


def settings_help(kind: type[CommonSettings]) -> str:
    """The variables that a service adds, each with its default: a paragraph each."""
    own = [item for item in kind.model_fields.items() if item[0] not in CommonSettings.model_fields]
    return "\n\n".join(
        f"MELDER_{name.upper()} ({field.default!r}): {field.description}" for name, field in own
    )
