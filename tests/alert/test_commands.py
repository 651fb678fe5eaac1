"""The commands on a live journal: mute, rules, warm, backtest --compare."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from builders import NOON, a_figure, an_article
from embedded import EmbeddedBroker
from services.alert import mutes
from services.alert.deciding.rules import load_rules
from services.alert.journal import Journal
from services.alert.metrics import AlertMetrics
from services.alert.rules_in_journal import RulesInJournal
from shared.broker import read_entries
from shared.errors import ConfigError
from shared.events import MinutePassed
from shared.streams import Keys
from shared.watchlist import load_watchlist
from system import ROOT

RULES = """
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops, owner: Anna, description: Truppen}
  - {name: name, when: mention, entity: putin}
"""
Alert = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "channels.yaml").write_text("channels: []")
    return tmp_path


@pytest.fixture
def alert(folder: Path, broker: EmbeddedBroker, keys: Keys) -> Alert:
    """Runs a command on the broker of the test."""

    def run(*words: str, ok: bool = True, **environment: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "services.alert", *words],
            cwd=ROOT,
            env={
                "MELDER_CONFIG": str(folder),
                "MELDER_REDIS_URL": broker.url,
                "MELDER_JOURNAL": keys.journal,
                "USER": "berta",
                "COLUMNS": "150",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) is ok, done.stderr
        return done

    return run


@pytest.fixture
async def journal(client: Redis, keys: Keys, folder: Path) -> Journal:
    rules = load_rules(folder / "rules.yaml", load_watchlist(), [])
    await RulesInJournal(client, keys).change("", rules)
    return Journal(client, keys, AlertMetrics(CollectorRegistry()))


async def decide(client: Redis, keys: Keys, journal: Journal) -> None:
    """What ner does with what it passes through, then alert."""
    known = {entry.id for entry in await read_entries(client, keys.tagged)}
    for entry in await read_entries(client, keys.found):
        if entry.id not in known:
            await client.xadd(keys.tagged, {"__data__": entry.data}, id=entry.id)
    while await journal.decide_some(wait_ms=1):
        pass


async def test_a_mute_begins_is_listed_and_ends(
    client: Redis, keys: Keys, journal: Journal, alert: Alert
) -> None:
    said = await asyncio.to_thread(
        alert, "mute", "add", "--rule", "zahl", "--for", "2h", "--reason", "Wartung"
    )
    mute_id = said.stdout.split(":")[0]
    assert "no alert service runs: 1 records wait" in said.stderr
    await decide(client, keys, journal)
    (listed,) = (await asyncio.to_thread(alert, "mute", "list", "--json")).stdout.splitlines()
    told = json.loads(listed)
    assert (told["mute_id"], told["rule"], told["author"], told["reason"]) == (
        mute_id,
        "zahl",
        "berta",
        "Wartung",
    )
    assert "holds" in (await asyncio.to_thread(alert, "mute", "list")).stdout
    await asyncio.to_thread(alert, "mute", "end", mute_id)
    await decide(client, keys, journal)
    assert "ended" in (await asyncio.to_thread(alert, "mute", "list")).stdout
    assert (
        "did you mean" in (await asyncio.to_thread(alert, "mute", "end", f"{mute_id[:-1]}x", ok=False)).stderr
    )


async def test_rules_say_how_often_they_fired(
    client: Redis, keys: Keys, journal: Journal, alert: Alert
) -> None:
    for seq, words in enumerate(["8.000", "20.000"], 1):
        article = an_article(a_figure(words), id=words, at=seq)
        await client.xadd(keys.tagged, {"__data__": article.model_dump_json()}, id=f"{seq}-0")
    assert await journal.decide_some() == 2
    lines = (await asyncio.to_thread(alert, "rules", "--json")).stdout.splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["rule"], first["owner"], first["alerts"]) == ("zahl", "Anna", 2)
    assert first["last_fired"] == (NOON + timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    assert (second["alerts"], second["last_fired"]) == (0, None)
    table = (await asyncio.to_thread(alert, "rules")).stdout
    assert "2024-11-04 14:00" in table
    assert "never" in table


async def test_rules_say_what_waits_and_until_when(
    client: Redis, keys: Keys, journal: Journal, alert: Alert, folder: Path
) -> None:
    routed = RULES + "routes: [{name: r, rule: zahl, digest: 07:00}]"
    (folder / "rules.yaml").write_text(routed)
    rules = load_rules(folder / "rules.yaml", load_watchlist(), [])
    articles = [an_article(a_figure(words), id=words) for words in ("8.000", "20.000")]
    for seq, record in enumerate([rules.record, MinutePassed(at=NOON), *articles], 1):
        await client.xadd(keys.tagged, {"__data__": record.model_dump_json()}, id=f"{seq}-0")
    assert await journal.decide_some() == 4
    line = json.loads((await asyncio.to_thread(alert, "rules", "--json")).stdout.splitlines()[0])
    assert (line["waiting"], line["waits_until"]) == (2, "2024-11-05T06:00:00Z")
    assert "2 until 2024-11-05 06:00" in " ".join((await asyncio.to_thread(alert, "rules")).stdout.split())


async def test_an_archive_warms_the_journal_once(
    client: Redis, keys: Keys, journal: Journal, alert: Alert, folder: Path
) -> None:
    archive = folder / "archive.jsonl"
    archive.write_text(an_article(a_figure("8.000"), id="old").model_dump_json() + "\n")
    said = [(await asyncio.to_thread(alert, "warm", str(archive))).stdout for _ in range(2)]
    assert [words.split()[0] for words in said] == ["1", "0"]
    await decide(client, keys, journal)
    assert await client.exists(keys.alerts) == 0
    listed = await asyncio.to_thread(alert, "ledger", "--json")
    assert json.loads(listed.stdout)["claim"]["change"] == "first"
    archive.write_text("{")
    assert "archive.jsonl:1: " in (await asyncio.to_thread(alert, "warm", str(archive), ok=False)).stderr


def test_a_backtest_tries_what_run_would_refuse_and_says_so(alert: Alert, folder: Path) -> None:
    (folder / "tagged.jsonl").write_text(an_article(a_figure("8.000"), id="1").model_dump_json() + "\n")
    (folder / "rules.yaml").write_text(RULES.replace("owner: Anna", "to: [nobody], source: [tagblat]"))
    (folder / "sources.yaml").write_text("sources: [{name: tagblatt, kind: folder, path: x}]")
    done = alert("backtest", str(folder / "tagged.jsonl"))
    assert "`run` refuses these rules" in done.stderr
    assert "unknown channel 'nobody'" in done.stderr
    assert "unknown source 'tagblat'; did you mean tagblatt?" in done.stderr
    assert "0 alerts from 1 articles" in done.stdout


def test_another_rules_file_is_checked_before_it_is_put_in_force(alert: Alert, folder: Path) -> None:
    tried = folder / "tried.yaml"
    tried.write_text(RULES.replace("troops", "truppen"))
    assert "2 rules and 1 channels, all right" in alert("check").stdout
    assert f"{tried}:3: " in alert("check", "--rules", str(tried), ok=False).stderr


def test_two_rules_files_are_compared(alert: Alert, folder: Path) -> None:
    articles = [an_article(a_figure(words), id=words, at=n) for n, words in enumerate(["8.000", "9.500"])]
    tagged, other = folder / "tagged.jsonl", folder / "other.yaml"
    tagged.write_text("".join(f"{article.model_dump_json()}\n" for article in articles))
    other.write_text(RULES.replace("owner: Anna", "by: 25%, change: [first, raised, confirmed]"))
    out = alert("backtest", str(tagged), "--compare", str(other)).stdout
    assert "+ 0 alerts, − 0 alerts, 2 by both" in out
    other.write_text(RULES.replace("owner: Anna", "by: 25%"))
    out = alert("backtest", str(tagged), "--compare", str(other)).stdout
    assert "− 2024-11-04 13:00 zahl" in " ".join(out.split())
    assert "+ 0 alerts, − 1 alerts, 1 by both" in out
    assert "prints for people only" in alert("backtest", "--compare", str(other), "--json", ok=False).stderr


START = datetime(2025, 1, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lasting", "until", "end"),
    [
        ("2h", None, START + timedelta(hours=2)),
        (None, "2025-01-06T11:00", START + timedelta(hours=2)),
        (None, "2025-01-06T12:00+01:00", START + timedelta(hours=2)),
    ],
    ids=["for a while", "until a time in UTC", "until a time elsewhere"],
)
def test_a_mute_has_an_end(lasting: str | None, until: str | None, end: datetime) -> None:
    assert mutes.end_of(START, lasting, until) == end


@pytest.mark.parametrize(
    ("lasting", "until", "message"),
    [
        (None, None, "needs an end"),
        ("2h", "2025-01-06T11:00", "needs an end"),
        ("zwei", None, "a duration is written as"),
        ("999999999d", None, "a duration is written as"),
        (None, "morgen", "is no time"),
    ],
)
def test_a_mute_without_a_clear_end_is_refused(lasting: str | None, until: str | None, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        mutes.end_of(START, lasting, until)


def test_a_mute_is_about_something_and_ends_after_it_starts() -> None:
    with pytest.raises(ConfigError, match="needs --rule or --entity"):
        mutes.new_mute(None, None, START, START + timedelta(hours=1), "x", "y")
    with pytest.raises(ConfigError, match="before it starts"):
        mutes.new_mute("r", None, START, START, "x", "y")
    for reason, author in (("", "y"), ("x", " ")):
        with pytest.raises(ConfigError, match="a mute needs a --reason and an --author"):
            mutes.new_mute("r", None, START, START + timedelta(hours=1), reason, author)


def test_a_channel_is_tried_without_a_broker(alert: Alert, free_port: int) -> None:
    told = alert("test", "log", MELDER_REDIS_URL=f"redis://127.0.0.1:{free_port}/0").stdout
    assert "log accepted the test alert" in told
    assert "No broker answers" in told


async def test_a_ledger_is_drawn(client: Redis, keys: Keys, journal: Journal, alert: Alert) -> None:
    for seq, words in enumerate(["8.000", "20.000"], 1):
        article = an_article(a_figure(words), id=words, at=seq)
        await client.xadd(keys.tagged, {"__data__": article.model_dump_json()}, id=f"{seq}-0")
    assert await journal.decide_some() == 2
    drawn = (await asyncio.to_thread(alert, "ledger", "north-korea", "--plot")).stdout
    assert "● first   ▲ raised" in drawn
    assert "20.000 | " in drawn
    refused = await asyncio.to_thread(alert, "ledger", "--plot", "--json", ok=False)
    assert "--plot draws for people" in refused.stderr
