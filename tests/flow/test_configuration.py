"""Every file of the configuration is taken over by a running system, without a command."""

from pathlib import Path

from shared.broker import read_entries
from shared.events import AlertRaised
from system import System

COMMANDS = {name: [f"services.{name}", "run"] for name in ("watcher", "ner", "alert")}
BERG = "entities: [{id: berg, kind: person, name: Anna Berg}]"


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / "config" / f"{name}.yaml").write_text(content)


def source(folder: Path, name: str) -> str:
    return f"  - {{name: {name}, kind: folder, path: {folder / name}, every: 1s}}\n"


async def test_a_running_system_takes_its_files_over_and_keeps_the_last_good_ones(tmp_path: Path) -> None:
    for name in ("config", "one", "other"):
        (tmp_path / name).mkdir()
    write(
        tmp_path,
        sources="sources:\n" + source(tmp_path, "one"),
        watchlist="entities: []",
        channels="channels: []",
        rules="rules: []",
    )

    def said(service: str, words: str) -> int:
        return (tmp_path / "log" / f"{service}.log").read_text().count(words)

    async with System(tmp_path, COMMANDS, {}) as system:
        pids = {name: process.pid for name, process in system.processes.items()}

        async def running() -> bool:
            return all(said(name, '"running"') for name in COMMANDS)

        await system.until(running, 60, "all run")
        write(
            tmp_path,
            sources="sources:\n" + source(tmp_path, "one") + source(tmp_path, "other"),
            watchlist=BERG,
            channels="channels: [{name: desk, kind: log}]",
            rules="rules: [{name: r, when: mention, entity: berg, to: [desk]}]",
        )

        async def anew() -> bool:
            return all(said(name, '"running"') == 2 for name in COMMANDS)

        await system.until(anew, 60, "all run on the new files")
        (tmp_path / "other" / "berg.txt").write_text("Anna Berg spricht heute in Kiel über Hilfe.")

        async def told() -> bool:
            return bool(await read_entries(system.client, system.keys.alerts)) and await system.decided()

        await system.until(told, 30, "whom the new watchlist knows is told to the new channel")
        [entry] = await read_entries(system.client, system.keys.alerts)
        assert AlertRaised.model_validate_json(entry.data).subject == "berg"
        assert said("alert", '"channel": "desk"') >= 1

        write(tmp_path, sources="", watchlist="entities: {}", channels="", rules="")

        async def refused() -> bool:
            wrong = {name: said(name, "a changed file is wrong") for name in COMMANDS}
            return wrong == dict.fromkeys(COMMANDS, 1)

        await system.until(refused, 30, "all say that a file is wrong")
        assert {name: process.pid for name, process in system.processes.items()} == pids
        assert [process.poll() for process in system.processes.values()] == [None] * len(pids)
