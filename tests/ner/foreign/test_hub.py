"""A model by its name on the hub, from a hub on loopback, as the commands load it."""

import asyncio
import hashlib
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from ner.foreign.tiny import saved, saved_by_old_flair

from services.ner.foreign.hub import is_hub_name

ROOT = Path(__file__).parents[3]
COMMIT = "c0ffee" + "0" * 34
LOAD = """
from services.ner.models import load_model
from services.ner.settings import NerSettings
from shared.settings import load_settings
load_model(load_settings(NerSettings))
"""
SENTENCE = "Am Montag war Wladimir Putin in Kursk."


@dataclass
class Hub:
    """Serves the files of some models as huggingface.co does; everything else is not there."""

    port: int
    models: dict[str, dict[str, bytes]]
    asked: list[str] = field(default_factory=list)

    @property
    def sum(self) -> str:
        """SHA-256 of the model `own/tiny`."""
        return hashlib.sha256(self.models["own/tiny"]["pytorch_model.bin"]).hexdigest()

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        _, owner, model, _, revision, file = request.path.split("/", 5)
        if (files := self.models.get(f"{owner}/{model}")) is None:
            return _missing("RepoNotFound")
        if revision not in ("main", COMMIT):
            return _missing("RevisionNotFound")
        if (content := files.get(file)) is None:
            return _missing("EntryNotFound")
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'}
        return web.Response(body=content, headers=headers)


def _missing(code: str) -> web.Response:
    return web.Response(status=404, headers={"X-Error-Code": code})


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return saved(tmp_path_factory.mktemp("hub") / "pytorch_model.bin").read_bytes()


@pytest.fixture
async def hub(content: bytes, free_port: int) -> AsyncIterator[Hub]:
    hub, app = (
        Hub(free_port, {"own/tiny": {"pytorch_model.bin": content}, "own/other-kind": {}}),
        web.Application(),
    )
    app.router.add_get("/{owner}/{model}/resolve/{revision}/{file}", hub.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", free_port).start()
    yield hub
    await runner.cleanup()


@dataclass
class Answer:
    status: int
    out: str
    err: str


async def run(hub: Hub, home: Path, model: str, settings: Mapping[str, str], *command: str) -> Answer:
    """What a program says and answers with that model; HF_HOME is `home`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        cwd=ROOT,
        env={
            **os.environ,
            "HF_ENDPOINT": f"http://127.0.0.1:{hub.port}",
            "HF_HOME": str(home),
            "MELDER_NER_MODEL": model,
            "MELDER_NER_MODEL_SHA256": hub.sum,
            **settings,
        },
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(SENTENCE.encode())
    return Answer(process.returncode or 0, out.decode(), err.decode())


async def annotate(hub: Hub, home: Path, model: str, **settings: str) -> Answer:
    """What `ner annotate` says about one sentence."""
    return await run(hub, home, model, settings, "-m", "services.ner", "annotate", "--json", "-")


async def test_a_model_is_fetched_once_by_its_name_and_every_article_says_so(
    hub: Hub, tmp_path: Path
) -> None:
    first = await annotate(hub, tmp_path, "own/tiny")
    assert first.status == 0, first.err
    tagged = json.loads(first.out)
    assert tagged["model"] == {"name": "own/tiny", "version": hub.sum[:12]}
    assert [mention["text"] for mention in tagged["mentions"]] == ["Wladimir Putin", "Kursk"]
    assert set(hub.asked) == {"/own/tiny/resolve/main/pytorch_model.bin"}
    hub.asked.clear()
    fetch = f"from services.ner.foreign.hub import fetch; fetch('own/tiny@{COMMIT}')"
    again = await run(hub, tmp_path, "", {}, "-c", fetch)
    assert (again.status, hub.asked) == (0, []), "a commit that is here already needs no network"


WRONG = {"MELDER_NER_MODEL_SHA256": "0" * 64}
REFUSED = {
    "a model with another sum": ("own/tiny", WRONG, "SHA-256 is .* was not opened"),
    "a model without a sum": (
        "own/tiny",
        {"MELDER_NER_MODEL_SHA256": ""},
        "MELDER_NER_MODEL_SHA256 is not set: own/tiny may run any code",
    ),
    "half a sum": ("own/tiny", {"MELDER_NER_MODEL_SHA256": "abc"}, "MELDER_NER_MODEL_SHA256: String should"),
    "a model that is not there": (
        "own/other",
        {},
        "own/other: there is no such file here, and the hub shows nobody such a model",
    ),
    "a revision that is not there": ("own/tiny@v2", {}, "own/tiny@v2: the hub has no such revision"),
    "a hub that cannot be asked": (
        "own/tiny",
        {"HF_HUB_OFFLINE": "1"},
        "no such file here, the hub cannot be reached, and its cache .*cli download own/tiny",
    ),
    "a model that Flair did not save": (
        "own/other-kind",
        {},
        r"own/other-kind: it holds no pytorch_model\.bin; take a model that was saved by Flair",
    ),
    "a name that cannot be one": ("own/ti--ny", {}, "own/ti--ny: could not be fetched from the hub: "),
}


@pytest.mark.parametrize(("model", "settings", "why"), REFUSED.values(), ids=REFUSED)
async def test_it_says_what_to_do_about(
    hub: Hub, tmp_path: Path, model: str, settings: dict[str, str], why: str
) -> None:
    answer = await run(hub, tmp_path, model, settings, "-c", LOAD)
    assert answer.status == 1
    assert re.search(rf"^shared.errors.ConfigError: .*{why}", answer.err, re.MULTILINE), answer.err


async def test_a_command_that_refuses_a_model_ends_with_status_2_and_no_traceback(
    hub: Hub, tmp_path: Path
) -> None:
    answer = await annotate(hub, tmp_path, "own/tiny", **WRONG)
    assert (answer.status, answer.out) == (2, "")
    assert re.fullmatch(r"melder: .*: SHA-256 is .* was not opened\..*\n", answer.err), answer.err


async def test_a_model_of_old_whose_tokenizer_is_on_the_hub_is_loaded(hub: Hub, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    model = saved_by_old_flair(tmp_path / "model.bin", base, "own/base")
    hub.models["own/tiny"] = {"pytorch_model.bin": model.read_bytes()}
    hub.models["own/base"] = {file.name: file.read_bytes() for file in base.iterdir()}
    answer = await annotate(hub, tmp_path / "home", "own/tiny")
    assert answer.status == 0, answer.err
    assert "/own/base/resolve/main/tokenizer.json" in hub.asked
    again = await annotate(hub, tmp_path / "home", "own/tiny", HF_HUB_OFFLINE="1")
    assert json.loads(again.out)["mentions"] == json.loads(answer.out)["mentions"]


NAMES = {
    "flair/ner-german-large": True,
    "flair/ner-german-large@c0ffee": True,
    "./models/german.pt": False,
    "/models/german.pt": False,
    "ner-german": False,
    "a/b/c.pt": False,
    "models/german.pt": False,
    "models/pytorch_model.bin": False,
    "models/german.PT": False,
    "flair/german.pt@main": True,
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_hub_name_is_owner_and_model(name: str, expected: bool) -> None:
    assert is_hub_name(name) is expected
