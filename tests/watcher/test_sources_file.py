"""sources.yaml: what is right, and what is said about what is wrong."""

from pathlib import Path

import pytest

from services.watcher.metrics import WatcherMetrics
from services.watcher.settings import WatcherSettings
from services.watcher.sources.feed import FeedConfig
from services.watcher.sources_file import Sources, load_sources
from shared.errors import ConfigError
from shared.events import Trust

ENVIRON = {"TOKEN_OF_A": "a" * 24, "SHORT": "geheim"}
SHIPPED = Path(__file__).parents[2] / "deploy" / "config"
FEED = "  - {name: a, kind: feed, url: 'https://zeitung.example/feed'}\n"


def the_file(folder: Path, content: str) -> Path:
    (folder / "sources.yaml").write_text(content, encoding="utf-8")
    return folder


def test_the_shipped_file_is_right(metrics: WatcherMetrics) -> None:
    names = [source.name for source in Sources(load_sources(SHIPPED, {}), WatcherSettings(), metrics).all]
    assert names[:2] == ["inbox", "tagesschau"]
    assert len(names) > 40


def test_every_shipped_feed_has_a_group_and_countries_are_not_forgotten() -> None:
    feeds = [source for source in load_sources(SHIPPED, {}).sources if isinstance(source, FeedConfig)]
    assert {feed.group.partition("-")[0] for feed in feeds} == {"de", "at", "ch", "lu"}
    assert {feed.trust for feed in feeds} == set(Trust)
    assert len({feed.url for feed in feeds}) == len(feeds)


def test_times_are_seconds_for_the_sources(tmp_path: Path, metrics: WatcherMetrics) -> None:
    content = "sources:\n  - {name: a, kind: folder, path: in, every: 2m}\n" + FEED.replace(
        "name: a", "name: b"
    )
    folder, feed = Sources(load_sources(the_file(tmp_path, content), ENVIRON), WatcherSettings(), metrics).all
    assert (folder.every, feed.every) == (120, 300)


WRONG = [
    pytest.param("", r"sources\.yaml:1: sources: Field required", id="an empty file"),
    pytest.param("sources: []\n", r"sources\.yaml:1: sources: .*at least 1", id="no source"),
    pytest.param(
        "sources:\n  - {name: a, kind: fed}\n",
        r":2: sources\.0: no such kind 'fed'; did you mean feed\? Known: feed, folder, push",
        id="an unknown kind",
    ),
    pytest.param(
        "sources:\n  - name: a\n",
        r":2: sources\.0: `kind` is missing: one of feed, folder, push$",
        id="no kind",
    ),
    pytest.param(
        "sources:\n  - name: a\n    kind: folder\n    path: x\n    evry: 5m\n",
        r":5: sources\.0\.folder\.evry",
        id="a typo",
    ),
    pytest.param(
        "sources:\n  - name: a\n    kind: folder\n    path: x\n    every: 5\n",
        r":5: sources\.0\.folder\.every: a duration is a whole number and s, m, h or d",
        id="a duration without a unit",
    ),
    pytest.param(
        "sources:\n" + FEED.replace("name: a", "name: A b"), r":2: sources\.0\.feed\.name", id="a wrong name"
    ),
    pytest.param(
        "sources:\n" + FEED * 2,
        r"sources\.1\.name: each source needs a name of its own; used twice: a",
        id="a name twice",
    ),
    pytest.param(
        "sources:\n" + FEED.replace("https://zeitung.example", "http://10.0.0.1"),
        r":2: sources\.0\.feed: .*10\.0\.0\.1 is not a public one; `allow: \[host:port\]` makes an exception",
        id="a private address",
    ),
    pytest.param(
        "sources:\n" + FEED.replace("name: a", "name: a, trust: hoch"),
        r":2: sources\.0\.feed\.trust: .*'high', 'medium' or 'low'",
        id="an unknown level of trust",
    ),
    pytest.param(
        "sources:\n  - {name: a, kind: push, token_env: TOKEN_OF_B}\n",
        r":2: sources\.0\.push\.token_env: TOKEN_OF_B is not set; it holds the client's token \(make one: ",
        id="a token that is not there",
    ),
    pytest.param(
        "sources:\n  - {name: a, kind: push, token_env: SHORT}\n",
        r":2: sources\.0\.push\.token_env: SHORT holds fewer than 24 characters",
        id="a token that can be guessed",
    ),
    pytest.param("sources: [", r"sources\.yaml:1:11: not valid YAML: .*a bracket stays open", id="no YAML"),
]


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_a_wrong_file_is_refused_with_line_and_field(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_sources(the_file(tmp_path, content), ENVIRON)


def test_a_missing_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; MELDER_CONFIG names the folder"):
        load_sources(tmp_path, {})


def test_what_one_source_may_ask_for_another_may_not(tmp_path: Path, metrics: WatcherMetrics) -> None:
    content = "sources:\n" + FEED + FEED.replace("name: a", "name: b, allow: ['10.0.0.1:81']")
    sources = Sources(load_sources(the_file(tmp_path, content), ENVIRON), WatcherSettings(), metrics)
    one, other = sources._clients.values()
    assert one is not other
    assert not one._guard.allows("10.0.0.1", 81)
    assert other._guard.allows("10.0.0.1", 81)
