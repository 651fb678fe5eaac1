"""The rule set: rules.yaml checked, groups expanded and names filled in, so that it stands alone as JSON."""

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import field_validator

from services.alert.conditions import CONDITIONS, AnyRule, FigureRule, Known, Labelled
from services.alert.conditions.rule import Defaults
from shared.config import load_config
from shared.events import RulesChanged
from shared.identity import short_hash
from shared.watchlist import Watchlist


class WrittenRules(Defaults):
    """rules.yaml: the defaults and the rules, which have names of their own."""

    rules: tuple[AnyRule, ...] = ()

    @field_validator("rules")
    @classmethod
    def _own_names(cls, rules: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
        twice = [name for name, count in Counter(rule.name for rule in rules).items() if count > 1]
        if twice:
            raise ValueError(f"each rule needs a name of its own; used twice: {', '.join(twice)}")
        return rules


class RuleSet(Labelled):
    """The rules in force: what a `RulesChanged` carries. Needs no watchlist to be read again."""

    rules: tuple[AnyRule, ...] = ()

    @cached_property
    def json_text(self) -> str:
        """The set as JSON, the same bytes for the same rules."""
        return self.model_dump_json()

    @cached_property
    def hash(self) -> str:
        """Names the set: a hash of its JSON."""
        return short_hash(self.json_text)

    @cached_property
    def _by_slice(self) -> dict[str, list[AnyRule]]:
        by_slice: dict[str, list[AnyRule]] = {}
        for rule in self.rules:
            for name in rule.watches:
                by_slice.setdefault(name, []).append(rule)
        return by_slice

    def watching(self, name: str) -> list[AnyRule]:
        """The rules that a change of this slice of the state can fire, in order of the file."""
        return self._by_slice.get(name, [])

    @cached_property
    def _by_name(self) -> dict[str, AnyRule]:
        return {rule.name: rule for rule in self.rules}

    def rule(self, name: str) -> AnyRule:
        """The rule of that name. KeyError without one."""
        return self._by_name[name]

    @cached_property
    def _indexes(self) -> dict[str, Any]:
        return {
            kind: condition.index([rule for rule in self.rules if rule.when == kind])
            for kind, condition in CONDITIONS.items()
        }

    def index(self, kind: str) -> Any:
        """What a condition looks its rules up in."""
        return self._indexes[kind]

    @cached_property
    def timed(self) -> dict[str, str]:
        """The slices that are judged every minute, each with its condition; none: no minute need pass."""
        return {name: rule.when for rule in self.rules for name in rule.timed}

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
    measures = sorted({rule.measure for rule in file.rules if isinstance(rule, FigureRule)})
    return RuleSet(
        **{name: getattr(file, name) for name in WrittenRules.model_fields},
        names={entity: watchlist.entities[entity].name for entity in entities},
        measures={measure: watchlist.measures[measure].label for measure in measures},
    )
