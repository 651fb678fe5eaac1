import gc
import textwrap
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ner.sentences import split

ONE_LINE = {
    "a title before a name does not end the sentence": "Er sprach mit Dr. Müller. | Danach fuhr er ab.",
    "a date and a number are no end": "Das Gesetz Nr. 5 gilt ab 13. November. | Am 20. Januar endet es.",
    "spaced abbreviations are no end": "Es trifft z. B. Ärzte, d. h. alle Häuser. | Mehr weiß niemand.",
    "close abbreviations are no end": "Es trifft z.B. Kliniken ca. 4 km vor der Stadt. | Mehr weiß niemand.",
    "each sentence of a quotation is one": "„Wir helfen. | Das ist sicher“, sagte sie. | „Gut.“ | Sie ging.",
    "a question in quotes goes on": "„Wer kommt?“, fragte er. | „Niemand!“ rief sie zurück.",
    "a bracket mark closes a quotation": "»Das reicht.« | Er schwieg.",
    "straight quotes close and open": '"Das reicht." | Er schwieg. | "Und nun?" | Niemand antwortete.',
    "initials are no end": "J. D. Vance traf George W. Bush. | Beide schwiegen.",
    "an ordinal before a compound is no end": "Der 47. US-Präsident kommt. | Rund 2.300 Gäste kommen.",
    "millions are no end before a noun": "Sie zahlten 3 Mill. Euro und 2 Mrd. Dollar. | Der Rest fehlt.",
    "millions may be the end": "Hier leben 330 Mio. Menschen. | Dort sind es 40 Mio. | Das ist weniger.",
    "a year is the end": "Das war 2024. | Die Armee zog 2025 ab.",
    "a year is the end before a name": "Das war im Jahr 2024. | Kiew schwieg.",
    "a roman number is no end before a noun": "Papst Johannes Paul II. reiste weiter. | Er starb 2005.",
    "a time is no end": "Er kam um 12.30 Uhr an. | Um 14 Uhr fuhr er ab.",
    "dots before a capital are the end": "Und dann ... | Die Stadt lag still.",
    "dots before a small letter are no end": "Er sagte, man werde … sehen. | Mehr nicht.",
    "dots in brackets belong to what follows": "Das war alles. | […] Die Lage bleibt ernst.",
    "and so on may be the end": "Sie brachten Decken, Zelte usw. | Die Lager sind voll.",
    "articles of a treaty are no end": "Laut Art. 5 Abs. 2 des Vertrags gilt das. | Ausnahmen gibt es nicht.",
    "a bracket is part of its sentence": "Das teilte das Amt mit (Stand: 3. Mai). | Weitere Zahlen folgen.",
    "Saint Petersburg is one name": "Er wurde 1950 in St. Petersburg geboren. | Seit 2012 lebt er in Wien.",
    "a number may start a sentence": "Die Truppen sind bei Pokrowsk. | 300 Soldaten fielen.",
    "a number may end a sentence": "Die Zahl stieg auf 300. | Das meldete der Generalstab.",
    "thousands may end a sentence": "Es waren 2.300. | Kiew nannte keine Namen.",
    "a date in figures is no end": "Am 13. 11. 2024 kamen sie an. | Am 14.11. gingen sie.",
    "a shortened family name may be the end": "Verurteilt wurde Thomas S. | Die Richterin sprach von Mord.",
    "a firm's name is no end": "Die Firma Müller & Co. KG schließt. | Das Werk bleibt.",
    "a foreign abbreviation is no end": "Laut der U.S. Army sind es mehr. | Kiew widerspricht.",
    "questions and calls are sentences": "Kommt er? | Nein! | Er bleibt.",
    "a registered club is no end": "Der Verein „Hilfe e. V.“ hilft. | Er sammelt Geld.",
    "a quarter is no end": "Im 3. Quartal sank der Umsatz. | Im 4. stieg er.",
    "a colon is no end": "Der Minister (SPD) sagte: „Ja.“ | Mehr sagte er nicht.",
    "an ordinal day may be the end": "Er kommt am Montag, den 5. | Die Sitzung beginnt um 10 Uhr.",
    "a sentence may start with a quotation": "Die Lage sei ernst. | „Wir sind bereit.“",
    "an ordinal behind als is no end": "Er trat als 47. Präsident an. | Kanada sei der 51. Bundesstaat.",
    "a total is no ordinal": "Kiew sprach von 90. | Nordkorea schwieg am 90. Tag.",
    "a small total is no day before a number": "In Haiti sind es 31. | 20 Menschen fehlen seit Mai.",
    "a small total is no ordinal before many": "Sie stieg auf 18. | Tausende sind obdachlos.",
    "a numbered line may start with a number": "2. 40 Häuser brannten ab.",
    "a result is no ordinal": "Sie verlor mit 2:3. | Das Rückspiel ist am 8. Mai.",
    "ranks are no end": "Gen. Müller und Oberst a. D. Schmidt sprachen. | Beide warnten.",
    "a page reference is no end": "Die Straße (vgl. S. 12 ff.) ist gesperrt. | Autos warten.",
    "so-called is no end": "Das sagte der sog. Sprecher bzw. Vertreter. | Er heißt Ali.",
    "a long ordinal is no end after an article": "Es war der 1000. Tag im Krieg. | Kiew gedachte der Toten.",
    "a lost space is found": "Das war das Ende der Woche.| Die Truppen ziehen ab.",
    "a domain is one word": "Das meldete tagesblatt.example am Montag. | Mehr nicht.",
    "a street is no end": "Er lebt in der Goethestr. 5 in Bonn. | Dort ist es ruhig.",
    "months may be short": "Seit Okt. 2023 herrscht Krieg. | Im Feb. 2022 begann der andere.",
    "a soft hyphen hides nothing": "Am 13. Novem\u00adber kam er. | Das war spät.",
    "a non-breaking space is a space": "Am\u00a013.\u00a0November kam Dr.\u00a0Li. |\u00a0Das war spät.",
    "a combined letter is a letter": "Er kam a\u0308ngstlich an. | U\u0308ber Kiew lag Rauch.",
    "a line break in the source is a space": "Kommt er?\t | Nein.",
}


@pytest.mark.parametrize("marked", ONE_LINE.values(), ids=ONE_LINE)
def test_a_paragraph_is_split_as_a_reader_would(marked: str) -> None:
    text = marked.replace("| ", "").replace("|", "")
    assert _sentences(text) == [sentence.strip() for sentence in marked.split("|")]


SENTENCES = [
    "Die Nordische Presseagentur meldete am Montag aus Kiew, dass nach Angaben des Generalstabs rund 2.300 "
    "Soldaten verlegt worden seien.",
    "Der Sprecher Iwan Beispiel nannte weder Ort noch Zeit und verwies darauf, dass spätestens am "
    "20. Januar mehr bekannt werde.",
    "Bis dahin gelte die Zahl.",
]
WRAPPED = textwrap.fill(" ".join(SENTENCES), 76)

LINES: dict[str, tuple[str, list[str]]] = {
    "every line is a paragraph": (
        "Neue Zahlen aus Kiew\nDie Lage ist ernst.\nMehr Geld für Waffen",
        ["Neue Zahlen aus Kiew", "Die Lage ist ernst.", "Mehr Geld für Waffen"],
    ),
    "a title stands before an empty line": ("Ein Titel\n\nDer Text.", ["Ein Titel", "Der Text."]),
    "bullets are paragraphs": (
        "Die Lage:\n• Kiew ruhig\n- Odessa in Not\n3. Lwiw im Dunkeln",
        ["Die Lage:", "• Kiew ruhig", "- Odessa in Not", "3. Lwiw im Dunkeln"],
    ),
    "a byline stays apart from its heading": (
        "Kiew meldet die schwersten Angriffe seit dem Beginn des Winters\nvon Max Beispiel\n"
        "Die Angriffe begannen am Abend.\nSie dauerten bis zum Morgen.\nTote gab es nicht.\nMehr folgt.",
        [
            "Kiew meldet die schwersten Angriffe seit dem Beginn des Winters",
            "von Max Beispiel",
            "Die Angriffe begannen am Abend.",
            "Sie dauerten bis zum Morgen.",
            "Tote gab es nicht.",
            "Mehr folgt.",
        ],
    ),
    "a heading may end with a preposition": (
        "Die Regierung in Kiew kündigt ihren Bürgern neue Hilfen für den Winter an\nKiew meldet Frost.",
        [
            "Die Regierung in Kiew kündigt ihren Bürgern neue Hilfen für den Winter an",
            "Kiew meldet Frost.",
        ],
    ),
    "a wrapped paragraph is one": (WRAPPED, [WRAPPED]),
    "a heading above wrapped text stays apart": (
        f"Neue Zahlen\n{WRAPPED}",
        ["Neue Zahlen", WRAPPED],
    ),
    "a list in wrapped text stays a list": (
        f"{WRAPPED}\n- erstens der Ort\n- zweitens die Zeit",
        [WRAPPED, "- erstens der Ort", "- zweitens die Zeit"],
    ),
    "Windows line ends are line ends": ("Ein Titel\r\n\r\nDer Text.\r\n", ["Ein Titel", "Der Text."]),
    "blanks at both ends are none of it": (" \u00a0Ein Titel \t\n  \n", ["Ein Titel"]),
    "no text has no paragraph": ("", []),
    "blank text has no paragraph": (" \n\t\n", []),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES)
def test_lines_become_paragraphs(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in split(text).paragraphs] == expected


def test_sentences_of_wrapped_text_run_over_its_line_breaks() -> None:
    assert "am\n20. Januar" in WRAPPED
    assert [sentence.replace("\n", " ") for sentence in _sentences(WRAPPED)] == SENTENCES


PROSE = st.lists(
    st.sampled_from(
        [
            "Kiew",
            "kam",
            "Die",
            "am",
            "13.",
            "z. B.",
            "2.300",
            "„Ja.“",
            "usw.",
            "…",
            "!",
            "?“",
            "\n",
            "\n\n",
            "•",
            "-",
        ]
    )
).map(" ".join)


@given(st.one_of(st.text(), PROSE))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    layout = split(text)
    kept = [text[a:b] for a, b in _between([(s.start, s.end) for s in layout.sentences], len(text))]
    assert not "".join(kept).strip()
    for span in (*layout.paragraphs, *layout.sentences):
        assert span.of(text) == span.of(text).strip() != ""
    assert [
        s
        for s in layout.sentences
        if not any(_inside(s.start, s.end, p.start, p.end) for p in layout.paragraphs)
    ] == []


HOSTILE: dict[str, Callable[[int], str]] = {
    "dots": lambda size: "." * size,
    "quotes after dots": lambda size: ".…“" * (size // 3) + "A",
    "initials": lambda size: "A. " * (size // 3),
    "ordinals": lambda size: "1. " * (size // 3),
    "blanks after a dot": lambda size: "Ja." + " " * size + "Nein.",
    "one word": lambda size: "x" * size,
    "empty lines": lambda size: "\n" * size,
    "short lines": lambda size: "a\n" * (size // 2),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_of_the_text(text: Callable[[int], str]) -> None:
    small, large = (min(_seconds(text(size)) for _ in range(3)) for size in (10_000, 80_000))
    assert large < 8 * 4 * max(small, 0.001)


def _seconds(text: str) -> float:
    """Processor time without the collector's, which walks all that the process holds."""
    gc.disable()
    start = time.process_time()
    split(text)
    took = time.process_time() - start
    gc.enable()
    return took


def _sentences(text: str) -> list[str]:
    return [sentence.of(text) for sentence in split(text).sentences]


def _between(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), length]
    assert edges == sorted(edges)
    return list(zip(edges[::2], edges[1::2], strict=True))


def _inside(start: int, end: int, outer_start: int, outer_end: int) -> bool:
    return outer_start <= start and end <= outer_end
