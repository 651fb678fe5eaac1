"""The rule set: rules.yaml checked, groups expanded and names filled in, so that it stands alone as JSON."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo, field_validator

from services.alert.deciding.combined_index import CombinedIndex
from services.alert.deciding.conditions import (
    CONDITIONS,
    AnyRule,
    CombinedRule,
    FigureRule,
    Known,
    Labelled,
    SingleRule,
)
from services.alert.deciding.conditions.defaults import Defaults
from services.alert.deciding.routes import NOTHING, Route, check_routes
from shared.config import check_own_names, load_config
from shared.events import AlertRaised, RulesChanged
from shared.identity import short_hash
from shared.watchlist import Watchlist


class WrittenRules(Defaults):
    """rules.yaml: the defaults, the rules and the routes, which have names of their own."""

    rules: tuple[AnyRule, ...]
    routes: tuple[Route, ...] = ()

    @field_validator("rules")
    @classmethod
    def _own_names(cls, rules: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
        check_own_names("rule", [rule.name for rule in rules])
        return rules

    @field_validator("routes")
    @classmethod
    def _known_rules(cls, routes: tuple[Route, ...], info: ValidationInfo) -> tuple[Route, ...]:
        if "rules" in info.data:  # else they are wrong themselves
            check_routes(routes, [rule.name for rule in info.data["rules"]])
        return routes


class RuleSet(Labelled):
    """The rules in force: what a `RulesChanged` carries. Needs no watchlist to be read again."""

    rules: tuple[AnyRule, ...] = ()
    routes: tuple[Route, ...] = ()

    @cached_property
    def json_text(self) -> str:
        """The set as JSON, the same bytes for the same rules."""
        return self.model_dump_json()

    @cached_property
    def hash(self) -> str:
        """Names the set: a hash of its JSON."""
        return short_hash(self.json_text)

    @cached_property
    def combined(self) -> CombinedIndex:
        """The rules that combine clauses."""
        return CombinedIndex(rule for rule in self.rules if isinstance(rule, CombinedRule))

    @cached_property
    def single(self) -> tuple[SingleRule, ...]:
        """The rules of one condition, in order of the file, and the clauses of the others, each once."""
        return tuple(
            [rule for rule in self.rules if not isinstance(rule, CombinedRule)]
            + [*self.combined.clauses.values()]
        )

    @cached_property
    def _by_slice(self) -> dict[str, list[SingleRule]]:
        by_slice: dict[str, list[SingleRule]] = {}
        for rule in self.single:
            for name in () if rule.name in self.combined.idle else rule.watches:
                by_slice.setdefault(name, []).append(rule)
        return by_slice

    def watching(self, name: str) -> list[SingleRule]:
        """The rules that a change of this slice can fire, and the clauses that are remembered."""
        return self._by_slice.get(name, [])

    def passing_clauses(self, touched: Iterable[str]) -> list[str]:
        """Names of the clauses that watch these slices and whose findings are remembered."""
        return sorted({rule.name for name in touched for rule in self.watching(name) if rule.is_clause})

    @cached_property
    def _by_name(self) -> dict[str, AnyRule]:
        return {rule.name: rule for rule in self.rules}

    def rule(self, name: str) -> AnyRule:
        """The rule of that name. KeyError without one."""
        return self._by_name[name]

    @cached_property
    def _indexes(self) -> dict[str, Any]:
        return {
            kind: condition.index([rule for rule in self.single if rule.when == kind])
            for kind, condition in CONDITIONS.items()
        }

    def index(self, kind: str) -> Any:
        """What a condition looks its rules up in."""
        return self._indexes[kind]

    @cached_property
    def timed(self) -> dict[str, str]:
        """The slices that are judged every minute, each with its condition; none: no minute need pass."""
        return {name: rule.when for rule in self.single for name in rule.timed}

    @property
    def needs_minutes(self) -> bool:
        """Whether time must pass in the journal, for a condition or for what waits."""
        return bool(self.timed or self.routes)

    def route(self, alert: AlertRaised, channel: str) -> Route | None:
        """Where an alert waits on its way to a channel: the first route that takes it; None: nowhere."""
        return next((route for route in self.routes if route.takes(alert, channel)), None)

    def interval(self, route: str) -> timedelta:
        """The shortest time between two notifications of one group of a route."""
        its = self.route_named(route)
        return its.interval if its else NOTHING

    def route_named(self, name: str) -> Route | None:
        """The route of that name."""
        return next((route for route in self.routes if route.name == name), None)

    @property
    def record(self) -> RulesChanged:
        """The set as a record of the journal."""
        return RulesChanged(rules_hash=self.hash, rules=self.json_text)


def load_rules(
    path: Path,
    watchlist: Watchlist,
    channels: Collection[str] | None,
    sources: Collection[str] | None = None,
) -> RuleSet:
    """Read rules.yaml and check every name in it; ConfigError lists each fault with file, line and field.

    `channels` are the names of the configured ones; `log` need not be among them. None: any will do.
    The same holds for `sources`.
    """
    file = load_config(path, WrittenRules, context={"known": Known(watchlist, channels, sources)})
    entities = sorted({entity for rule in file.rules for entity in rule.named})
    written = {name: getattr(file, name) for name in WrittenRules.model_fields}
    single = RuleSet(**written).single
    measures = sorted({rule.measure for rule in single if isinstance(rule, FigureRule)})
    return RuleSet(
        **written,
        names={entity: watchlist.entities[entity].name for entity in entities},
        measures={measure: watchlist.measures[measure].label for measure in measures},
    )
