"""Every way in which German writes a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ner.figures.german.tokens import tokenise
from services.ner.figures.numbers.numbers import quantities

ONES = ["", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
TEENS = {13: "dreizehn", 16: "sechzehn", 17: "siebzehn"}
TENS = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def spell(number: int) -> str:
    """A number from 2 to 999,999 as German writes it out."""
    if number >= 1000:
        return _counted(number // 1000, "tausend") + spell(number % 1000)
    if number >= 100:
        return _counted(number // 100, "hundert") + spell(number % 100)
    if number < 20:
        return ONES[number] if number < 13 else TEENS.get(number, ONES[number % 10] + "zehn")
    return (ONES[number % 10] + "und" if number % 10 else "") + TENS[number // 10]


def _counted(times: int, unit: str) -> str:
    return spell(times) + unit


def bounds(text: str) -> list[tuple[int, int]]:
    return [(found.low, found.high) for found in quantities(tokenise(text, 0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("10.000 Mann", 10_000, id="groups with full stops"),
        pytest.param("10 000 Mann", 10_000, id="groups with a space"),
        pytest.param("10\u00a0000 Mann", 10_000, id="groups with a no-break space"),
        pytest.param("10\u2009000 Mann", 10_000, id="groups with a thin space"),
        pytest.param("10'000 Mann", 10_000, id="Swiss groups"),
        pytest.param("10’000 Mann", 10_000, id="Swiss groups with a typographic apostrophe"),
        pytest.param("10' 000 Mann", 10_000, id="an apostrophe and a space"),
        pytest.param("10000 Mann", 10_000, id="no groups"),
        pytest.param("1,5 Millionen", 1_500_000, id="decimal comma"),
        pytest.param("1,3 Mio. Menschen", 1_300_000, id="abbreviated millions"),
        pytest.param("eineinhalb Millionen", 1_500_000, id="one and a half million"),
        pytest.param("anderthalb Millionen", 1_500_000, id="anderthalb"),
        pytest.param("zweieinhalbtausend", 2500, id="two and a half thousand in one word"),
        pytest.param("eine halbe Million", 500_000, id="half a million"),
        pytest.param("zehntausend", 10_000, id="written out"),
        pytest.param("ein Dutzend", 12, id="a dozen"),
        pytest.param("zwei Dutzend", 24, id="two dozen"),
        pytest.param("3 Tausend", 3000, id="digits with Tausend"),
        pytest.param("11.000-köpfige", 11_000, id="heads, with a hyphen"),
        pytest.param("fünfköpfige", 5, id="heads, written out"),
        pytest.param("300-Mann-Einheit", 300, id="men, grown into a unit"),
        pytest.param("zweier", 2, id="genitive"),
    ],
)
def test_a_number_is_read(text: str, expected: int) -> None:
    assert bounds(text) == [(expected, expected)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("zwischen 8.000 und 12.000", 8000, 12_000, id="zwischen und"),
        pytest.param("8.000 bis 12.000", 8000, 12_000, id="bis"),
        pytest.param("8.000–12.000", 8000, 12_000, id="en dash"),
        pytest.param("8.000-12.000", 8000, 12_000, id="hyphen"),
        pytest.param("acht- bis zwölftausend", 8000, 12_000, id="truncated thousand"),
        pytest.param("zwischen acht- und zwölftausend", 8000, 12_000, id="truncated thousand with zwischen"),
        pytest.param("fünf- bis sechshundert", 500, 600, id="truncated hundred"),
        pytest.param("8 bis 12 Millionen", 8_000_000, 12_000_000, id="the unit holds for both"),
        pytest.param("50 bis 60 Tausend", 50_000, 60_000, id="Tausend holds for both"),
        pytest.param("zwei oder drei", 2, 3, id="oder"),
        pytest.param("10- bis 12.000", 10_000, 12_000, id="truncated digits"),
        pytest.param("2 bis 3.000", 2000, 3000, id="its thousands left out"),
        pytest.param("10-12.000", 10_000, 12_000, id="its thousands left out before a hyphen"),
        pytest.param("10 bis 800", 10, 800, id="no thousands to leave out"),
    ],
)
def test_a_range_is_read(text: str, low: int, high: int) -> None:
    assert bounds(text) == [(low, high)]


def test_a_dash_between_blanks_parts_what_is_far_apart() -> None:
    assert bounds("steigt auf 28 – 37.000 Menschen evakuiert") == [(28, 28), (37_000, 37_000)]
    assert bounds("8.000 – 12.000 Soldaten") == [(8000, 12_000)]


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Dutzende", 24),
        ("dutzende", 24),
        ("Hunderte", 200),
        ("mehrere hundert", 200),
        ("ein paar Hundert", 200),
        ("Tausende", 2000),
        ("Tausende und Abertausende", 2000),
        ("mehrere Tausend", 2000),
        ("Zehntausende", 20_000),
        ("Hunderttausende", 200_000),
        ("mehrere hunderttausend", 200_000),
        ("Millionen", 2_000_000),
    ],
)
def test_a_vague_plural_is_twice_its_unit(text: str, low: int) -> None:
    found = quantities(tokenise(text, 0, len(text)))
    assert [(quantity.low, quantity.vague) for quantity in found] == [(low, True)]


@pytest.mark.parametrize(
    "text", ["einige", "ein paar", "am 20. Januar", "13.11.2024", "30:19", "2%-Ziel", "die 47. Division"]
)
def test_no_number_is_read(text: str) -> None:
    assert [found for found in quantities(tokenise(text, 0, len(text))) if not found.article] == []


@pytest.mark.parametrize(
    "text", ["ein Drittel der 12.000", "jeder dritte der 12.000", "Jede Dritte von 12.000"]
)
def test_a_part_and_its_whole_are_two_numbers(text: str) -> None:
    assert bounds(text) == [(4000, 4000), (12_000, 12_000)]


@given(st.integers(min_value=2, max_value=999_999))
def test_every_number_written_out_is_read_back(number: int) -> None:
    assert bounds(spell(number)) == [(number, number)]


@given(
    st.integers(min_value=1000, max_value=999_999_999),
    st.sampled_from([".", " ", "\u00a0", "\u202f", "'", "’"]),
)
def test_every_number_in_groups_is_read_back(number: int, mark: str) -> None:
    assert bounds(f"{number:,}".replace(",", mark)) == [(number, number)]


def test_a_year_is_no_group_of_the_number_behind_it() -> None:
    assert bounds("Seit Oktober 2023 888 Soldaten") == [(2023, 2023), (888, 888)]
