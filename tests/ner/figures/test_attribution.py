"""Who says each number: by the words of the sentence, with the entity that is named in them."""

from collections.abc import Callable

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]
Said = tuple[str, int | None, str | None, str | None]
"""Measure, low, the words of the attribution, its entity."""

EXTENT = {
    "a genitive behind a statement": (
        "Laut Erkenntnissen finnischer Behörden üben dort 300 Soldaten.",
        [("troops", 300, "Laut Erkenntnissen finnischer Behörden", "finland")],
    ),
    "what describes the source": (
        "Nach Angaben der in Genf ansässigen Stiftung Orion starben 60 Menschen.",
        [("killed", 60, "Nach Angaben der in Genf ansässigen Stiftung Orion", None)],
    ),
    "a name behind an office": (
        "60 Menschen starben, sagte der Chef der Regierung, Donald Tusk, dem Sender.",
        [("killed", 60, "sagte der Chef der Regierung, Donald Tusk", "tusk")],
    ),
    "an adverb with a capital": (
        "Landesweit registrierte die Polizei 60 Verletzte.",
        [("wounded", 60, "registrierte die Polizei", None)],
    ),
    "who says so of themselves": (
        "Bei dem Angriff will die Ukraine 60 Drohnen getroffen haben.",
        [("drones", 60, "will die Ukraine", "ukraine")],
    ),
    "who only means to have them": (
        "Polen will bis Mai 60 Soldaten abgezogen haben.",
        [("troops", 60, None, None)],
    ),
    "who goes on speaking": (
        "Der Hauptmann sagte, acht Soldaten seien gefallen. Die Zahl der Gefangenen bezifferte er auf zwei.",
        [("killed", 8, "Der Hauptmann sagte", None), ("captured", 2, "Der Hauptmann sagte", None)],
    ),
    "a genitive behind nach": (
        "Nach Einschätzung polnischer Dienste fielen dort 60 Soldaten.",
        [("killed", 60, "Nach Einschätzung polnischer Dienste", "poland")],
    ),
    "those who speak are not counted": (
        "Laut Aussagen dreier türkischer Piloten üben dort 300 Soldaten.",
        [("troops", 300, "Laut Aussagen dreier türkischer Piloten", "turkey")],
    ),
    "a small word inside of a name": (
        "Laut Hauptmann Piet van den Berg üben dort 300 Soldaten.",
        [("troops", 300, "Laut Hauptmann Piet van den Berg", None)],
    ),
    "the sentence goes on with a number": (
        "Dort üben laut Kiew zwölf Soldaten.",
        [("troops", 12, "laut Kiew", "ukraine")],
    ),
    "an adverb is no source": ("Der Soldat rief laut. Zwölf Soldaten fielen.", [("killed", 12, None, None)]),
    "glaubt man": (
        "Glaubt man dem Pentagon, fielen dort 60 Soldaten.",
        [("killed", 60, "Glaubt man dem Pentagon", "pentagon")],
    ),
    "the person behind a title": (
        "Nato-Generalsekretär Rutte sprach von 60 Gefallenen.",
        [("killed", 60, "Nato-Generalsekretär Rutte sprach", "rutte")],
    ),
    "near to somebody is another": (
        "Eine Hamas-nahe Agentur meldete 60 Tote.",
        [("killed", 60, "Eine Hamas-nahe Agentur meldete", None)],
    ),
}

VERBS = {
    "behind a verb in second place": (
        "Bei einem Besuch der Türkei sagte Rutte, dort übten 300 Soldaten.",
        [("troops", 300, "sagte Rutte", "rutte")],
    ),
    "behind a verb, after a meeting": (
        "Nach Gesprächen mit der Hamas sprach Macron von 60 Toten.",
        [("killed", 60, "sprach Macron", "macron")],
    ),
    "behind a verb, after a time": (
        "Zwei Wochen später meldete Kiew 60 Tote.",
        [("killed", 60, "meldete Kiew", "ukraine")],
    ),
    "at the end of a subordinate clause": (
        "Während Ankara von 60 Toten spricht, kamen laut Damaskus 80 Menschen ums Leben.",
        [("killed", 60, "Ankara", "turkey"), ("killed", 80, "laut Damaskus", "syria")],
    ),
    "with a date before the verb": (
        "Wie Kiew am 3. Mai mitteilte, fielen 60 Soldaten.",
        [("killed", 60, "Wie Kiew am 3. Mai mitteilte", "ukraine")],
    ),
    "a separable verb": (
        "Ankara gab den Tod von 60 Soldaten bekannt.",
        [("killed", 60, "Ankara gab", "turkey")],
    ),
    "the object before the verb": (
        "60 tote Soldaten meldet Ankara.",
        [("killed", 60, "meldet Ankara", "turkey")],
    ),
    "the sum before the verb": (
        "Die Zahl der Toten bezifferte Ankara auf 60.",
        [("killed", 60, "bezifferte Ankara", "turkey")],
    ),
    "a perfect with a number in words": (
        "Am Abend hatte die Feuerwehr von elf Toten gesprochen.",
        [("killed", 11, "hatte die Feuerwehr", None)],
    ),
    "a perfect that says nothing": (
        "Zu den 60 gefallenen Soldaten hat Ankara noch nichts gesagt.",
        [("killed", 60, None, None)],
    ),
    "what proves true is said by nobody": (
        "Die Befürchtung hat sich bestätigt, 60 Menschen starben.",
        [("killed", 60, None, None)],
    ),
    "a talk with somebody is no claim": (
        "Rutte sagte, Macron habe mit Merz gesprochen und 60 Soldaten entsandt.",
        [("troops", 60, "Rutte sagte", "rutte")],
    ),
    "a passive is no verb of saying": (
        "Unter den Trümmern werden 60 Tote vermutet.",
        [("killed", 60, None, None)],
    ),
    "those asked are no source": (
        "Bei einem Treffen von 900 Soldaten sagten das viele.",
        [("troops", 900, None, None)],
    ),
    "behind a bracket": (
        "Boris Pistorius (SPD) sagte, dort übten 300 Soldaten.",
        [("troops", 300, "Boris Pistorius (SPD) sagte", "pistorius")],
    ),
    "behind an age": (
        "Landrätin Maria Koller, 44, sagte, neun Menschen seien verletzt worden.",
        [("wounded", 9, "Landrätin Maria Koller, 44, sagte", None)],
    ),
    "behind an age and a party": (
        "Landrätin Maria Koller (44, CSU) sagte, neun Menschen seien verletzt worden.",
        [("wounded", 9, "Landrätin Maria Koller (44, CSU) sagte", None)],
    ),
    "behind a relative clause": (
        "Eine Ärztin, die ungenannt bleiben wollte, sagte, neun Menschen seien verletzt worden.",
        [("wounded", 9, "Eine Ärztin", None)],
    ),
    "a name that is described": (
        "Serhij, ein Pilot, sagte, neun Menschen seien verletzt worden.",
        [("wounded", 9, "Serhij, ein Pilot, sagte", None)],
    ),
    "in quotation marks": (
        "Das Portal «Nordlicht» berichtete von neun Verletzten.",
        [("wounded", 9, "Das Portal «Nordlicht» berichtete", None)],
    ),
    "quoted in quotation marks": (
        "Laut der Zeitung «Nordlicht» wurden neun Menschen verletzt.",
        [("wounded", 9, "Laut der Zeitung «Nordlicht»", None)],
    ),
    "a Swiss source": (
        "Gemäss Polizei wurden neun Menschen verletzt.",
        [("wounded", 9, "Gemäss Polizei", None)],
    ),
    "data": (
        "Nach Daten der Feuerwehr wurden neun Menschen verletzt.",
        [("wounded", 9, "Nach Daten der Feuerwehr", None)],
    ),
    "soldiers are no data": (
        "Nach Soldaten suchten neun Retter, 60 Menschen wurden verletzt.",
        [("wounded", 60, None, None)],
    ),
    "an office before a colon": (
        "Gesundheitsministerium: neun Verletzte nach Angriff",
        [("wounded", 9, "Gesundheitsministerium", None)],
    ),
    "an event before a colon": ("Verkehrsunfall: neun Verletzte in Wien", [("wounded", 9, None, None)]),
    "who reproaches": (
        "Amnesty warf den Milizen vor, 60 Zivilisten getötet zu haben.",
        [("killed", 60, "Amnesty warf", None)],
    ),
    "whom they reproach": (
        "Er kam und warf Russland vor, 60 Zivilisten getötet zu haben.",
        [("killed", 60, None, None)],
    ),
    "who has so many counts none": ("Die Brigade zählte 700 Mann.", [("troops", 700, None, None)]),
    "who counts the dead": ("Kiew zählt 60 getötete Soldaten.", [("killed", 60, "Kiew zählt", "ukraine")]),
    "who says nothing": (
        "Moskau äußerte sich nicht. Dort seien 60 Soldaten gestorben.",
        [("killed", 60, None, None)],
    ),
    "no one before who denies": (
        "Oslo erklärte, der Ort sei frei. Ein Sprecher dementierte, dass 60 Soldaten gestorben seien.",
        [("killed", 60, None, None)],
    ),
    "an Arab name": (
        "Nach Angaben des Arztes Atef al-Hout wurden neun Menschen verletzt.",
        [("wounded", 9, "Nach Angaben des Arztes Atef al-Hout", None)],
    ),
    "a description is all": (
        "Oslo feuerte nach dänischer Darstellung Raketen ab und tötete neun Menschen.",
        [("killed", 9, "nach dänischer Darstellung", "denmark")],
    ),
    "a whole name": (
        "Neun Menschen wurden verletzt, erklärte Ärzte ohne Grenzen.",
        [("wounded", 9, "erklärte Ärzte ohne Grenzen", "aerzte-ohne-grenzen")],
    ),
    "behind an apposition": (
        "Der Befehlshaber, General Oleksandr Syrskyj, meldete 60 Gefallene.",
        [("killed", 60, "General Oleksandr Syrskyj, meldete", "syrskyj")],
    ),
    "it was said in a place": (
        "Dort seien 60 Soldaten gefallen, hieß es aus Ankara.",
        [("killed", 60, "hieß es aus Ankara", "turkey")],
    ),
    "a person before a colon": ("Macron: 60 Soldaten gefallen", [("killed", 60, "Macron", "macron")]),
    "a country before a colon is a place": ("Türkei: 60 Soldaten gefallen", [("killed", 60, None, None)]),
}

DENIALS = {
    "who denies is no source": (
        "Der Meldung zufolge, die Ankara bestritt, fielen 60 Soldaten.",
        [("killed", 60, "Der Meldung zufolge", None)],
    ),
    "who denies is no source of the next sentence": (
        "Ankara wies die Meldung zurück. 60 Soldaten seien gefallen.",
        [("killed", 60, None, None)],
    ),
    "what is denied stands before": (
        "Meldungen über 60 gefallene Soldaten wies Ankara zurück.",
        [("killed", 60, None, None)],
    ),
    "behind a colon who denies speaks": (
        "Ankara wies das zurück: 60 Soldaten seien gefallen.",
        [("killed", 60, "Ankara wies", "turkey")],
    ),
}

WHICH = {
    "a later source says only its own": (
        "Ankara sprach von 60 Toten, Kiew zufolge kamen 80 Menschen ums Leben.",
        [("killed", 60, "Ankara sprach", "turkey"), ("killed", 80, "Kiew zufolge", "ukraine")],
    ),
    "a later source says nothing of what is before": (
        "Ankara habe 60 Soldaten verloren, Kiew war bislang von 40 ausgegangen.",
        [("losses", 60, None, None), ("losses", 40, "Kiew war", "ukraine")],
    ),
    "a closing source says all before": (
        "60 Soldaten seien gefallen und 80 verletzt worden, teilte die Armee mit.",
        [("killed", 60, "teilte die Armee", None), ("wounded", 80, "teilte die Armee", None)],
    ),
    "the next sentence says who said it": (
        "Dort fielen 60 Soldaten. Dies teilte Ankara mit.",
        [("killed", 60, "teilte Ankara", "turkey")],
    ),
    "a verb left out": (
        "Die Feuerwehr ging von 60 Toten aus, der Bürgermeister von 80.",
        [("killed", 60, "Die Feuerwehr ging", None), ("killed", 80, "der Bürgermeister", None)],
    ),
    "a time is no speaker": (
        "Die Feuerwehr sprach von 60 Toten, Stunden später von 80.",
        [("killed", 60, "Die Feuerwehr sprach", None), ("killed", 80, "Die Feuerwehr sprach", None)],
    ),
    "another preposition is no speaker": (
        "Macron sagte, Ankara habe 900 Soldaten verlegt und Rutte mit 300 Soldaten geübt.",
        [("troops", 900, "Macron sagte", "macron"), ("troops", 300, "Macron sagte", "macron")],
    ),
    "ones own numbers are the subject's": (
        "Nach eigenen Angaben hat die Türkei 60 Soldaten verloren.",
        [("losses", 60, "Nach eigenen Angaben", "turkey")],
    ),
    "ones own numbers are not the place's": (
        "In der Türkei hat ein Söldner nach eigenen Angaben 60 Kämpfer getötet.",
        [("killed", 60, "nach eigenen Angaben", None)],
    ),
    "others give no numbers of their own": (
        "Israel verlor nach eigenen Angaben 60 Soldaten, die Hisbollah 80 Kämpfer.",
        [("losses", 60, "nach eigenen Angaben", "israel"), ("losses", 80, None, None)],
    ),
}

NAMED = {
    "costs are nobody": ("60 Menschen starben. Die Schäden werden auf 300 geschätzt.", [("killed", 60)]),
    "costs that somebody names": (
        "60 Menschen starben. Ankara beziffert die Kosten auf 300.",
        [("killed", 60)],
    ),
    "the number of others": (
        "60 Menschen starben. Die Zahl der Nachbeben wird auf 300 geschätzt.",
        [("killed", 60)],
    ),
    "a name": ("Dort üben 60 Soldaten. Das Gewehr wird auch „300“ genannt.", [("troops", 60)]),
    "a painted number": ("Dort üben 60 Soldaten. Auf dem Helm stand die Zahl 300.", [("troops", 60)]),
    "their number": (
        "60 Menschen starben. Ankara hatte ihre Zahl auf 300 geschätzt.",
        [("killed", 60), ("killed", 300)],
    ),
    "what was named before": (
        "60 Menschen starben. Kiew hatte „mindestens 40“ genannt.",
        [("killed", 60), ("killed", 40)],
    ),
}


@pytest.mark.parametrize(
    ("text", "said"),
    [pytest.param(*case, id=name) for part in (EXTENT, VERBS, DENIALS, WHICH) for name, case in part.items()],
)
def test_who_says_each_number(read: Read, text: str, said: list[Said]) -> None:
    found = [(figure.measure, figure.low, figure.attribution) for figure in read(text)]
    assert [(*rest, one and one.text, one and one.entity) for *rest, one in found] == said


@pytest.mark.parametrize(("text", "figures"), NAMED.values(), ids=NAMED.keys())
def test_only_what_is_said_of_those_counted_goes_on_about_them(
    read: Read, text: str, figures: list[tuple[str, int]]
) -> None:
    assert [(figure.measure, figure.low) for figure in read(text)] == figures
