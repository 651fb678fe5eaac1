"""How much of what comes from the web is taken; from the settings, for the processes that read."""

from pydantic import BaseModel, ConfigDict


class Limits(BaseModel):
    """Most `entries` of a feed, characters of a `text` and a `link`, and `nesting` of a feed's elements."""

    model_config = ConfigDict(frozen=True)

    entries: int = 500
    text: int = 500_000
    link: int = 2_000
    nesting: int = 1_000


READ_MORE = 100
"""Times `entries`: what is looked at where the newest may stand anywhere."""
LIMITS = Limits()
"""Where nothing is configured."""
