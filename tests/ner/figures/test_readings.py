"""Sentences as news writes them, with every figure that a careful reader finds in them."""

from collections.abc import Callable

import pytest

from shared.events import Figure

Read = Callable[[str], tuple[Figure, ...]]

WHOLES = {
    "the dead who are handed over": (
        "Russland hat nach eigenen Angaben 1.000 Leichen gefallener Soldaten übergeben.",
        ["killed 1000 part"],
    ),
    "the dead who are found": ("In der Stadt gab es 40 Leichen.", ["killed 40"]),
    "a small child among the dead": ("Zwei Tote, darunter ein Kleinkind", ["killed 2", "killed 1 part"]),
    "some of the wounded, in another sentence": (
        "Sieben Menschen wurden verletzt. Drei davon schweben in Lebensgefahr.",
        ["wounded 7", "wounded 3 part"],
    ),
    "a whole behind an adverb": (
        "Von den insgesamt 5.000 Soldaten wurden 300 verwundet.",
        ["troops 5000", "wounded 300"],
    ),
    "a whole that is described": (
        "800 der nach Kursk entsandten 11.000 Nordkoreaner sind gefallen.",
        ["killed 800 north-korea part", "troops 11000 north-korea"],
    ),
    "a former whole": (
        "Rund 4.000 der anfangs 12.000 nordkoreanischen Soldaten wurden getötet.",
        ["killed ~4000 north-korea part", "troops 12000 north-korea former"],
    ),
    "those out of whom they are, not counted": ("Von den Insassen starben 40.", ["killed 40"]),
    "soldiers out of whom they are, not counted": (
        "Von den nordkoreanischen Soldaten fielen 300.",
        ["killed 300 north-korea"],
    ),
    "a sum and its parts": (
        "Bei den Kämpfen starben 86 Menschen: 51 Soldaten, 22 Rebellen und 13 Zivilisten.",
        ["killed 86", "killed 51 part", "killed 22 part", "killed 13 part"],
    ),
    "a sum and its parts behind a dash": (
        "Beim Angriff wurden 13 Menschen getötet – neun Soldaten, drei Polizisten und ein Zivilist.",
        ["killed 13", "killed 9 part", "killed 3 part", "killed 1 part"],
    ),
    "those who belong to the dead": (
        "Zu den Toten zählen 30 Soldaten und 45 Zivilisten.",
        ["killed 30 part", "killed 45 part"],
    ),
    "those whom the fate did not meet": (
        "Zehn Soldaten wurden getötet, die übrigen 90 zogen ab.",
        ["killed 10", "troops 90"],
    ),
    "those who are left of some": (
        "Nordkorea hat 12.000 Soldaten geschickt, davon sind 4.000 gefallen, die übrigen 8.000 kämpfen.",
        ["troops 12000 north-korea", "killed 4000 north-korea part", "troops 8000 north-korea"],
    ),
    "a share": ("Acht von zehn ukrainischen Soldaten sind älter als 40.", []),
}

MEASURES = {
    "put out of action": (
        "Bisher seien 3.000 Nordkoreaner „außer Gefecht“ gesetzt worden.",
        ["losses 3000 north-korea"],
    ),
    "soldiers of an exchange": (
        "Kiew und Moskau haben Gefangene ausgetauscht: 180 ukrainische Soldaten kehrten nach Hause zurück.",
        ["released 180 ukraine"],
    ),
    "soldiers who come home": ("180 ukrainische Soldaten kehrten nach Hause zurück.", ["troops 180 ukraine"]),
    "people who are stationed abroad": (
        "In Kursk seien 11.000 Nordkoreaner stationiert.",
        ["troops 11000 north-korea"],
    ),
    "hostages who come back": ("148 Geiseln sind lebend zurückgekehrt.", ["released 148"]),
    "a plan in indirect speech": (
        "Moskau plane, 2026 rund 400.000 Soldaten anzuwerben, sagte er.",
        ["troops ~400000 russia hypothetical"],
    ),
    "a move in indirect speech": (
        "Moskau ziehe bei Saporischschja 130.000 Mann zusammen.",
        ["troops 130000 russia"],
    ),
    "a good dozen": ("Ein gutes Dutzend Wanderer wird vermisst.", ["missing ~12"]),
    "two headlines in one": (
        "Beben in Nepal: Zahl der Toten steigt auf 28 – 37.000 Menschen evakuiert",
        ["killed 28", "displaced 37000"],
    ),
    "people whose soldiers the next sentence speaks of": (
        "1.500 Nordkoreaner in Kursk gelandet\nNordkorea hat laut Seouls Geheimdienst Soldaten geschickt.",
        ["troops 1500 north-korea"],
    ),
    "how strong a unit is that killed others": (
        "Die 300 Mann starke Einheit tötete 40 Angreifer.",
        ["troops 300", "killed 40"],
    ),
    "captivity of whomever": (
        "8.000 ukrainische Soldaten sind in russischer Gefangenschaft.",
        ["captured 8000 ukraine"],
    ),
    "an exchange": ("Beide Seiten tauschten 205 Kriegsgefangene aus.", ["captured 205"]),
    "a return": ("Aus russischer Gefangenschaft kehrten 1.200 Soldaten zurück.", ["released 1200"]),
    "the loss of soldiers": ("Der Verlust von 4.000 Soldaten sei verkraftbar.", ["losses 4000"]),
    "the loss of jobs": ("Der Verlust von 300 Arbeitsplätzen trifft die Stadt.", []),
    "losses behind their number": (
        "Die nordkoreanischen Truppen erlitten 4.700 Verluste.",
        ["losses 4700 north-korea"],
    ),
    "a genitive without an article": ("Die Zahl verletzter Zivilisten stieg auf 300.", ["wounded 300"]),
    "then and now": (
        "Die Zahl der Toten ist von zuvor 28 auf nun 33 gestiegen.",
        ["killed 28 former", "killed 33"],
    ),
    "two adverbs before the noun": ("Dort stehen 5.000 voll einsatzbereite Soldaten.", ["troops 5000"]),
    "who is not there": ("Der Bundeswehr fehlen rund 80.000 Soldaten.", []),
    "who was asked": ("In einer Umfrage unter 1.800 Soldaten klagte jeder Dritte.", []),
    "one more fate": ("Acht Soldaten starben, einer wird vermisst.", ["killed 8", "missing 1"]),
    "a year of an event": (
        "Drei Rebellen wurden 2014 gefangen genommen und 2016 getötet.",
        ["captured 3"],
    ),
    "a distance behind the noun": (
        "Dort stehen 3.000 Soldaten weniger als zwei Kilometer von der Grenze entfernt.",
        ["troops 3000"],
    ),
    "a difference": ("Es gab 20 Tote mehr als gestern.", []),
    "a verb that looks like a noun": ("500 Mann schützen die Grenze.", ["troops 500"]),
    "pioneers of a field": ("Vier Internetpioniere bekommen den Preis.", []),
    "sappers of an alliance": ("200 Pioniere der Nato bauen die Brücke.", ["troops 200 nato"]),
    "a paragraph of a law": (
        "Es gab 40 Tote, laut Paragraf 129 wurden drei Männer festgenommen.",
        ["killed 40", "arrested 3"],
    ),
}

OWNERS = {
    "what stands behind things not counted": (
        "Russland hat 2.300 Drohnen, 1.360 Gleitbomben und 14 Raketen eingesetzt.",
        ["drones 2300 russia", "missiles 14 russia"],
    ),
    "who mourns them": ("Pjöngjang beklagt 2.000 Tote.", ["killed 2000 north-korea"]),
    "who has them to mourn": (
        "Die Nordkoreaner hätten 300 Tote zu beklagen.",
        ["killed 300 north-korea"],
    ),
    "two who mourn": (
        "Israel beklagt 28 Tote, der Iran mehr als 600.",
        ["killed 28 israel", "killed ≥600 iran"],
    ),
    "who suffers losses": ("Nordkoreaner erleiden Verluste: 30 Tote", ["killed 30 north-korea"]),
    "whose losses are estimated": (
        "Seoul schätzt Verluste Nordkoreas auf 4.700",
        ["losses 4700 north-korea"],
    ),
    "a government by its seat": (
        "Die neue Regierung in Kiew hat 30.000 Soldaten verlegt.",
        ["troops 30000 ukraine"],
    ),
    "whose soldiers they are among": (
        "Der Geheimdienst sprach von 300 Toten unter den nordkoreanischen Soldaten.",
        ["killed 300 north-korea"],
    ),
    "whom a headline speaks of, not who confirms it": (
        "Nato bestätigt Einsatz nordkoreanischer Truppen - Rutte: bis zu 10.000 Mann",
        ["troops ≤10000 north-korea"],
    ),
    "a noun that stands with the next number": (
        "Berlin stellt 4.800, Paris 2.000 Soldaten.",
        ["troops 4800 germany", "troops 2000 france"],
    ),
    "three states and one noun": (
        "Frankreich schickt 1.500, Deutschland 800 und Polen 400 Soldaten nach Litauen.",
        ["troops 1500 france", "troops 800 germany", "troops 400 poland"],
    ),
    "another state's number without the noun": (
        "Frankreich hat 1.500 Soldaten geschickt, Deutschland nur 800.",
        ["troops 1500 france", "troops 800 germany"],
    ),
    "a verb and a noun in two halves": (
        "Die Ukraine verlor 60.000, Russland 200.000 Soldaten.",
        ["losses 60000 ukraine", "losses 200000 russia"],
    ),
    "a fate shared with the next number": (
        "Offiziell fielen 5.937, in Wahrheit wohl 130.000 russische Soldaten.",
        ["killed 5937 russia", "killed 130000 russia"],
    ),
    "states with their numbers": (
        "Frankreich ist mit 1.500, Großbritannien mit 900 und Deutschland mit 4.800 Soldaten vertreten.",
        ["troops 1500 france", "troops 900 united-kingdom", "troops 4800 germany"],
    ),
    "a count that goes no further": ("Es kamen zwölf, darunter drei Kinder ums Leben.", ["killed 3"]),
    "an acronym of two": ("Mindestens 2.000 RSF-Kämpfer rückten vor.", ["troops ≥2000 rsf"]),
    "the actor's own": ("Laut Moskau verlor Kiew 300 eigene Soldaten.", ["losses 300 ukraine"]),
    "where they are": ("Auf der türkischen Seite der Grenze leben 40.000 Flüchtlinge.", ["displaced 40000"]),
    "whose side they are on": ("Auf ukrainischer Seite fielen 300 Soldaten.", ["killed 300 ukraine"]),
}

TOLLS = {
    "a toll before other people's fate": (
        "Die Zahl der Toten stieg auf 45, drei Verdächtige wurden festgenommen.",
        ["killed 45", "arrested 3"],
    ),
    "a toll that looks like a year": ("Die Zahl der Toten stieg auf 1250.", ["killed 1250"]),
    "people whose number looks like a year": ("Im Mittelmeer starben 1500 Migranten.", ["killed 1500"]),
    "a second toll that looks like a year": (
        "1200 Menschen starben, 1500 wurden verletzt.",
        ["killed 1200", "wounded 1500"],
    ),
    "a year in which he became a soldier": ("Er wurde 1980 Soldat.", []),
    "more of whom another thing is told": (
        "Zwölf Menschen starben, 30 weitere wurden in Krankenhäuser gebracht.",
        ["killed 12"],
    ),
    "more who were saved": ("Sechs Menschen wurden verletzt, acht wurden gerettet.", ["wounded 6"]),
    "more in the next sentence": (
        "Zwölf Menschen starben. 30 weitere wurden in Krankenhäuser gebracht.",
        ["killed 12"],
    ),
    "a headline about somebody else behind a dash": (
        "Busunfall: drei Tote, 24 Verletzte – Fahrer festgenommen",
        ["killed 3", "wounded 24"],
    ),
    "a headline about somebody else behind a comma": (
        "Anschlag in Kabul: drei Tote, 24 Verletzte, Angreifer erschossen",
        ["killed 3", "wounded 24"],
    ),
    "a headline with a list": ("Drei Männer, ein Kind getötet", ["killed 3", "killed 1"]),
    "two ages": ("Eine 34- und eine 56-Jährige wurden leicht verletzt.", ["wounded 1"]),
    "how some were hurt": (
        "20 Menschen wurden verletzt, fünf davon schwer; zwei Menschen starben.",
        ["wounded 20", "wounded 5 part", "killed 2"],
    ),
    "who did it, behind an adverb": ("Dabei tötete ein Mann acht Menschen.", ["killed 8"]),
    "who did it, in a clause": ("Nachdem ein Mann acht Menschen getötet hatte, floh er.", ["killed 8"]),
    "who took hostages": (
        "Ein bewaffneter Mann hat in einem Café acht Menschen als Geiseln genommen.",
        ["hostages 8"],
    ),
    "whom the police killed": ("Dabei tötete die Polizei einen Mann.", ["killed 1"]),
    "some of those of the sentence before": (
        "Bei dem Angriff starben zwölf Menschen. Darunter waren vier Kinder.",
        ["killed 12", "killed 4 part"],
    ),
    "about whom it is": ("Die Trauer über die 14 Toten ist groß.", ["killed 14"]),
    "a murder": ("Der Mord an elf israelischen Sportlern bleibt ungesühnt.", ["killed 11 israel"]),
    "things that exploded": ("Bei der Explosion Tausender Pager starben zwölf Menschen.", ["killed 12"]),
    "victims of no death": ("Die Zahl der Opfer von Internetbetrug stieg auf 120.000.", []),
    "both sides": (
        "Auf indischer Seite wurden fünf, auf pakistanischer sechs Soldaten getötet.",
        ["killed 5 india", "killed 6 pakistan"],
    ),
}

EXCHANGES = {
    "soldiers who come home after an exchange": (
        "Riga und Minsk haben Kriegsgefangene ausgetauscht. 62 Soldaten kehrten nach Hause zurück.",
        ["released 62"],
    ),
    "soldiers who may go home": (
        "Der Austausch begann am Montag. 62 Soldaten durften nach Hause.",
        ["released 62"],
    ),
    "civilians who come home with them": (
        "Beim Gefangenenaustausch kehrten 62 lettische Soldaten und sieben Zivilisten heim.",
        ["released 62 latvia", "released 7"],
    ),
    "soldiers who go back to the front": (
        "Beide Seiten tauschten Gefangene aus. 62 Soldaten kehrten an die Front zurück.",
        ["troops 62"],
    ),
    "soldiers let go who were held": (
        "Minsk entließ neun lettische Soldaten, die seit Mai festgehalten wurden.",
        ["released 9 latvia"],
    ),
    "dead hostages": ("Die Miliz übergab 14 tote Geiseln.", ["killed 14 part"]),
    "the dead got back": ("Minsk erhielt 14 Gefallene zurück.", ["killed 14 part"]),
    "the elliptic dead": (
        "Riga übergab 700 Leichen, im Gegenzug bekam es 14.",
        ["killed 700 part", "killed 14 part"],
    ),
    "the dead of a street accident, and a handing over": (
        "Zwei Tote bei der Übergabe eines Autos",
        ["killed 2"],
    ),
}
NEXT = {
    "drones shot down, in the next sentence": (
        "Die Armee setzte 80 türkische Drohnen ein. Davon wurden 61 abgefangen, zehn über Tiraspol.",
        ["drones 80 turkey", "drones 61 turkey part", "drones 10 turkey part"],
    ),
    "of drones or of rockets": (
        "Im Einsatz waren 80 Drohnen und neun Raketen. 61 wurden abgefangen.",
        ["drones 80", "missiles 9"],
    ),
    "as many drones elsewhere": (
        "Moldau zählte 80 russische Drohnen. Über Tiraspol seien es zehn gewesen.",
        ["drones 80 russia", "drones 10 russia"],
    ),
    "another army": (
        "Polen hat 210.000 Soldaten. Litauen hat nur 23.000, dazu 90.000 Reservisten.",
        ["troops 210000 poland", "troops 23000 lithuania", "troops 90000 lithuania"],
    ),
    "a limit": (
        "Die Armee hat 70.000 Soldaten. Der Vertrag nennt eine Obergrenze von 40.000.",
        ["troops 70000", "troops 40000"],
    ),
    "things counted before, of an army": (
        "Gegen die Armee laufen 900 Klagen. Im Mai waren es 70.",
        [],
    ),
    "the hurt in hospital": (
        "19 Menschen wurden verletzt. Vier sind in kritischem, zwei in ernstem Zustand.",
        ["wounded 19", "wounded 4 part", "wounded 2 part"],
    ),
    "who works in a hospital": (
        "19 Menschen wurden verletzt. Auf der Intensivstation arbeiten 20.",
        ["wounded 19"],
    ),
    "some of the soldiers of before": (
        "Kenia schickte 900 Soldaten nach Haiti. Davon sind drei gefallen.",
        ["troops 900 kenya", "killed 3 kenya part"],
    ),
    "a quotation that ends with a number": (
        "Die Stadt nannte neun Tote. „In Tartu sind es etwa 40, in Narva 31“, sagte Sprecherin Mia Kask.",
        ["killed 9", "killed ~40", "killed 31"],
    ),
    "a day before a number": (
        "Als vermisst gelten 19 Menschen, nachdem es am Vortag 44 gewesen waren.",
        ["missing 19", "missing 44 former"],
    ),
    "the dead of before, for another time": (
        "Kenia hat 20 Soldaten verloren. Im Mai war von acht Toten die Rede.",
        ["losses 20 kenya", "killed 8 kenya"],
    ),
    "the fallen of those spoken of": (
        "In Haiti kämpfen kenianische Truppen. Nairobi ehrte drei Gefallene.",
        ["killed 3 kenya"],
    ),
}
LISTS = {
    "of the missing": (
        "Von den Vermissten stammen sieben aus Kenia, vier aus Ghana und zwei aus Mali.",
        ["missing 7 kenya part", "missing 4 ghana part", "missing 2 mali part"],
    ),
    "parts behind a comma": (
        "Bei den Protesten wurden 90 Menschen getötet, 70 Zivilisten und neun Polizisten.",
        ["killed 90", "killed 70 part", "killed 9 part"],
    ),
    "other fates behind a comma": (
        "90 Tote, vier Schwer- und 30 Leichtverletzte",
        ["killed 90", "wounded 4", "wounded 30"],
    ),
    "an adjective as a noun": (
        "Neun Menschen starben, darunter eine Schwangere.",
        ["killed 9", "killed 1 part"],
    ),
    "what only opens another noun": (
        "Neun Menschen starben, darunter eine Reihe Kinder.",
        ["killed 9"],
    ),
    "those who do something else": (
        "In Mali hungern 700.000 Menschen, 40 sind schon gestorben.",
        ["killed 40"],
    ),
    "an owner behind all things": (
        "Oslos Verteidigungsministerium hat vier Flugzeuge und zwei Schiffe der russischen Marine geortet.",
        ["aircraft 4 russia", "ships 2 russia"],
    ),
    "planes of nobody's army": ("Am Flughafen wurden 60 Flugzeuge gezählt.", []),
    "people of two countries": (
        "7.000 Russen und Belarussen bereiten einen Angriff vor.",
        ["troops 7000"],
    ),
    "commanders put out of action": ("Die Armee habe acht Kommandeure „ausgeschaltet“.", ["killed 8"]),
    "the number of cases before those who died": (
        "Die Zahl der Fälle stieg auf 700, drei Menschen starben.",
        ["killed 3"],
    ),
    "years": ("Zwischen 2019 und 2021 starben 30 Soldaten.", ["killed 30"]),
    "a point of a paper": ("Truppen dürfe es dort nicht geben, heißt es in Punkt sechs.", []),
}
OURS = {
    "the speaker's": ("Tusk: „80 unserer Soldaten sind verletzt“", ["wounded 80 poland part"]),
    "the fallen of the army that tells of them": (
        "Kenias Armee meldete zwei gefallene und neun verletzte Soldaten.",
        ["killed 2 kenya", "wounded 9 kenya"],
    ),
    "on their own side": (
        "Riga meldete, man habe 50 Russen getötet; auf der eigenen Seite habe es acht Gefallene gegeben.",
        ["killed 50 russia", "killed 8 latvia"],
    ),
}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param(*case, id=name)
        for cases in (WHOLES, MEASURES, OWNERS, TOLLS, EXCHANGES, NEXT, LISTS, OURS)
        for name, case in cases.items()
    ],
)
def test_every_figure_is_read(read: Read, text: str, figures: list[str]) -> None:
    assert [written(figure) for figure in read(text)] == figures


def written(figure: Figure) -> str:
    """The figure in short: measure, hedge and number, subject, flags."""
    if figure.low is None:
        number = f"≤{figure.high}"
    elif figure.high is None:
        number = f"≥{figure.low}"
    elif figure.low < figure.high:
        number = f"{figure.low}–{figure.high}"
    else:
        number = ("~" if figure.hedge == "about" else "") + str(figure.low)
    return " ".join([figure.measure, number, *filter(None, [figure.subject]), *figure.flags])
