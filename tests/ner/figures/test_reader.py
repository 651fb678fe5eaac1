"""Who counts what: one sentence a phenomenon."""

from collections.abc import Callable

import pytest

from shared.events import Figure, Flag

Read = Callable[[str], tuple[Figure, ...]]
NK = "north-korea"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("260 Kämpfer wurden getötet.", [("killed", 260)], id="the fate wins over the noun"),
        pytest.param(
            "Es wurden 260 Kämpfer getötet und rund 400 weitere verletzt.",
            [("killed", 260), ("wounded", 400)],
            id="an elliptic count takes its own fate",
        ),
        pytest.param(
            "Türkische Einheiten haben 23 Rebellen getötet.", [("killed", 23)], id="the object of killing"
        ),
        pytest.param(
            "Zwei Angreifer töteten einen Wachmann.", [("killed", 1)], id="those who kill are not counted"
        ),
        pytest.param(
            "Drei Soldaten, die in Mali getötet wurden, kehrten heim.",
            [("killed", 3)],
            id="a fate in a relative clause",
        ),
        pytest.param(
            "Bei fünf Angriffen wurden drei Soldaten getötet.",
            [("killed", 3)],
            id="a number after a preposition has no fate",
        ),
        pytest.param(
            "Ein Brand, bei dem vier Menschen starben.",
            [("killed", 4)],
            id="a relative pronoun after a preposition",
        ),
        pytest.param(
            "Drei Soldaten und ein Zivilist kamen ums Leben.",
            [("killed", 3), ("killed", 1)],
            id="coordinated subjects share the fate",
        ),
        pytest.param(
            "40 Schwer- und 310 Leichtverletzte wurden gezählt.",
            [("wounded", 40), ("wounded", 310)],
            id="a truncated noun",
        ),
        pytest.param(
            "300 russische und 200 ukrainische Soldaten standen dort.",
            [("troops", 300), ("troops", 200)],
            id="a shared noun",
        ),
        pytest.param(
            "1.500 Tote und Verletzte wurden gemeldet.",
            [("losses", 1500)],
            id="dead and wounded in one number",
        ),
        pytest.param("Die Zahl der Toten stieg auf 12.", [("killed", 12)], id="a number far behind its noun"),
        pytest.param(
            "Die Zahl der Soldaten stieg von 8.000 auf 10.000.",
            [("troops", 8000), ("troops", 10_000)],
            id="from one to another",
        ),
        pytest.param("Die Armee nahm acht Kämpfer gefangen.", [("captured", 8)], id="a verb in two parts"),
        pytest.param(
            "In der Nacht wurden 47 Drohnen abgeschossen.", [("drones", 47)], id="things stay things"
        ),
        pytest.param("Zwei Brigaden rückten aus.", [("units", 2)], id="units are no persons"),
        pytest.param(
            "2.300 in Kursk stationierte Soldaten warten.",
            [("troops", 2300)],
            id="an attribute before the noun",
        ),
        pytest.param("Ein 22-jähriger Soldat wurde verletzt.", [("wounded", 1)], id="one, with a fate"),
        pytest.param("Ein Soldat steht vor dem Tor.", [], id="one without a fate is nothing"),
        pytest.param("Kein Soldat wurde getötet.", [], id="none is nothing"),
        pytest.param(
            "Der Schuss eines Polizisten verletzte zwei Männer.",
            [("wounded", 2)],
            id="a genitive is neither subject nor object",
        ),
        pytest.param("Zwei Spieler fallen verletzt aus.", [("wounded", 2)], id="fallen aus is another verb"),
    ],
)
def test_what_is_counted(read: Read, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(figure.measure, figure.low) for figure in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param("3.000 nordkoreanische Soldaten üben.", NK, id="adjective"),
        pytest.param("3.000 Soldaten aus Nordkorea üben.", NK, id="aus"),
        pytest.param("3.000 Soldaten Nordkoreas üben.", NK, id="genitive behind"),
        pytest.param("Nordkoreas 3.000 Soldaten üben.", NK, id="genitive before"),
        pytest.param("Nordkorea hat 3.000 Soldaten entsandt.", NK, id="the sender"),
        pytest.param("Kim Jong-un hat 3.000 Soldaten entsandt.", NK, id="the sender's country"),
        pytest.param("Kim Jong Un hat 3.000 Soldaten entsandt.", NK, id="a person's name is not the UN"),
        pytest.param("KIM JONG UN ENTSENDET 3.000 SOLDATEN", NK, id="not the UN, in capitals"),
        pytest.param("Choe Un hat 3.000 Soldaten entsandt.", None, id="an acronym has no small letters"),
        pytest.param("Pjöngjangs Truppen zählen dort 3.000 Mann.", NK, id="the capital stands for the state"),
        pytest.param("Eine nordkoreanische Einheit von 3.000 Mann übt.", NK, id="the unit they belong to"),
        pytest.param("3.000 US-Soldaten üben.", "usa", id="a compound"),
        pytest.param("3.000 Soldaten der Hamas üben.", "hamas", id="a group"),
        pytest.param("300 Nordkoreaner wurden getötet.", NK, id="demonym"),
        pytest.param(
            "Israelische Soldaten erschossen drei Palästinenser.",
            "palestine",
            id="whose they are, not who killed them",
        ),
        pytest.param("Auf russischer Seite fielen 3.000 Soldaten.", "russia", id="on whose side"),
        pytest.param("Auf Seiten der Russen fielen 90 Mann.", "russia", id="on the side of a people"),
        pytest.param(
            "Von den Nordkoreanern in Kursk seien 4.000 getötet worden.", "north-korea", id="some of a people"
        ),
        pytest.param("Von den Russen wurden 40 Menschen getötet.", None, id="not who killed them"),
        pytest.param("3.000 Soldaten üben in Polen.", None, id="not where they are"),
        pytest.param(
            "Die nordkoreanischen Truppen sind da. Rund 3.000 stehen an der Front.", NK, id="carried over"
        ),
        pytest.param("30 Kämpfer der libanesischen Hisbollah starben.", "hisbollah", id="a described group"),
        pytest.param("30 Kämpfer der pakistanischen Taliban starben.", "tehrik-i-taliban", id="by name"),
        pytest.param("Die Armee tötete 30 pakistanische Taliban.", "tehrik-i-taliban", id="a counted group"),
        pytest.param("14 türkische PKK-Kämpfer starben.", "pkk", id="a group's fighters"),
        pytest.param("Zwölf somalische Kämpfer der Al-Schabaab starben.", "al-shabaab", id="fighters of one"),
        pytest.param("30 israelische Hamas-Geiseln kamen frei.", "israel", id="not who took them"),
        pytest.param("300 Soldaten der syrischen Armee starben.", "syria", id="a described army"),
        pytest.param("Nach einem internen Papier der Nato verlor Russland 30 Mann.", "russia", id="a paper"),
        pytest.param("Syriens Übergangsregierung hat 300 Mann entsandt.", "syria", id="some government"),
        pytest.param("Bundesheer: 1.500 Soldaten üben", "austria", id="a headline's force"),
        pytest.param("Moskau: 1.500 Soldaten üben", None, id="a headline's place"),
        pytest.param("Geplant seien nach Ideen in Rom und Paris 3.000 Mann.", None, id="two places"),
        pytest.param("Die 31 Thailänder wurden verschleppt.", "thailand", id="no countries"),
        pytest.param("13 Jemeniten starben.", "yemen", id="a plural"),
        pytest.param("Fünf Saarländer starben.", None, id="people of a region"),
    ],
)
def test_whose_they_are(read: Read, text: str, subject: str | None) -> None:
    assert [figure.subject for figure in read(text)] == [subject]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param("Russische Soldaten übten. Insgesamt sind 300 Soldaten dort.", "russia", id="goes on"),
        pytest.param("Russlands Soldaten üben\n\n300 Mann sind dort.", "russia", id="behind a headline"),
        pytest.param("Übung\n\nRussische Soldaten übten.\n\n300 Mann zogen ab.", None, id="a paragraph"),
        pytest.param("Russische Soldaten übten. Am US-Manöver waren 300 Mann beteiligt.", None, id="others'"),
        pytest.param("Russische Soldaten übten. Die Junta verlor 30 ihrer Soldaten.", None, id="their own"),
        pytest.param(
            "Polens Armee ist größer als die des Nachbarn, der 300 Mann hat.", None, id="of another noun"
        ),
        pytest.param("Die polnische Armee sprach von 300 Soldaten.", None, id="not the speaker's"),
        pytest.param("Israels Armee teilte mit, 30 ihrer Soldaten seien tot.", "israel", id="the speaker's"),
    ],
)
def test_whose_soldiers_are_spoken_of(read: Read, text: str, subject: str | None) -> None:
    assert [figure.subject for figure in read(text)] == [subject]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Japan entdeckte zwei russische Bomber und drei Kriegsschiffe.", ["russia", "russia"]),
        ("Taiwans Militär hat neun chinesische Kampfjets und drei Kriegsschiffe gezählt.", ["china"] * 2),
        ("Die Niederlande schickten zwei deutsche Panzer und sechs Haubitzen.", ["germany", "netherlands"]),
    ],
)
def test_who_sees_things_does_not_own_them(read: Read, text: str, subjects: list[str]) -> None:
    assert [figure.subject for figure in read(text)] == subjects


def test_people_of_a_country_are_troops_where_the_passage_speaks_of_its_soldiers(read: Read) -> None:
    soldiers = "Nordkoreanische Soldaten sind an der Front.\nMindestens 8.000 Nordkoreaner sind in Russland."
    tourists = "Das Hotel ist gut besucht.\nMindestens 8.000 Nordkoreaner sind in Russland."
    assert [(figure.measure, figure.subject) for figure in read(soldiers)] == [("troops", NK)]
    assert read(tourists) == ()


@pytest.mark.parametrize(
    ("text", "said", "entity"),
    [
        ("Nach Angaben der USA stehen dort 300 Soldaten.", "Nach Angaben der USA", "usa"),
        ("Laut Pentagon stehen dort 300 Soldaten.", "Laut Pentagon", "pentagon"),
        ("Dort stehen Kiew zufolge 300 Soldaten.", "Kiew zufolge", "ukraine"),
        ("Das Pentagon schätzt, dass dort 300 Soldaten stehen.", "Das Pentagon schätzt", "pentagon"),
        ("Dort stehen 300 Soldaten, sagte Rutte.", "sagte Rutte", "rutte"),
        ("Wie die Polizei mitteilte, starben 300 Menschen.", "Wie die Polizei mitteilte", None),
        ("Am Montag sagte Rutte, dort stünden 300 Soldaten.", "sagte Rutte", "rutte"),
        ("Noch im Mai nannte das Pentagon 300 Soldaten.", "nannte das Pentagon", "pentagon"),
        ("In Kiew hieß es, dort stünden 300 Soldaten.", "In Kiew hieß", None),
        ("Das Pentagon hat am Freitag 300 Soldaten bestätigt.", "Das Pentagon hat", "pentagon"),
        ("Zuletzt hatte Kiew von 300 Soldaten gesprochen.", "hatte Kiew", "ukraine"),
        ("Wie am Freitag die Polizei mitteilte, starben 300 Menschen.", "die Polizei mitteilte", None),
        ("Dort stehen 300 Soldaten.", None, None),
    ],
)
def test_who_said_it(read: Read, text: str, said: str | None, entity: str | None) -> None:
    [figure] = read(text)
    attribution = figure.attribution
    assert (attribution.text if attribution else None) == said
    assert (attribution.entity if attribution else None) == entity


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Die Polizei sprach von 40 Toten, Kiew von 90.",
            [(40, "Die Polizei sprach", None), (90, "Kiew", "ukraine")],
        ),
        (
            "Kiew meldete 300 tote Soldaten, Moskau nannte 80.",
            [(300, "Kiew meldete", "ukraine"), (80, "Moskau nannte", "russia")],
        ),
        (
            "Das Pentagon hat drei Tote bestätigt; zehn Menschen werden vermisst.",
            [(3, "Das Pentagon hat", "pentagon"), (10, "Das Pentagon hat", "pentagon")],
        ),
        (
            "Kiew bezifferte die Zahl der Toten auf 40, die der Vermissten auf 90.",
            [(40, "Kiew bezifferte", "ukraine"), (90, "Kiew bezifferte", "ukraine")],
        ),
        (
            "Das Pentagon schätzt, dass dort 300 Soldaten stehen, Kiew zufolge sind es 500.",
            [(300, "Das Pentagon schätzt", "pentagon"), (500, "Kiew zufolge", "ukraine")],
        ),
        (
            "Laut Polizei starben elf Menschen; das Pentagon zählte 15 Tote.",
            [(11, "Laut Polizei", None), (15, "das Pentagon zählte", "pentagon")],
        ),
        (
            "Drei Soldaten wurden getötet, sagte Rutte, und zwölf verletzt.",
            [(3, "sagte Rutte", "rutte"), (12, "sagte Rutte", "rutte")],
        ),
        (
            "Die Hamas hat nach eigenen Angaben 250 Raketen abgefeuert.",
            [(250, "nach eigenen Angaben", "hamas")],
        ),
    ],
)
def test_each_number_has_its_own_source(read: Read, text: str, said: list[tuple[object, ...]]) -> None:
    found = [(figure.low, figure.attribution) for figure in read(text)]
    assert [(low, one.text if one else None, one.entity if one else None) for low, one in found] == said


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "Laut pakistanischer Armee fielen 57 Taliban-Kämpfer und neun eigene Soldaten.",
            ["taliban", "pakistan"],
        ),
        ("Die Hamas wies das zurück: Eigene Verluste lägen bei zwölf Mann.", ["hamas"]),
    ],
)
def test_ones_own_are_the_speakers(read: Read, text: str, subjects: list[str]) -> None:
    assert [figure.subject for figure in read(text)] == subjects


def test_indirect_speech_goes_on_with_its_source(read: Read) -> None:
    [figure] = read("Das sagte Rutte. Dort seien 300 Soldaten im Einsatz.")
    assert figure.attribution is not None
    assert figure.attribution.entity == "rutte"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Kursk stehen 300 Soldaten.", "kursk"),
        ("300 Soldaten wurden in die russische Grenzregion Kursk verlegt.", "kursk"),
        ("300 Soldaten stehen in der Ukraine.", "ukraine"),
        ("300 Soldaten Russlands üben.", None),
        ("300 in Syrien stationierte Soldaten reisten nach Kuwait ab.", "syria"),
        ("Im Osten Afghanistans starben 30 Menschen.", "afghanistan"),
        ("Sechs Menschen starben, als in Homs eine Moschee einstürzte.", "homs"),
        ("Sechs Menschen starben, in Kiew brannte ein Haus.", None),
        ("300 Soldaten sind im Ausland, die meisten davon im Kosovo.", None),
        ("Das in Genf unterzeichnete Abkommen sieht die Freilassung von 200 Gefangenen vor.", None),
        ("Geplant sind nach Überlegungen in London 3.000 Mann.", None),
    ],
)
def test_where_they_are(read: Read, text: str, place: str | None) -> None:
    assert [figure.place for figure in read(text)] == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("300 Soldaten seien tot, sagte Rutte am Montag in Brüssel.", None, id="behind"),
        pytest.param("300 Soldaten sind tot, wie die Regierung in Paris mitteilte.", None, id="wie"),
        pytest.param("In Kabul starben sechs, teilte das Ministerium in Islamabad mit.", "kabul", id="apart"),
        pytest.param("Nach Angaben des Generalstabs in Kiew starben 40 Russen.", None, id="nach Angaben"),
        pytest.param("Bei einem Besuch in Oslo sprach Rutte von 40 Toten.", None, id="its verb behind it"),
        pytest.param("Selenskyj sprach in Paris von 40 Toten.", None, id="its verb before it"),
        pytest.param("Die Rettungskräfte in Odessa meldeten fünf Verletzte.", "odessa", id="local ones"),
        pytest.param("In Odessa meldete die Polizei fünf Verletzte.", "odessa", id="where it is told of"),
    ],
)
def test_where_somebody_speaks_they_are_not(read: Read, text: str, place: str | None) -> None:
    assert [figure.place for figure in read(text)] == [place]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In Kursk stehen 300 Soldaten, in Belgorod 200.", ["kursk", "belgorod"]),
        ("In Kursk starben 40 Soldaten und in Belgorod drei Zivilisten.", ["kursk", "belgorod"]),
        ("In Kursk starben 40 Menschen, 21 weitere in Belgorod.", ["kursk", "belgorod"]),
        ("Vier Soldaten wurden in Kursk und drei in Belgorod getötet.", ["kursk", "belgorod"]),
        ("Während in Kursk zwei starben, wurden in Sumy elf verletzt.", ["kursk", "sumy"]),
        ("40 Menschen, darunter zwei Kinder, wurden in Kiew getötet.", ["kiew", "kiew"]),
        ("Drei Tote, zwölf Verletzte bei Angriff in Odessa", ["odessa", "odessa"]),
        ("In Kiew starben 40 Menschen, 20 wurden verletzt.", ["kiew", "kiew"]),
        (
            "Sie hat 300 Soldaten, die meisten davon im Kosovo (80) und in Mali (70).",
            [None, "kosovo", "mali"],
        ),
        ("Sie hat 300 Soldaten, die meisten davon im Kosovo (Stand: Mai) und in Mali.", [None]),
    ],
)
def test_each_number_has_its_own_place(read: Read, text: str, places: list[str]) -> None:
    assert [figure.place for figure in read(text)] == places


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        pytest.param("Tausende Soldaten kamen.", [{Flag.VAGUE}], id="vague"),
        pytest.param(
            "Es waren 180 Soldaten, heute sind es 35.", [{Flag.FORMER}, set()], id="brought up to date"
        ),
        pytest.param(
            "Die Zahl der Soldaten stieg von 80 auf 100.", [{Flag.FORMER}, set()], id="from one to another"
        ),
        pytest.param(
            "Am Mittag hatte die Polizei noch von elf Toten gesprochen.", [{Flag.FORMER}], id="said until now"
        ),
        pytest.param("Zuletzt hatte die Polizei von elf Toten gesprochen.", [set()], id="said last"),
        pytest.param("4.500 Soldaten, davon 4.000 in Mali, üben.", [set(), {Flag.PART}], id="davon"),
        pytest.param("Es gab elf Tote, darunter drei Kinder.", [set(), {Flag.PART}], id="darunter"),
        pytest.param("300 Soldaten könnten folgen.", [{Flag.HYPOTHETICAL}], id="könnten"),
        pytest.param("300 Soldaten sollen entsandt werden.", [{Flag.HYPOTHETICAL}], id="a plan"),
        pytest.param(
            "Nach US-Angaben sollen dort schon 300 Soldaten sein.", [set()], id="a report with a source"
        ),
        pytest.param("Es wurden nicht 300 Soldaten getötet.", [{Flag.NEGATED}], id="nicht"),
        pytest.param("Er dementierte, dass 300 Soldaten gefallen seien.", [{Flag.NEGATED}], id="denied"),
        pytest.param(
            "Berichte, wonach Paris 300 Soldaten geschickt habe, wies er zurück.",
            [{Flag.NEGATED}],
            id="turned down behind",
        ),
        pytest.param("Peskow nannte 300 Soldaten „Spekulation“.", [{Flag.NEGATED}], id="called untrue"),
        pytest.param("Er wies zurück, dass 300 Soldaten fielen.", [{Flag.NEGATED}], id="turned down before"),
        pytest.param(
            "Nach dem Unglück mit elf Toten will er gehen.", [set()], id="a plan about something else"
        ),
    ],
)
def test_why_it_may_not_count(read: Read, text: str, flags: list[set[Flag]]) -> None:
    assert [set(figure.flags) for figure in read(text)] == flags


def test_the_evidence_cuts_the_text(read: Read) -> None:
    text = "Vorspann ohne Zahl. In Kursk wurden rund 300 Soldaten getötet."
    [figure] = read(text)
    evidence = figure.evidence
    assert evidence.sentence.of(text) == "In Kursk wurden rund 300 Soldaten getötet."
    assert evidence.number.of(text) == "rund 300"
    assert evidence.noun is not None
    assert evidence.noun.of(text) == "Soldaten"
    assert evidence.claim.of(text) == "rund 300 Soldaten getötet"
