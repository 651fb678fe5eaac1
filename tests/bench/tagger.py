"""How well and how fast does the shipped model read? `python tests/bench/tagger.py`.

Articles of 500 words are put together from the corpus. Flair's own way is timed where there is the folder
that the model was exported from.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import torch
import typer
from flair.data import Sentence
from flair.embeddings import TransformerWordEmbeddings
from joblib import cpu_count
from rich.console import Console
from rich.table import Table
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.ner.batcher import Batcher
from services.ner.encoder import Encoder
from services.ner.evaluate import evaluate, read_germeval
from services.ner.tagger import WellFormedTagger, load_tagger
from services.ner.weights import ENCODER, HEAD, LABELS, TOKENIZER, read_weights

DATA = Path(__file__).parents[3] / "shared" / "ner-data"
WORDS = 500
Articles = list[list[list[str]]]


def bench(
    corpus: Annotated[Path, typer.Argument(help="GermEval 2014, .tsv")] = DATA / "germeval2014-dev.tsv",
    articles: Annotated[int, typer.Option(help="how many to read")] = 20,
    full_precision: Annotated[Path, typer.Option(help="folder of the model in 32 bits")] = DATA
    / "start-model",
) -> None:
    """Print F1, and articles a second, each way once, on as many threads as there are cores."""
    if not corpus.is_file():
        raise SystemExit(f"{corpus}: no such file; name a GermEval 2014 file")
    evaluate(corpus)
    texts = _articles(corpus, articles)
    ways: dict[str, Callable[[], float]] = {
        "the service's way: words, network, Flair": lambda: _service(texts),
        "its network alone": lambda: _network(texts),
    }
    if full_precision.is_dir():
        ways["Flair's predict, 32-bit, 32 sentences a batch"] = lambda: _flair(full_precision, texts)
    table = Table("way", "articles/s")
    for name, way in ways.items():
        table.add_row(name, f"{articles / way():.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    console = Console()
    console.print(table)
    console.print(f"{articles} articles of {WORDS} words, {cpu_count()} threads, peak memory {peak} MiB")


def _articles(corpus: Path, count: int) -> Articles:
    texts: Articles = [[]]
    for sentence, _ in read_germeval(corpus):
        if sum(map(len, texts[-1])) >= WORDS:
            if len(texts) == count:
                return texts
            texts.append([])
        texts[-1].append([word.text for word in sentence])
    raise SystemExit(f"{corpus}: too short for {count} articles of {WORDS} words")


def _service(texts: Articles) -> float:
    tagger = load_tagger()
    tagger.tag(["Olaf Scholz wärmt das Modell auf."])

    async def read() -> None:
        batcher = Batcher(tagger)
        await asyncio.gather(*(batcher.tag([" ".join(sentence) for sentence in text]) for text in texts))
        await batcher.close()

    return _seconds(lambda: asyncio.run(read()))


def _network(texts: Articles) -> float:
    weights = read_weights()
    encoder = Encoder(weights.files[ENCODER], weights.files[TOKENIZER], weights.manifest.max_pieces)
    sentences = [sentence for text in texts for sentence in text]
    with ThreadPoolExecutor(cpu_count()) as pool:
        list(pool.map(encoder, sentences))  # so that the pieces of all words are known
        return _seconds(lambda: list(pool.map(encoder, sentences)))


def _flair(folder: Path, texts: Articles) -> float:
    torch.set_num_threads(cpu_count())
    embeddings = TransformerWordEmbeddings(
        str(folder), layers="-1", subtoken_pooling="first", fine_tune=False
    )
    tagger = WellFormedTagger(embeddings, json.loads((folder / LABELS).read_text(encoding="utf-8")))
    tagger.linear.load_state_dict(load_file(folder / HEAD))
    tagger.eval()
    sentences = [Sentence(sentence) for text in texts for sentence in text]
    return _seconds(lambda: tagger.predict(sentences, mini_batch_size=32))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    typer.run(bench)
