"""When a rule fires: one condition a file, each judging its own slices of the state."""

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from services.alert.conditions.condition import Case, Condition, Raised
from services.alert.conditions.figure import FigureCondition
from services.alert.conditions.figure_rule import FigureRule, ledger_slice
from services.alert.conditions.mention import MentionCondition, MentionRule, named_slice
from services.alert.conditions.rule import Known, Labelled, Rule

CONDITIONS: dict[str, Condition[Any, Any]] = {"figure": FigureCondition(), "mention": MentionCondition()}
"""Each condition by the word that a rule has in `when`."""


def _when(rule: object) -> str | None:
    when = rule.get("when") if isinstance(rule, dict) else getattr(rule, "when", None)
    return when if isinstance(when, str) and when in CONDITIONS else None


AnyRule = Annotated[
    Annotated[FigureRule, Tag("figure")] | Annotated[MentionRule, Tag("mention")],
    Discriminator(
        _when,
        custom_error_type="unknown_condition",
        custom_error_message=f"`when` must be one of: {', '.join(CONDITIONS)}",
    ),
]

__all__ = [
    "CONDITIONS",
    "AnyRule",
    "Case",
    "Condition",
    "FigureRule",
    "Known",
    "Labelled",
    "MentionRule",
    "Raised",
    "Rule",
    "ledger_slice",
    "named_slice",
]
