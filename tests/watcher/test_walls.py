"""Walls are known by what only walls say; the words of the news are no wall."""

import pytest

from services.watcher.pages.page_reader import read_page
from services.watcher.texts.walls import wall_before
from shared.events import Wall

URL = "https://www.zeitung.example/politik/soldaten.html"
NEWS = (
    "An der Grenze stehen nach Angaben des Ministeriums inzwischen rund 12.000 Soldaten, 3.000 mehr als in "
    "der Woche zuvor."
)
EVERYDAY = [
    "Die Regierung werde einen solchen Frieden niemals akzeptieren, sagte der Präsident am Montag.",
    "Der Minister forderte die Rebellen auf, alles zu akzeptieren und weiter zu verhandeln.",
    "Man müsse alle akzeptieren, die Schutz suchten.",
    "Die Abgeordneten gaben ihre Zustimmung zur Entsendung von 5.000 Soldaten.",
    "Ihre Zustimmung zur Entsendung gaben am Abend auch die Abgeordneten der Opposition.",
    "„Wir brauchen Ihre Zustimmung“, rief die Kanzlerin den Abgeordneten zu.",
    "Der Senat verweigerte ihre Einwilligung.",
    "Der Kanal hat nach eigenen Angaben 1,2 Millionen Abonnenten.",
    "Der Dienst gewann 300.000 Abonnentinnen hinzu, das Abo kostet künftig 14,99 Euro im Monat.",
    "Die Armee will das System jetzt testen und 200 Soldaten schulen.",
    "Jetzt testen die Streitkräfte eine neue Rakete.",
    "Die Familie erhält 563 Euro im Monat, weiterlesen lernen die Kinder in der Schule.",
    "Das Pur-Abo des Konzerns verstößt nach Ansicht der Richter gegen das Gesetz.",
    "Betrüger verschicken Mails, in denen von gestohlenen Cookies die Rede ist.",
    "Sie wollten das Abo kaufen, sagten die Zeugen.",
    "Ohne Werbung lesen können dort nur wenige.",
    "Kiew könne das nur mit Plus bezahlen.",
    "Das Abkommen sei nur für Abo-Kunden gedacht.",
]
PAY = [
    "Weiterlesen mit Zeitung+",
    "Um diesen Artikel zu lesen, brauchen Sie ein Abo.",
    "Dieser Artikel ist exklusiv für Abonnenten.",
    "Diesen Artikel lesen Sie mit einem Abo.",
    "Sie haben bereits ein Abo? Dann melden Sie sich hier an.",
    "Bereits Abonnent? Hier einloggen",
    "4 Wochen gratis testen",
    "Jetzt testen",
    "Jetzt kostenlos abonnieren und alle Vorteile nutzen!",
    "Nur für Abonnenten",
    "Zugang zu allen Artikeln, monatlich kündbar",
    "Danach 9,99 € im Monat, jederzeit kündbar.",
    "Für nur 1 € testen",
    "Registrieren Sie sich kostenlos, um weiterzulesen.",
    "Schließen Sie ein Probeabo ab und lesen Sie weiter.",
]
COOKIES = [
    "Mit Werbung weiterlesen",
    "Alle akzeptieren",
    "Zustimmen und weiter",
    "Bitte alle Cookies akzeptieren, um diese Seite zu sehen.",
    "Wir verwenden Cookies und ähnliche Verfahren.",
    "Unsere Partner und wir speichern Informationen auf Ihrem Gerät.",
    "Wir benötigen Ihre Einwilligung, um Daten zu verarbeiten.",
    "Oder lesen Sie ohne Tracking mit dem Pur-Abo.",
]


@pytest.mark.parametrize("sentence", EVERYDAY)
def test_the_words_of_the_news_are_no_wall(sentence: str) -> None:
    html = (
        f"<html><article><h1>Mehr Soldaten</h1><p>{NEWS}</p><p>{sentence}</p><p>{NEWS}</p></article></html>"
    )
    page = read_page(html.encode(), "text/html; charset=utf-8", URL)
    assert page.wall is Wall.NONE
    assert NEWS in page.text


@pytest.mark.parametrize("line", PAY)
def test_a_paywall_is_known_by_what_it_says(line: str) -> None:
    assert wall_before(f"{NEWS}\n{line}", URL, free=True) is Wall.PAY


@pytest.mark.parametrize("line", COOKIES)
def test_a_cookie_wall_is_known_by_what_it_says(line: str) -> None:
    assert wall_before(f"{NEWS}\n{line}", URL, free=True) is Wall.COOKIES
