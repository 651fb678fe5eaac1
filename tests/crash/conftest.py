"""How long the crash test is: 30 kills in `make test`, 1,000 in `make crash`."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A run of n kills takes about as many seconds."""
    for item in items:
        if "crash" in str(item.path):
            item.add_marker(pytest.mark.timeout(300 + 10 * item.config.getoption("--kills")))
