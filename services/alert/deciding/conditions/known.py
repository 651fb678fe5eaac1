"""What a rules file may name, checked with the nearest known name; and lists of names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from shared.config import nearest
from shared.watchlist import Watchlist

Item = TypeVar("Item")
Listed = Annotated[
    tuple[Item, ...],
    BeforeValidator(lambda value: value if isinstance(value, list | tuple) else (value,)),
]
"""A list; a single value stands for a list of one."""


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number belongs here, such as 2")
    return value


Whole = Annotated[int, BeforeValidator(_no_boolean)]
"""A whole number; YAML's true is none."""
OneOrMore = Annotated[Listed[Item], Field(min_length=1)]


@dataclass(frozen=True)
class Known:
    """What a rules file may name; the `known` of its validation context."""

    watchlist: Watchlist
    channels: Collection[str] | None  # None: any, for rules that are only tried
    sources: Collection[str] | None = None  # None: any


def known(info: ValidationInfo) -> Known | None:
    """What may be named; None where rules come out of the journal, checked already."""
    return info.context["known"] if info.context else None


def check_known(word: str, words: Iterable[str], what: str, called: Sequence[str] = ()) -> None:
    """Refuse an unknown word with those that are `called` so in German, else with the nearest known one."""
    words = set(words)
    if word not in words:
        raise ValueError(f"unknown {what} {word!r}; {nearest(word, words, called)}")


def check_sources(sources: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Refuse a source that sources.yaml does not have."""
    allowed = known(info)
    if allowed and allowed.sources is not None:
        for source in sources:
            check_known(source, allowed.sources, "source")
    return tuple(dict.fromkeys(sources))


def check_channels(channels: Iterable[str], info: ValidationInfo) -> None:
    """Refuse a channel that channels.yaml does not have; `log` is always there."""
    allowed = known(info)
    if allowed and allowed.channels is not None:
        for channel in channels:
            check_known(channel, {*allowed.channels, "log"}, "channel")


def _expanded(words: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    allowed = known(info)
    return tuple(
        dict.fromkeys(one for word in words for one in (_members(word, allowed) if allowed else (word,)))
    )


def _members(word: str, allowed: Known) -> tuple[str, ...]:
    watchlist = allowed.watchlist
    if word in watchlist.entities:
        return (word,)
    called = watchlist.called(word, watchlist.entities)
    check_known(word, watchlist.groups | set(watchlist.entities), "entity or group", called)
    return watchlist.group(word)


Entities = Annotated[Listed[str], AfterValidator(_expanded)]
"""Entities, or groups of the watchlist, which are expanded on load."""
