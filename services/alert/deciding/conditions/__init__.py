"""When a rule fires: one condition a file, each judging its own slices of the state."""

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.combined_rule import CombinedRule
from services.alert.deciding.conditions.condition import Case, Condition, Minute, Raised, Timed
from services.alert.deciding.conditions.defaults import Labelled
from services.alert.deciding.conditions.figure import FigureCondition
from services.alert.deciding.conditions.figure_rule import FigureRule, ledger_slice
from services.alert.deciding.conditions.joined import ClauseRule, kind_of
from services.alert.deciding.conditions.keyword import KeywordCondition, KeywordRule
from services.alert.deciding.conditions.known import Known
from services.alert.deciding.conditions.mention import MentionCondition
from services.alert.deciding.conditions.mention_rule import MentionRule, named_slice
from services.alert.deciding.conditions.no_news import NoNewsCondition, NoNewsRule
from services.alert.deciding.conditions.rule import ArticleRule, Rule
from services.alert.deciding.conditions.surge import SurgeCondition
from services.alert.deciding.conditions.surge_rule import SINCE, SurgeRule

SURGE, NO_NEWS = SurgeCondition(), NoNewsCondition()
CONDITIONS: dict[str, Condition[Any, Any]] = {
    "figure": FigureCondition(),
    "mention": MentionCondition(),
    "keyword": KeywordCondition(),
    "surge": SURGE,
    "no_news": NO_NEWS,
}
"""Each condition by the word that a rule has in `when`."""
TIMED: dict[str, Timed[Any]] = {"surge": SURGE, "no_news": NO_NEWS}
"""Those for which time must pass."""


SingleRule = ClauseRule | NoNewsRule
"""A rule of one condition."""
AnyRule = Annotated[
    Annotated[FigureRule, Tag("figure")]
    | Annotated[MentionRule, Tag("mention")]
    | Annotated[KeywordRule, Tag("keyword")]
    | Annotated[SurgeRule, Tag("surge")]
    | Annotated[NoNewsRule, Tag("no_news")]
    | Annotated[CombinedRule, Tag("combined")],
    Discriminator(
        lambda rule: kind_of(rule, CONDITIONS, "combined"),
        custom_error_type="unknown_condition",
        custom_error_message=f"`when` must be one of: {', '.join(CONDITIONS)}; or any, all in its place",
    ),
]

__all__ = [
    "CONDITIONS",
    "SINCE",
    "TIMED",
    "AnyRule",
    "ArticleRule",
    "Case",
    "Clause",
    "ClauseRule",
    "CombinedRule",
    "Condition",
    "FigureRule",
    "KeywordRule",
    "Known",
    "Labelled",
    "MentionRule",
    "Minute",
    "NoNewsRule",
    "Raised",
    "Rule",
    "SingleRule",
    "ledger_slice",
    "named_slice",
]
