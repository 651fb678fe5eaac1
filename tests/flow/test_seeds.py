"""The five seeds give exactly the ledger and the alerts that a careful reader would want to be told."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from receiver import Receiver
from shared.broker import read_entries
from shared.events import AlertRaised
from system import ROOT, System, free_port

SECRET = "whsec_" + "bWVsZGVyLXNlZWQtdGVzdC1rZXktMDEyMzQ1Njc4OTA="
FORWARDS = ["001", "000", "004", "002", "003"]
FILES = {
    "000": "000_d49fd4259ea990de.txt",
    "001": "001_0940e5945a75e558.txt",
    "002": "002_bd759f200f7966e5.txt",
    "003": "003_90dbc5d7b124ac96.txt",
    "004": "004_43bcb089c8758b08.txt",
}
RULES = """
rules:
  - name: troops
    when: figure
    subject: north-korea
    measure: troops
    change: [first, raised, lowered]
    to: [TO]
  - name: named
    when: mention
    entity: [putin, kim-jong-un]
    again_after: AGAIN
    to: [TO]
"""

Alert = tuple[str, str, str, int | None, int | None]
"""Article, reason, subject, the figure's low, the previous figure's low."""
Claim = tuple[str, str, str, int | None, int | None]
"""Article, change, hedge, low, high."""

TOLD: dict[str, tuple[list[Alert], list[Claim]]] = {
    "forwards": (
        [
            ("001", "first", "north-korea", 8000, None),
            ("001", "named", "putin", None, None),
            ("000", "raised", "north-korea", 10000, 8000),
            ("004", "named", "putin", None, None),
            ("003", "named", "kim-jong-un", None, None),
        ],
        [
            ("001", "repeated", "at-least", 8000, None),
            ("001", "first", "about", 8000, 8000),
            ("000", "raised", "about", 10000, 10000),
            ("002", "confirmed", "at-least", 10000, None),
        ],
    ),
    "in reverse": (
        [
            ("003", "named", "kim-jong-un", None, None),
            ("002", "first", "north-korea", 10000, None),
            ("004", "named", "putin", None, None),
        ],
        [
            ("002", "first", "at-least", 10000, None),
            ("000", "late", "about", 10000, 10000),
            ("001", "repeated", "at-least", 8000, None),
            ("001", "late", "about", 8000, 8000),
        ],
    ),
}
ORDERS = {"forwards": FORWARDS, "in reverse": FORWARDS[::-1]}


def brief(alert: AlertRaised) -> Alert:
    low, before = (alert.figure.low if alert.figure else None), alert.previous
    return (number(alert.url), alert.reason.value, str(alert.subject), low, before.low if before else None)


def number(url: str) -> str:
    return url.rsplit("/", 1)[1]


def write_config(folder: Path, to: str, again: str = "24h") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(RULES.replace("AGAIN", again).replace("TO", to))


def tool(*words: str | Path, stdin: bytes = b"", config: Path, redis_url: str = "") -> bytes:
    """Run a command of Melder and return what it prints."""
    environment = {"MELDER_CONFIG": str(config), "MELDER_REDIS_URL": redis_url, "MELDER_JOURNAL": "test"}
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={key: value for key, value in environment.items() if value},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def annotated(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One ArticleTagged line per seed, read by the shipped model."""
    folder = tmp_path_factory.mktemp("annotate")
    write_config(folder, "log")
    files = [seeds / FILES[name] for name in FORWARDS]
    lines = tool("services.ner", "annotate", "--json", *files, config=folder).splitlines()
    assert len(lines) == len(FORWARDS)
    return dict(zip(FORWARDS, lines, strict=True))


@pytest.mark.parametrize("order", ORDERS)
def test_annotate_and_backtest_tell_what_should_be_told(
    annotated: dict[str, bytes], tmp_path: Path, order: str
) -> None:
    write_config(tmp_path, "log")
    lines = b"\n".join(annotated[name] for name in ORDERS[order])
    printed = tool("services.alert", "backtest", "--json", "-", stdin=lines, config=tmp_path)
    alerts = [AlertRaised.model_validate_json(line) for line in printed.splitlines()]
    assert [brief(alert) for alert in alerts] == TOLD[order][0]
    texts = {name: json.loads(line)["article"]["text"] for name, line in annotated.items()}
    for alert in alerts:
        proof = alert.evidence
        assert texts[number(alert.url)][proof.start : proof.end] == proof.sentence


def test_putin_is_not_named_again_within_thirty_days(annotated: dict[str, bytes], tmp_path: Path) -> None:
    write_config(tmp_path, "log", again="30d")
    lines = b"\n".join(annotated[name] for name in FORWARDS)
    printed = tool("services.alert", "backtest", "--json", "-", stdin=lines, config=tmp_path)
    named = [brief(AlertRaised.model_validate_json(line)) for line in printed.splitlines()]
    assert [alert[:3] for alert in named if alert[2] == "putin"] == [("001", "named", "putin")]


@pytest.mark.parametrize("order", ORDERS)
async def test_the_live_services_tell_the_same(seeds: Path, tmp_path: Path, order: str) -> None:
    receiver = Receiver(free_port(), SECRET)
    write_live_config(tmp_path, seeds, receiver.url, ORDERS[order])
    commands = {name: [f"services.{name}", "run"] for name in ("watcher", "ner", "alert")}
    async with receiver, System(tmp_path, commands, {"SEED_SECRET": SECRET}) as system:

        async def all_decided() -> bool:
            return await system.last(system.keys.found) == len(FORWARDS) and await system.decided()

        await system.until(all_decided, 120, "the seeds are decided and delivered")
        entries = await read_entries(system.client, system.keys.alerts)
        raised = [AlertRaised.model_validate_json(entry.data) for entry in entries]
        printed = tool(
            "services.alert", "ledger", "--json", config=tmp_path / "config", redis_url=system.broker.url
        )
    alerts, ledger = TOLD[order]
    assert [brief(alert) for alert in raised] == alerts
    assert sorted(brief(alert) for alert in receiver.alerts) == sorted(alerts)
    assert [told(json.loads(line)["claim"]) for line in printed.splitlines()] == ledger


def told(claim: dict[str, Any]) -> Claim:
    figure = claim["figure"]
    return (number(claim["evidence"]["url"]), claim["change"], figure["hedge"], figure["low"], figure["high"])


def write_live_config(folder: Path, seeds: Path, url: str, order: list[str]) -> None:
    config, inbox = folder / "config", folder / "inbox"
    write_config(config, "hook")
    config.joinpath("sources.yaml").write_text(
        f"sources:\n  - {{name: seeds, kind: folder, path: {inbox}}}\n"
    )
    config.joinpath("channels.yaml").write_text(
        f"channels:\n  - name: hook\n    kind: webhook\n    url: {url}\n    secret_env: [SEED_SECRET]\n"
        "    allow_private: true\n"
    )
    inbox.mkdir()
    entries = {entry["file"]: entry for entry in json.loads((seeds / "manifest.json").read_text())}
    (inbox / "manifest.json").write_text(json.dumps([entries[FILES[name]] for name in order]))
    for name in FILES.values():
        shutil.copy(seeds / name, inbox)
