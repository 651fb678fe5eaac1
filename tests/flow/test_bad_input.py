"""Whatever is wrong gets one clear message, and the others go on."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from shared.broker import read_entries
from shared.events import FOUND, ArticleFound
from system import ROOT, System, free_port

BAD_FILES = {
    "empty.txt": (b"", "there is no text in it"),
    "latin1.txt": ("Über Köln kreist ein Flugzeug.".encode("latin-1"), "is not UTF-8"),
    "long.txt": (b"Ein langer Satz. " * 1_200_000, "over 2,000,000 bytes"),
    "broken.jsonl": (b'{"text": "Ein halber Satz', "broken.jsonl:1: not valid JSON"),
}


@pytest.fixture
async def broken_feed() -> AsyncIterator[str]:
    """A feed that is no feed."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="<html><body>Wartungsarbeiten</body></html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner, port = web.AppRunner(app), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"127.0.0.1:{port}"
    await runner.cleanup()


def messages(log: Path) -> list[str]:
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return [f"{line['message']}: {line.get('error', '')}" for line in lines]


async def test_bad_files_and_feeds_are_named_once_and_the_others_go_on(
    tmp_path: Path, broken_feed: str
) -> None:
    config, inbox = tmp_path / "config", tmp_path / "inbox"
    config.mkdir()
    inbox.mkdir()
    (config / "sources.yaml").write_text(
        f"sources:\n  - {{name: inbox, kind: folder, path: {inbox}, every: 1s}}\n"
        f"  - {{name: feed, kind: feed, url: 'http://{broken_feed}/feed', allow: ['{broken_feed}']}}\n"
    )
    for name, (content, _) in BAD_FILES.items():
        (inbox / name).write_bytes(content)
    (inbox / "good.txt").write_text("Ein ganzer Satz.")
    async with System(tmp_path, {"watcher": ["services.watcher", "run"]}, {}) as system:

        async def found(count: int) -> bool:
            return await system.last(system.keys.found) == count

        await system.until(lambda: found(1), 30, "the good file is found")
        (inbox / "later.txt").write_text("Noch ein ganzer Satz.")
        await system.until(lambda: found(2), 30, "the later file is found")
        records = [FOUND.validate_json(e.data) for e in await read_entries(system.client, system.keys.found)]
        assert [r.text for r in records if isinstance(r, ArticleFound)] == [
            "Ein ganzer Satz.",
            "Noch ein ganzer Satz.",
        ]
        log = tmp_path / "log" / "watcher.log"

        async def feed_named() -> bool:
            return any(f"http://{broken_feed}/feed" in message for message in messages(log))

        await system.until(feed_named, 30, "the broken feed is named")
    for name, (_, message) in BAD_FILES.items():
        told = [one for one in messages(log) if str(inbox / name) in one]
        assert len(told) == 1, told
        assert message in told[0]


@pytest.mark.parametrize("service", ["watcher", "ner", "alert"])
def test_an_unreachable_broker_is_one_message_and_status_1(tmp_path: Path, service: str) -> None:
    port = free_port()
    environment = {
        "MELDER_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "MELDER_BROKER_WAIT": "0.5",
        f"MELDER_{service.upper()}_PORT": str(free_port()),
    }
    done = run(f"services.{service}", "run", **environment)
    assert done.returncode == 1
    assert f"melder: no broker at redis://127.0.0.1:{port}/0 after 0.5 s" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "service", "message"),
    [
        (
            "rules.yaml",
            "rules:\n  - name: a\n    when: figur\n",
            "alert",
            "rules.yaml:2: rules.0: `when` must",
        ),
        ("channels.yaml", "channels:\n  - {name: a, kind: web}\n", "alert", "channels.yaml:2: "),
        ("sources.yaml", "sources:\n  - {name: a, kind: fed}\n", "watcher", "sources.yaml:2: "),
        (
            "watchlist.yaml",
            "entities:\n  - {id: A B, kind: person, name: A}\n",
            "alert",
            "watchlist.yaml:2: ",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_status_2(
    tmp_path: Path, name: str, text: str, service: str, message: str
) -> None:
    for file in (ROOT / "deploy" / "config").glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / name).write_text(text)
    done = run(f"services.{service}", "check", MELDER_CONFIG=str(tmp_path))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )
