"""The dashboard follows the flow, fits the screen, and comes up by itself."""

import json
from pathlib import Path
from typing import Any

import yaml

from deploy.grafana import build

ROOT = Path(__file__).parents[2]
PANELS = json.loads(build.FILE.read_text(encoding="utf-8"))["panels"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_file_is_what_the_script_writes() -> None:
    assert build.FILE.read_text(encoding="utf-8") == build.text(), "run python -m deploy.grafana.build"


def test_the_rows_follow_the_flow() -> None:
    rows = [panel["title"].split(":")[0] for panel in PANELS if panel["type"] == "row"]
    assert rows == ["Is it working at all?", "watcher", "ner", "alert"]


def test_the_panels_fill_the_grid_and_none_lies_on_another() -> None:
    taken = [
        (at["x"] + x, at["y"] + y)
        for at in (panel["gridPos"] for panel in PANELS)
        for x in range(at["w"])
        for y in range(at["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert {x for x, _ in taken} == set(range(24))
    assert len(taken) == 24 * (1 + max(y for _, y in taken)), "a row of panels is not full"


def test_every_panel_has_its_own_id_a_kind_that_grafana_ships_and_queries_with_ids_of_their_own() -> None:
    assert [panel["id"] for panel in PANELS] == list(range(1, len(PANELS) + 1))
    assert {panel["type"] for panel in PANELS} == {"row", "stat", "bargauge", "timeseries"}
    for panel in PANELS:
        refs = [target["refId"] for target in panel.get("targets", [])]
        assert bool(refs) == (panel["type"] != "row"), panel["title"]
        assert len(set(refs)) == len(refs), panel["title"]


def test_compose_starts_both_only_when_asked_and_grafana_finds_all_it_needs() -> None:
    services = read(ROOT / "compose.yaml")["services"]
    asked = {name for name, service in services.items() if service.get("profiles") == ["monitoring"]}
    assert asked == {"prometheus", "grafana"}
    provisioning = build.FILE.parent / "provisioning"
    source = read(provisioning / "datasources" / "prometheus.yaml")["datasources"][0]
    assert (
        f"--web.listen-address={source['url'].removeprefix('http://')}" in services["prometheus"]["command"]
    )
    folder = read(provisioning / "dashboards" / "melder.yaml")["providers"][0]["options"]["path"]
    assert services["grafana"]["volumes"] == [f"./{build.FILE.parent.relative_to(ROOT)}:{folder}:ro"]
    environment = services["grafana"]["environment"]
    assert environment["GF_PATHS_PROVISIONING"] == f"{folder}/{provisioning.name}"
    assert environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == f"{folder}/{build.FILE.name}"
