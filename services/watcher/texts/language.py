"""Texts in another language than their source's are set aside, if that is certain."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from services.watcher.metrics import WatcherMetrics
from shared.article_text import ArticleText
from shared.identity import article_id

LANGUAGES = ("de", "en", "fr", "it", "es", "nl", "pl", "tr", "ru", "uk", "da", "sv", "lb")
"""What is written beside German in the papers of DE, AT, CH and LU, and what they take over."""
HARDLY = 0.05
"""A text is foreign if its source's language is less likely than this.

Own headlines of three to seven words (tests/watcher/languages.tsv, the last third written after the choice):
none of 45 German ones is set aside, 50 of 59 foreign ones are; with a teaser, all. lingua 2.1 does worse on
them, knows no Luxembourgish, and takes 340 MB where this takes 130.
"""
FEWEST_LETTERS = 12
READ = 2_000
"""Characters of a text that are looked at."""
REMEMBERED = 10_000
"""Articles that are not counted twice."""
TOLD = 50_000
"""Texts whose language is not asked for again: a feed lists the same ones at every look."""


class LanguageFilter:
    """Knows `LANGUAGES`; a source in any other one is not filtered."""

    def __init__(self, metrics: WatcherMetrics) -> None:
        self._identifier, self._metrics = _identifier(), metrics
        self._counted: OrderedDict[str, None] = OrderedDict()
        self._told: OrderedDict[int, bool] = OrderedDict()

    def keep(self, source: str, language: str, articles: Iterable[ArticleText]) -> list[ArticleText]:
        """Those in `language`; the others are counted, each article once."""
        kept = []
        for article in articles:
            if not self.foreign(article.text, language):
                kept.append(article)
            elif (identity := article_id(article.url)) not in self._counted:
                self._counted[identity] = None
                self._metrics.set_aside.labels(source).inc()
        while len(self._counted) > REMEMBERED:
            self._counted.popitem(last=False)
        return kept

    def foreign(self, text: str, language: str) -> bool:
        """Whether `text` is certainly not in `language`."""
        if language not in LANGUAGES:
            return False
        key = hash((language, text[:READ]))
        if key not in self._told:
            self._told[key] = self._foreign(text[:READ], language)
            if len(self._told) > TOLD:
                self._told.popitem(last=False)
        self._told.move_to_end(key)
        return self._told[key]

    def _foreign(self, text: str, language: str) -> bool:
        if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
            return False
        likely: float = dict(self._identifier.rank(text))[language]
        return likely < HARDLY


@cache
def _identifier() -> Any:
    """Loaded once, in half a second."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
