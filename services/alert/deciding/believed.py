"""Whose word counts: by the trust of its source, and by what stood before the article."""

from dataclasses import dataclass
from typing import Protocol

from shared.events import Trust, Wall


class Graded(Protocol):
    """What has a trust and a wall: an article, a claim."""

    @property
    def trust(self) -> Trust:
        """How far its source is believed."""

    @property
    def wall(self) -> Wall:
        """What stood before it."""


@dataclass(frozen=True)
class Believed:
    """Articles of these trusts and walls; of any, where none are named."""

    trust: frozenset[Trust] = frozenset()
    wall: frozenset[Wall] = frozenset()

    def counts(self, said: Graded) -> bool:
        """Whether such an article is believed."""
        return (not self.trust or said.trust in self.trust) and (not self.wall or said.wall in self.wall)

    @property
    def key(self) -> str:
        """For the names of what is remembered of such articles only; empty where all are believed."""
        kinds = (("trust", self.trust), ("wall", self.wall))
        return " ".join(f"{name}={','.join(sorted(grades))}" for name, grades in kinds if grades)


ALL = Believed()
