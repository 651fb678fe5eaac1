"""Programs that Debian ships and a test needs."""

import os
import shutil
from collections.abc import Callable

import pytest


@pytest.fixture
def program() -> Callable[[str], str]:
    """The path of a program; where it is missing the test is skipped at home and fails in CI."""

    def find(name: str) -> str:
        if path := shutil.which(name):
            return path
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is missing; make test-deps installs it")
        pytest.skip(f"needs {name}: make test-deps")

    return find
