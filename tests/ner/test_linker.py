"""Who is meant: names, their inflection, their bearers, and what the tagger made of them."""

import re

import pytest

from services.ner.linker import Linker
from services.ner.sentences import split
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
    "a word cut at the end of a line": ("Selen-\nskyj kam.", [("Selen-\nskyj", "selenskyj")]),
    "a name cut behind its hyphen": ("Kim Jongun kam.", [("Kim Jongun", "kim-jong-un")]),
    "a particle in small letters": ("Bart de Wever kam.", [("Bart de Wever", "de-wever")]),
    "the Arabic article as it sounds": ("Abdel Fattah as-Sisi", [("Abdel Fattah as-Sisi", "al-sisi")]),
    "a part of a country": ("im Südlibanon", [("Südlibanon", "lebanon")]),
    "a plural that is a country": ("in den Emiraten", [("Emiraten", "united-arab-emirates")]),
    "an office that one man holds": ("Der Kremlchef schwieg.", [("Kremlchef", "putin")]),
    "an office and its holder": ("Kremlchef Putin schwieg.", [("Putin", "putin")]),
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
    "a relative beside the president": (
        "Präsident Macron kam mit seiner Frau Brigitte Macron. Macron sprach.",
        [("Macron", "macron"), ("Macron", "macron")],
    ),
    "a president of an unshared name, after his relative": (
        "Barron Trump studiert. Präsident Trump lobte ihn.",
        [("Trump", "trump")],
    ),
    "somebody's son": (
        "Der Sohn von Donald Trump kam. Trump blieb fern.",
        [("Donald Trump", "trump"), ("Trump", "trump")],
    ),
    "a ruler of old": ("Papst Leo XIV. sprach über Leo den Großen.", [("Papst Leo XIV", "leo-xiv")]),
    "another king's number": (
        "Papst Leo XIV. nennt Leo XIII. sein Vorbild.",
        [("Papst Leo XIV", "leo-xiv")],
    ),
    "a pope, and then his bare name": (
        "Papst Leo XIV. betete. Leo mahnte.",
        [("Papst Leo XIV", "leo-xiv"), ("Leo", "leo-xiv")],
    ),
    "a firm": ("Das Restaurant Scholz und die Trikots von Macron", []),
    "a score": ("der Fico-Score der Bank", []),
    "a river with its preposition": ("Am Niger steigt das Wasser.", []),
    "a river with its article": ("Die Moldau steigt.", []),
    "a river by the words beside it": ("Der Kongo führt Hochwasser.", []),
    "a country that a river is called after": (
        "Kongo und Niger schließen die Grenze.",
        [("Kongo", "dr-congo"), ("Niger", "niger")],
    ),
    "another state's government": ("Österreichs Bundesregierung berät.", [("Österreichs", "austria")]),
    "a woman who is called as a city": ("Wann fing Frau Berlin an?", []),
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
    "another shared name of the same state": (
        "Merz wirft Scholz Wortbruch vor. Merz klagt.",
        [("Merz", "merz"), ("Scholz", "scholz"), ("Merz", "merz")],
    ),
    "another shared name of another state": ("Merz gewinnt gegen Sanders. Merz jubelt.", []),
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
        Mention(text=match[0], label=Label.PER, score=0.9, start=match.start(), end=match.end())
        for match in re.finditer("Merz|Scholz|Sanders", text)
    ]
    found = linker.link(text, [Span(start=0, end=cut), Span(start=cut, end=len(text))], named)
    assert [(mention.text, mention.entity) for mention in found if mention.entity] == wanted


def test_an_acronym_is_known_by_its_home(linker: Linker) -> None:
    there, nowhere = "Im Sudan rückt die RSF vor.", "Die RSF rückt vor."
    found = links(linker, there, tagged(there, "RSF", Label.ORG))
    assert found == [("Sudan", "sudan"), ("RSF", "rsf")]
    assert links(linker, nowhere, tagged(nowhere, "RSF", Label.ORG)) == []


NAMED_TWICE = {
    "a stranger named last": ("Olaf Scholz kam.\nMartin Scholz blieb. Scholz lächelte.", ["scholz"]),
    "two named in one sentence": ("Olaf Scholz traf Martin Scholz. Scholz lächelte.", ["scholz"]),
    "an unshared name in a paragraph of its own": (
        "Donald Trump sprach mit Melania Trump.\nTrump lächelte.",
        ["trump", "trump"],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), NAMED_TWICE.values(), ids=NAMED_TWICE.keys())
def test_of_two_bearers_the_paragraph_tells(linker: Linker, text: str, wanted: list[str]) -> None:
    found = linker.link(text, split(text).sentences, [])
    assert [mention.entity for mention in found if mention.entity] == wanted


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
