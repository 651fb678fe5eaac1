"""Dashboard and alarms ask only for what is measured, and a real Prometheus answers each query."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.registry import Collector

from deploy.grafana import build
from deploy.grafana.promql import counted
from services.alert.delivery.metrics import DeliveryMetrics
from services.alert.metrics import AlertMetrics
from services.ner.metrics import NerMetrics
from services.watcher.metrics import WatcherMetrics
from shared.metrics import ServiceMetrics
from system import free_port

SHIPPED = Path(__file__).parents[2] / "deploy" / "prometheus"
GRAFANAS = {"$__interval": "10s", "$__interval_ms": "10000", "$__range": "30s", "$__range_s": "30"}
OF_PROMETHEUS = {"job", "instance", "le", "alertname", "alertstate"}
TEN_MINUTES = {"$__interval": "10m", "$__interval_ms": "600000"}
PATIENCE = 30.0


class Measured(CollectorRegistry):
    """What all services measure, each metric with one sample whose labels hold their own names."""

    def __init__(self) -> None:
        super().__init__()
        self._collectors: list[Collector] = []
        for metrics in (ServiceMetrics, WatcherMetrics, NerMetrics, AlertMetrics, DeliveryMetrics):
            metrics(self)
        for collector in self._collectors:
            self._fill(collector)

    def register(self, collector: Collector) -> None:
        super().register(collector)
        self._collectors.append(collector)

    def _fill(self, collector: Collector) -> None:
        assert isinstance(collector, Counter | Gauge | Histogram)
        names = collector._labelnames  # no public way to ask for them
        one = collector.labels(*names) if names else collector
        one.observe(1) if isinstance(one, Histogram) else one.inc()

    def labels(self) -> dict[str, set[str]]:
        """The labels of each series, by its name."""
        return {one.name: set(one.labels) for metric in self.collect() for one in metric.samples}


def dashboard() -> list[tuple[str, str]]:
    """Legend and query of each target, with Grafana's variables filled in."""
    panels = json.loads(build.FILE.read_text(encoding="utf-8"))["panels"]
    targets = [target for panel in panels for target in panel.get("targets", [])]
    return [(target["legendFormat"], filled(target["expr"], GRAFANAS)) for target in targets]


def filled(query: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$\w+", lambda name: variables[name[0]], query)


def alarms() -> list[tuple[str, str]]:
    """What each alarm says, and its query."""
    groups = yaml.safe_load((SHIPPED / "alarms.yml").read_text(encoding="utf-8"))["groups"]
    return [(rule["annotations"]["summary"], rule["expr"]) for group in groups for rule in group["rules"]]


@pytest.mark.parametrize(
    "asked", [pytest.param(dashboard(), id="the dashboard"), pytest.param(alarms(), id="the alarms")]
)
def test_asks_only_for_metrics_and_labels_that_a_service_has(asked: list[tuple[str, str]]) -> None:
    measured = Measured().labels()
    for _, query in asked:
        metrics = set(re.findall(r"\bmelder_\w+", query))
        assert metrics - measured.keys() == set(), query
        grouped = ",".join(re.findall(r"(?:by|on) \(([^)]*)\)", query)).replace(" ", "").split(",")
        for metric in metrics:
            selected = ",".join(re.findall(rf"\b{metric}\{{([^}}]*)\}}", query))
            labels = {*grouped, *re.findall(r"(\w+)=~?\"", selected)} - {""} - OF_PROMETHEUS
            assert labels - measured[metric] == set(), f"{metric}: {query}"


def test_every_query_is_promql(program: Callable[[str], str], tmp_path: Path) -> None:
    rules = [{"record": f"query:{number}", "expr": query} for number, (_, query) in enumerate(dashboard())]
    groups = {"groups": [{"name": "dashboard", "rules": rules}]}
    promtool_agrees(program("promtool"), "check", tmp_path / "queries.yml", groups)


@pytest.mark.parametrize(
    ("values", "began", "grown"),
    [
        pytest.param("_x12 1x8", "_x12 710x8", 1, id="the first alert of a rule counts"),
        pytest.param("_x8 1x12", "_x8 415x12", 1, id="what began before the window, unseen, counts"),
        pytest.param("4x20", "5x20", 0, id="what stands still is nothing new"),
        pytest.param("4x12 5x8", "5x20", 1, id="what grows is counted"),
        pytest.param("4x8 6 _ 2x9", "5x9 _ 650x9", 4, id="before and after a restart is counted"),
        pytest.param("4x3 stale _x7 2x9", "5x3 stale _x7 700x9", 2, id="so it is after a long standstill"),
        pytest.param("_x15 40x5", "_x15 5x5", 0, id="what was there before prometheus looked is no peak"),
        pytest.param("40x5 stale _x9 40x5", "5x5 stale _x9 5x5", 0, id="a gap in the scraping is no peak"),
    ],
)
def test_a_counter_is_counted_from_its_first_value_on(
    program: Callable[[str], str], tmp_path: Path, values: str, began: str, grown: int
) -> None:
    query = filled(counted("melder_alerts_raised_total", "rule"), TEN_MINUTES)
    labels = '{job="alert",instance="a",rule="r"}'
    series = {f"melder_alerts_raised_total{labels}": values, f"melder_alerts_raised_created{labels}": began}
    told = {
        "expr": f"round({query})",
        "eval_time": "17m",
        "exp_samples": [{"labels": '{rule="r"}', "value": grown}],
    }
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": numbers} for name, numbers in series.items()],
        "promql_expr_test": [told],
    }
    tests = {"evaluation_interval": "1m", "tests": [case]}
    promtool_agrees(program("promtool"), "test", tmp_path / "counted.yml", tests)


def promtool_agrees(promtool: str, verb: str, file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    told = subprocess.run([promtool, verb, "rules", file], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.fixture
def metrics_port() -> Iterator[int]:
    """A real /metrics with what all services measure."""
    server, thread = start_http_server(0, "127.0.0.1", Measured())
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prometheus(program: Callable[[str], str], metrics_port: int, tmp_path: Path) -> Iterator[str]:
    """The address of a Prometheus on the shipped configuration, only faster and with other targets."""
    config = yaml.safe_load((SHIPPED / "prometheus.yml").read_text(encoding="utf-8"))
    config["global"] = {"scrape_interval": "200ms", "scrape_timeout": "200ms", "evaluation_interval": "200ms"}
    config["rule_files"] = [str(SHIPPED / name) for name in config["rule_files"]]
    for job in config["scrape_configs"]:
        job["static_configs"] = [{"targets": [f"127.0.0.1:{metrics_port}"]}]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [program("prometheus"), f"--config.file={tmp_path / 'prometheus.yml'}"]
    command += [f"--storage.tsdb.path={tmp_path / 'data'}", f"--web.listen-address={address}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_scraped(f"http://{address}", process, tmp_path / "log")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def ask(address: str, query: str) -> list[dict[str, Any]]:
    """What Prometheus answers; urllib.error.HTTPError when it refuses the query."""
    with urlopen(f"{address}/api/v1/query?{urlencode({'query': query})}", timeout=5) as answer:  # noqa: S310
        told = json.load(answer)
    assert told["status"] == "success", told
    result: list[dict[str, Any]] = told["data"]["result"]
    return result


def wait_until_scraped(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Each service three times, and an alarm rings."""
    seen = 'count(count_over_time(up[1m]) >= 3) == 3 and on () count(ALERTS{alertstate="firing"})'
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):  # not listening yet, or not ready
            if ask(address, seen):
                return
        time.sleep(0.05)
    pytest.fail(log.read_text(encoding="utf-8"))


def test_a_real_prometheus_answers_every_query_with_all_that_its_legend_names(prometheus: str) -> None:
    for legend, query in dashboard():
        answer = ask(prometheus, query)
        assert answer, f"nothing for {query}"
        named = set(re.findall(r"\{\{(\w+)\}\}", legend))
        assert [series for series in answer if named - series["metric"].keys()] == [], f"{legend}: {query}"
        if "increase(" in query:
            assert [one for one in answer if float(one["value"][1]) < 1] == [], f"not counted: {query}"
