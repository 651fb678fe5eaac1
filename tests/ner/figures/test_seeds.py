"""The five seed articles, as their README says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
EXPECTED = {
    "001": [("at-least", 8000, None, "russia", None), ("about", 8000, 8000, None, "usa")],
    "000": [("about", 10_000, 10_000, "kursk", "pentagon")],
    "004": [],
    "002": [("at-least", 10_000, None, "kursk", "usa")],
    "003": [],
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the seed articles in ../shared/seeds")
@pytest.mark.parametrize("name", EXPECTED)
def test_the_figures_of_a_seed_article(read: Read, name: str) -> None:
    [path] = SEEDS.glob(f"{name}_*.txt")
    figures = read(path.read_text(encoding="utf-8"))
    assert [
        (f.hedge, f.low, f.high, f.place, f.attribution.entity if f.attribution else None) for f in figures
    ] == EXPECTED[name]
    assert {(f.measure, f.subject, f.flags) for f in figures} <= {("troops", "north-korea", ())}
