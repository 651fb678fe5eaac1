"""What a person is told about the settings."""

import re
from importlib import import_module

import pytest
from typer.testing import CliRunner

from services.alert.settings import AlertSettings
from services.ner.settings import NerSettings
from services.watcher.settings import WatcherSettings
from shared.settings import CommonSettings


@pytest.mark.parametrize(
    ("service", "kind"), [("watcher", WatcherSettings), ("ner", NerSettings), ("alert", AlertSettings)]
)
def test_run_help_tells_every_setting_of_its_service(service: str, kind: type[CommonSettings]) -> None:
    app = import_module(f"services.{service}.__main__").app
    told = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"}).output
    own = {name: field for name, field in kind.model_fields.items() if name.startswith(f"{service}_")}
    assert own
    for name, field in own.items():
        assert field.description
        line = re.search(rf"MELDER_{name.upper()} (.*)", told)
        assert line, told
        assert line[1].strip(" │").startswith(f"({field.default!r}): {field.description}"[:60])
