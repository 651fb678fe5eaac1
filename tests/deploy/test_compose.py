"""compose.yaml and the Dockerfile hold what the README promises of them."""

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVICES = ("watcher", "ner", "alert")


@pytest.fixture
def understood(program: Callable[[str], str], tmp_path: Path) -> Callable[[], dict[str, Any]]:
    """The file as docker-compose understands it in the environment of the call, without a file .env."""
    no_env = tmp_path / ".env"
    no_env.touch()

    def understand() -> dict[str, Any]:
        checked = subprocess.run(
            [program("docker-compose"), "--env-file", str(no_env), "-f", "compose.yaml", "config"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr
        found: dict[str, Any] = yaml.safe_load(checked.stdout)
        return found

    return understand


@pytest.fixture
def compose(understood: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return understood()


def test_the_services_stand_in_the_order_of_the_flow() -> None:
    written = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert list(written["services"]) == ["broker", *SERVICES, "prometheus", "grafana"]
    assert "name" not in written, "docker-compose 1.29 refuses a top-level name"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_the_broker_is_watched_and_cannot_write(
    compose: dict[str, Any], name: str
) -> None:
    service = compose["services"][name]
    assert service["build"]["args"] == {"SERVICE": name}
    assert service["depends_on"] == {"broker": {"condition": "service_healthy"}}
    assert "/readyz" in service["healthcheck"]["test"][-1]
    assert service["restart"] == "unless-stopped"
    assert service["read_only"]
    written = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert written == (["models:/var/cache/huggingface:rw"] if name == "ner" else [])


def test_a_model_of_the_hub_is_fetched_once_and_not_into_memory(compose: dict[str, Any]) -> None:
    ner = compose["services"]["ner"]
    home = ner["environment"]["HF_HOME"]
    assert f"models:{home}:rw" in ner["volumes"]
    assert "models" in compose["volumes"]
    assert not any(home.startswith(f"{memory}/") for memory in ner["tmpfs"])
    lines = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if f"--owner melder {home}" in line], "else a new volume is root's"


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("HF_HUB_OFFLINE", "1", "1"),
        ("HF_TOKEN", "hf_key", "hf_key"),
        ("MELDER_NER_DEVICE", "cpu", "cpu"),
        ("HF_HUB_OFFLINE", None, ""),
        ("HF_TOKEN", None, ""),
        ("MELDER_NER_DEVICE", None, "auto"),
    ],
)
def test_ner_is_given(
    understood: Callable[[], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    given: str | None,
    taken: str,
) -> None:
    monkeypatch.delenv(name, raising=False)
    if given:
        monkeypatch.setenv(name, given)
    assert understood()["services"]["ner"]["environment"][name] == taken


def test_the_broker_forgets_nothing(compose: dict[str, Any]) -> None:
    command = compose["services"]["broker"]["command"]
    assert "--appendonly yes" in " ".join(command.split())
    assert "--maxmemory-policy noeviction" in command


def test_torch_stays_out_of_the_images_that_do_not_need_it() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("watcher", "alert"):
        needed = " ".join(extras["dependencies"] + extras["optional-dependencies"][name])
        assert not [heavy for heavy in ("torch", "flair", "onnxruntime") if heavy in needed]


def test_the_images_do_not_run_as_root() -> None:
    lines = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER melder"]
