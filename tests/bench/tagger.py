"""How well and how fast does the shipped model read? `python tests/bench/tagger.py`.

Articles of 500 words are put together from the corpus; every way reads them once, in one run, on all cores.
Flair's own way is timed where there is the folder that the model was exported from.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import torch
import typer
from flair.data import Dictionary, Sentence
from flair.embeddings import (
    FlairEmbeddings,
    StackedEmbeddings,
    TokenEmbeddings,
    TransformerWordEmbeddings,
)
from flair.models import LanguageModel, SequenceTagger
from joblib import cpu_count
from rich.console import Console
from rich.table import Table
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from ner_service import read_by_service
from services.ner.batcher import Batcher
from services.ner.encoder import Encoder
from services.ner.evaluate import evaluate, read_germeval
from services.ner.tagger import WellFormedTagger, load_tagger
from services.ner.weights import ENCODER, HEAD, LABELS, TOKENIZER, read_weights

DATA = Path(__file__).parents[3] / "shared" / "ner-data"
WORDS = 500
CHARACTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789 .,;:!?-'\"()"
Articles = list[list[list[str]]]
Took = tuple[float, float]
"""Seconds that passed, and of all processors."""


@dataclass(frozen=True)
class Way:
    """One way to read; how many articles a second ours must read for each of its."""

    name: str
    articles: int
    took: Took
    ours_at_least: float | None = None

    @property
    def speed(self) -> float:
        """Articles a second."""
        return self.articles / self.took[0]

    @property
    def work(self) -> float:
        """Processor time of an article in seconds, which a busy machine changes less."""
        return self.took[1] / self.articles


def bench(
    corpus: Annotated[Path, typer.Argument(help="GermEval 2014, .tsv")] = DATA / "germeval2014-dev.tsv",
    articles: Annotated[int, typer.Option(help="how many to read")] = 60,
    full_precision: Annotated[Path, typer.Option(help="folder of the model in 32 bits")] = DATA
    / "start-model",
    score: Annotated[bool, typer.Option(help="print F1 too")] = True,
) -> None:
    """Print F1, and articles a second, each way once, with the ratios that are asked for."""
    if not corpus.is_file():
        raise SystemExit(f"{corpus}: no such file; name a GermEval 2014 file")
    if score:
        evaluate(corpus, None)
    texts = _articles(corpus, articles)
    ours = Way("the tagger: words, network, Flair", articles, _tagger(texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ways = [Way("its network alone, all of one width together", articles, _network(texts), 0.85)]
    few = max(1, articles // 10)
    if full_precision.is_dir():
        took = _time(_same_weights(full_precision), texts[:few])
        ways.append(Way("Flair's predict, same weights in 32 bits", few, took, 5))
    few = max(1, articles // 30)
    ways.append(
        Way("Flair's predict, as flair/ner-german is built", few, _time(_ner_german(), texts[:few]), 20)
    )
    table = Table("way", "articles/s", "the tagger reads", "asked for", "processor s", "the tagger's")
    table.add_row(ours.name, f"{ours.speed:.2f}", "", "", f"{ours.work:.3f}")
    for way in ways:
        ratios = (f"{ours.speed / way.speed:.2f} times", f"{way.ours_at_least}")
        table.add_row(
            way.name, f"{way.speed:.2f}", *ratios, f"{way.work:.3f}", f"{ours.work / way.work:.3f} of it"
        )
    seconds, held = asyncio.run(read_by_service([_text(text) for text in texts], Path(tempfile.mkdtemp())))
    table.add_row("the service: stream in, stream out", f"{articles / seconds:.2f}")
    console = Console()
    console.print(table)
    console.print(
        f"{articles} articles of {WORDS} words, {cpu_count()} threads; "
        f"the service reads {articles / seconds / ours.speed:.2f} of the tagger's (0.9 asked for); "
        f"peak memory: tagger {peak} MiB, service {held} MiB (1 GB asked for)"
    )


def _articles(corpus: Path, count: int) -> Articles:
    texts: Articles = [[]]
    for sentence, _ in read_germeval(corpus):
        if sum(map(len, texts[-1])) >= WORDS:
            if len(texts) == count:
                return texts
            texts.append([])
        texts[-1].append([word.text for word in sentence])
    raise SystemExit(f"{corpus}: too short for {count} articles of {WORDS} words")


def _text(article: list[list[str]]) -> str:
    """A paragraph a sentence, so that the service cuts where the corpus does."""
    return "\n\n".join(" ".join(sentence) for sentence in article)


def _tagger(texts: Articles) -> Took:
    tagger = load_tagger()
    tagger.tag(["Olaf Scholz wärmt das Modell auf."])

    async def read() -> None:
        batcher = Batcher(tagger)
        await asyncio.gather(*(batcher.tag([" ".join(sentence) for sentence in text]) for text in texts))
        await batcher.close()

    return _seconds(lambda: asyncio.run(read()))


def _network(texts: Articles) -> Took:
    """The raw forward pass: nothing but runs of the network, as large and as even as they can be."""
    weights = read_weights()
    encoder = Encoder(weights.files[ENCODER], weights.files[TOKENIZER], weights.manifest.max_pieces)
    sentences = sorted((sentence for text in texts for sentence in text), key=len)
    shares = [sentences[core :: cpu_count()] for core in range(cpu_count())]
    encoder([sentence[:1] for sentence in sentences])
    with ThreadPoolExecutor(cpu_count()) as pool:
        return _seconds(lambda: list(pool.map(encoder, shares)))


def _same_weights(folder: Path) -> SequenceTagger:
    embeddings = TransformerWordEmbeddings(
        str(folder), layers="-1", subtoken_pooling="first", fine_tune=False
    )
    tagger = WellFormedTagger(embeddings, json.loads((folder / LABELS).read_text(encoding="utf-8")))
    tagger.linear.load_state_dict(load_file(folder / HEAD))
    return tagger


def _ner_german() -> SequenceTagger:
    """Two language models of 2,048 characters' states and a BiLSTM-CRF; random weights cost the same."""
    characters, tags = Dictionary(add_unk=True), Dictionary(add_unk=False)
    for character in CHARACTERS:
        characters.add_item(character)
    for tag in ("PER", "LOC", "ORG", "MISC"):
        tags.add_item(tag)
    models: list[TokenEmbeddings] = [
        FlairEmbeddings(LanguageModel(characters, is_forward, 2_048, 1, 100), name=f"forward-{is_forward}")
        for is_forward in (True, False)
    ]
    return SequenceTagger(StackedEmbeddings(models), tags, "ner", hidden_size=256)


def _time(tagger: SequenceTagger, texts: Articles) -> Took:
    torch.set_num_threads(cpu_count())
    tagger.eval()
    sentences = [Sentence(sentence) for text in texts for sentence in text]
    return _seconds(lambda: tagger.predict(sentences, mini_batch_size=32))


def _seconds(work: Callable[[], object]) -> Took:
    start, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - worked


if __name__ == "__main__":
    typer.run(bench)
