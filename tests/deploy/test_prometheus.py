"""The alarms are valid, ring when they should, and name metrics that exist."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "prometheus"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["check", "config", "prometheus.yml"], id="prometheus accepts the configuration"),
        pytest.param(
            ["test", "rules", "alarms_test.yml"], id="each alarm rings when it should and only then"
        ),
    ],
)
def test_promtool_agrees(program: Callable[[str], str], command: list[str]) -> None:
    told = subprocess.run(
        [program("promtool"), *command], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_metric_of_an_alarm_is_measured_somewhere() -> None:
    sources = [*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]
    measured = {
        name for path in sources for name in re.findall(r'"(melder_\w+)"', path.read_text(encoding="utf-8"))
    }
    asked = set(re.findall(r"melder_\w+", (FOLDER / "alarms.yml").read_text(encoding="utf-8")))
    assert asked
    assert asked - measured == set()


def test_the_runbook_says_what_to_do_about_every_alarm() -> None:
    alarms = re.findall(r"- alert: (\w+)", (FOLDER / "alarms.yml").read_text(encoding="utf-8"))
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (\w+)$", runbook, re.MULTILINE) == alarms
