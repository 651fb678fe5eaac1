"""Settings of ner."""

from pydantic import Field

from shared.settings import CommonSettings


class NerSettings(CommonSettings):
    """`MELDER_NER_…`."""

    ner_port: int = Field(9102, ge=0, le=65535, description="port of /livez, /readyz and /metrics")
    ner_workers: int = Field(8, ge=1, description="articles read at the same time")
    ner_longest_reading: float = Field(
        900, gt=0, description="seconds after which an article that is still being read is skipped"
    )
    ner_reclaim_after: float = Field(
        30, gt=0, description="seconds without an answer after which another replica reads an article"
    )
