"""Settings of alert."""

import os
from collections.abc import Mapping

from dotenv import dotenv_values
from pydantic import Field

from shared.settings import CommonSettings


class AlertSettings(CommonSettings):
    """`MELDER_ALERT_…`."""

    alert_port: int = Field(9103, ge=0, le=65535, description="port of /livez, /readyz and /metrics")
    alert_lease: float = Field(10, ge=1, description="seconds after which a standby replica takes over")
    alert_keep: int = Field(10_000, ge=0, description="decided records that the journal keeps for replays")

    @property
    def environment(self) -> Mapping[str, str]:
        """Where the channels' keys are: `.env` in the working directory, under the environment itself."""
        kept = {name: value for name, value in dotenv_values(".env").items() if value is not None}
        return {**kept, **os.environ}
