"""Texts in, in the order given, whatever becomes of one of them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from fakes import ListTagger
from services.ner.annotate import annotate
from services.ner.batcher import Batcher
from services.ner.reading import Reader
from services.ner.tagging import Tag
from shared.article_text import ArticleText
from shared.errors import BadInputError
from shared.events import ArticleTagged, SkipReason
from shared.watchlist import load_watchlist


class Poisoned(ListTagger):
    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        if any("Gift" in sentence for sentence in sentences):
            raise ValueError("cannot read this")
        return super().tag(sentences)


async def test_a_text_whose_reading_fails_is_skipped_with_a_reason_and_the_others_are_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    batcher = Batcher(Poisoned())
    reader = Reader(load_watchlist(), batcher.tag, Poisoned.info)
    texts = [ArticleText(url=f"https://a.example/{text}", text=text) for text in ("Eins.", "Gift.", "Drei.")]
    read = [
        one async for one in annotate(reader, [*texts, BadInputError("line 4")], lambda: datetime.now(UTC))
    ]
    await batcher.close()
    tagged = [one for one in read if isinstance(one, ArticleTagged)]
    assert [one.article.text for one in tagged if one.article] == ["Eins.", "Gift.", "Drei."]
    assert [one.skipped.reason if one.skipped else None for one in tagged] == [None, SkipReason.FAILED, None]
    assert "reading failed" in caplog.text
    assert isinstance(read[-1], BadInputError)
