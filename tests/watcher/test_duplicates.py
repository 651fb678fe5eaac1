"""Whose text is it? Pairs of own reports and what papers make of one agency text."""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from services.watcher.origins.duplicates import NearDuplicates
from shared.article_text import ArticleText, to_found
from shared.events import ArticleFound

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
WINDOW = timedelta(days=3)


class Report(NamedTuple):
    """One of two independent reports of an event."""

    event: str
    title: str
    text: str


REPORTS = [
    Report(**json.loads(line))
    for line in Path(__file__).with_name("reports.jsonl").read_text(encoding="utf-8").splitlines()
]
FOOTER = (
    " Lesen Sie auch: Was heute sonst noch wichtig war. Hier finden Sie alle Nachrichten aus der Region"
    " in unserem Überblick. Jetzt den täglichen Newsletter abonnieren und nichts mehr verpassen."
    " © Alle Rechte vorbehalten, mit Material der Agenturen."
)


TEASERS = [
    "Norland hat nach Erkenntnissen der Regierung weitere 1.500 Soldaten nach Ostland geschickt.",
    "Bei einem Raketenangriff auf die Hafenstadt Meerburg sind mindestens sechs Menschen getötet worden. Elf "
    "weitere wurden verletzt.",
    "Das Küstenland beantragt beim Bund eine halbe Milliarde Euro für Deiche.",
]
TWO_AGENCIES = [
    (
        "Bei einem Raketenangriff auf die Hafenstadt Meerburg sind nach Behördenangaben mindestens sechs "
        "Menschen getötet worden. Elf weitere wurden verletzt.",
        "Bei einem Angriff auf die Hafenstadt Meerburg sind nach Angaben der Behörden mindestens sechs "
        "Menschen getötet worden. Elf Menschen wurden verletzt.",
    ),
    (
        "Norland hat nach Angaben des Geheimdienstes weitere 1.500 Soldaten nach Ostland geschickt.",
        "Norland hat nach Angaben des Geheimdienstes weitere 1.500 Soldaten in den Osten entsandt.",
    ),
]
LONG = " ".join(f"Im Ort{n} stand{n} dann Haus{n}." for n in range(100))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.“]) (?=[A-ZÄÖÜ„0-9])", text)


def prints(report: Report) -> Iterator[tuple[str, str]]:
    """What other papers make of a text that they have from the same agency."""
    parts = sentences(report.text)
    yield "another headline", f"Was wir wissen und was nicht\n\n{report.text}"
    for number in range(len(parts)):
        yield "one sentence dropped", " ".join(parts[:number] + parts[number + 1 :])
    yield "another headline, two sentences dropped", "Neues\n\n" + " ".join(parts[1:4] + parts[5:])
    yield "the first half", " ".join(parts[: len(parts) // 2 + 1])
    yield "the first third", " ".join(parts[: max(3, len(parts) // 3)])
    yield (
        "another first sentence",
        "Eine Entscheidung sorgt im ganzen Land für Streit. " + " ".join(parts[1:]),
    )
    yield "with a footer", f"{report.title}\n\n{report.text}{FOOTER}"
    yield "with a dateline", f"Hamburg (dpa) - {report.text}"
    words = itertools.count(1)
    changed = re.sub(r"\w{9,}", lambda word: word[0] if next(words) % 4 else "anders", report.text)
    yield "every fourth long word changed", changed


SAME = [
    pytest.param(r.title + "\n\n" + r.text, copy, id=f"{r.title}: {how}")
    for r in REPORTS
    for how, copy in prints(r)
]


def an_article(text: str, number: int = 1, found_at: datetime = NOON, **more: object) -> ArticleFound:
    fields = {"url": f"https://zeitung{number}.example/", "text": text} | more
    return to_found(ArticleText.model_validate(fields), found_at, "zeitung")


def having(*articles: ArticleFound, capacity: int = 1_000) -> NearDuplicates:
    """What has been published, each with the origin that it was given."""
    texts = NearDuplicates(WINDOW, capacity)
    for article in articles:
        origin = texts.origin_of(article) or article.article_id
        texts.add(article.model_copy(update={"origin": origin}))
    return texts


def origin_of(texts: NearDuplicates, text: str) -> str | None:
    """Of an article that comes last."""
    return texts.origin_of(an_article(text, 99))


def printed(text: str, number: int, title: str) -> ArticleFound:
    """A text under a headline."""
    return an_article(f"{title}\n\n{text}", number, title=title)


def same(first: ArticleFound, second: ArticleFound) -> bool:
    return having(first).origin_of(second) == first.article_id


def one_origin(first: str, second: str) -> bool:
    return same(an_article(first, 1), an_article(second, 2))


@pytest.mark.parametrize(("text", "copy"), SAME)
def test_an_agency_text_has_one_origin_whatever_a_paper_does_with_it(text: str, copy: str) -> None:
    assert one_origin(text, copy)
    assert one_origin(copy, text)


@pytest.mark.parametrize("footer", ["", FOOTER], ids=["plain", "under the same footer"])
def test_two_reports_have_two_origins_even_of_one_event(footer: str) -> None:
    texts = [f"{report.title}\n\n{report.text}{footer}" for report in REPORTS]
    assert not [pair for pair in itertools.permutations(texts, 2) if one_origin(*pair)]


def test_teasers_under_one_long_footer_have_two_origins() -> None:
    teasers = [" ".join(sentences(report.text)[:2]) + FOOTER for report in REPORTS]
    assert not [pair for pair in itertools.permutations(teasers, 2) if one_origin(*pair)]


@pytest.mark.parametrize("teaser", TEASERS)
def test_an_agency_teaser_has_one_origin_under_any_headline(teaser: str) -> None:
    first, second = (
        printed(teaser, 1, "Kampf um die Küste geht weiter"),
        printed(teaser, 2, "Was jetzt bekannt ist"),
    )
    assert same(first, second)
    long = printed(f"Meerburg (dpa) - {teaser} {LONG}", 3, "Ein langer Tag")
    assert same(first, long)
    assert same(long, second)
    assert same(long, printed(f"{teaser} (dpa)", 4, "Kurz gemeldet"))


@pytest.mark.parametrize(("one", "other"), TWO_AGENCIES)
def test_teasers_of_two_agencies_on_one_event_have_two_origins(one: str, other: str) -> None:
    first, second = printed(one, 1, "Angriff auf Meerburg"), printed(other, 2, "Angriff auf Meerburg")
    assert not same(first, second)
    assert not same(second, first)


def test_an_offer_to_the_reader_below_two_headlines_is_not_one_text() -> None:
    offer = (
        "Testen Sie unser Angebot vier Wochen lang kostenlos und lesen Sie sofort alle Artikel ohne Werbung."
    )
    titles = ("Explosion im Chemiepark: Was bisher bekannt ist", "Warum die Mieten in der Stadt steigen")
    assert not same(printed(offer, 1, titles[0]), printed(offer, 2, titles[1]))
    assert same(printed(offer, 1, titles[0]), printed(offer, 2, titles[0]))


def test_papers_write_thousands_as_they_like() -> None:
    teaser = "Norland verlegt {} Soldaten und {} Fahrzeuge an die Grenze, wie das Ministerium mitteilte."
    first, *others = (
        teaser.format(f"8{mark}500", f"1{mark}200") for mark in (".", "", "'", "’", "\N{NO-BREAK SPACE}")
    )
    assert all(one_origin(first, other) for other in others)
    assert not one_origin(first, first.replace("8.500", "9.100").replace("1.200", "1.300"))


def test_a_text_that_says_too_little_is_its_own_origin() -> None:
    flash = "Eilmeldung: Explosion im Hafen von Meerburg. Mehr in Kürze."
    assert not one_origin(flash, flash)
    assert one_origin(f"{flash} Es gibt Tote.", f"{flash} Es gibt Tote.")


def test_of_several_texts_the_most_similar_one_is_the_origin() -> None:
    stories = [an_article(report.text, number) for number, report in enumerate(REPORTS[:2])]
    leads = [" ".join(sentences(report.text)[:3]) for report in REPORTS]
    overview = an_article("\n\n".join(leads), 3)
    texts = having(overview)
    for story in stories:
        texts.add(story)
    assert [origin_of(texts, lead) for lead in leads[:2]] == [story.article_id for story in stories]


def test_a_chain_of_copies_has_the_origin_of_the_first() -> None:
    first, second = an_article(REPORTS[0].text, 1), an_article(REPORTS[0].text + FOOTER, 2)
    texts = having(first, second)
    assert origin_of(texts, REPORTS[0].text) == first.article_id
    assert texts.origin_of(an_article("ein ganz anderer Text", 2)) == first.article_id, "its revision"


def test_an_origin_that_the_input_gave_is_handed_on() -> None:
    texts = NearDuplicates(WINDOW, 10)
    texts.add(an_article(REPORTS[0].text, origin="agentur-1"))
    assert origin_of(texts, REPORTS[0].text) == "agentur-1"


def test_a_text_is_forgotten_after_the_window() -> None:
    old, later = (
        an_article(REPORTS[0].text),
        an_article(REPORTS[2].text, 2, NOON + timedelta(days=3, seconds=1)),
    )
    assert origin_of(having(old), REPORTS[0].text) == old.article_id
    assert origin_of(having(old, later), REPORTS[0].text) is None


def test_no_more_than_the_capacity_is_remembered() -> None:
    articles = [an_article(report.text, number) for number, report in enumerate(REPORTS)]
    texts = having(*articles, capacity=4)
    origins = [origin_of(texts, report.text) for report in REPORTS]
    assert origins == [None] * 6 + [article.article_id for article in articles[6:]]
    assert texts.origin_of(an_article("ein anderer Text", 0)) is None


def test_deciding_is_the_same_every_time() -> None:
    articles = [an_article(copy, number) for number, (_, copy) in enumerate(prints(REPORTS[0]))]
    first, second = having(*articles), having(*articles)
    for report in REPORTS:
        assert origin_of(first, report.text) == origin_of(second, report.text)
