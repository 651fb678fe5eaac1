"""The developed part of the gold set stays as good as it was; the other part is for tests/bench/links.py."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from services.ner.linker import Linker
from shared.watchlist import load_watchlist

BENCH = Path(__file__).parents[1] / "bench" / "links.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_links", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_gold_texts_read_as_marked(bench: ModuleType) -> None:
    golds = list(bench.read_gold(bench.GOLD / "links_dev.jsonl"))
    score = bench.score(Linker(load_watchlist()), golds, bench.no_tagger)
    assert score.precision >= 0.98, score.errors
    assert score.recall >= 0.98, score.errors


@pytest.mark.parametrize("part", ["dev", "test"])
def test_every_entity_of_the_gold_set_is_in_the_watchlist(bench: ModuleType, part: str) -> None:
    known = load_watchlist().entities
    golds = bench.read_gold(bench.GOLD / f"links_{part}.jsonl")
    assert {link.entity for gold in golds for link in gold.links} <= set(known)


def test_marks_are_taken_out_of_a_text_and_counted_in_code_points(bench: ModuleType) -> None:
    gold = bench.unmark("Ja, [Putins](putin) 😀 [Kiew](kiew).")
    assert gold.text == "Ja, Putins 😀 Kiew."
    assert [gold.text[link.start : link.end] for link in gold.links] == ["Putins", "Kiew"]
