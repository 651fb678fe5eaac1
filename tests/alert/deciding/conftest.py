"""Rules from a few lines of YAML."""

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import a_rule_set
from hypothesis import settings

from services.alert.deciding.rules import RuleSet

settings.register_profile("shared-machine", deadline=None)  # what else runs there is no fault of an example
settings.load_profile("shared-machine")

NORTH_KOREA = """
rules:
  - name: nordkorea-truppen
    when: figure
    subject: north-korea
    measure: troops
"""


@pytest.fixture
def rules(tmp_path: Path) -> Callable[[str], RuleSet]:
    """`rules("by: 5%")`: a rule on North Korea's troops with these further lines."""

    def build(*lines: str) -> RuleSet:
        return a_rule_set(tmp_path, NORTH_KOREA + "".join(f"    {line}\n" for line in lines))

    return build


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], RuleSet]:
    """A whole rules.yaml."""
    return lambda text: a_rule_set(tmp_path, text)
