"""Sentences of many articles at once → their tags, by one thread a core."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from joblib import cpu_count  # heeds affinity and the container's limit

from services.ner.tagging import Tag, Tagger

BATCH = 1_000  # code points: a few sentences, some tens of milliseconds
AHEAD = 2  # batches of one article in line for each thread


class Batcher:
    """Keeps the cores busy and takes turns: an article never has more than a few batches in line.

    So a long article does not hold up a short one, a failing one fails alone, and what is cancelled stops
    at its next batch. Batches only share a way to a thread: the tagger reads each sentence by itself.
    """

    def __init__(self, tagger: Tagger, threads: int | None = None) -> None:
        self._tagger = tagger
        self._threads = threads or cpu_count()
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="tagger")

    async def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The tags of each sentence, in order. Raises what the tagger raises."""
        loop = asyncio.get_running_loop()
        tags: list[list[Tag]] = []
        line: deque[asyncio.Future[list[list[Tag]]]] = deque()
        try:
            for batch in _batches(sentences):
                if len(line) == self._threads * AHEAD:
                    tags += await line.popleft()
                line.append(loop.run_in_executor(self._pool, self._tagger.tag, batch))
            while line:
                tags += await line.popleft()
        finally:
            for future in line:
                future.cancel()
        return tags

    async def close(self) -> None:
        """Drop what is in line and wait for what is being tagged."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def _batches(sentences: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for end, sentence in enumerate(sentences):
        if size and size + len(sentence) > BATCH:
            yield sentences[start:end]
            start, size = end, 0
        size += len(sentence)
    if start < len(sentences):
        yield sentences[start:]
