import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from services.ner.batcher import BATCH, Batcher
from services.ner.tagging import Tag
from shared.events import Label, ModelInfo

LONG = "x" * BATCH


class LengthTagger:
    """Tags a whole sentence; waits at a gate where it has one; notes what it was given, in order."""

    info = ModelInfo(name="length", version="1")

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.batches: list[list[str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.working = threading.Semaphore(0)

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        self.seen += sentences
        self.batches.append(list(sentences))
        self.working.release()
        assert self.gate.wait(10)
        if "broken" in sentences:
            raise ValueError("cannot read this")
        return [[Tag(0, len(sentence), Label.ORG, 1.0)] for sentence in sentences]


@pytest.fixture
def tagger() -> LengthTagger:
    return LengthTagger()


@pytest.fixture
async def batcher(tagger: LengthTagger) -> AsyncIterator[Batcher]:
    batcher = Batcher(tagger, threads=1)
    yield batcher
    await batcher.close()


async def test_tags_come_back_in_the_order_of_their_sentences() -> None:
    batcher = Batcher(LengthTagger(), threads=3)
    sentences = ["x" * (1 + number % 400) for number in range(200)]
    tags = await batcher.tag(sentences)
    await batcher.close()
    assert [tag.end for [tag] in tags] == [len(sentence) for sentence in sentences]


async def test_an_article_without_sentences_has_no_tags(batcher: Batcher) -> None:
    assert await batcher.tag([]) == []


async def test_a_failing_article_fails_alone(batcher: Batcher) -> None:
    fine, broken, also_fine = await asyncio.gather(
        batcher.tag(["a", "b"]), batcher.tag(["c", "broken"]), batcher.tag(["d"]), return_exceptions=True
    )
    assert isinstance(broken, ValueError)
    assert isinstance(fine, list)
    assert isinstance(also_fine, list)
    assert (len(fine), len(also_fine)) == (2, 1)


async def test_a_short_article_need_not_wait_for_a_long_one(batcher: Batcher, tagger: LengthTagger) -> None:
    tagger.gate.clear()
    long = asyncio.create_task(batcher.tag([LONG] * 50))
    await asyncio.to_thread(tagger.working.acquire)
    short = asyncio.create_task(batcher.tag(["short"]))
    await asyncio.sleep(0)
    tagger.gate.set()
    await asyncio.gather(long, short)
    assert tagger.seen.index("short") < 5


async def test_what_waits_goes_together_and_in_turns(batcher: Batcher, tagger: LengthTagger) -> None:
    tagger.gate.clear()
    first = asyncio.create_task(batcher.tag(["first"]))
    await asyncio.to_thread(tagger.working.acquire)
    others = [asyncio.create_task(batcher.tag(texts)) for texts in (["a1", "a2", "a3"], ["b1"], ["c1", "c2"])]
    await asyncio.sleep(0)
    tagger.gate.set()
    await asyncio.gather(first, *others)
    assert tagger.batches == [["first"], ["a1", "b1", "c1", "a2", "c2", "a3"]]


async def test_turns_are_as_long_as_each_other_however_long_the_sentences(
    batcher: Batcher, tagger: LengthTagger
) -> None:
    tagger.gate.clear()
    blocking = asyncio.create_task(batcher.tag(["blocking"]))
    await asyncio.to_thread(tagger.working.acquire)
    long = [asyncio.create_task(batcher.tag(["x" * 10_000] * 5)) for _ in range(23)]
    short = asyncio.create_task(batcher.tag(["s" * 100] * 50))
    await asyncio.sleep(0)
    tagger.gate.set()
    await asyncio.gather(blocking, *long, short)
    last = max(place for place, sentence in enumerate(tagger.seen) if sentence[0] == "s")
    assert sum(map(len, tagger.seen[:last])) < 24 * 5_000 + 23 * 10_000


async def test_a_long_sentence_has_its_turn_though_short_articles_keep_coming(
    batcher: Batcher, tagger: LengthTagger
) -> None:
    tagger.gate.clear()
    blocking = asyncio.create_task(batcher.tag(["blocking"]))
    await asyncio.to_thread(tagger.working.acquire)
    long = asyncio.create_task(batcher.tag(["x" * 10_000]))

    async def follow_each_other() -> None:
        for _ in range(30):
            await batcher.tag(["s" * 400] * 10)

    short = [asyncio.create_task(follow_each_other()) for _ in range(6)]
    await asyncio.sleep(0)
    tagger.gate.set()
    await asyncio.gather(blocking, long, *short)
    before = tagger.seen[: tagger.seen.index("x" * 10_000)]
    assert sum(map(len, before)) < 6 * (10_000 + 400)


SHARES = {
    "what is little is not shared": (14, [14]),
    "free threads share what waits": (30, [14, 16]),
    "and halve it again while there is much": (100, [11, 13, 25, 51]),
}


@pytest.mark.parametrize(("hundreds", "sizes"), SHARES.values(), ids=SHARES)
async def test_threads_share(hundreds: int, sizes: list[int]) -> None:
    tagger = LengthTagger()
    batcher = Batcher(tagger, threads=2)
    await batcher.tag(["x" * 100] * hundreds)
    await batcher.close()
    assert sorted(map(len, tagger.batches)) == sizes


async def test_many_threads_answer_all_that_came_beside_each_other() -> None:
    batcher = Batcher(LengthTagger(), threads=64)
    articles = [[], ["", ""], ["x"] * 300, ["x" * 50_000], ["", "x" * 900, ""] * 20]
    tags = await asyncio.gather(*map(batcher.tag, articles))
    await batcher.close()
    assert [[tag.end for [tag] in found] for found in tags] == [list(map(len, texts)) for texts in articles]


async def test_a_batch_holds_no_more_than_it_may(batcher: Batcher, tagger: LengthTagger) -> None:
    await batcher.tag(["x" * (BATCH // 4)] * 9)
    assert [len(batch) for batch in tagger.batches] == [4, 4, 1]


async def test_sentences_without_a_sign_are_answered_too(batcher: Batcher) -> None:
    assert len(await batcher.tag(["", "", ""])) == 3


async def test_an_article_that_failed_is_not_read_on(batcher: Batcher, tagger: LengthTagger) -> None:
    with pytest.raises(ValueError, match="cannot read this"):
        await batcher.tag(["broken", LONG, LONG, "never"])
    await batcher.tag(["next"])
    assert "never" not in tagger.seen


async def test_what_is_cancelled_is_not_read_on(batcher: Batcher, tagger: LengthTagger) -> None:
    tagger.gate.clear()
    article = asyncio.create_task(batcher.tag([LONG] * 50))
    await asyncio.to_thread(tagger.working.acquire)
    article.cancel()
    with pytest.raises(asyncio.CancelledError):
        await article
    tagger.gate.set()
    assert len(await batcher.tag(["next"])) == 1
    assert tagger.seen == [LONG, "next"]


async def test_what_fails_while_closing_is_not_read_again(tagger: LengthTagger) -> None:
    batcher = Batcher(tagger, threads=1)
    tagger.gate.clear()
    blocking = asyncio.create_task(batcher.tag(["blocking"]))
    await asyncio.to_thread(tagger.working.acquire)
    others = [asyncio.create_task(batcher.tag([text])) for text in ("a", "broken")]
    await asyncio.sleep(0)
    opened, tagger.gate = tagger.gate, threading.Event()
    opened.set()
    await asyncio.to_thread(tagger.working.acquire)
    closing = asyncio.create_task(batcher.close())
    await asyncio.sleep(0)
    tagger.gate.set()
    _, *failed, _ = await asyncio.gather(blocking, *others, closing, return_exceptions=True)
    assert [str(error) for error in failed] == ["cannot read this"] * 2
    assert tagger.batches == [["blocking"], ["a", "broken"]]


async def test_closing_drops_what_waits(tagger: LengthTagger) -> None:
    batcher = Batcher(tagger, threads=1)
    tagger.gate.clear()
    reading = asyncio.create_task(batcher.tag(["a"]))
    await asyncio.to_thread(tagger.working.acquire)
    waiting = asyncio.create_task(batcher.tag(["b"]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(batcher.close())
    with pytest.raises(asyncio.CancelledError):
        await waiting
    tagger.gate.set()
    await asyncio.gather(closing, reading)
    assert tagger.seen == ["a"]


async def test_closing_waits_for_what_is_being_read(tagger: LengthTagger) -> None:
    batcher = Batcher(tagger, threads=1)
    tagger.gate.clear()
    article = asyncio.create_task(batcher.tag(["a"]))
    await asyncio.to_thread(tagger.working.acquire)
    closing = asyncio.create_task(batcher.close())
    tagger.gate.set()
    await closing
    assert len(await article) == 1
