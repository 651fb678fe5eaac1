"""Bounds are kept as the words before a number have them."""

from collections.abc import Callable

import pytest

from shared.events import Figure, Hedge

Read = Callable[[str], tuple[Figure, ...]]


@pytest.mark.parametrize(
    ("number", "hedge", "low", "high"),
    [
        *[
            (f"{word} 3.000", Hedge.ABOUT, 3000, 3000)
            for word in (
                "rund",
                "etwa",
                "ca.",
                "circa",
                "knapp",
                "gut",
                "fast",
                "an die",
                "ungefähr",
                "schätzungsweise",
                "nahezu",
            )
        ],
        *[
            (f"{word} 3.000", Hedge.AT_LEAST, 3000, None)
            for word in (
                "mehr als",
                "über",
                "mindestens",
                "wenigstens",
                "weit über",
                "nicht weniger als",
                "deutlich mehr als",
            )
        ],
        *[
            (f"{word} 3.000", Hedge.AT_MOST, None, 3000)
            for word in (
                "bis zu",
                "höchstens",
                "maximal",
                "weniger als",
                "nicht mehr als",
                "bis zu rund",
            )
        ],
        ("3.000 oder mehr", Hedge.AT_LEAST, 3000, None),
        ("zwischen 3.000 und 4.000", Hedge.RANGE, 3000, 4000),
        ("rund 3.000 bis 4.000", Hedge.RANGE, 3000, 4000),
        ("3.000 bis höchstens 4.000", Hedge.RANGE, 3000, 4000),
        ("zwischen 3.000 und maximal 4.000", Hedge.RANGE, 3000, 4000),
        ("seit 2022 bis zu 3.000", Hedge.AT_MOST, None, 3000),
        ("in Abschnitt 7 bis zu 3.000", Hedge.AT_MOST, None, 3000),
        ("genau 3.000", Hedge.EXACT, 3000, 3000),
        ("insgesamt 3.000", Hedge.EXACT, 3000, 3000),
    ],
)
def test_a_hedge_sets_the_bounds(
    read: Read, number: str, hedge: Hedge, low: int | None, high: int | None
) -> None:
    [figure] = read(f"Dort stehen {number} Soldaten.")
    assert (figure.hedge, figure.low, figure.high) == (hedge, low, high)


def test_a_hedge_holds_for_its_own_number_only(read: Read) -> None:
    killed, wounded = read("Gemeldet wurden mindestens 410 Tote und 290 Verletzte.")
    assert (killed.hedge, wounded.hedge) == (Hedge.AT_LEAST, Hedge.EXACT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dort stehen rund 10.000 Soldaten.", "rund 10.000"),
        ("Es sind inzwischen mehr als 10.000 Soldaten.", "mehr als 10.000"),
        ("Es sind bereits etwa weitere 8.000 Soldaten.", "etwa weitere 8.000"),
        ("Mindestens 300 Soldaten fielen.", "Mindestens 300"),
    ],
)
def test_the_words_are_the_number_with_its_hedge(read: Read, text: str, words: str) -> None:
    assert [figure.words for figure in read(text)] == [words]


def test_ueber_is_no_hedge_where_something_is_told_about_them(read: Read) -> None:
    [figure] = read("Das Blatt berichtete über 300 Soldaten.")
    assert figure.hedge is Hedge.EXACT


def test_estimates_make_an_exact_number_a_rounded_one(read: Read) -> None:
    [figure] = read("Schätzungen zufolge kämpfen dort 3.000 Soldaten.")
    assert figure.hedge is Hedge.ABOUT


@pytest.mark.parametrize(
    ("text", "hedge", "low", "high"),
    [
        ("Keine 70 Mann hielten den Hügel.", Hedge.AT_MOST, None, 70),
        ("Das Dorf hat keine 70 Soldaten mehr.", Hedge.AT_MOST, None, 70),
        ("Nicht einmal 70 Soldaten hielten den Hügel.", Hedge.AT_MOST, None, 70),
        ("Nicht ganz 70 Soldaten hielten den Hügel.", Hedge.ABOUT, 70, 70),
    ],
)
def test_a_number_that_is_not_reached(
    read: Read, text: str, hedge: Hedge, low: int | None, high: int | None
) -> None:
    [figure] = read(text)
    assert (figure.hedge, figure.low, figure.high) == (hedge, low, high)
    assert not figure.flags


@pytest.mark.parametrize(
    "text",
    [
        "Es sind keine 70 Soldaten dort.",
        "Dort stehen keine 70 Soldaten, sondern 20.",
        "Oslo schickt keine weiteren 70 Soldaten.",
    ],
)
def test_a_number_that_is_denied_keeps_its_bounds(read: Read, text: str) -> None:
    figure, *_ = read(text)
    assert (figure.hedge, figure.low, figure.high) == (Hedge.EXACT, 70, 70)
