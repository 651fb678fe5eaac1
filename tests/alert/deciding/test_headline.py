"""Headlines as a desk reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from services.alert.deciding.headline import Turn, figure_headline, mention_headline, number
from shared.events import AlertEvidence, Figure, FigureEvidence, Flag, Hedge, PreviousFigure, Span

SPAN = Span(start=0, end=1)
ABOUT = "Nordkorea, Truppen"


def figure(
    words: str, low: int | None, high: int | None, hedge: Hedge = Hedge.EXACT, flags: tuple[Flag, ...] = ()
) -> Figure:
    evidence = FigureEvidence(sentence=SPAN, number=SPAN, claim=SPAN)
    return Figure(
        measure="troops", low=low, high=high, hedge=hedge, words=words, evidence=evidence, flags=flags
    )


def held(words: str, low: int | None, high: int | None, hedge: Hedge = Hedge.ABOUT) -> PreviousFigure:
    return PreviousFigure(
        low=low,
        high=high,
        hedge=hedge,
        words=words,
        event_at=datetime(2024, 11, 4, tzinfo=UTC),
        article_id="a",
        url="https://zeitung.example/a",
        source="zeitung",
        attribution=None,
    )


@pytest.mark.parametrize(
    ("said", "worded"),
    [
        pytest.param(figure("rund 10.000", 10_000, 10_000, Hedge.ABOUT), "rund 10.000", id="as it stands"),
        pytest.param(
            figure("Rund 10000", 10_000, 10_000, Hedge.ABOUT), "rund 10.000", id="thousands get dots"
        ),
        pytest.param(figure("mehr\nals 8.000", 8_000, None, Hedge.AT_LEAST), "mehr als 8.000", id="one line"),
        pytest.param(figure("Tausende", 2_000, None, Hedge.AT_LEAST), "Tausende", id="a vague plural"),
        pytest.param(figure("1,5 Millionen", 1_500_000, 1_500_000), "1,5 Millionen", id="a decimal comma"),
        pytest.param(figure("10000,5", 10_000, 10_000), "10000,5", id="an odd decimal is left alone"),
        pytest.param(figure("zehn­tausend", 10_000, 10_000), "zehntausend", id="soft hyphens go"),
        pytest.param(figure("10.000", 10_000, None, Hedge.AT_LEAST), "mindestens 10.000", id="a lost hedge"),
        pytest.param(figure("", None, 12_000, Hedge.AT_MOST), "höchstens 12.000", id="no words, at most"),
        pytest.param(figure("", 8_000, 12_000, Hedge.RANGE), "8.000 bis 12.000", id="no words, a range"),
        pytest.param(figure("", 5_000, 5_000, Hedge.ABOUT), "rund 5.000", id="no words, about"),
        pytest.param(figure("x" * 60, 5_000, 5_000), "5.000", id="words that run away"),
    ],
)
def test_the_number_keeps_its_hedge(said: Figure, worded: str) -> None:
    assert number(said) == worded


@pytest.mark.parametrize(
    ("turn", "said", "before", "note"),
    [
        pytest.param(Turn.DIFFERS, ("etwa 8.000", 8_000, 8_000), None, "erste Angabe", id="first"),
        pytest.param(
            Turn.DIFFERS,
            ("rund 10.000", 10_000, 10_000),
            held("etwa 8.000", 8_000, 8_000),
            "zuvor etwa 8.000, +25 %",
            id="raised",
        ),
        pytest.param(
            Turn.DIFFERS,
            ("8", 8, 8),
            held("80", 80, 80, Hedge.EXACT),
            "zuvor 80, −90 %",
            id="lowered, with a real minus",
        ),
        pytest.param(
            Turn.DIFFERS,
            ("80.000", 80_000, 80_000),
            held("acht", 8, 8),
            "zuvor acht",
            id="a difference beyond all percentages is left out",
        ),
        pytest.param(Turn.DIFFERS, ("12", 12, 12), held("null", 0, 0), "zuvor null", id="nothing is no base"),
        pytest.param(
            Turn.DIFFERS,
            ("9.000 bis 11.000", 9_000, 11_000),
            held("bis zu 8.000", None, 8_000, Hedge.AT_MOST),
            "zuvor bis zu 8.000, +25 %",
            id="from the middle of a range",
        ),
        pytest.param(
            Turn.CONFIRMS,
            ("10.200", 10_200, 10_200),
            held("rund 10.000", 10_000, 10_000),
            "bestätigt: zuvor rund 10.000",
            id="confirmed",
        ),
        pytest.param(
            Turn.AGREES,
            ("bis zu 12.000", 12_000, 12_000),
            held("8.000", 8_000, 8_000, Hedge.EXACT),
            "vereinbar: zuvor 8.000",
            id="not contradicted",
        ),
    ],
)
def test_what_the_figure_was_before(
    turn: Turn, said: tuple[str, int, int], before: PreviousFigure | None, note: str
) -> None:
    headline = figure_headline(ABOUT, figure(*said), before, turn, origins=1)
    assert headline == f"{ABOUT}: {said[0]} ({note})"


def named(title: str, sentence: str = "Putin sprach.", silence: timedelta | None = None) -> str:
    proof = AlertEvidence(
        article_id="a",
        revision=1,
        url="https://zeitung.example/a",
        title=title,
        source="zeitung",
        origin="a",
        sentence=sentence,
        start=0,
        end=len(sentence),
    )
    return mention_headline("Wladimir Putin", proof, silence)


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        pytest.param(named("Gipfel"), "Wladimir Putin genannt: „Gipfel“ (zeitung)", id="the first time"),
        pytest.param(
            named("Gipfel", silence=timedelta(days=9, hours=5)),
            "Wladimir Putin genannt, nach 9 Tagen: „Gipfel“ (zeitung)",
            id="after days",
        ),
        pytest.param(
            named("Gipfel", silence=timedelta(hours=1, minutes=5)),
            "Wladimir Putin genannt, nach 1 Stunde: „Gipfel“ (zeitung)",
            id="after an hour",
        ),
        pytest.param(
            named("Gipfel", silence=timedelta(minutes=30, seconds=9)),
            "Wladimir Putin genannt, nach 30 Minuten: „Gipfel“ (zeitung)",
            id="after minutes",
        ),
        pytest.param(
            named("Gipfel", silence=timedelta(hours=30)),
            "Wladimir Putin genannt, nach 30 Stunden: „Gipfel“ (zeitung)",
            id="after hours",
        ),
        pytest.param(named("", "Putin sprach."), "Wladimir Putin genannt (zeitung)", id="without a title"),
        pytest.param(
            named("Er sagte: „Nein“\n"),
            "Wladimir Putin genannt: „Er sagte: ‚Nein‘“ (zeitung)",
            id="quotes within quotes",
        ),
        pytest.param(
            named("Wort " * 40),
            f"Wladimir Putin genannt: „{'Wort ' * 23}Wort …“ (zeitung)",
            id="a long title is cut between words",
        ),
    ],
)
def test_who_is_named_where(headline: str, expected: str) -> None:
    assert headline == expected
