"""A real server for every test of a step that writes."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from shared.broker import connect
from shared.streams import Keys
from shared.watchlist import Watchlist, load_watchlist
from system import free_port

SHARED = Path(__file__).parents[2] / "shared"
"""The brief beside the repository; tests that need it skip where it is absent."""


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """One embedded broker for the whole run."""
    with EmbeddedBroker(tmp_path_factory.mktemp("broker"), port=free_port()) as running:
        yield running


@pytest.fixture
async def client(broker: EmbeddedBroker) -> AsyncIterator[Redis]:
    """A connection to an empty broker."""
    client = connect(broker.url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def keys() -> Keys:
    return Keys("test")


@pytest.fixture(scope="session")
def watchlist() -> Watchlist:
    """As it is shipped."""
    return load_watchlist()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five real articles of the brief."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(f"needs the brief's seeds in {folder}")
    return folder


@pytest.fixture(name="free_port")
def free_port_fixture() -> int:
    return free_port()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=30, help="SIGKILLs of the crash test")
    parser.addoption("--crash-seed", type=int, default=1, help="seed of its articles and kills")
    parser.addoption("--mutated-files", type=int, default=300, help="rules files that are broken at random")
