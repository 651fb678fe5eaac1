"""A rule on several things that one article says."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self, TypeVar

from pydantic import model_validator

from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.joined import (
    CLAUSES,
    JOINS,
    NOTHING_BUT_NOT,
    ClauseRule,
    Join,
    Joined,
    Leaf,
)
from services.alert.deciding.conditions.rule import ArticleRule
from shared.events import Trust, Wall

Grade = TypeVar("Grade", Trust, Wall)
CLAUSES_AT_MOST = 50
DEPTH_AT_MOST = 5


class CombinedRule(Joined, ArticleRule):
    """It tells of an article for which it holds, where something in it is new of this article and origin."""

    @model_validator(mode="before")
    @classmethod
    def _small(cls, value: Any) -> Any:
        """Before its clauses are looked at: a file of few lines can name one clause a billion times."""
        level, count = [value], 0
        for _ in range(DEPTH_AT_MOST + 1):
            below: list[Any] = []
            for node in level:
                below += _members(node)
                if count + len(below) > CLAUSES_AT_MOST:
                    raise ValueError(f"more than {CLAUSES_AT_MOST} clauses; make several rules of it")
            level, count = below, count + len(below)
        if level:
            raise ValueError(f"nested deeper than {DEPTH_AT_MOST} times any, all and not")
        return value

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.join == "not":
            raise ValueError(NOTHING_BUT_NOT)
        return self

    @property
    def when(self) -> Join:
        """How its clauses are combined."""
        return self.join

    @cached_property
    def members(self) -> tuple[Leaf | Joined, ...]:
        """Its clauses believe nobody whom the whole rule does not believe."""
        return tuple(_narrowed(member, self) for member in super().members)

    @property
    def watches(self) -> tuple[str, ...]:
        """The slices of its clauses."""
        return tuple(dict.fromkeys(name for clause in self.clauses.values() for name in clause.watches))

    @property
    def named(self) -> tuple[str, ...]:
        """The entities of its clauses."""
        return tuple(name for clause in self.clauses.values() for name in clause.named)

    @cached_property
    def clauses(self) -> dict[str, ClauseRule]:
        """By its name, the rule that stands for each clause: it is judged as a rule is, and tells nobody."""
        return {leaf.clause_name: _standing_for(leaf) for leaf in self.leaves}


def _narrowed(node: Leaf | Joined, whole: Clause) -> Leaf | Joined:
    """The node with the trusts and walls that it shares with the whole rule."""
    if isinstance(node, Joined):
        narrowed = tuple(_narrowed(member, whole) for member in node.members)
        joined: dict[str, Any] = {node.join: narrowed[0] if node.join == "not" else narrowed}
        return Joined.model_construct(**joined)
    fields = {name: getattr(node, name) for name in type(node).model_fields}
    fields["trust"] = _both(node.trust, whole.trust)
    fields["wall"] = _both(node.wall, whole.wall)
    return type(node).model_construct(**fields)


def _both(own: tuple[Grade, ...], whole: tuple[Grade, ...]) -> tuple[Grade, ...]:
    """Those of both; none stands for all. Where they share none, the clause's: the rule never holds."""
    return tuple(one for one in own if one in whole) or own or whole


def _standing_for(leaf: Leaf) -> ClauseRule:
    fields = {name: getattr(leaf, name) for name in type(leaf).model_fields}
    return CLAUSES[leaf.when].model_construct(**fields, name=leaf.clause_name)


def _members(node: Any) -> Iterator[Any]:
    for join in JOINS if isinstance(node, dict) else ():
        below = node.get(join)
        yield from below if isinstance(below, list | tuple) else () if below is None else (below,)
