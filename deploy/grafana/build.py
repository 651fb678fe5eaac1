"""Writes dashboard.json from panels.py: python -m deploy.grafana.build."""

import json
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from deploy.grafana.panels import ROWS, Panel

FILE = Path(__file__).with_name("dashboard.json")
HEIGHT, COLUMNS = 7, 24
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
DRAWN = {
    "lines": {"drawStyle": "line", "showPoints": "never"},
    "bars": {"drawStyle": "bars", "fillOpacity": 80, "stacking": {"mode": "normal"}},
}


def text() -> str:
    """The dashboard in Grafana's classic JSON model, as it stands in the file."""
    variable = {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus"}
    board = {
        "uid": "melder",
        "title": "Melder",
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "graphTooltip": 1,
        "templating": {"list": [variable]},
        "panels": _panels(),
    }
    return json.dumps(board, indent=1, ensure_ascii=False) + "\n"


def _panels() -> list[dict[str, Any]]:
    placed: list[dict[str, Any]] = []
    y = 0
    for title, panels in ROWS.items():
        placed.append({"type": "row", "title": title, "panels": [], "gridPos": _at(0, y, COLUMNS, 1)})
        x, y = 0, y + 1
        for panel in panels:
            if x + panel.width > COLUMNS:
                x, y = 0, y + HEIGHT
            placed.append({**_drawn(panel), "gridPos": _at(x, y, panel.width, HEIGHT)})
            x += panel.width
        y += HEIGHT
    return [{"id": number, **panel} for number, panel in enumerate(placed, 1)]


def _at(x: int, y: int, w: int, h: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": w, "h": h}


def _drawn(panel: Panel) -> dict[str, Any]:
    over_time = panel.kind in DRAWN
    return {
        "type": "timeseries" if over_time else panel.kind,
        "title": panel.title,
        "description": panel.help,
        "datasource": SOURCE,
        "interval": "5m",
        "maxDataPoints": 150,
        "targets": [
            _target(ref, legend, query, instant=not over_time)
            for ref, (legend, query) in zip(ascii_uppercase, panel.queries.items(), strict=False)
        ],
        "fieldConfig": {"defaults": _field(panel), "overrides": []},
        "options": {"legend": {"showLegend": True}} if over_time else _value_options(),
    }


def _target(ref: str, legend: str, query: str, *, instant: bool) -> dict[str, Any]:
    return {"refId": ref, "expr": query, "legendFormat": legend, "instant": instant, "range": not instant}


def _field(panel: Panel) -> dict[str, Any]:
    steps = [{"value": value, "color": colour} for value, colour in panel.colours]
    words = {str(value): {"text": word} for value, word in enumerate(panel.words)}
    words["-1"] = {"text": "unknown"}
    return {
        "unit": panel.unit,
        "min": 0,
        "noValue": "none",
        "mappings": [{"type": "value", "options": words}],
        **({"custom": DRAWN[panel.kind]} if panel.kind in DRAWN else {}),
        **({} if panel.kind in DRAWN else {"thresholds": {"mode": "absolute", "steps": steps}}),
    }


def _value_options() -> dict[str, Any]:
    return {
        "colorMode": "background",
        "orientation": "horizontal",
        "reduceOptions": {"calcs": ["lastNotNull"]},
        "textMode": "value_and_name",
    }


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
