"""Where tests of deliveries print, and what they read."""

import io
from pathlib import Path

import pytest
from rich.console import Console


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=160)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "channels.yaml"
