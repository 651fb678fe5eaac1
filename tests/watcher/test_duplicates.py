"""Whose text is it? Pairs of own reports and what papers make of one agency text."""

import itertools
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from services.watcher.duplicates import NearDuplicates
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
        origin = texts.origin_of(article.article_id, article.text) or article.article_id
        texts.add(article.model_copy(update={"origin": origin}))
    return texts


def one_origin(first: str, second: str) -> bool:
    article = an_article(first)
    return having(article).origin_of("second", second) == article.article_id


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


def test_short_texts_are_their_own_origin() -> None:
    text = "Eilmeldung: Verteidigungsminister tritt zurück, Nachfolge noch offen, mehr dazu in Kürze."
    assert not one_origin(text, text)
    assert one_origin(REPORTS[0].text, REPORTS[0].text)


def test_a_chain_of_copies_has_the_origin_of_the_first() -> None:
    first, second = an_article(REPORTS[0].text, 1), an_article(REPORTS[0].text + FOOTER, 2)
    texts = having(first, second)
    assert texts.origin_of("third", REPORTS[0].text) == first.article_id
    assert texts.origin_of(second.article_id, "ein ganz anderer Text") == first.article_id, "its revision"


def test_an_origin_that_the_input_gave_is_handed_on() -> None:
    texts = NearDuplicates(WINDOW, 10)
    texts.add(an_article(REPORTS[0].text, origin="agentur-1"))
    assert texts.origin_of("second", REPORTS[0].text) == "agentur-1"


def test_a_text_is_forgotten_after_the_window() -> None:
    old, later = (
        an_article(REPORTS[0].text),
        an_article(REPORTS[2].text, 2, NOON + timedelta(days=3, seconds=1)),
    )
    assert having(old).origin_of("copy", REPORTS[0].text) == old.article_id
    assert having(old, later).origin_of("copy", REPORTS[0].text) is None


def test_no_more_than_the_capacity_is_remembered() -> None:
    articles = [an_article(report.text, number) for number, report in enumerate(REPORTS)]
    texts = having(*articles, capacity=4)
    origins = [texts.origin_of("copy", report.text) for report in REPORTS]
    assert origins == [None] * 6 + [article.article_id for article in articles[6:]]
    assert texts.origin_of(articles[0].article_id, "ein anderer Text") is None


def test_deciding_is_the_same_every_time() -> None:
    articles = [an_article(copy, number) for number, (_, copy) in enumerate(prints(REPORTS[0]))]
    first, second = having(*articles), having(*articles)
    for report in REPORTS:
        assert first.origin_of("x", report.text) == second.origin_of("x", report.text)
