"""The path of a decision through `any`, `all` and `not`, in words."""

from collections.abc import Callable, Iterable, Iterator, Set

from services.alert.deciding.conditions.combined_rule import CombinedRule
from services.alert.deciding.conditions.combining import Found, proofs
from services.alert.deciding.conditions.joined import Joined, Leaf
from services.alert.deciding.conditions.keyword import KeywordClause

NAMES_SHOWN = 3
OF_A_CLAUSE = (("does not fire", "does not hold"), ("fires", "holds"), ("the rule", "it"))


def path(
    node: Joined | Leaf, found: Found, remembered: Set[str], why: Callable[[Leaf], Iterable[str]]
) -> Iterator[str]:
    """Each part of the rule with whether it holds, and of each clause `why`; what is inside is indented.

    `remembered`: the clauses that hold by what was found in an earlier article alone.
    """
    holds = "holds" if proofs(node, found) is not None else "does not hold"
    if isinstance(node, Joined):
        yield f"{node.join}: {holds}"
        for member in node.members:
            yield from (f"  {line}" for line in path(member, found, remembered, why))
        return
    yield f"{_words(node)}: {holds}"
    yield from (f"  {_of_a_clause(line)}" for line in why(node))
    if node.clause_name in remembered:
        yield "  it was new when this article or its origin first said it, and they say it still: it holds"


def outcome(rule: CombinedRule, found: Found, *, fires: bool) -> str:
    """Whether the rule fires."""
    if fires:
        return "the rule fires"
    if proofs(rule, found):
        return "the rule does not fire: it has told of this article, or its origin, and nothing in it is new"
    return "the rule does not fire"


def _words(clause: Leaf) -> str:
    about = clause.phrase if isinstance(clause, KeywordClause) else clause.named
    more = f" and {len(about) - NAMES_SHOWN} others" if len(about) > NAMES_SHOWN else ""
    return f"{clause.when} {', '.join(about[:NAMES_SHOWN])}{more}"


def _of_a_clause(line: str) -> str:
    for word, instead in OF_A_CLAUSE:
        line = line.replace(word, instead)
    return line
