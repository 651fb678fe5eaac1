"""Where alerts go: one file a kind. A new kind is one file and one name in `AnyChannel`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from services.alert.channels.alertmanager import AlertmanagerConfig
from services.alert.channels.channel import Answer, Channel, Environment, Verdict, WallClock
from services.alert.channels.chat import ChatConfig
from services.alert.channels.log import LogConfig
from services.alert.channels.webhook import WebhookConfig
from shared.config import ConfigModel, check_own_names, load_config

__all__ = [
    "Answer",
    "AnyChannel",
    "Channel",
    "Environment",
    "Verdict",
    "WallClock",
    "load_channels",
    "open_channel",
]

AnyChannel = Annotated[
    LogConfig | WebhookConfig | AlertmanagerConfig | ChatConfig, Field(discriminator="kind")
]
LOG = LogConfig(name="log", kind="log")
"""The channel that is always there."""


class ChannelsFile(ConfigModel):
    """channels.yaml."""

    channels: tuple[AnyChannel, ...]

    @field_validator("channels", mode="after")
    @classmethod
    def _own_names(cls, channels: tuple[AnyChannel, ...]) -> tuple[AnyChannel, ...]:
        names = [channel.name for channel in channels]
        if LOG.name in names:
            raise ValueError("the channel log is always there; choose another name")
        check_own_names("channel", names)
        return channels


def load_channels(path: Path, environ: Environment) -> dict[str, AnyChannel]:
    """The channels of a channels.yaml by name, `log` first; ConfigError for a wrong file or a missing key."""
    file = load_config(path, ChannelsFile, context={"environ": environ})
    return {config.name: config for config in (LOG, *file.channels)}


def open_channel(config: AnyChannel, environ: Environment, clock: WallClock) -> Channel:
    """The channel itself; close it when done."""
    return config.open(environ, clock)
