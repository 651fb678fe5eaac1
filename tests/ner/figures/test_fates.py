"""What became of whom: by verb, by noun, by sum, and what is no fate at all."""

from collections.abc import Callable

import pytest

from shared.events import Figure, Flag

Read = Callable[[str], tuple[Figure, ...]]
Claims = list[tuple[str, int | None, int | None]]
NK = "north-korea"


def claims(figures: tuple[Figure, ...]) -> Claims:
    return [(figure.measure, figure.low, figure.high) for figure in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Sprecher gab den Tod von neun Soldaten bekannt.", [("killed", 9, 9)]),
        ("Am Hafen lagen die Leichen von 31 Rekruten.", [("killed", 31, 31)]),
        ("Die Tötung dreier Rebellen blieb ungesühnt.", [("killed", 3, 3)]),
        ("Der Tod der beiden Piloten ist bestätigt.", [("killed", 2, 2)]),
        ("Der Tod von zwei Soldaten und drei Ärzten.", [("killed", 2, 2), ("killed", 3, 3)]),
        ("Eine Massenhinrichtung von 15 Gefangenen.", [("killed", 15, 15)]),
        ("Oslo meldet die Gefangennahme von 70 Soldaten.", [("captured", 70, 70)]),
        ("Die Festnahme von zwölf Journalisten empört viele.", [("arrested", 12, 12)]),
        ("Sie feierten die Freilassung von sechs Geiseln.", [("released", 6, 6)]),
        ("Die Entführung von 90 Schülern schockiert.", [("hostages", 90, 90)]),
        ("Die Evakuierung von 800 Bewohnern begann.", [("displaced", 800, 800)]),
        ("Der Abschuss von elf Drohnen.", [("drones", 11, 11)]),
        ("Die Evakuierung von 80 Wohnungen begann.", []),
        ("Die Firma plant die Entlassung von 80 Mitarbeitern.", []),
        ("Die Verletzung von zwölf Vorschriften wiegt schwer.", []),
    ],
)
def test_a_noun_tells_the_fate_of_those_behind_it(read: Read, text: str, expected: Claims) -> None:
    assert claims(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Etwa 700 Soldaten wurden getötet oder verwundet.", [("losses", 700, 700)]),
        ("Etwa 700 Soldaten sind tot oder schwer verletzt.", [("losses", 700, 700)]),
        ("700 getötete oder verwundete russische Soldaten.", [("losses", 700, 700)]),
        ("Er nannte 700 Mann an Toten und Verwundeten.", [("losses", 700, 700)]),
        ("40 Menschen wurden getötet und 50 verletzt.", [("killed", 40, 40), ("wounded", 50, 50)]),
        ("Die Verluste beliefen sich auf 900 Mann.", [("losses", 900, 900)]),
        ("Sie bezifferte die Verluste auf 900 Soldaten.", [("losses", 900, 900)]),
        ("Moskaus Verluste: 900 Soldaten, drei Panzer.", [("losses", 900, 900), ("tanks", 3, 3)]),
        ("Nach hohen Verlusten rückten rund 900 Soldaten nach.", [("troops", 900, 900)]),
        ("Die Verluste der Bank: 900 Millionen Euro.", []),
    ],
)
def test_the_lost_are_neither_killed_nor_troops(read: Read, text: str, expected: Claims) -> None:
    assert claims(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 Kämpfer verbrannten ihre Ausweise.", [("troops", 15, 15)]),
        ("Zwei verwundete Piloten wurden gefangen genommen.", [("captured", 2, 2)]),
        ("Vier verletzte Geiseln kamen frei.", [("released", 4, 4)]),
        ("Von 30 Drohnen verschwanden weitere neun.", [("drones", 30, 30), ("drones", 9, 9)]),
        ("Rund 600 Bewohner mussten sich in Sicherheit bringen.", [("displaced", 600, 600)]),
        ("600 Menschen mussten ihre Zelte verlassen.", [("displaced", 600, 600)]),
        ("600 Menschen haben ihre Plätze verlassen.", []),
        ("Eine Anwohnerin erlitt Verletzungen.", [("wounded", 1, 1)]),
        ("Ein Wirt stürzte und kam ums Leben.", [("killed", 1, 1)]),
        ("Der Schütze tötet den Wirt und bedroht drei Kellner.", []),
        ("Zwei lachten, drei starben fast vor Lachen.", []),
        ("Ein Wirt fühlte sich verletzt.", []),
        ("Acht Soldaten erlagen ihren Verletzungen.", [("killed", 8, 8)]),
        ("Polizist rettet zwei Kinder aus See, eine Frau stirbt", [("killed", 1, 1)]),
        ("Drei Wirte gelangten ans Ufer, ertranken dann aber im Fluss.", [("killed", 3, 3)]),
        ("Drei Vorhaben starben im Rat.", []),
    ],
)
def test_the_verb_is_taken_at_its_word(read: Read, text: str, expected: Claims) -> None:
    assert claims(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ein Tontechniker wurde erschossen.", [("killed", 1, 1)]),
        ("Eine Geologin ist dabei ums Leben gekommen.", [("killed", 1, 1)]),
        ("Bei Cherson ist ein Oberst gefallen.", [("killed", 1, 1)]),
        ("Ein Sender wurde verletzt.", []),
        ("Ein Traum starb.", []),
        ("Beide Matrosen ertranken.", [("killed", 2, 2)]),
        ("Die beiden Matrosen wurden verletzt.", [("wounded", 2, 2)]),
        ("Beide Armeen üben. Die beiden Minister reisen ab.", []),
        ("Gestern wurde ein Wirt, Karl Muster, erschossen.", [("killed", 1, 1)]),
        ("Drei Wirte kamen in Binz, nördlich von Greifswald, ums Leben.", [("killed", 3, 3)]),
        ("Vier Wirte, die meisten aus Binz, kamen ums Leben.", [("killed", 4, 4)]),
        ("Ein Gärtner wurde, wie der Ort mitteilte, leicht verletzt.", [("wounded", 1, 1)]),
        ("Er habe einen Wirt erschlagen und eine Wirtin erwürgt.", [("killed", 1, 1), ("killed", 1, 1)]),
    ],
)
def test_one_or_two_people_count_where_something_befell_them(read: Read, text: str, expected: Claims) -> None:
    assert claims(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Köln wurden sechs Menschen verletzt, in Bonn vier.", [("wounded", 6), ("wounded", 4)]),
        ("Neun Soldaten starben, der Sprecher sprach von zehn.", [("killed", 9), ("killed", 10)]),
        ("Zwei Ärzte aus Peru und einer aus Chile starben.", [("killed", 2), ("killed", 1)]),
        ("Rom schickt 30 Panzer, weitere fünf sollen folgen.", [("tanks", 30), ("tanks", 5)]),
        ("Vier Brigaden üben, die übrigen zwei ruhen.", [("units", 4), ("units", 2)]),
        (
            "60 Drohnen kamen, 40 über Brest und 20 über Minsk.",
            [("drones", 60), ("drones", 40), ("drones", 20)],
        ),
        ("Die Zahl der Toten stieg auf 70 (am Vortag: 64).", [("killed", 70), ("killed", 64)]),
        ("Zwei Kämpfer wurden getötet, einer verletzt.", [("killed", 2), ("wounded", 1)]),
        (
            "Es seien 300 Soldaten gefallen und 60 weitere gefangen genommen worden.",
            [("killed", 300), ("captured", 60)],
        ),
        (
            "Auf ukrainischer Seite wurden zwei, auf russischer Seite 17 Soldaten getötet.",
            [("killed", 2), ("killed", 17)],
        ),
        ("Rund 500 Mann sind tot, 1200 verletzt.", [("killed", 500), ("wounded", 1200)]),
        ("Drei Mann wurden 2019 verletzt, 2021 verurteilt.", [("wounded", 3)]),
        (
            "Von den nach Kursk entsandten 900 Mann seien etwa 300 verletzt.",
            [("troops", 900), ("wounded", 300)],
        ),
        (
            "Von den 900 Soldaten sind nach Kiewer Angaben 300 verwundet.",
            [("troops", 900), ("wounded", 300)],
        ),
        ("Am Samstag kamen 900 Gäste, am Sonntag 1.200.", []),
        ("Elf Soldaten wurden verletzt, die Suche dauerte 14 Tage.", [("wounded", 11)]),
        ("Der Sender sprach von 40 Gästen, die Polizei von 90.", []),
    ],
)
def test_a_second_count_may_leave_its_noun_out(
    read: Read, text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(figure.measure, figure.low) for figure in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        pytest.param("9.000 Nordkoreaner kämpfen in Kursk.", [NK], id="they fight abroad"),
        pytest.param("9.000 Nordkoreaner liegen an der Front.", [NK], id="they are at the front"),
        pytest.param(
            "Nordkorea hat Soldaten geschickt. 9.000 Nordkoreaner seien schon da.",
            [NK],
            id="it sent soldiers",
        ),
        pytest.param(
            "9.000 Nordkoreaner sind in Kursk. Die Soldaten sind jung.", [NK], id="the next sentence says so"
        ),
        pytest.param("9.000 Nordkoreaner kämpfen um Karten.", [], id="for something"),
        pytest.param("300 Italiener kämpften in der Kurve.", [], id="no place of war"),
        pytest.param(
            "Die ukrainischen Soldaten üben. 9.000 Ukrainer leben in Kiel.", [], id="at home, not in the war"
        ),
    ],
)
def test_people_of_a_country_at_war_are_its_troops(read: Read, text: str, subjects: list[str]) -> None:
    assert [(figure.measure, figure.subject) for figure in read(text)] == [("troops", s) for s in subjects]


@pytest.mark.parametrize(
    "text",
    [
        "90 Frauen und Männer der Bundeswehr üben.",
        "90 Angehörige der Bundeswehr üben.",
        "90 Bundeswehrangehörige üben.",
        "90 Pioniere der Bundeswehr üben.",
        "90 überwiegend junge, schlecht ausgerüstete Bundeswehrsoldaten üben.",
    ],
)
def test_soldiers_have_other_names(read: Read, text: str) -> None:
    assert [(f.measure, f.low, f.subject) for f in read(text)] == [("troops", 90, "germany")]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Nordkorea hat nach Angaben Kiews 400 Soldaten dort.", NK),
        ("Seoul zufolge hat Nordkorea 400 Soldaten dort.", NK),
        ("In Polen stehen 900 US-Soldaten, in Italien 400.", "usa"),
        ("Im Westen Polens stehen 400 Soldaten.", None),
        ("An der Grenze der Ukraine stehen 400 Soldaten.", None),
        ("Neben Geld und 400 Soldaten schickt Polen Zelte.", "poland"),
        ("Lettland schickt 90, Estland 50 und Litauen bis zu 400 Soldaten.", "lithuania"),
        ("Frankreich zog 400 Soldaten aus Mali ab.", "france"),
        ("Die russischen Verluste lagen bei 400 Mann.", "russia"),
    ],
)
def test_neither_the_place_nor_the_source_owns_them(read: Read, text: str, subject: str | None) -> None:
    assert read(text)[-1].subject == subject


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Er sagte, es würden täglich 40 Soldaten getötet.", [set()]),
        ("Oslo könne 400 Mann stellen.", [{Flag.HYPOTHETICAL}]),
        ("Oslo stockt seine Armee bis 2030 auf 400 Soldaten auf.", [{Flag.HYPOTHETICAL}]),
        ("Die Zahl der Toten soll auf 40 gestiegen sein.", [{Flag.HYPOTHETICAL}]),
        ("Vier Tote in Bonn, Merz soll heute reisen", [set()]),
        ("Das Beben forderte 40 Todesopfer.", [set()]),
        ("Die Armee soll von 400 auf 900 Soldaten wachsen.", [{Flag.FORMER}, {Flag.HYPOTHETICAL}]),
        ("Acht starben, darunter zwei Kinder; 40 Menschen wurden verletzt.", [set(), {Flag.PART}, set()]),
    ],
)
def test_reported_speech_and_the_next_headline_are_no_plans(
    read: Read, text: str, flags: list[set[Flag]]
) -> None:
    assert [set(figure.flags) for figure in read(text)] == flags


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kiew verfügt über 400 Soldaten.", "400"),
        ("Kiew verfügt über mehr als 400 Soldaten.", "mehr als 400"),
        ("Kiew sprach von über 400 Soldaten.", "über 400"),
        ("Der Stein erinnert an die 217 Gefallenen.", "217"),
        ("Nach Einschätzung Kiews sind 400 Soldaten da.", "400"),
    ],
)
def test_a_preposition_is_no_hedge(read: Read, text: str, words: str) -> None:
    assert [figure.words for figure in read(text)] == [words]
