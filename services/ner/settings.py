"""Settings of ner."""

from typing import Literal

from pydantic import Field

from shared.settings import CommonSettings

DeviceName = Literal["auto", "cpu", "cuda", "mps"]


class NerSettings(CommonSettings):
    """`MELDER_NER_…`."""

    ner_port: int = Field(9102, ge=0, le=65535, description="port of /livez, /readyz and /metrics")
    ner_workers: int = Field(24, ge=1, description="articles read at the same time")
    ner_longest_reading: float = Field(
        900, gt=0, description="seconds after which an article that is still being read is skipped"
    )
    ner_reclaim_after: float = Field(
        30, gt=0, description="seconds without an answer after which another replica reads an article"
    )
    ner_model: str = Field(
        "shipped",
        description="shipped; or a Flair model's file, a folder in Melder's format, a hub name (owner/model)",
    )
    ner_model_sha256: str = Field(
        "",
        pattern=r"^([0-9a-fA-F]{64})?$",
        description="SHA-256 of that file, or of the folder's manifest.json; what is not shipped needs it",
    )
    ner_device: DeviceName = Field("auto", description="where a Flair model computes; the shipped one: cpu")
