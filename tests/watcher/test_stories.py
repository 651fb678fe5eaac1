"""One agency's story in other words, against another story of the agency."""

import importlib.util
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from services.watcher.origins.stories import AgencyStories
from shared.events import ArticleFound

BENCH = Path(__file__).parents[1] / "bench" / "origins.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_origins", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def story(bench: ModuleType) -> tuple[ArticleFound, ArticleFound]:
    """As the agency has it, and as a paper rewrites it."""
    pair = next(pair for pair in bench.pairs() if pair.kind == "rewritten")
    return pair.first, pair.second


def having(*articles: ArticleFound, most: int = 10) -> AgencyStories:
    stories = AgencyStories(most)
    for article in articles:
        stories.add(article)
    return stories


def crediting(article: ArticleFound, *names: str, origin: str = "") -> ArticleFound:
    """Without the credits in its text."""
    text = article.text.replace("(dpa)", "").replace("dpa", "")
    return article.model_copy(update={"authors": names, "text": text, "origin": origin or article.origin})


@pytest.mark.parametrize("part", ["dev", "test"])
def test_two_stories_are_never_made_one_and_few_are_missed(bench: ModuleType, part: str) -> None:
    precision, recall = bench.score(part)
    assert precision == 1
    assert recall >= 0.93


def test_without_a_credit_or_with_another_one_a_rewritten_story_has_its_own_origin(
    story: tuple[ArticleFound, ArticleFound],
) -> None:
    first, second = story
    assert having(first).origin_of(crediting(second, "dpa")) == first.origin
    assert having(first).origin_of(crediting(second)) is None
    assert having(first).origin_of(crediting(second, "AFP")) is None
    assert having(crediting(first)).origin_of(second) is None


def test_a_day_later_it_is_another_story(story: tuple[ArticleFound, ArticleFound]) -> None:
    first, second = story
    for hours, origin in ((23, first.origin), (25, None), (-25, None)):
        later = second.model_copy(update={"event_at": first.event_at + timedelta(hours=hours)})
        assert having(first).origin_of(later) == origin


def test_a_paper_that_mixes_two_agencies_does_not_make_one_origin_of_them(
    story: tuple[ArticleFound, ArticleFound],
) -> None:
    first, second = story
    of_dpa = crediting(first, "dpa", origin="dpa's")
    mixed = crediting(second, "dpa", "AFP", origin="dpa's")
    assert having(of_dpa, mixed).origin_of(crediting(second, "AFP")) is None
    assert having(mixed).origin_of(crediting(second, "AFP")) == "dpa's"


def test_no_more_stories_than_said_are_remembered(bench: ModuleType) -> None:
    first, *others = [pair.first for pair in bench.pairs() if pair.kind == "rewritten"]
    assert having(first, *others[:4], most=5).origin_of(first) == first.origin
    assert having(first, *others[:5], most=5).origin_of(first) is None
