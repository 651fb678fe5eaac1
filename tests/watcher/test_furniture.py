"""Pages as German papers make them: the article's paragraphs, all of them, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.watcher.pages.page import Page
from services.watcher.pages.page_reader import read_page
from services.watcher.texts.own_lines import own_lines
from shared.events import Wall

LEAD = "Nordkorea hat nach Angaben aus Seoul 10.000 Soldaten geschickt. Die USA bleiben vorsichtig."
BODY = [
    "In der Grenzregion stehen nach Angaben des Ministeriums inzwischen rund 10.000 Soldaten. Das teilte ein "
    "Sprecher am Montag mit, der zugleich vor einer weiteren Zuspitzung warnte.",
    "Vor einer Woche war noch von 8.000 die Rede gewesen. Beobachter halten beide Angaben für glaubhaft, "
    "können sie aber nicht unabhängig prüfen.",
    "„Wir sehen das mit Sorge“, sagte die Ministerin in einer Rede vor dem Parlament. Sie kündigte an, sich "
    "mit ihren Amtskollegen abzustimmen und in der kommenden Woche zu berichten.",
]


def read(article: str) -> Page:
    nav = "<header><nav><ul><li><a href=/>Startseite</a><li><a href=/sport>Sport</a></ul></nav></header>"
    page = f"<!doctype html><html lang=de><body>{nav}{article}<footer>Impressum | Datenschutz</footer></body>"
    return read_page(page.encode(), "text/html", "https://zeitung.example/politik/soldaten.html")


def an_article(between: str = "", below: str = "", above: str = "") -> str:
    first, *others = (f"<p>{paragraph}</p>" for paragraph in BODY)
    text = f"{above}{first}{between}{''.join(others)}{below}"
    return f"<main><article><h1>Mehr Soldaten</h1>{text}</article></main>"


TWEET = (
    "<blockquote class=twitter-tweet><p>Breaking: 12.000 troops</p>— X <a href=#>4.11.2024</a></blockquote>"
)
CONSENT = "Wir benötigen Ihre Zustimmung, um den eingebundenen Inhalt anzuzeigen. Alle akzeptieren."
FURNITURE = [
    pytest.param(
        "<p><b>Lesen Sie auch: <a href=/x>500 Feuerwehrleute löschen Brand</a></b></p>", id="a link"
    ),
    pytest.param("<p>&gt;&gt;&gt; Lesen Sie hier: <a href=/x>600 Tote</a></p>", id="a link with arrows"),
    pytest.param("<ul><li><a href=/x>600 Soldaten getötet</a><li><a href=/y>40 Drohnen</a></ul>", id="links"),
    pytest.param(
        "<div><h3>Mehr zum Thema</h3><p>600 Soldaten getötet</p><p>Putin trifft Kim</p></div>", id="a box"
    ),
    pytest.param("<h3>Weiterlesen</h3><ul><li>600 Soldaten getötet</li></ul>", id="a list in the article"),
    pytest.param(
        "<h3>Mehr zum Thema</h3><ul>"
        + "<li><a href=/x>600 Soldaten in Kursk getötet</a></li>" * 40
        + "</ul>",
        id="a long list in the article",
    ),
    pytest.param("<p>ANZEIGE</p><div class=ad>Anzeige</div><p>[Anzeige]</p>", id="marks of advertisements"),
    pytest.param(
        "<p>Nichts mehr verpassen? Jetzt den Newsletter mit 100.000 Lesern kostenlos abonnieren.</p>",
        id="an offer of a newsletter",
    ),
    pytest.param("<p>Folgen Sie uns auf WhatsApp: 250.000 sind schon dabei.</p>", id="an offer to follow"),
    pytest.param(TWEET, id="a tweet"),
    pytest.param(f"<p>Empfohlener redaktioneller Inhalt</p><p>{CONSENT}</p>", id="consent to a tweet"),
    pytest.param(
        "<figure><img src=x><figcaption>Parade 2017: 50.000 Mann</figcaption></figure>", id="a picture"
    ),
    pytest.param("<p>Foto: dpa/KCNA</p><p>© picture alliance/dpa</p>", id="credits of pictures"),
    pytest.param("<p><b>Im Video: </b><a href=/v>5.000 demonstrieren</a></p>", id="a video"),
    pytest.param("<p>Stand: 04.11.2024, 18:36 Uhr</p><p>348 Kommentare</p>", id="numbers about the page"),
    pytest.param("<aside><h4>Zur Person</h4><p>Kim hat 1,2 Millionen Soldaten.</p></aside>", id="an aside"),
    pytest.param("<p>© dpa-infocom, dpa:241104-930-279012/2</p>", id="an agency's number"),
    pytest.param("<p>(<a href=/dpa>dpa</a>)</p><p>(albu/dpa)</p>", id="credits"),
    pytest.param("<p>Surftipp: Das verdienen 500 Generäle</p><p>NEWSLETTER</p>", id="a tip"),
    pytest.param("<p>Themen: <a>Nordkorea</a>, <a>Kursk</a></p>", id="themes"),
    pytest.param("<div hidden><p>98.000 Soldaten, was niemand sieht.</p></div>", id="hidden parts"),
    pytest.param("<template><p>97.000 Soldaten, was niemand sieht.</p></template>", id="templates"),
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_between_the_paragraphs_is_left_out(furniture: str) -> None:
    page = read(an_article(furniture))
    assert (page.text.split("\n\n"), page.wall) == (BODY, Wall.NONE)
    assert read(an_article(below=furniture)).text.split("\n\n") == BODY


HERE = Path(__file__).parent
NEWS = (HERE / "news_like_furniture.txt").read_text("utf-8").splitlines()
LABELS = (HERE / "furniture.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("sentence", NEWS)
def test_a_sentence_that_only_reads_like_furniture_or_a_credit_stays(sentence: str) -> None:
    assert own_lines([sentence]) == ([sentence], [])


@pytest.mark.parametrize("line", LABELS)
def test_a_line_of_furniture_goes(line: str) -> None:
    assert own_lines([line]) == ([], [])


TWO_HEADINGS = (
    "<div><h3>Mehr zum Thema</h3><ul><li><a href=/x>600 Tote</a></ul>"
    "<h3>Lesen Sie auch</h3><ul><li><a href=/y>40 Drohnen</a></ul></div>"
)
TWICE = [
    pytest.param(TWO_HEADINGS, id="two headings of one box"),
    pytest.param(
        "<blockquote class=twitter-tweet hidden><p>12.000 troops</p></blockquote>", id="a hidden tweet"
    ),
    pytest.param(f"<div hidden><div hidden>{TWEET}</div></div>", id="hidden in what is hidden"),
    pytest.param("<div><h2>Mehr zum Thema<h3>Lesen Sie auch</h3></h2></div>", id="a heading in a heading"),
]


@pytest.mark.parametrize("furniture", TWICE)
def test_what_is_furniture_for_two_reasons_goes_once(furniture: str) -> None:
    assert read(an_article(furniture)).text.split("\n\n") == BODY


@pytest.mark.parametrize("root", ["html", "body"])
def test_a_page_that_is_hidden_until_a_script_shows_it_is_read(root: str) -> None:
    page = f"<!doctype html><html><body>{an_article()}</body></html>".replace(f"<{root}>", f"<{root} hidden>")
    url = "https://zeitung.example/a"
    assert read_page(page.encode(), "text/html", url).text.split("\n\n") == BODY


def as_parts(paragraphs: str, tag: str) -> str:
    return paragraphs.replace("<p>", f"<{tag}>").replace("</p>", f"</{tag}>")


NEWS_FLASH = (
    "<p>Bei einem Angriff auf Kursk sind am Montag zwölf Menschen getötet worden.</p>"
    "<p>Das teilte der Gouverneur mit. Vierzig weitere wurden verletzt.</p>"
)
MORE = "<h2>Mehr zum Thema</h2><ul><li><a href=/x>600 Tote</a></li></ul>"
FLASHES = [
    pytest.param(f"<article><h1>Angriff</h1>{NEWS_FLASH}{MORE}</article>", id="in the article"),
    pytest.param(f"<article><h1>Angriff</h1><div>{NEWS_FLASH}{MORE}</div></article>", id="in a box of it"),
    pytest.param(f"<article><div><h1>Angriff</h1>{NEWS_FLASH}{MORE}</div></article>", id="with its headline"),
    pytest.param(f"<article><h1>Angriff</h1><div>{MORE}{NEWS_FLASH}</div></article>", id="below the links"),
    pytest.param(
        f"<article><h1>Angriff</h1><div>{MORE}{as_parts(NEWS_FLASH, 'div')}</div></article>",
        id="without paragraphs",
    ),
    pytest.param(
        f"<main><article>{NEWS_FLASH}<div><h2>Mehr zum Thema</h2></div></article></main>",
        id="a heading alone",
    ),
    pytest.param(
        f"<article><h1>Angriff</h1><div><h2>Weitere Meldungen</h2><ul>{as_parts(NEWS_FLASH, 'li')}</ul>",
        id="as a list",
    ),
]


@pytest.mark.parametrize("article", FLASHES)
def test_a_short_article_with_links_to_others_is_kept_and_the_links_are_not(article: str) -> None:
    text = " ".join(read(article).text.split())
    assert re.findall(r"zwölf|Vierzig|600", text) == ["zwölf", "Vierzig"]


def test_hardly_a_sentence_of_7000_is_furniture_or_a_credit() -> None:
    dropped = [sentence for sentence in _germeval() if own_lines([sentence])[0] != [sentence]]
    assert len(dropped) <= 1, dropped


def _germeval() -> Iterator[str]:
    folder = HERE.parents[2] / "shared" / "ner-data"
    if not folder.is_dir():
        pytest.skip("no ../shared/ner-data beside the repository")
    for part in ("dev", "test"):
        for sentence in (folder / f"germeval2014-{part}.tsv").read_text("utf-8").split("\n\n"):
            words = [row.split("\t")[1] for row in sentence.splitlines() if row and row[0] != "#"]
            yield re.sub(r" ([.,;:!?)“])|(?<=[(„]) ", r"\1", " ".join(words))


def test_a_lead_in_the_articles_header_is_read() -> None:
    header = f"<header><span>Krieg</span><h1>Mehr Soldaten</h1><p>{LEAD}</p><p>Von Anna Beck</p></header>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    assert read(f"<main><article>{header}{text}</article></main>").text.split("\n\n") == [LEAD, *BODY]


def test_a_headline_in_pieces_is_one_and_not_the_text() -> None:
    page = read(an_article().replace("Mehr Soldaten", "<span>Krieg</span><span>Mehr Soldaten</span>"))
    assert (page.title, page.text.split("\n\n")) == ("Krieg Mehr Soldaten", BODY)


def test_words_are_whole_whatever_breaks_them_on_a_screen() -> None:
    page = read(
        an_article("<p>Im Verteidi&shy;gungs&shy;ministerium ist Kim Jong&#8209;un ein Thema\u200b.</p>")
    )
    assert "Im Verteidigungsministerium ist Kim Jong-un ein Thema." in page.text


def test_a_table_that_puts_the_page_in_order_is_none() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    page = read(f"<table><tr><td><a href=/>Home</a></td><td><h1>Mehr Soldaten</h1>{text}</td></tr></table>")
    assert page.text.split("\n\n") == BODY


def test_parts_that_a_script_will_show_are_read() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    assert (
        read(f'<div hidden id="S:0"><main><article>{text}</article></main></div>').text.split("\n\n") == BODY
    )


def test_a_live_blog_has_all_its_entries() -> None:
    entries = "".join(
        f"<section><time>{hour}:10</time><h2>Meldung {hour}</h2><p>{BODY[0]} Es ist {hour} Uhr.</p></section>"
        for hour in range(18, 6, -1)
    )
    text = read(f"<main><article><h1>Liveblog</h1>{entries}</article></main>").text
    assert [hour for hour in range(24) if f"Es ist {hour} Uhr." in text] == list(range(7, 19))


CREDITED = [
    pytest.param("<div class=source>dpa</div>", "", ("dpa",), id="below the text"),
    pytest.param("<div>svr/dpa/AFP</div>", "", ("afp", "dpa"), id="with signs"),
    pytest.param("", "<div>Von <a href=/dpa>dpa</a></div>", ("dpa",), id="as a link above it"),
    pytest.param("<p>Quelle: ntv.de, mau/dpa/AFP</p>", "", ("afp", "dpa"), id="after the paper's own name"),
    pytest.param("<p>dpa, AFP (abc)</p>", "", ("afp", "dpa"), id="before an editor in brackets"),
    pytest.param("<p>Mit Material von dpa und AFP</p>", "", ("afp", "dpa"), id="in words"),
    pytest.param("<p>© dpa-infocom, dpa:241104-930-279012/2</p>", "", ("dpa",), id="by its number"),
    pytest.param("<figure><span>dpa</span></figure>", "", (), id="of a picture"),
    pytest.param("<div class=related-teaser><span>dpa</span></div>", "", (), id="of another article"),
]


@pytest.mark.parametrize(("below", "above", "authors"), CREDITED)
def test_an_agency_that_a_page_credits_is_an_author(below: str, above: str, authors: tuple[str, ...]) -> None:
    assert read(an_article(below=below, above=above)).authors == authors


WALLS = [
    pytest.param(
        "<h3>Weiterlesen mit Z+</h3><p>Jetzt testen: 4 Wochen für 1 Euro.</p>", Wall.PAY, id="an offer"
    ),
    pytest.param("<p>Jetzt unseren Newsletter abonnieren: 100.000 tun es.</p>", Wall.NONE, id="a newsletter"),
    pytest.param(f"<p>{CONSENT}</p>", Wall.NONE, id="consent to something embedded"),
]


@pytest.mark.parametrize(("below", "wall"), WALLS)
def test_a_short_article_with_an_offer_below_is_behind_a_wall_only_if_it_is_for_reading_on(
    below: str, wall: Wall
) -> None:
    assert read(an_article(below=f"<div>{below}</div>")).wall is wall
