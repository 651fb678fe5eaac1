"""The linker on any text: never raises, cuts no name wrongly, costs a constant per character."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ner.linker import Linker
from shared.events import Label, Mention, Span
from shared.watchlist import load_watchlist

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
LINKER = Linker(load_watchlist())
PIECES = [
    "Putin",
    "s ",
    "-",
    " Kim",
    " Jong",
    "-un",
    "\n",
    "Trump",
    "'",
    ".",
    " J",
    "\u00ad",
    "Merz",
    "\u0301",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Span], list[Mention]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    labels = draw(st.lists(st.sampled_from(Label), min_size=len(spans), max_size=len(spans)))
    mentions = [
        Mention(text=text[a:b], label=label, score=0.5, start=a, end=b)
        for (a, b), label in zip(spans, labels, strict=True)
    ]
    return text, [Span(start=0, end=len(text))], mentions


@settings(max_examples=300, deadline=None)
@given(articles())
def test_any_text_gives_ordered_disjoint_spans_that_cut_their_words(
    article: tuple[str, list[Span], list[Mention]],
) -> None:
    text, _, _ = article
    found = LINKER.link(*article)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert found == LINKER.link(*article)


def test_a_text_ten_times_as_long_costs_about_ten_times_as_much() -> None:
    text = "Kanzler Merz traf Wladimir Putin, Kim Jong-un und Anna Merz in Kiew. " * 300
    short, long = fastest(text), fastest(text * 10)
    assert long < 25 * short


HOSTILE = {
    "apostrophes": "a" + "'" * 200_000,
    "initials": "Donald " + "J. " * 70_000,
    "names": "Kim " * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_of_200_kb_is_read_within_seconds(text: str) -> None:
    assert fastest(text, times=1) < 5


def fastest(text: str, times: int = 3) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        LINKER.link(text, [], [])
        took.append(time.perf_counter() - start)
    return min(took)


PERSONS = {
    "000": {"rutte", "trump", "rama", "de-croo", "orpo"},
    "001": {"rutte", "scholz", "putin"},
    "002": {"rutte", "trump"},
    "003": {"rutte", "blinken", "trump", "kim-jong-un", "xi-jinping", "yoon", "biden"},
    "004": {"blinken", "rutte", "biden", "putin"},
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the seed articles in ../shared/seeds")
@pytest.mark.parametrize("number", PERSONS)
def test_the_persons_of_a_seed_are_found_without_a_tagger(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    found = LINKER.link(path.read_text(encoding="utf-8"), [], [])
    assert {mention.entity for mention in found if mention.label is Label.PER} == PERSONS[number]
