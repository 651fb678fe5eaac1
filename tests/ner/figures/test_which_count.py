"""Which numbers are figures, and of which measure: fates, lists, and near misses that count nobody."""

from collections.abc import Callable

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]

OTHERS = [
    ("40 Menschen wurden getötet. Wahlberechtigt waren 966.000.", "killed 40"),
    ("40 Menschen wurden verletzt. Anwesend waren 3.000.", "wounded 40"),
    ("40 Menschen wurden verletzt. Insgesamt waren 430 in dem Gebäude.", "wounded 40"),
    ("Die Polizei nahm 14 Menschen fest. Es kamen 3.200, die Stadt sprach von 10.000.", "arrested 14"),
    ("40 Soldaten starben. Nach drei Tagen sprach die Armee von 60.", "killed 40, killed 60"),
    ("In Kursk stehen 10.000 Soldaten. Angekündigt waren 12.000.", "troops 10000, troops 12000"),
    ("Sechs Menschen starben. Verletzt wurden 40.", "killed 6, wounded 40"),
    ("Zwei Männer (23, 25) wurden lebensgefährlich, drei weitere leicht verletzt.", "wounded 2, wounded 3"),
    ("In Peru starben 24 Menschen je eine Million Einwohner.", "killed 24"),
    ("Zwei Drohnen und zwei T-72 seien zerstört worden.", "drones 2"),
    ("40 Menschen starben, einer davon ein Kind.", "killed 40, killed 1"),
    ("Die Truppe soll 5.550 Mann stark sein, darunter 50 Zivilisten.", "troops 5550"),
    ("Eine Gruppe von vier Bewaffneten überfiel die Bank.", ""),
    ("Vier Läden haben die Krise nicht überlebt.", ""),
    ("Drei Gedanken wurden in Worte gefasst.", ""),
    ("Die Gewerkschaft mobilisierte 30.000 Männer zu Protesten.", ""),
    ("300 Männer sind in das Heim eingezogen.", ""),
    ("Die Airline verlor zwei Flugzeuge.", ""),
    ("Zwei Sanitäter brachten einen Mann mit Verletzungen ins Krankenhaus.", ""),
]
LISTS = [
    ("Die Ukraine habe 430 Soldaten, zwei Panzer und 21 Autos verloren.", "losses 430, tanks 2"),
    ("Die Armee verlor 20 Autos, 12 Panzer und 300 Soldaten.", "tanks 12, losses 300"),
    ("In Kabul wurden zwei Soldaten, 14 Polizisten und 21 Frauen getötet.", "killed 2, killed 14, killed 21"),
    ("Die Armee habe 14 Kämpfer getötet, 12 Panzer und 30 Autos zerstört.", "killed 14, tanks 12"),
    ("Zwölf Soldaten starben, ebenso drei Söldner der Wagner-Gruppe.", "killed 12, killed 3"),
    ("241 Menschen an Bord starben, dazu 19 am Boden.", "killed 241, killed 19"),
    ("15 Menschen wurden getötet, 14 Zivilisten und ein Soldat.", "killed 15, killed 14, killed 1"),
    ("15 Menschen wurden getötet, 14 Häuser und ein Auto zerstört.", "killed 15"),
    ("Neun Frauen starben sofort, drei später in der Klinik.", "killed 9, killed 3"),
    ("Ein Wanderer wurde getötet, ein zweiter schwer verletzt.", "killed 1, wounded 1"),
    ("Der Plan nennt 600.000 Soldaten; die Europäer schlugen 800.000 vor.", "troops 600000, troops 800000"),
]
FATES = [
    ("Acht russische Soldaten ergaben sich.", "captured 8"),
    ("In Kursk hätten sich 40 Kämpfer ergeben.", "captured 40"),
    ("Die Ukraine rief 40 Soldaten auf, sich zu ergeben.", "troops 40"),
    ("Aus den Zahlen ergaben sich 40 Soldaten pro Einheit.", "troops 40"),
    ("Zwölf Rebellen streckten die Waffen.", "captured 12"),
    ("390 Gefangene kehrten heim.", "released 390"),
    ("Kiew hat 20 Kriegsgefangene nach Hause geholt.", "released 20"),
    ("390 Gefangene kehrten in ihre Zellen zurück.", "captured 390"),
    ("Vier Soldaten wurden beim Versuch, nach Polen zu fliehen, getötet.", "killed 4"),
    ("Zwölf Menschen kamen mit schweren Verletzungen ins Krankenhaus.", "wounded 12"),
    ("Die Täter nahmen 38 Menschen als Geiseln.", "hostages 38"),
    ("Ein Häftling hat zwei Bedienstete in seiner Gewalt gehalten.", "hostages 2"),
    ("In den Bergen verunglückten 49 Menschen tödlich.", "killed 49"),
    ("Vier Menschen haben den Absturz nicht überlebt.", "killed 4"),
    ("In der Saison starben 900 Menschen an oder mit Influenza.", "killed 900"),
    ("Drei Verdächtige wurden gefasst.", "arrested 3"),
    ("Rund 3.500 Menschen verloren ihr Zuhause.", "displaced 3500"),
    ("Die Explosion riss 23 Menschen, unter ihnen zehn Kinder, in den Tod.", "killed 23, killed 10"),
    ("Russland hat 300.000 Männer mobilisiert.", "troops 300000"),
    ("600.000 Russen stehen der ukrainischen Armee gegenüber.", "troops 600000"),
    ("Dort bewachen 1.500 Söldner Minen.", "troops 1500"),
    ("Russland hat vier Flugzeuge abgeschossen.", "aircraft 4"),
    ("Die Niederlande liefern 24 F-16.", "aircraft 24"),
]


@pytest.mark.parametrize(("text", "figures"), [*OTHERS, *LISTS, *FATES])
def test_a_number_counts_those_it_is_said_of(read: Read, text: str, figures: str) -> None:
    assert ", ".join(f"{figure.measure} {figure.low}" for figure in read(text)) == figures


def test_a_hedge_reaches_behind_who_reports(read: Read) -> None:
    (figure,) = read("Ärztin berichtet: „Es waren über 460 Tote in einer Klinik“")
    assert (figure.low, figure.high) == (460, None)


def test_under_a_number_is_its_upper_bound(read: Read) -> None:
    (figure,) = read("Die Zahl der Soldaten darf nicht länger als 45 Tage unter 76.000 sinken.")
    assert (figure.low, figure.high) == (None, 76_000)
