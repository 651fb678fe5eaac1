"""Who is meant: names, their inflection, their bearers, and what the tagger made of them."""

import re

import pytest

from services.ner.linker import Linker
from shared.events import Label, Mention, Span
from shared.watchlist import load_watchlist


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_watchlist())


def tagged(text: str, words: str, label: Label = Label.PER) -> Mention:
    start = text.index(words)
    return Mention(text=words, label=label, score=0.9, start=start, end=start + len(words))


def links(linker: Linker, text: str, *mentions: Mention) -> list[tuple[str, str]]:
    found = linker.link(text, [Span(start=0, end=len(text))], mentions)
    return [(mention.text, mention.entity) for mention in found if mention.entity]


SPELLINGS = {
    "a genitive": ("Putins Sprecher schwieg.", [("Putins", "putin")]),
    "a genitive by apostrophe": ("Olaf Scholz' Plan", [("Olaf Scholz", "scholz")]),
    "an English genitive": ("Trump’s Zölle", [("Trump’s", "trump")]),
    "hyphens where the watchlist has none": ("Kim Jong Un lachte.", [("Kim Jong Un", "kim-jong-un")]),
    "a genitive after a hyphen": ("Kim Jong-uns Rede", [("Kim Jong-uns", "kim-jong-un")]),
    "a line break inside": ("Kim\nJong-un", [("Kim\nJong-un", "kim-jong-un")]),
    "a hard space inside": ("Xi\u00a0Jinping", [("Xi\u00a0Jinping", "xi-jinping")]),
    "a soft hyphen inside": ("Selen\u00adskyj", [("Selen\u00adskyj", "selenskyj")]),
    "no diacritics": ("Recep Tayyip Erdogan", [("Recep Tayyip Erdogan", "erdogan")]),
    "decomposed diacritics": ("Viktor Orba\u0301n", [("Viktor Orba\u0301n", "orban")]),
    "umlauts as two letters": ("Markus Soeder", [("Markus Soeder", "soeder")]),
    "capitals": ("PUTIN DROHT DER NATO", [("PUTIN", "putin"), ("NATO", "nato")]),
    "a particle at the beginning": ("Von der Leyens Plan", [("Von der Leyens", "von-der-leyen")]),
    "a middle initial": ("Donald J. Trump", [("Donald J. Trump", "trump")]),
    "a patronymic": ("Wladimir Wladimirowitsch Putin", [("Wladimir Wladimirowitsch Putin", "putin")]),
    "English transcription": ("Zelensky flog ab.", [("Zelensky", "selenskyj")]),
    "another transcription of the first name": ("Wolodimyr Selenskij", [("Selenskij", "selenskyj")]),
    "inflected adjectives": ("in den Vereinigten Staaten", [("Vereinigten Staaten", "usa")]),
    "a noun in the genitive": ("ein Sprecher des Weißen Hauses", [("Weißen Hauses", "weisses-haus")]),
    "a country in the genitive": ("Nordkoreas Armee", [("Nordkoreas", "north-korea")]),
    "an acronym": ("die USA und die EU", [("USA", "usa"), ("EU", "eu")]),
}


@pytest.mark.parametrize(
    ("words", "entity"), [("Regierung Merz", "merz"), ("Kabinett Scholz", "scholz"), ("Ära Merkel", "merkel")]
)
def test_a_government_before_a_name_is_its_leaders(linker: Linker, words: str, entity: str) -> None:
    text = f"Die {words} plant das."
    assert links(linker, text, tagged(text, words, Label.ORG)) == [(words.split()[1], entity)]


GIVEN = {
    "Alexander Vucic": "vucic",
    "Victor Orban": "orban",
    "Recep Tayip Erdogan": "erdogan",
    "Emanuel Macron": "macron",
    "Alexandr Lukaschenko": "lukaschenko",
    "Marko Rubio": "rubio",
    "Serguei Lawrow": "lawrow",
    "Georgia Meloni": "meloni",
    "Olav Scholz": "scholz",
}


@pytest.mark.parametrize(("name", "entity"), GIVEN.items(), ids=GIVEN.keys())
def test_another_spelling_of_the_given_name_is_the_same_person(
    linker: Linker, name: str, entity: str
) -> None:
    text = f"{name} sprach in Genf."
    assert [entity] == [who for _, who in links(linker, text, tagged(text, name)) if who != "geneva"]


@pytest.mark.parametrize(("text", "wanted"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_name_is_known_in_every_spelling(linker: Linker, text: str, wanted: list[tuple[str, str]]) -> None:
    assert links(linker, text) == wanted


BEARERS = {
    "a shared name alone means nobody": ("Merz wundert sich.", []),
    "a shared name after the full name is theirs": (
        "Friedrich Merz kam. Merz ging.",
        [("Friedrich Merz", "merz"), ("Merz", "merz")],
    ),
    "a title before the full name comes later": (
        "Merz greift an\n\nFriedrich Merz sprach in Kiel.",
        [("Merz", "merz"), ("Friedrich Merz", "merz")],
    ),
    "an office tells who is meant, and later mentions follow": (
        "Bundeskanzler Merz kam. Merz ging.",
        [("Merz", "merz"), ("Merz", "merz")],
    ),
    "an office of the federation": ("Bundesaußenminister Maas", [("Maas", "heiko-maas")]),
    "a former office": ("Altkanzler Schröder", [("Schröder", "gerhard-schroeder")]),
    "a government": ("die Merz-Regierung", [("Merz", "merz")]),
    "the one who is in office still": (
        "Nordkoreas Machthaber Kim",
        [("Nordkoreas", "north-korea"), ("Kim", "kim-jong-un")],
    ),
    "a common office needs the state": ("Präsident Yoon sprach.", []),
    "a common office with the state's adjective": (
        "Der südkoreanische Präsident Yoon sprach.",
        [("Yoon", "yoon")],
    ),
    "a common office with the state's initials": ("US-Präsident Clinton", [("Clinton", "bill-clinton")]),
    "a party's chief": ("CDU-Chef Merz", [("Merz", "merz")]),
    "another first name is another person": ("Ludwig Scholz spielte. Scholz traf.", []),
    "another first name makes the bare name ambiguous": (
        "Olaf Scholz traf Martin Scholz. Scholz lächelte.",
        [("Olaf Scholz", "scholz")],
    ),
    "a relative is not the president": ("Melania Trump kam. Trump lächelte.", []),
    "a wife of the same name": ("Olaf Scholz kam, Frau Scholz blieb.", [("Olaf Scholz", "scholz")]),
    "a woman addressed as such": (
        "Angela Merkel kam. Frau Merkel sprach.",
        [("Angela Merkel", "merkel"), ("Merkel", "merkel")],
    ),
    "a noun with its article": ("Isaac Herzog kam. Der Herzog fehlte.", [("Isaac Herzog", "isaac-herzog")]),
    "a stranger with their profession": ("Wang Yi kam. Der Philosoph Wang fehlte.", [("Wang Yi", "wang-yi")]),
    "a colleague of a named state": ("sein türkischer Amtskollege Fidan", [("Fidan", "hakan-fidan")]),
    "the relatives of an unshared name": ("Familie Biden trauert um Hunter Biden.", []),
    "a son of the same name": ("Donald Trump Jr. sprach. Trump lachte.", []),
    "an initial that is not theirs": ("M. Trump sprach.", []),
    "two of the watchlist who share a name": (
        "Kim Jong-un und Kim Yo-jong reisten. Kim schwieg.",
        [("Kim Jong-un", "kim-jong-un"), ("Kim Yo-jong", "kim-yo-jong")],
    ),
    "a double-barrelled name": ("Olaf Scholz-Müller und Anna Müller-Merz", []),
    "a noun that is a name too": ("Das Blinken der Ampel", []),
    "a common full name alone means nobody": ("Wolfgang Schmidt baute ein Haus.", []),
    "a common full name with its office": (
        "Kanzleramtschef Wolfgang Schmidt sprach.",
        [("Wolfgang Schmidt", "wolfgang-schmidt")],
    ),
    "a Roman numeral is not Xi": ("Kapitel XI der Charta", []),
    "what is named after somebody": ("Trump Tower und Trump-Hotel", []),
    "a compound names the person": ("die Biden-Regierung", [("Biden", "biden")]),
    "a compound of two persons": ("das Trump-Putin-Treffen", [("Trump", "trump"), ("Putin", "putin")]),
    "a compound does not name the country": ("der Ukraine-Krieg und NATO-Staaten", []),
    "a place after a first name is a surname": ("Jack London schrieb.", []),
    "a shared acronym belongs to the one named in full": (
        "Die Rapid Support Forces rücken vor. Die RSF dementierte.",
        [("Rapid Support Forces", "rsf"), ("RSF", "rsf")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), BEARERS.values(), ids=BEARERS.keys())
def test_only_who_is_meant_is_linked(linker: Linker, text: str, wanted: list[tuple[str, str]]) -> None:
    assert links(linker, text) == wanted


SPANS = {
    "a title inside": ("Kanzler Olaf Scholz sprach.", "Kanzler Olaf Scholz", "Olaf Scholz", "scholz"),
    "a compound": ("Der Putin-Vertraute sprach.", "Putin-Vertraute", "Putin", "putin"),
    "a cut name": ("Kim Jong-un sprach.", "Kim", "Kim Jong-un", "kim-jong-un"),
    "an apostrophe": ("Olaf Scholz' Plan", "Olaf Scholz'", "Olaf Scholz", "scholz"),
}


@pytest.mark.parametrize(("text", "words", "name", "entity"), SPANS.values(), ids=SPANS.keys())
def test_the_taggers_span_is_corrected(linker: Linker, text: str, words: str, name: str, entity: str) -> None:
    (mention,) = linker.link(text, [], [tagged(text, words)])
    assert (mention.text, mention.entity, mention.score) == (name, entity, 0.9)
    assert text[mention.start : mention.end] == mention.text


def test_two_cut_halves_become_one_mention(linker: Linker) -> None:
    text = "Präsident Yoon Suk-yeoul trat ab."
    halves = [tagged(text, "Yoon"), tagged(text, "Suk-yeoul", Label.ORG)]
    assert [(m.text, m.label) for m in linker.link(text, [], halves)] == [("Yoon Suk-yeoul", Label.PER)]


def test_a_missed_name_is_added_with_the_label_of_its_kind(linker: Linker) -> None:
    found = linker.link("Putin, Iran, NATO", [], [])
    assert [(m.entity, m.label, m.score) for m in found] == [
        ("putin", Label.PER, 1.0),
        ("iran", Label.LOC, 1.0),
        ("nato", Label.ORG, 1.0),
    ]


def test_unknown_mentions_stay_as_they_are_and_in_text_order(linker: Linker) -> None:
    text = "Erika Beispiel traf Putin in Musterstadt."
    mentions = [tagged(text, "Musterstadt", Label.LOC), tagged(text, "Erika Beispiel")]
    found = linker.link(text, [], mentions)
    assert [m.text for m in found] == ["Erika Beispiel", "Putin", "Musterstadt"]
    assert (found[0], found[2]) == (mentions[1], mentions[0])


OTHERS = {
    "an unlisted first name in the tagger's span": ("Xaveria Trump sprach.", "Xaveria Trump", Label.PER),
    "a given name after the family name": ("Xi Mingze studierte.", "Xi Mingze", Label.PER),
    "a foundation": ("Die Biden Cancer Initiative wirbt.", "Biden Cancer Initiative", Label.ORG),
    "a newspaper with a city's name": ("Der Kiew Kurier schrieb.", "Kiew Kurier", Label.ORG),
}


@pytest.mark.parametrize(("text", "words", "label"), OTHERS.values(), ids=OTHERS.keys())
def test_a_longer_name_is_somebody_elses(linker: Linker, text: str, words: str, label: Label) -> None:
    mention = tagged(text, words, label)
    assert linker.link(text, [], [mention]) == (mention,)


def test_a_generic_noun_in_the_span_does_not_hide_the_place(linker: Linker) -> None:
    text = "in der Region Kursk"
    assert links(linker, text, tagged(text, "Region Kursk", Label.LOC)) == [("Kursk", "kursk")]


def test_the_possessor_inside_an_organisations_name_is_linked(linker: Linker) -> None:
    text = "De Croos Partei verlor."
    assert links(linker, text, tagged(text, "De Croos Partei", Label.ORG)) == [("De Croos", "de-croo")]


COMPANY = {
    "another person of the watchlist in the sentence": (
        "Merz telefoniert mit Selenskyj. Merz sagte Hilfe zu.",
        [("Merz", "merz"), ("Selenskyj", "selenskyj"), ("Merz", "merz")],
    ),
    "one of the same state": (
        "Merz lehnt ab. Klingbeil schweigt.",
        [("Merz", "merz"), ("Klingbeil", "klingbeil")],
    ),
    "their party": ("Merz kam spät. Die CDU tagte da schon.", [("Merz", "merz"), ("CDU", "cdu")]),
    "their state in the sentence": (
        "Merz: Deutschland muss mehr arbeiten.",
        [("Merz", "merz"), ("Deutschland", "germany")],
    ),
    "their state in another sentence": (
        "Merz traf doppelt. Deutschland gewann.",
        [("Deutschland", "germany")],
    ),
    "their office": ("Merz kam spät. Der Kanzler war müde.", [("Merz", "merz")]),
    "nobody": ("Merz traf doppelt.", []),
    "somebody of another state in another sentence": (
        "Merz traf doppelt. Putin sah nicht zu.",
        [("Putin", "putin")],
    ),
    "an office that many hold": ("Merz spielte stark. Der Präsident des Vereins war froh.", []),
    "a stranger's profession": ("Torwart Merz spottet über Trump.", [("Trump", "trump")]),
    "a stranger elsewhere in the article": (
        "Merz spottet über Trump. Torwart Merz schweigt.",
        [("Trump", "trump")],
    ),
    "another of that name, named in full": (
        "Merz spottet über Trump. Ludwig Merz ist Kabarettist.",
        [("Trump", "trump")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), COMPANY.values(), ids=COMPANY.keys())
def test_a_shared_name_is_known_by_its_company(
    linker: Linker, text: str, wanted: list[tuple[str, str]]
) -> None:
    cut = text.index(". ") + 1 if ". " in text else len(text)
    named = [
        Mention(text="Merz", label=Label.PER, score=0.9, start=match.start(), end=match.end())
        for match in re.finditer("Merz", text)
    ]
    found = linker.link(text, [Span(start=0, end=cut), Span(start=cut, end=len(text))], named)
    assert [(mention.text, mention.entity) for mention in found if mention.entity] == wanted


def test_a_name_of_several_is_told_by_no_company(linker: Linker) -> None:
    text = "Putin lobt Kim."
    assert links(linker, text, tagged(text, "Kim")) == [("Putin", "putin")]


def test_what_somebody_owns_is_no_part_of_their_name(linker: Linker) -> None:
    text = "Netanjahus Likud liegt vorn. Netanjahu jubelt."
    mention = tagged(text, "Netanjahus Likud")
    assert links(linker, text, mention) == [("Netanjahus", "netanjahu"), ("Netanjahu", "netanjahu")]


def test_a_common_surname_is_told_by_no_company(linker: Linker) -> None:
    text = "Im Prozess sagte Schmidt, er hasse Trump."
    assert links(linker, text, tagged(text, "Schmidt")) == [("Trump", "trump")]


def test_what_the_tagger_takes_for_no_person_has_no_company(linker: Linker) -> None:
    assert links(linker, "Reiche zahlen mehr, sagt Klingbeil.") == [("Klingbeil", "klingbeil")]
