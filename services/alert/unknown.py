"""Names in a command that nothing is called by."""

from collections.abc import Collection, Sequence

from shared.config import nearest
from shared.errors import ConfigError


def refuse_unknown(name: str, known: Collection[str], what: str, called: Sequence[str] = ()) -> None:
    """ConfigError with the nearest known one; `what` is the kind of name: rule, entity, channel."""
    if name not in known:
        raise ConfigError(f"no {what} {name!r}; {nearest(name, known, called)}")
