"""What holds for every text."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ner.figures import FigureReader
from services.ner.figures.german.words import word_set
from services.ner.sentences import split
from shared.events import Figure, Span
from shared.watchlist import load_watchlist

READER, OTHER = FigureReader(load_watchlist()), FigureReader(load_watchlist())
WORDS = sorted(
    word_set(
        """
        rund mindestens 10.000 300 drei ein eine Soldaten Kämpfer Tote Verletzte getötet verletzt wurden
        sind und , . ( ) davon darunter aus der den Kursk Nordkorea nordkoreanische Nordkoreaner von auf
        bis zwischen die Zahl 2024 20. Januar 13.11.2024 2 % Prozent 12.30 Uhr Mann haben hat starben
        ums Leben kamen acht- zwölftausend Dutzende - beide einer weitere oder über : ; Verluste Tod Leichen
        Nordkoreaner kämpfen sprach verfügt würden soll ihre Häuser verlassen mussten
        """
    )
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
PIECES = ["1", "1.", "1,", "1:", "und ", "ein ", "(3 ", "3) ", "a, 3 ", "getötet und 3 ", "-", "3–", "'1"]
PIECES += ["3 Soldaten aus Mali ", "Verluste von 3 Soldaten ", "99 Nordkoreaner kämpfen ", "ein Mann, "]
PIECES += ["getötet oder verwundet ", "über 3 ", "und einer in Bonn, "]
PIECES += [
    "laut Kiew 3 Tote und ",
    "sprach Kiew von 3 Toten, ",
    "nach eigenen Angaben 3 Tote, ",
    ", so Kiew, 3 ",
]
NO_FIGURE = re.compile(r"\d+\. Januar|\d+\.\d+\.\d{4}|\d+ (?:%|Prozent)|\d+\.\d+ Uhr")
SENTENCE = "In Kursk wurden rund 300 nordkoreanische Soldaten getötet und 40 verletzt, sagte er am 3. Mai. "


TOLD = [
    "Israel tötete mehr als 100 Kämpfer der Hisbollah.",
    "Bei dem Beben im Norden des Landes starben mindestens 20 Menschen, 300 wurden verletzt.",
    "Nordkorea will weitere 1.500 Soldaten nach Russland entsenden.",
    "Wie aus Kiew verlautete, sind zwei Soldaten gefangen, drei, darunter ein Offizier, werden vermisst.",
]
GOES_ON = [
    "Die Miliz sprach von vier.",
    "Die Gesamtzahl beläuft sich auf rund 12.500.",
    "Davon starben 20, zehn weitere wurden verletzt.",
    "Zuvor war von 50 die Rede.",
    "In Kursk seien es 80, in Belgorod 20, hieß es.",
    "500 sollen dort bleiben, 200, so Berlin, gehen.",
    "Ob neun von ihnen leben, ist unklar.",
]


def read(text: str) -> tuple[Figure, ...]:
    layout = split(text)
    return READER.read(text, layout.sentences, layout.paragraphs, ())


@settings(deadline=None)  # a deadline counts what other processes take
@given(st.text())
def test_any_unicode_is_read(text: str) -> None:
    for figure in read(text):
        assert figure.words in text


@pytest.mark.parametrize("following", GOES_ON)
@pytest.mark.parametrize("told", TOLD)
def test_a_sentence_may_go_on_about_any_other(told: str, following: str) -> None:
    assert len(read(f"{told} {following}")) >= len(read(told))


@settings(deadline=None)
@given(TEXTS)
def test_reading_is_deterministic(text: str) -> None:
    assert read(text) == OTHER.read(text, split(text).sentences, (), ())


@settings(deadline=None)
@given(TEXTS)
def test_evidence_lies_in_its_sentence_and_in_order(text: str) -> None:
    figures = read(text)
    numbers = [figure.evidence.number.start for figure in figures]
    assert numbers == sorted(numbers)
    for figure in figures:
        sentence, claim = figure.evidence.sentence, figure.evidence.claim
        assert sentence.start <= claim.start <= figure.evidence.number.start
        assert figure.evidence.number.end <= claim.end <= sentence.end
        assert figure.evidence.number.of(text) == figure.words


@settings(deadline=None)
@given(TEXTS)
def test_no_number_is_a_date_a_time_or_a_percentage(text: str) -> None:
    never = [match.span() for match in NO_FIGURE.finditer(text)]
    for figure in read(text):
        number = figure.evidence.number
        assert all(number.end <= start or end <= number.start for start, end in never)


@pytest.mark.parametrize("piece", PIECES)
def test_reading_time_grows_no_faster_than_the_text(piece: str) -> None:
    assert is_linear(piece, 500)


def test_reading_news_is_linear() -> None:
    assert is_linear(SENTENCE, 50)


def is_linear(piece: str, count: int) -> bool:
    """Whether eight times the text takes no more than 20 times as long, in the best of three readings."""
    short = min(seconds(piece * count) for _ in range(3))
    return any(seconds(piece * count * 8) < 20 * max(short, 0.005) for _ in range(3))


def seconds(text: str) -> float:
    """Time that this thread had of a processor while it read the text as one sentence."""
    started = time.thread_time()
    READER.read(text, [Span(start=0, end=len(text))], (), ())
    return time.thread_time() - started
