"""What figures and links cost beside the tagger: `python tests/bench/understanding.py [FOLDER]`.

Processor time for a folder of articles, tagged once and understood several times, in one run.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from services.ner.batcher import Batcher  # noqa: E402  run as a script
from services.ner.figures import FigureReader  # noqa: E402
from services.ner.linker import Linker  # noqa: E402
from services.ner.sentences import split  # noqa: E402
from services.ner.tagger import load_tagger  # noqa: E402
from shared.events import Mention, Span  # noqa: E402
from shared.watchlist import load_watchlist  # noqa: E402

SEEDS = ROOT.parent / "shared" / "seeds"
TIMES = 20
"""Readings of each article, of which the fastest counts: one takes few milliseconds."""
MOST = 0.10
"""The share of the tagger's time that understanding may take."""


def bench(folder: Annotated[Path, typer.Argument(help="articles, .txt")] = SEEDS) -> None:
    """Print both times and their ratio; the status is 1 above a tenth of the tagger's time."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"{folder}: no .txt files; name a folder of articles")
    mentions, tagging = asyncio.run(_tag(texts))
    understanding = _understand(texts, mentions)
    ratio = understanding / tagging
    times = f"tagger {1000 * tagging:.0f} ms, figures and links {1000 * understanding:.0f} ms"
    typer.echo(f"{len(texts)} articles, processor time: {times}: {ratio:.1%} (at most {MOST:.0%})")
    raise typer.Exit(ratio > MOST)


async def _tag(texts: list[str]) -> tuple[list[list[Mention]], float]:
    """The tagger's mentions of every text, and its processor time for them all, once it is warm."""
    batcher = Batcher(load_tagger())
    await _mentions(batcher, "Olaf Scholz wärmt das Modell auf.")
    started = time.process_time()
    found = [await _mentions(batcher, text) for text in texts]
    seconds = time.process_time() - started
    await batcher.close()
    return found, seconds


async def _mentions(batcher: Batcher, text: str) -> list[Mention]:
    spans = split(text).sentences
    tags = await batcher.tag([span.of(text) for span in spans])
    return [
        Mention(
            text=Span(start=span.start + tag.start, end=span.start + tag.end).of(text),
            label=tag.label,
            score=tag.score,
            start=span.start + tag.start,
            end=span.start + tag.end,
        )
        for span, found in zip(spans, tags, strict=True)
        for tag in found
    ]


def _understand(texts: list[str], mentions: list[list[Mention]]) -> float:
    """Processor time of linking and of reading figures, the fastest of several for each text."""
    watchlist = load_watchlist()
    reader, linker = FigureReader(watchlist), Linker(watchlist)
    return sum(
        min(_seconds(reader, linker, text, found) for _ in range(TIMES))
        for text, found in zip(texts, mentions, strict=True)
    )


def _seconds(reader: FigureReader, linker: Linker, text: str, mentions: list[Mention]) -> float:
    layout = split(text)
    started = time.process_time()
    reader.read(text, layout.sentences, layout.paragraphs, linker.link(text, layout.sentences, mentions))
    return time.process_time() - started


if __name__ == "__main__":
    typer.run(bench)
