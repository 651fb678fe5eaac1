"""Numbers that German tells on with: lists, gaps, what a number points back to."""

from collections.abc import Callable

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Es starben fünf Portugiesen, zwei Südkoreaner und ein Schweizer.",
            [("killed", 5), ("killed", 2), ("killed", 1)],
            id="a list behind its verb shares the fate",
        ),
        pytest.param(
            "Unter den Todesopfern waren drei Polen, zwei Briten und ein Däne.",
            [("killed", 3), ("killed", 2), ("killed", 1)],
            id="a list of some of the dead",
        ),
        pytest.param(
            "Zwei Gendarmen wurden getötet, mehr als 200 Randalierer in Haft.",
            [("killed", 2)],
            id="behind a participle no list goes on",
        ),
        pytest.param(
            "Elf Verletzte, zwei Männer festgenommen",
            [("wounded", 11), ("arrested", 2)],
            id="a participle is only about those counted next",
        ),
        pytest.param(
            "20 Angreifer wurden neutralisiert, elf festgenommen und vier Soldaten verletzt.",
            [("arrested", 11), ("wounded", 4)],
            id="a participle of their own keeps the next one away",
        ),
        pytest.param(
            "In Kiew starben drei Menschen, in Odessa zwei Frauen.",
            [("killed", 3), ("killed", 2)],
            id="another place, the same verb",
        ),
        pytest.param(
            "Bei dem Beben starben 30 Menschen, in der Stadt begrub ein Haus 90 Arbeiter unter sich.",
            [("killed", 30)],
            id="another place with a verb of its own is another story",
        ),
        pytest.param(
            "Zwölf Gäste wurden leicht verletzt, eine 77-Jährige schwer.",
            [("wounded", 12), ("wounded", 1)],
            id="only the degree differs",
        ),
        pytest.param(
            "241 Menschen kamen ums Leben, dazu mindestens 19 Menschen am Boden.",
            [("killed", 241), ("killed", 19)],
            id="and others besides",
        ),
        pytest.param(
            "12.000 Mann seien gefallen, 8.000 noch an der Front.",
            [("killed", 12_000), ("troops", 8000)],
            id="those still at the front are alive",
        ),
        pytest.param(
            "Er hatte 11.000 und im Januar noch einmal 3.000 Soldaten geschickt.",
            [("troops", 11_000), ("troops", 3000)],
            id="a noun shared over a later time",
        ),
        pytest.param(
            "Die Armee braucht 30.000 Mann, bekommt aber nur 18.000.",
            [("troops", 30_000), ("troops", 18_000)],
            id="a second verb with the same noun",
        ),
        pytest.param(
            "Der Iran feuerte 500 Raketen ab, Israel fing 430 ab.",
            [("missiles", 500), ("missiles", 430)],
            id="what happened to things just counted",
        ),
        pytest.param(
            "Sie schickten 188 Drohnen und sechs Marschflugkörper, von denen die Abwehr 76 abfing.",
            [("drones", 188), ("missiles", 6), ("drones", 76)],
            id="a part is no larger than what it is of",
        ),
        pytest.param("Tote: 12, Verletzte: 40", [("killed", 12), ("wounded", 40)], id="numbers with a label"),
        pytest.param(
            "14 Schafe verendeten, drei weitere waren verletzt.", [], id="others of animals are animals"
        ),
        pytest.param(
            "Er sprach erst von elf Toten. Dann korrigierte er die Zahl auf neun.",
            [("killed", 11), ("killed", 9)],
            id="their number, in the next sentence",
        ),
        pytest.param(
            "Dort stehen 800 Soldaten. Bislang war Seoul von 700 ausgegangen.",
            [("troops", 800), ("troops", 700)],
            id="what was thought before, in the next sentence",
        ),
        pytest.param(
            "Dort stehen 800 Soldaten. Noch im Mai hatte das Pentagon „mindestens 700“ genannt.",
            [("troops", 800), ("troops", 700)],
            id="what was said before, in quotation marks",
        ),
        pytest.param(
            "Dort leben 850.000 Flüchtlinge? Nein, es sind 2,4 Millionen.",
            [("displaced", 850_000), ("displaced", 2_400_000)],
            id="a short sentence goes on about a longer one",
        ),
    ],
)
def test_a_number_goes_on_about_those_counted_before(
    read: Read, text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(figure.measure, figure.low) for figure in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Der Fahrer, ein 50 Jahre alter Arzt, wurde festgenommen.", id="who somebody is"),
        pytest.param("Der eine Täter wurde erschossen.", id="the one"),
        pytest.param("Ab 2026 bekommen Rekruten mehr Sold.", id="a year before a verb"),
        pytest.param("13.500 Häftlinge entkamen aus dem Lager.", id="a verb that is no fate"),
        pytest.param("Auf Seite 5 steht alles.", id="a page"),
        pytest.param("Die Armee hat 1.500 Soldaten weniger.", id="so many fewer"),
        pytest.param("Es gab 20 Tote mehr als im Vorjahr.", id="so many more"),
        pytest.param("Geehrt werden 40 Pioniere der Luftfahrt.", id="pioneers of a field"),
    ],
)
def test_nobody_is_counted(read: Read, text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        pytest.param(
            "In der Bundeswehr dienen 182.000 Männer und Frauen.", ["germany"], id="those who serve"
        ),
        pytest.param(
            "Frankreich ist bereit, 1.500 Soldaten zu schicken.",
            ["france"],
            id="whoever is ready to send them",
        ),
        pytest.param("Die USA drängen Polen, 500 Soldaten zu schicken.", [None], id="not whoever asks"),
        pytest.param("Russland schoss 130 Drohnen ab.", [None], id="not whoever shoots them down"),
        pytest.param(
            "Die Brigade Litauen soll 4.800 Soldaten umfassen.", [None], id="not the country in a unit's name"
        ),
        pytest.param(
            "Russland verlor 1.140 Soldaten, die Ukraine nach eigenen Angaben 200.",
            ["russia", "ukraine"],
            id="a gap behind a source",
        ),
        pytest.param(
            "Die Niederlande schicken 800 Soldaten, Belgien und Dänemark je 500.",
            ["netherlands", None],
            id="nobody's in particular where several have as many each",
        ),
        pytest.param(
            "Sie übergaben die Leichen von 30 Soldaten und 64 Leichen gefallener Ukrainer.",
            [None, "ukraine"],
            id="a genitive without an article",
        ),
    ],
)
def test_whose_they_are(read: Read, text: str, subjects: list[str | None]) -> None:
    assert [figure.subject for figure in read(text)] == subjects
