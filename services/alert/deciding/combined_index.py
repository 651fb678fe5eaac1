"""Which combined rules an article can make fire: found by what it speaks of, never by going through all."""

from collections import Counter
from collections.abc import Iterable, Set

from services.alert.deciding.conditions import Clause, ClauseRule, CombinedRule


class CombinedIndex:
    """Combined rules by the slices without one of which they cannot hold, and their clauses by name.

    The `idle` clauses are those that need not be judged unless some rule of theirs may hold.
    """

    def __init__(self, rules: Iterable[CombinedRule]) -> None:
        self._rules = list(rules)
        self.clauses: dict[str, ClauseRule] = {
            name: clause for rule in self._rules for name, clause in rule.clauses.items()
        }
        self.idle = frozenset(name for name, clause in self.clauses.items() if not clause.passing)
        popularity = Counter(name for rule in self._rules for name in rule.watches)
        self._by_slice: dict[str, list[int]] = {}
        for place, rule in enumerate(self._rules):
            for name in rule.access(popularity):
                self._by_slice.setdefault(name, []).append(place)

    def able(self, touched: Set[str]) -> list[CombinedRule]:
        """The rules that may hold for an article which speaks of these slices, in order of the file."""

        def speaks_of(clause: Clause) -> bool:
            return not clause.spoken_of.isdisjoint(touched)

        places = {place for name in touched for place in self._by_slice.get(name, ())}
        return [rule for place in sorted(places) if (rule := self._rules[place]).may_hold(speaks_of)]
