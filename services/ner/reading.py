"""One article read: its sentences, who is named, who counts what."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from services.ner.figures.reader import FigureReader
from services.ner.linker import Linker
from services.ner.sentences import Layout, split
from services.ner.tagging import Tag
from shared.events import ArticleFound, ArticleTagged, Mention, ModelInfo, Span
from shared.watchlist import Watchlist

TagSentences = Callable[[Sequence[str]], Awaitable[list[list[Tag]]]]
"""Tags of every sentence of one article, in code points of the sentence."""


class Reader:
    """ArticleFound in, ArticleTagged out. The result depends on the article alone."""

    def __init__(self, watchlist: Watchlist, tag: TagSentences, model: ModelInfo) -> None:
        self._tag, self._model = tag, model
        self._linker = Linker(watchlist)
        self._figures = FigureReader(watchlist)

    async def read(self, article: ArticleFound) -> ArticleTagged:
        """Read one article to its end; the event loop stays free meanwhile."""
        layout = await asyncio.to_thread(split, article.text)
        tags = await self._tag([span.of(article.text) for span in layout.sentences])
        return await asyncio.to_thread(self._understand, article, layout, tags)

    def _understand(self, article: ArticleFound, layout: Layout, tags: list[list[Tag]]) -> ArticleTagged:
        text = article.text
        tagged = [
            mention
            for span, found in zip(layout.sentences, tags, strict=True)
            for mention in _mentions(text, span, found)
        ]
        mentions = self._linker.link(text, layout.sentences, tagged)
        return ArticleTagged(
            article=article,
            sentences=layout.sentences,
            paragraphs=layout.paragraphs,
            mentions=mentions,
            figures=self._figures.read(text, layout.sentences, layout.paragraphs, mentions),
            model=self._model,
        )


def _mentions(text: str, sentence: Span, tags: Sequence[Tag]) -> list[Mention]:
    offset = sentence.start
    return [
        Mention(
            text=text[offset + tag.start : offset + tag.end],
            label=tag.label,
            score=tag.score,
            start=offset + tag.start,
            end=offset + tag.end,
        )
        for tag in tags
    ]
