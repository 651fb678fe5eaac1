"""Is memory flat? `python tests/bench/long/memory.py`: 10,000 articles, a quarter of an hour.

Every article is new: sentences of the corpus behind other numbers, so that nothing is known by heart.
"""

import asyncio
import random
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).parents[3]))

from services.ner.batcher import Batcher
from services.ner.evaluate import read_germeval
from services.ner.reading import Reader
from services.ner.tagger import load_tagger
from shared.article_text import ArticleText, to_found
from shared.events import ArticleFound
from shared.watchlist import load_watchlist

CORPUS = Path(__file__).parents[4] / "shared" / "ner-data" / "germeval2014-dev.tsv"
AT_ONCE = 8
GROWTH = 0.05
NOW = datetime(2026, 11, 1, tzinfo=UTC)
STEPS = 10


def bench(
    corpus: Annotated[Path, typer.Argument(help="GermEval 2014, .tsv")] = CORPUS,
    articles: Annotated[int, typer.Option(help="how many to read")] = 10_000,
    sentences: Annotated[int, typer.Option(help="of an article")] = 26,
) -> None:
    """Print memory after every tenth; the status is 1 when the last is 5 % above the first."""
    if not corpus.is_file():
        raise SystemExit(f"{corpus}: no such file; name a GermEval 2014 file")
    held = asyncio.run(_read(corpus, articles, sentences))
    Console().print("MiB after every tenth:", ", ".join(f"{mib:.0f}" for mib in held))
    grown = held[-1] / held[0] - 1
    Console().print(
        f"{articles} articles: {grown:+.1%} from the first tenth to the last (at most {GROWTH:.0%})"
    )
    raise typer.Exit(grown > GROWTH)


async def _read(corpus: Path, articles: int, sentences: int) -> list[float]:
    tagger = load_tagger()
    batcher = Batcher(tagger)
    reader = Reader(load_watchlist(), batcher.tag, tagger.info)
    made = _articles(corpus, sentences)
    held: list[float] = []
    rounds = max(STEPS, articles // AT_ONCE)
    for number in track(range(1, rounds + 1), "reading", console=Console(stderr=True)):
        await asyncio.gather(*(reader.read(next(made)) for _ in range(AT_ONCE)))
        if number * STEPS // rounds > len(held):
            held.append(_resident())
    await batcher.close()
    return held


def _articles(corpus: Path, sentences: int) -> Iterator[ArticleFound]:
    chance = random.Random(1)
    known = [" ".join(word.text for word in sentence) for sentence, _ in read_germeval(corpus)]
    number = 0
    while True:
        number += 1
        drawn = [f"{number * sentences + place} {chance.choice(known)}" for place in range(sentences)]
        text = ArticleText(url=f"https://bench.example/{number}", text="\n\n".join(drawn))
        yield to_found(text, NOW, "bench")


def _resident() -> float:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    typer.run(bench)
