"""Pages → articles: text without furniture, facts with zones, walls recognised."""

import contextlib
import json
import time
from datetime import UTC, datetime

import pytest

from services.watcher.pages.page import Page
from services.watcher.pages.page_reader import read_page
from shared.errors import BadInputError
from shared.events import Wall

URL = "https://www.zeitung.example/politik/soldaten.html?ref=rss"
BODY = [
    "In der Grenzregion stehen nach Angaben des Ministeriums inzwischen rund 10.000 Soldaten. Das teilte ein "
    "Sprecher am Montag mit, der zugleich vor einer weiteren Zuspitzung warnte.",
    "Vor einer Woche war noch von 8.000 die Rede gewesen. Beobachter halten beide Angaben für glaubhaft, "
    "können sie aber nicht unabhängig prüfen.",
    "„Wir sehen das mit Sorge“, sagte die Ministerin in einer Rede vor dem Parlament. Sie kündigte an, sich "
    "mit ihren Amtskollegen abzustimmen und in der kommenden Woche zu berichten.",
]


def a_page(*paragraphs: str, head: str = "", more: str = "", title: str = "Mehr Soldaten") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=de><head><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href=/>Startseite</a><li><a href=/sport>Sportnachrichten</a></ul></nav>"
        f"<main><article><h1>{title}</h1>{text}</article></main>"
        f"<aside><h2>Meistgelesen</h2><a href=/x>Das Wetter wird schön</a></aside>{more}"
        "<footer>Impressum Datenschutz Kontakt</footer></body></html>"
    )


def ld(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | facts)}</script>'


def read(html: str | bytes, content_type: str = "text/html", url: str = URL) -> Page:
    return read_page(html.encode() if isinstance(html, str) else html, content_type, url)


def test_the_article_comes_without_the_furniture_of_the_page() -> None:
    comments = "<section id=comments class=comments><p>Erster! Das glaube ich nicht.</p></section>"
    page = read(a_page(*BODY, more=comments))
    assert page.text.split("\n\n")[-3:] == BODY
    for furniture in ("Startseite", "Sportnachrichten", "Meistgelesen", "Wetter", "Impressum", "Erster!"):
        assert furniture not in page.text
    assert page.wall is Wall.NONE


DEEP = {"@graph": [{"@type": "WebSite"}, [{"@type": ["Article"], "datePublished": "2024-11-04T10:00Z"}]]}
TIMES = [
    pytest.param(ld(datePublished="2024-11-04T18:00:00+01:00"), 17, id="in JSON-LD"),
    pytest.param(
        ld(datePublished="2024-11-04T18:00:00"), None, id="without a zone, which could be several moments"
    ),
    pytest.param('<meta property="article:published_time" content="2024-11-04T18:00:00Z">', 18, id="in meta"),
    pytest.param('<meta name="date" content="2024-11-04T18:00:00+0100">', 17, id="in an older meta"),
    pytest.param(
        ld(datePublished="morgen") + '<meta name="date" content="2024-11-04T18:00Z">', 18, id="wrong in one"
    ),
    pytest.param(ld(datePublished=["x"], headline={}), None, id="of a wrong type"),
    pytest.param(
        f'<script type="application/ld+json">{json.dumps(DEEP)}</script>',
        10,
        id="deep in a graph",
    ),
    pytest.param('<script type="application/ld+json">{"@type": "NewsArticle", </script>', None, id="broken"),
    pytest.param(f'<script type="application/ld+json">{"[" * 50_000}</script>', None, id="nested too deep"),
]


@pytest.mark.parametrize(("head", "hour"), TIMES)
def test_the_time_of_a_page_counts_if_it_has_a_zone(head: str, hour: int | None) -> None:
    expected = hour and datetime(2024, 11, 4, hour, tzinfo=UTC)
    assert read(a_page(*BODY, head=head)).published_at == expected


WEATHER = "https://www.zeitung.example/wetter"
OTHER_LD = ld(headline="Das Wetter", url=WEATHER, datePublished="2024-11-01T06:00:00Z")
OWN_TIME = {"datePublished": "2024-11-04T18:00:00Z"}
BESIDE = "<div itemscope itemtype=https://schema.org/Article><meta itemprop=datePublished content={}></div>"
OWN = [
    pytest.param(ld(**OWN_TIME, url=URL), id="by its url"),
    pytest.param(
        ld(**OWN_TIME, mainEntityOfPage={"@id": f"{URL}#artikel"}), id="by what it is the main part of"
    ),
    pytest.param(ld(**OWN_TIME, headline="Mehr  Soldaten"), id="by its headline"),
    pytest.param('<meta name="date" content="2024-11-04T18:00Z">' + OTHER_LD, id="else in meta"),
]


@pytest.mark.parametrize("head", OWN)
def test_the_time_of_an_article_told_of_beside_is_none_of_the_page(head: str) -> None:
    assert read(a_page(*BODY, head=OTHER_LD + head)).published_at == datetime(2024, 11, 4, 18, tzinfo=UTC)


def test_microdata_of_an_article_told_of_beside_has_no_time_of_the_page() -> None:
    beside = BESIDE.format("2024-11-01T06:00:00Z")
    assert read(a_page(*BODY, more=beside)).published_at is None
    own = a_page(*BODY, head="<meta itemprop=datePublished content=2024-11-04T18:00:00Z>", more=beside)
    assert read(own).published_at == datetime(2024, 11, 4, 18, tzinfo=UTC)


VIEWS = ["amp", "print", "komplettansicht", "seite-2"]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_an_article_names_the_articles_own_address(view: str) -> None:
    own = "https://www.zeitung.example/politik/soldaten-1"
    page = read(a_page(*BODY, head=f'<link rel="canonical" href="{own}">'), url=f"{own}/{view}")
    assert page.url == own


def test_a_change_before_the_publication_is_no_change() -> None:
    times = {"datePublished": "2024-11-04T18:00:00Z", "dateModified": "2024-11-04T17:59:59Z"}
    assert read(a_page(*BODY, head=ld(**times))).updated_at is None


AUTHORS = [
    (ld(author={"@type": "Person", "name": "Anna  Beck"}), ("Anna Beck",)),
    (ld(author=[{"name": "Anna Beck"}, {"@type": "Organization", "name": "dpa"}]), ("Anna Beck", "dpa")),
    (ld(author="dpa-infocom GmbH"), ("dpa-infocom GmbH",)),
    (ld(author=[None, 7, {"name": ["x"]}, {}]), ()),
    ('<meta name="author" content="Anna Beck">', ("Anna Beck",)),
    ('<meta property="article:author" content="https://social.example/beck">', ()),
]


@pytest.mark.parametrize(("head", "authors"), AUTHORS)
def test_a_page_says_who_wrote_it(head: str, authors: tuple[str, ...]) -> None:
    assert read(a_page(*BODY, head=head)).authors == authors


CANONICAL = [
    ("/politik/soldaten.html", "https://www.zeitung.example/politik/soldaten.html"),
    ("https://zeitung.example/a-1", "https://zeitung.example/a-1"),
    ("https://amp.zeitung.example/a-1", "https://amp.zeitung.example/a-1"),
    ("https://andere.example/a", ""),
    ("https://boesezeitung.example/a", ""),
    ("https://www.zeitung.example/", ""),
    ("/politik", ""),
    ("/politik/", ""),
    ("/ausland/europa/", ""),
    ("/ausland/wie-es-jetzt-weiter-geht/", "https://www.zeitung.example/ausland/wie-es-jetzt-weiter-geht/"),
    ("javascript:alert(1)", ""),
    ("https://[x", ""),
]


@pytest.mark.parametrize(("link", "expected"), CANONICAL)
def test_a_page_may_only_name_another_address_of_its_own_site(link: str, expected: str) -> None:
    assert read(a_page(*BODY, head=f'<link rel="canonical" href="{link}">')).url == expected


OF_ANOTHER = [
    ("https://zeitung.example/politik/merz-in-kiew-12.html", "/ausland", ""),
    ("https://zeitung.example/politik/merz-in-kiew-12.html", "/politik/ausland", ""),
    (
        "https://zeitung.example/politik/merz-in-kiew-12.html",
        "/merz.html",
        "https://zeitung.example/merz.html",
    ),
    ("https://zeitung.example/artikel.php?id=12", "/artikel.php", ""),
    ("https://zeitung.example/?p=12", "/", ""),
    ("https://zeitung.example/artikel.php?id=12&x=1", "?id=12", "https://zeitung.example/artikel.php?id=12"),
    ("https://zeitung.example/a-12?quelle=app", "/a-12", "https://zeitung.example/a-12"),
]


@pytest.mark.parametrize(("url", "link", "expected"), OF_ANOTHER)
def test_a_page_may_not_name_the_address_of_many(url: str, link: str, expected: str) -> None:
    assert read(a_page(*BODY, head=f'<link rel="canonical" href="{link}">'), url=url).url == expected


def test_of_two_articles_the_one_at_the_pages_own_path_is_meant() -> None:
    other = ld(url="/b-13.html", headline="Anderes", datePublished="2024-01-01T00:00:00Z")
    own = ld(mainEntityOfPage="/a-12.html", datePublished="2024-11-04T18:00:00Z")
    page = read(a_page(*BODY, head=other + own), url="https://zeitung.example/a-12.html")
    assert page.published_at == datetime(2024, 11, 4, 18, tzinfo=UTC)


def test_a_mobile_page_names_the_address_for_all() -> None:
    page = read(
        a_page(*BODY, head='<link rel="canonical" href="https://zeitung.example/a">'),
        url="https://m.zeitung.example/a",
    )
    assert page.url == "https://zeitung.example/a"


WALLS = [
    pytest.param(a_page(*BODY, head=ld(isAccessibleForFree=False)), Wall.PAY, id="declared in JSON-LD"),
    pytest.param(a_page(*BODY, head=ld(isAccessibleForFree="False")), Wall.PAY, id="declared as text"),
    pytest.param(
        a_page(*BODY, head='<meta property="article:content_tier" content="locked">'),
        Wall.PAY,
        id="declared in meta",
    ),
    pytest.param(
        a_page(
            BODY[0], "Um diesen Artikel zu lesen, brauchen Sie ein Abo. Jetzt gratis testen und alles lesen."
        ),
        Wall.PAY,
        id="an offer below the first paragraph",
    ),
    pytest.param(
        a_page(BODY[0], "Weiterlesen mit Zeitung+: Sie haben bereits ein Abo? Dann melden Sie sich hier an."),
        Wall.PAY,
        id="an offer for subscribers",
    ),
    pytest.param(
        a_page(
            "Mit Werbung weiterlesen: Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Unsere Partner "
            "und wir speichern Informationen auf Ihrem Gerät. Oder lesen Sie mit dem Pur-Abo."
        ),
        Wall.COOKIES,
        id="a choice between cookies and money",
    ),
    pytest.param(a_page(*BODY), Wall.NONE, id="no wall"),
    pytest.param(
        a_page(*BODY * 4, "Jetzt abonnieren und keinen Artikel mehr verpassen."),
        Wall.NONE,
        id="an offer below a whole article",
    ),
    pytest.param(a_page(*BODY, head=ld(isAccessibleForFree=True)), Wall.NONE, id="declared free"),
]


@pytest.mark.parametrize(("html", "wall"), WALLS)
def test_a_wall_is_no_article(html: str, wall: Wall) -> None:
    page = read(html)
    assert page.wall is wall
    assert bool(page.text) is (wall is Wall.NONE)


def test_a_page_that_redirects_to_ask_for_consent_is_a_wall() -> None:
    assert read(a_page(*BODY), url="https://zeitung.example/zustimmung?url=/a").wall is Wall.COOKIES


@pytest.mark.parametrize(
    ("encoding", "head", "content_type"),
    [
        ("utf-8", "", "text/html"),
        ("cp1252", '<meta charset="iso-8859-1">', "text/html"),
        ("cp1252", '<meta http-equiv=content-type content="text/html; charset=windows-1252">', ""),
        ("cp1252", "", "text/html; charset=ISO-8859-1"),
        ("utf-8-sig", '<meta charset="iso-8859-1">', "text/html; charset=iso-8859-1"),
    ],
)
def test_umlauts_and_quotes_survive(encoding: str, head: str, content_type: str) -> None:
    page = read(a_page(*BODY, head=head, title="Größe „eins“ – 5 €").encode(encoding), content_type)
    assert page.title == "Größe „eins“ – 5 €"
    assert page.text.endswith(BODY[-1])


NO_ARTICLE = [
    pytest.param("", "not a web page", id="nothing"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a web page|no article", id="a picture"),
    pytest.param(a_page(), "no article found", id="an empty page"),
    pytest.param(
        a_page(*(f"{n} Wort " * 1_000 for n in range(80))), "too long for an article", id="an endless page"
    ),
]


@pytest.mark.parametrize(("html", "message"), NO_ARTICLE)
def test_what_is_no_article_is_one_clear_error_with_its_url(html: str | bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message) as caught:
        read(html)
    assert str(caught.value).startswith(URL)


HOSTILE = [
    pytest.param("<div>" * 100_000, id="deep elements"),
    pytest.param("<table><tr><td>" * 20_000 + "x", id="deep tables"),
    pytest.param("<p>" + "<b>x" * 50_000, id="unclosed marks"),
    pytest.param("<a href=x>Link</a> " * 20_000, id="links only"),
    pytest.param("<!--" * 100_000, id="open comments"),
    pytest.param("&#x202e;" * 50_000 + "<p>Text", id="marks that turn the text around"),
    pytest.param('<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;', id="entities"),
]


@pytest.mark.parametrize("html", HOSTILE)
def test_a_hostile_page_neither_crashes_nor_hangs(html: str) -> None:
    start = time.process_time()
    with contextlib.suppress(BadInputError):
        assert "\u202e" not in read(f"<html><body>{html}").text
    assert time.process_time() - start < 5
