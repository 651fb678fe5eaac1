"""Texts in, one ArticleTagged per text out, in the order given."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime

from services.ner.reading import Reader
from shared.article_text import ArticleText, to_found
from shared.errors import BadInputError
from shared.events import ArticleTagged, Skipped, SkipReason

log = logging.getLogger(__name__)
AHEAD = 16
"""Texts that are read at the same time; the tagger batches their sentences."""


async def annotate(
    reader: Reader, texts: Iterable[ArticleText | BadInputError], now: Callable[[], datetime]
) -> AsyncIterator[ArticleTagged | BadInputError]:
    """Read texts; a text that cannot be used comes out as its error, in its place.

    found_at is when it was published or, later, updated; `now()` where neither is known.
    """
    waiting: deque[asyncio.Task[ArticleTagged | BadInputError]] = deque()
    for text in texts:
        waiting.append(asyncio.create_task(_read(reader, text, now)))
        if len(waiting) >= AHEAD:
            yield await waiting.popleft()
    while waiting:
        yield await waiting.popleft()


async def _read(
    reader: Reader, text: ArticleText | BadInputError, now: Callable[[], datetime]
) -> ArticleTagged | BadInputError:
    if isinstance(text, BadInputError):
        return text
    found_at = max(filter(None, (text.published_at, text.updated_at)), default=None) or now()
    article = to_found(text, found_at, source="annotate")
    try:
        return await reader.read(article)
    except Exception as error:  # of a model or a text: told, and skipped, as by the service
        log.exception("reading failed", extra={"url": text.url})
        skipped = Skipped(reason=SkipReason.FAILED, detail=f"{type(error).__name__}: {error}"[:500])
        return ArticleTagged(article=article, skipped=skipped)
