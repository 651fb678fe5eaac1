"""The demo from a clean folder to its closing tables."""

import asyncio
import json
import shutil
import string
import time
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis
from rich.console import Console

from deploy.demo.outcome import Outcome, progress, read_outcome
from deploy.demo.receiver import Receiver
from deploy.local.assembly import Assembly, free_ports
from deploy.local.start import start_one
from deploy.local.supervisor import Supervisor
from services.alert.delivery.signing import new_key
from shared.errors import MelderError
from shared.streams import Keys

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
PROGRAMS = ("broker", "ner", "alert", "watcher")
"""In the order they are started: the watcher last, so that no article waits for the model."""
PATIENCE = 60
"""Seconds for all articles to be decided and all alerts to be delivered."""


async def run(folder: Path, environment: dict[str, str], console: Console) -> Outcome:
    """Run everything once in `folder`, which is emptied first. MelderError when it comes to no end."""
    _clear(folder)
    key, keys = new_key(), Keys()
    async with Receiver(key, folder / "alerts.jsonl", lambda: datetime.now(UTC)) as receiver:
        config = _write_config(folder / "config", receiver.port)
        ours = {"MELDER_CONFIG": str(config), "MELDER_DEMO_KEY": key, "MELDER_JOURNAL": keys.journal}
        local = Assembly(folder, free_ports(PROGRAMS), {**environment, **ours})
        local.begin()
        client = Redis.from_url(local.redis_url)
        try:
            for program in PROGRAMS:
                await start_one(local, program, console)
            await _wait_for_the_end(local, client, keys, receiver, console)
            return await read_outcome(client, keys, receiver)
        finally:
            await client.aclose()
            with console.status("stopping …"):
                local.supervisor.end()


def _clear(folder: Path) -> None:
    before = Supervisor(folder)
    if before.is_running():
        before.end()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _write_config(folder: Path, port: int) -> Path:
    shutil.copytree(HERE / "config", folder)
    channels = folder / "channels.yaml"
    text = string.Template(channels.read_text(encoding="utf-8")).substitute(port=port)
    channels.write_text(text, encoding="utf-8")
    return folder


async def _wait_for_the_end(
    local: Assembly, client: Redis, keys: Keys, receiver: Receiver, console: Console
) -> None:
    expected = len(json.loads((ARTICLES / "manifest.json").read_text(encoding="utf-8")))
    began = time.monotonic()
    with console.status("reading …") as status:
        while True:
            found, undecided, on_their_way = await progress(client, keys)
            if found == expected and not undecided and not on_their_way:
                break
            status.update(
                f"{found} of {expected} articles found, {len(receiver.received)} alerts delivered …"
            )
            if time.monotonic() - began > PATIENCE:
                raise MelderError(
                    f"after {PATIENCE} s {found} of {expected} articles are found, {undecided} of them not "
                    f"decided and {on_their_way} alerts not delivered; see {local.supervisor.folder}/log"
                )
            for program in PROGRAMS:
                local.check(program)
            await asyncio.sleep(0.1)
    took = time.monotonic() - began
    console.print(
        f"  {expected} articles found, read and decided, {len(receiver.received)} alerts delivered and"
    )
    console.print(
        f"  verified, {took:.1f} s later; one was refused on purpose and came again, same id, same bytes"
    )
