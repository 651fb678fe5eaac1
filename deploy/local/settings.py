"""Settings of `make up`: the services' own, the broker's port, and what `.env` adds."""

import os
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from deploy.local.broker import MEMORY
from services.alert.settings import AlertSettings
from services.ner.settings import NerSettings
from services.watcher.settings import WatcherSettings

ROOT = Path(__file__).parents[2]
DOTENV = ROOT / ".env"


class LocalSettings(WatcherSettings, NerSettings, AlertSettings):
    """Where everything listens on this machine."""

    model_config = SettingsConfigDict(env_prefix="MELDER_", frozen=True, extra="ignore", env_file=DOTENV)

    broker_port: int = Field(6379, gt=0, le=65535, description="port of the embedded broker")
    broker_memory: str = Field(MEMORY, pattern=r"^\d+(kb|mb|gb)$", description="its maxmemory, such as 2gb")

    @property
    def ports(self) -> dict[str, int]:
        """Program → port, in flow order."""
        return {
            "broker": self.broker_port,
            "watcher": self.watcher_port,
            "ner": self.ner_port,
            "alert": self.alert_port,
        }


def environment() -> dict[str, str]:
    """What the services are started with: `.env`, for the channels' secrets, under this process's own."""
    both = {**dotenv_values(DOTENV), **os.environ}
    return {name: value for name, value in both.items() if value is not None}
