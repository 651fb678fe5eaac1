"""Numbers that count nobody."""

from collections.abc import Callable

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Am 20. Januar 2025 kamen Soldaten an.", id="date"),
        pytest.param("Im Jahr 2014 töteten Soldaten dort Zivilisten.", id="year"),
        pytest.param("1943 fiel sein Bruder als Soldat.", id="year at the beginning"),
        pytest.param("Die etwa 20-jährige Soldatin wurde befördert.", id="age"),
        pytest.param("Der Soldat wurde 84 Jahre alt.", id="age in words"),
        pytest.param("Um 12.30 Uhr rückten die Truppen ab.", id="time"),
        pytest.param("Er ist der 47. Präsident.", id="ordinal"),
        pytest.param("Die Mannschaft verlor 0:2.", id="score"),
        pytest.param("Rund 60 Prozent der Soldaten sind jung.", id="percentage in words"),
        pytest.param("2 % der Soldaten sind krank.", id="percentage"),
        pytest.param("Die Truppe erhält 100 Millionen Euro.", id="money"),
        pytest.param("60 Kilometer vor der Stadt hielten die Truppen.", id="distance"),
        pytest.param("Die 32 Mitgliedsstaaten tagen.", id="states"),
        pytest.param("Sie spielten mit zehn Mann.", id="a team"),
        pytest.param("Der Trainer hat einen 22-Mann-Kader.", id="a squad"),
        pytest.param("Die Feuerwehr war mit 40 Mann im Einsatz.", id="a fire brigade"),
        pytest.param("Die Prinzengarde zählt 420 Mann.", id="a carnival"),
        pytest.param("Sie verloren zwei Spiele.", id="matches"),
        pytest.param("Zwei Autos wurden beschädigt, verletzt wurde niemand.", id="things"),
        pytest.param("Bei dem Brand wurden 120 Schweine getötet.", id="animals"),
        pytest.param("Der Ort zählt 600 Einwohner.", id="inhabitants"),
        pytest.param("Lesedauer: ca. 4 Minuten", id="page furniture"),
        pytest.param("Tel. 030 123456", id="telephone number"),
        pytest.param("Die Panzerbrigade 45 wird verlegt.", id="the name of a unit"),
        pytest.param("Das Heer übt mit 20 Fahrzeugen.", id="vehicles"),
        pytest.param("Er verletzte zwei Gesetze.", id="laws"),
        pytest.param("Einige Soldaten flohen.", id="some"),
        pytest.param("Zwei Täter flohen.", id="burglars who flee are not displaced"),
        pytest.param("Zwölf Männer wurden zum Tode verurteilt.", id="a sentence of a court"),
    ],
)
def test_nothing_is_counted(read: Read, text: str) -> None:
    assert read(text) == ()
