"""Which texts are set aside because they are not German."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from services.watcher.metrics import WatcherMetrics
from services.watcher.texts.language import REMEMBERED, LanguageFilter
from shared.article_text import ArticleText

HEADLINES = [
    (language, text)
    for language, _, text in (
        line.partition("\t")
        for line in Path(__file__).with_name("languages.tsv").read_text(encoding="utf-8").splitlines()
    )
]
TEASER = {
    "de": "Die Regierung hat am Montag neue Zahlen vorgelegt, nach denen mehr Soldaten an der Grenze stehen.",
    "en": "On Monday the government presented new figures on the number of soldiers at the border.",
    "fr": "Le gouvernement a présenté lundi de nouveaux chiffres sur le nombre de soldats à la frontière.",
    "lb": "D’Regierung huet e Méindeg nei Zuelen iwwer d’Zuel vun den Zaldoten op der Grenz virgestallt.",
    "it": "Lunedì il governo ha presentato nuove cifre sul numero dei soldati alla frontiera.",
    "nl": "De regering presenteerde maandag nieuwe cijfers over het aantal soldaten aan de grens.",
}


@pytest.fixture
def languages(metrics: WatcherMetrics) -> LanguageFilter:
    return LanguageFilter(metrics)


def an_article(number: int, text: str) -> ArticleText:
    return ArticleText(url=f"https://zeitung.example/{number}", text=text)


def test_no_german_headline_is_set_aside_and_most_foreign_ones_are(languages: LanguageFilter) -> None:
    german = [text for language, text in HEADLINES if language == "de"]
    others = [text for language, text in HEADLINES if language != "de"]
    assert [text for text in german if languages.foreign(text, "de")] == []
    assert sum(languages.foreign(text, "de") for text in others) / len(others) > 0.8


@pytest.mark.parametrize("language", TEASER)
def test_with_a_teaser_it_is_certain(languages: LanguageFilter, language: str) -> None:
    for _, headline in (row for row in HEADLINES if row[0] == language):
        assert languages.foreign(f"{headline}\n\n{TEASER[language]}", "de") is (language != "de")


@pytest.mark.parametrize("text", ["", "+++", "Kim Jong-un", "8.000", "\ud800" * 50, "Öl" * 5])
def test_what_is_hardly_a_text_is_not_judged(languages: LanguageFilter, text: str) -> None:
    assert not languages.foreign(text, "de")


def test_a_source_in_a_language_that_is_not_known_is_not_filtered(languages: LanguageFilter) -> None:
    assert not languages.foreign(TEASER["en"], "gsw")
    assert languages.foreign(TEASER["de"], "fr")


def test_each_article_is_counted_once(languages: LanguageFilter, registry: CollectorRegistry) -> None:
    articles = [an_article(1, TEASER["de"]), an_article(2, TEASER["en"]), an_article(3, TEASER["fr"])]
    for _ in range(3):
        assert languages.keep("zeitung", "de", articles) == articles[:1]
    assert registry.get_sample_value("melder_articles_set_aside_total", {"source": "zeitung"}) == 2


def test_what_was_counted_is_forgotten_some_day(languages: LanguageFilter) -> None:
    languages.keep("a", "de", (an_article(n, TEASER["en"]) for n in range(REMEMBERED + 10)))
    assert len(languages._counted) == REMEMBERED
