"""The gold set is read as well as promised; its test part is opened only to measure."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]
GOLD = Path(__file__).parents[1] / "gold"


@pytest.mark.parametrize(
    ("part", "fields", "least"),
    [
        ("dev", ("measure", "low", "high"), 0.97),
        ("dev", ("measure", "low", "high", "subject"), 0.95),
        ("test", ("measure", "low", "high"), 0.92),
        ("test", ("measure", "low", "high", "subject"), 0.85),
    ],
)
def test_f1_of_the_gold_set(read: Read, part: str, fields: tuple[str, ...], least: float) -> None:
    right = total = 0
    for line in (GOLD / f"figures_{part}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        want = Counter(tuple(figure[name] for name in fields) for figure in row["figures"])
        have = Counter(tuple(getattr(figure, name) for name in fields) for figure in read(row["text"]))
        right += (want & have).total()
        total += want.total() + have.total()
    assert 2 * right / total >= least


def test_a_third_of_the_gold_set_counts_nobody() -> None:
    rows = [
        json.loads(line)
        for part in ("dev", "test")
        for line in (GOLD / f"figures_{part}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) >= 400
    assert sum(not row["figures"] for row in rows) >= len(rows) / 3
