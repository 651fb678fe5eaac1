"""The command line, as people and supervisors use it: real processes on a real broker."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from embedded import EmbeddedBroker
from shared.broker import read_entries
from shared.streams import Keys

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A configuration with one folder, which holds one article."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"text": "Text", "published_at": "2024-11-04T10:00:00Z"}\n')
    source = f"sources:\n  - {{name: inbox, kind: folder, path: {folder}, every: 1s}}\n"
    (tmp_path / "sources.yaml").write_text(source)
    os.utime(folder / "a.jsonl", (1, 1))
    return folder


@pytest.fixture
def start(tmp_path: Path, broker: EmbeddedBroker) -> Iterator[Start]:
    """Starts `python -m services.watcher`; whatever runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        ours = {"MELDER_REDIS_URL": broker.url, "MELDER_CONFIG": str(tmp_path), "MELDER_JOURNAL": "test"}
        process = subprocess.Popen(
            [sys.executable, "-m", "services.watcher", *arguments],
            cwd=ROOT,
            env=os.environ | ours | {"MELDER_WATCHER_PORT": "0", "MELDER_WATCHER_LEASE": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


async def published(client: Redis, keys: Keys, count: int) -> list[dict[str, object]]:
    """Wait until the journal holds `count` articles."""
    give_up_at = time.monotonic() + 30
    while len(entries := await read_entries(client, keys.found)) < count:
        assert time.monotonic() < give_up_at, f"{len(entries)} of {count} articles"
    return [json.loads(entry.data) for entry in entries]


def test_check_says_that_all_is_right(start: Start, inbox: Path) -> None:
    process = start("check")
    output, _ = process.communicate(timeout=30)
    assert (process.returncode, output) == (0, f"{inbox.parent / 'sources.yaml'}: 1 sources, all right\n")


def test_check_says_what_is_wrong_with_status_2(start: Start, inbox: Path) -> None:
    (inbox.parent / "sources.yaml").write_text("sources:\n  - {name: a, kind: fed}\n")
    process = start("check")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert errors.startswith(f"melder: {inbox.parent / 'sources.yaml'}:2: sources.0: ")
    assert "Traceback" not in errors


def test_once_shows_what_every_source_has_and_needs_no_broker(start: Start, inbox: Path) -> None:
    process = start("once", "--json", MELDER_REDIS_URL="redis://127.0.0.1:1/0")
    output, _ = process.communicate(timeout=30)
    look = json.loads(output)
    assert process.returncode == 0
    assert (look["source"], look["articles"], look["error"]) == ("inbox", 1, "")
    assert look["newest"] == "2024-11-04T10:00:00+00:00"


def test_once_names_what_is_bad_and_ends_with_status_1(start: Start, inbox: Path) -> None:
    (inbox / "b.txt").write_bytes("Grüße".encode("latin-1"))
    os.utime(inbox / "b.txt", (1, 1))
    process = start("once")
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "b.txt: byte 2 (line 1) is not UTF-8" in output


async def test_run_publishes_and_stops_in_order(
    start: Start, inbox: Path, client: Redis, keys: Keys, free_port: int
) -> None:
    process = start("run", MELDER_WATCHER_PORT=str(free_port))
    (article,) = await published(client, keys, 1)
    assert article["source"] == "inbox"
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/metrics") as answer:  # noqa: ASYNC210
        metrics = answer.read().decode().splitlines()
    assert 'melder_articles_published_total{source="inbox"} 1.0' in metrics
    assert "melder_watcher_active 1.0" in metrics
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=10)
    assert process.returncode == 0, log
    assert not [line for line in map(json.loads, log.splitlines()) if line["level"] in {"ERROR", "CRITICAL"}]
    assert await client.exists(keys.lease("watcher")) == 0, "a successor may begin at once"


async def test_a_standby_takes_over_when_the_active_one_is_killed(
    start: Start, inbox: Path, client: Redis, keys: Keys
) -> None:
    active = start("run", MELDER_REPLICA="active")
    await published(client, keys, 1)
    start("run", MELDER_REPLICA="standby")
    active.kill()
    (inbox / "b.txt").write_text("Noch ein Text")
    os.utime(inbox / "b.txt", (1, 1))
    articles = await published(client, keys, 2)
    assert [article["text"] for article in articles] == ["Text", "Noch ein Text"]
    assert (await client.get(keys.lease("watcher")) or b"")[:8] == b"standby:"


def test_an_unreachable_broker_is_one_clear_message(start: Start, inbox: Path, free_port: int) -> None:
    url = f"redis://:geheim@127.0.0.1:{free_port}/0"
    process = start("run", MELDER_REDIS_URL=url, MELDER_BROKER_WAIT="0.5")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"melder: no broker at redis://127.0.0.1:{free_port}/0" in errors.splitlines()[-1]
    assert "geheim" not in errors
