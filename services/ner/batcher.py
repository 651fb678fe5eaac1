"""Sentences of many articles at once → their tags, by one thread a core."""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from joblib import cpu_count  # heeds affinity and the container's limit

from services.ner.tagging import Tag, Tagger

BATCH = 12_000  # code points: about a hundred sentences, half a second
SMALLEST = 1_000  # code points of a batch; no smaller rest is left


class Batcher:
    """Keeps the cores busy, and takes turns.

    A thread that is free takes sentences until its batch is full, always of the article that has been served
    least; nothing waits for others to come. So an idle service answers at once, and a long article does not
    hold up a short one: before an article of n code points is handed out, each of the others is served n code
    points and one sentence at most (docs/decisions/0017). A batch is about a thread's share of what is
    waiting, so that all are done at about the same time (Polychronopoulos and Kuck 1987, Guided
    self-scheduling). A batch that fails is read again article by article, so that one fails alone.
    """

    def __init__(self, tagger: Tagger, threads: int | None = None) -> None:
        self._tagger = tagger
        self._threads = self._free = threads or cpu_count()
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="tagger")
        self._waiting: list[_Article] = []
        self._served = 0
        self._alone: deque[_Batch] = deque()
        self._closing = False

    async def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The tags of each sentence, in order. Raises what the tagger raises."""
        if not sentences:
            return []
        article = _Article(sentences, asyncio.get_running_loop().create_future(), self._served)
        self._waiting.append(article)
        self._start()
        return await article.read

    async def close(self) -> None:
        """Drop what is waiting and wait for what is being tagged."""
        self._closing = True
        for article in [*self._waiting, *(batch[0][0] for batch in self._alone)]:
            article.read.cancel()
        self._waiting.clear()
        self._alone.clear()
        await asyncio.to_thread(self._pool.shutdown)

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        while self._free and (batch := self._next()):
            sentences = [article.sentences[place] for article, place in batch]
            self._free -= 1
            tagging = loop.run_in_executor(self._pool, self._tagger.tag, sentences)
            tagging.add_done_callback(partial(self._finish, batch))

    def _next(self) -> "_Batch":
        while self._alone:
            if _wanted(batch := self._alone.popleft()):
                return batch
        self._waiting = [article for article in self._waiting if not article.read.done()]
        left = sum(article.left for article in self._waiting)
        share = max(left // self._threads + 1, SMALLEST)
        if left - share < SMALLEST:
            share = left + 1
        return self._fill(min(BATCH, share))

    def _fill(self, room: int) -> "_Batch":
        batch: _Batch = []
        while self._waiting and room > 0:
            article = min(self._waiting, key=_Article.due)
            batch.append((article, article.taken))
            room -= article.hand_out()
            self._served = article.served
            if article.taken == len(article.sentences):
                self._waiting.remove(article)
        return batch

    def _finish(self, batch: "_Batch", tagging: "asyncio.Future[list[list[Tag]]]") -> None:
        self._free += 1
        if error := tagging.exception():
            self._fail(batch, error)
        else:
            for (article, place), tags in zip(batch, tagging.result(), strict=True):
                article.answer(place, tags)
        self._start()

    def _fail(self, batch: "_Batch", error: BaseException) -> None:
        articles = {id(article): article for article, _ in batch}
        for one in articles.values():
            if len(articles) > 1 and not self._closing:
                self._alone.append([(article, place) for article, place in batch if article is one])
            elif not one.read.done():
                one.read.set_exception(error)


@dataclass(eq=False)
class _Article:
    """An article on its way; `left` are the code points of the sentences after those that were `taken`.

    `served` are the code points that it has had, and what the others had had when it came.
    """

    sentences: Sequence[str]
    read: "asyncio.Future[list[list[Tag]]]"
    served: int
    tags: dict[int, list[Tag]] = field(default_factory=dict)
    taken: int = 0

    def __post_init__(self) -> None:
        self.left = sum(map(len, self.sentences))

    def due(self) -> int:
        """What it will have been served with its next sentence; the least is next."""
        return self.served + len(self.sentences[self.taken])

    def hand_out(self) -> int:
        """Count the next sentence as taken; its code points."""
        length = len(self.sentences[self.taken])
        self.taken += 1
        self.left -= length
        self.served += length
        return length

    def answer(self, place: int, tags: list[Tag]) -> None:
        """The tags of one sentence; with the last of them the article is read."""
        self.tags[place] = tags
        if len(self.tags) == len(self.sentences) and not self.read.done():
            self.read.set_result([self.tags[place] for place in range(len(self.sentences))])


_Batch = list[tuple[_Article, int]]


def _wanted(batch: _Batch) -> bool:
    return any(not article.read.done() for article, _ in batch)
