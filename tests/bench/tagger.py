"""How well and how fast does the shipped model read? `python tests/bench/tagger.py`.

Articles of 500 words are put together from the corpus; every way reads them in one run, on all cores.
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
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
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
from rich.progress import track
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
NAMES = Path(__file__).parent / "names.txt"
WORDS = 500
ROUNDS = 3
HELD: list[int] = []
"""Peak memory of the service in each round, in MiB."""
CHARACTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789 .,;:!?-'\"()"
Articles = list[list[list[str]]]
Took = tuple[float, float]
"""Seconds that passed, and of all processors."""


@dataclass(frozen=True)
class Way:
    """One way to read; how many articles a second ours must read for each of its."""

    name: str
    articles: int
    read: Callable[[Articles], Took]
    ours_at_least: float | None = None
    took: list[Took] = field(default_factory=list)

    @property
    def speed(self) -> float:
        """Articles a second, in the fastest round."""
        return self.articles / min(seconds for seconds, _ in self.took)

    @property
    def work(self) -> float:
        """Processor time of an article in seconds, least of all rounds; 0 where it is another process's."""
        return min(worked for _, worked in self.took) / self.articles


def bench(
    corpus: Annotated[
        Path, typer.Argument(help="GermEval 2014, .tsv; what scores it, and is read first")
    ] = DATA / "germeval2014-dev.tsv",
    articles: Annotated[int, typer.Option(help="how many to read")] = 150,
    full_precision: Annotated[Path, typer.Option(help="folder of the model in 32 bits")] = DATA
    / "start-model",
    score: Annotated[bool, typer.Option(help="print F1 too")] = True,
) -> None:
    """Print F1, and articles a second, with the ratios that are asked for.

    The ways take turns, each for about as long, and of each the fastest of three counts: others use the
    machine, too.
    """
    if not corpus.is_file():
        raise SystemExit(f"{corpus}: no such file; name a GermEval 2014 file")
    if score:
        evaluate(corpus, None)
        Console().print(f"{NAMES}: our own sentences of news, which taught nothing")
        evaluate(NAMES, None)
    texts = _articles([corpus, DATA / "germeval2014-test.tsv"], articles)
    ways = _ways(texts, full_precision)
    for _ in track(range(ROUNDS), "rounds", console=Console(stderr=True)):
        for way in ways:
            way.took.append(way.read(texts[: way.articles]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Console().print(_table(ways))
    ours, *_, service = ways
    Console().print(
        f"{articles} articles of {WORDS} words, {cpu_count()} threads; "
        f"the service reads {service.speed / ours.speed:.2f} of the tagger's (0.9 asked for); "
        f"peak memory: this process {peak} MiB, service {max(HELD)} MiB (1 GB asked for)"
    )


def _ways(texts: Articles, full_precision: Path) -> list[Way]:
    few, fewest = max(1, len(texts) // 5), max(1, len(texts) // 30)  # of about the same time as all by ours
    ways = [
        Way("the tagger: words, network, Flair", len(texts), _tagger),
        Way("its network alone, all of one width together", len(texts), _network, 0.85),
    ]
    if full_precision.is_dir():
        same = _same_weights(full_precision)
        ways.append(Way("Flair's predict, same weights in 32 bits", few, partial(_predict, same), 5))
    built = partial(_predict, _ner_german())
    ways.append(Way("Flair's predict, as flair/ner-german is built", fewest, built, 20))
    return [*ways, Way("the service: stream in, stream out", len(texts), _service)]


def _table(ways: list[Way]) -> Table:
    table = Table("way", "articles/s", "the tagger reads", "asked for", "processor s", "the tagger's")
    ours = ways[0]
    for way in ways:
        row = (
            [f"{ours.speed / way.speed:.2f} times", f"{way.ours_at_least}"] if way.ours_at_least else ["", ""]
        )
        work = [f"{way.work:.3f}", f"{ours.work / way.work:.3f} of it"] if way.work else ["", ""]
        table.add_row(way.name, f"{way.speed:.2f}", *row, *work)
    return table


def _articles(corpora: list[Path], count: int) -> Articles:
    texts: Articles = [[]]
    for sentence, _ in chain.from_iterable(read_germeval(path) for path in corpora if path.is_file()):
        if sum(map(len, texts[-1])) >= WORDS:
            if len(texts) == count:
                return texts
            texts.append([])
        texts[-1].append([word.text for word in sentence])
    raise SystemExit(f"{corpora[0]}: too short for {count} articles of {WORDS} words")


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


def _predict(tagger: SequenceTagger, texts: Articles) -> Took:
    torch.set_num_threads(cpu_count())
    tagger.eval()
    sentences = [Sentence(sentence) for text in texts for sentence in text]
    return _seconds(lambda: tagger.predict(sentences, mini_batch_size=32))


def _service(texts: Articles) -> Took:
    seconds, held = asyncio.run(read_by_service([_text(text) for text in texts], Path(tempfile.mkdtemp())))
    HELD.append(held)
    return seconds, 0.0


def _seconds(work: Callable[[], object]) -> Took:
    start, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - worked


if __name__ == "__main__":
    typer.run(bench)
