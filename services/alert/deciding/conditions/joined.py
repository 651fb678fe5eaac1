"""Clauses on one article, combined by `any`, `all` and `not`."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.figure_rule import FigureClause, FigureRule
from services.alert.deciding.conditions.keyword import KeywordClause, KeywordRule
from services.alert.deciding.conditions.mention_rule import MentionClause, MentionRule
from services.alert.deciding.conditions.rule import Rule
from services.alert.deciding.conditions.surge_rule import SurgeClause, SurgeRule
from shared.config import ConfigModel

Join = Literal["any", "all", "not"]
JOINS: tuple[Join, ...] = ("any", "all", "not")
ClauseRule = FigureRule | MentionRule | KeywordRule | SurgeRule
CLAUSES: dict[str, type[ClauseRule]] = {
    "figure": FigureRule,
    "mention": MentionRule,
    "keyword": KeywordRule,
    "surge": SurgeRule,
}
"""The conditions that may be clauses, each with the rule that stands for one. Silence is no article's."""
Leaf = FigureClause | MentionClause | KeywordClause | SurgeClause
NOTHING_BUT_NOT = "nothing but `not`: name something that the article must say, too, in one `all`"
OF_THE_WHOLE = frozenset(Rule.model_fields) - frozenset(Clause.model_fields)


def kind_of(value: object, kinds: Collection[str], joined: str) -> str | None:
    """The `when` of a rule or clause, or `joined` where it combines clauses; None where it is of no kind."""
    if isinstance(value, Joined) or (isinstance(value, dict) and not value.keys().isdisjoint(JOINS)):
        return joined
    when = value.get("when") if isinstance(value, dict) else getattr(value, "when", None)
    return when if isinstance(when, str) and when in kinds else None


def _only_a_clause(value: object) -> object:
    """Refuse what only a rule has."""
    for key in value if isinstance(value, dict) else ():
        if key in OF_THE_WHOLE:
            raise ValueError(f"`{key}` belongs to the whole rule, not to one of its clauses")
    return value


Node = Annotated[
    Annotated[
        Annotated[FigureClause, Tag("figure")]
        | Annotated[MentionClause, Tag("mention")]
        | Annotated[KeywordClause, Tag("keyword")]
        | Annotated[SurgeClause, Tag("surge")]
        | Annotated["Joined", Tag("join")],
        Discriminator(
            lambda value: kind_of(value, CLAUSES, "join"),
            custom_error_type="unknown_clause",
            custom_error_message=f"a clause has `when` ({', '.join(CLAUSES)}), or any, all or not; "
            "no_news is what no article says, and stands in a rule of its own",
        ),
    ],
    BeforeValidator(_only_a_clause),
]
Nodes = Annotated[tuple[Node, ...], Field(min_length=1)]


class Joined(ConfigModel):
    """`any`, `all` or `not`: exactly one, of clauses or of further such ones."""

    model_config = ConfigDict(serialize_by_alias=True)

    any_of: Nodes | None = Field(default=None, alias="any")
    all_of: Nodes | None = Field(default=None, alias="all")
    none_of: Node | None = Field(default=None, alias="not")

    @model_validator(mode="before")
    @classmethod
    def _one_of_them(cls, value: Any) -> Any:
        given = [join for join in (*JOINS, "when") if isinstance(value, dict) and value.get(join) is not None]
        if len(given) > 1:
            both = " and ".join(f"`{one}`" for one in given)
            raise ValueError(f"{both} side by side; write each as a clause of one `all`: all: [{{…}}, {{…}}]")
        return value

    @model_validator(mode="after")
    def _meaning(self) -> Self:
        if not self.members:
            raise ValueError("one of any, all and not is needed")
        denied = [one.members[0] for one in self.members if isinstance(one, Joined) and one.join == "not"]
        if self.join == "any" and denied:
            raise ValueError("`not` in an `any` would hold for nearly every article; it narrows an `all`")
        if len(denied) == len(self.members):
            raise ValueError(NOTHING_BUT_NOT)
        if any(member in denied for member in self.members):
            raise ValueError("it can never hold: `not` excludes what the same `all` asks for")
        return self

    @property
    def join(self) -> Join:
        """How the members are combined."""
        return "all" if self.all_of else "any" if self.any_of else "not"

    @property
    def members(self) -> "tuple[Leaf | Joined, ...]":
        """What is combined; a single one of `not`."""
        return self.all_of or self.any_of or ((self.none_of,) if self.none_of else ())

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """All clauses in it, in order of the file."""
        return tuple(leaf for member in self.members for leaf in _leaves(member))

    def may_hold(self, touched: Callable[[Clause], bool]) -> bool:
        """Whether it can hold, going by which clauses' slices the article speaks of."""
        if self.join == "not":
            return True
        holds = (m.may_hold(touched) if isinstance(m, Joined) else touched(m) for m in self.members)
        return all(holds) if self.join == "all" else any(holds)

    def access(self, popularity: Mapping[str, int]) -> frozenset[str]:
        """The fewest slices of which an article speaks of one at least wherever it holds; none for a `not`.

        Of an `all` its rarest member will do: the one whose slices the fewest rules watch.
        """
        if self.join == "not":
            return frozenset()
        sets = [m.access(popularity) if isinstance(m, Joined) else m.spoken_of for m in self.members]
        if self.join == "any":
            return frozenset().union(*sets)
        return min(filter(None, sets), key=lambda one: sum(popularity[name] for name in one))


def _leaves(member: "Leaf | Joined") -> tuple[Leaf, ...]:
    return member.leaves if isinstance(member, Joined) else (member,)
