"""How well does a model read? `python -m services.ner.evaluate GERMEVAL.tsv|SENTENCES.txt`."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from joblib import cpu_count
from rich.console import Console
from rich.table import Table

from services.ner.germeval import tagged_words
from services.ner.marked import marked_sentences
from services.ner.models import load_model
from services.ner.settings import NerSettings
from services.ner.tagger import load_tagger
from services.ner.tagging import Tag
from services.ner.words import Word, words
from shared.command_line import run_app
from shared.events import Label
from shared.settings import load_settings

Name = tuple[int, int, str]
Names = frozenset[Name]


def evaluate(
    corpus: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="GermEval 2014, .tsv; or sentences of your own, .txt, one a line: "
            "[Anna Berg|PER] reist nach [Kiel|LOC].",
        ),
    ],
    model: Annotated[
        Path | None, typer.Option(help="folder of a model of ours; default: MELDER_NER_MODEL")
    ] = None,
    own_words: Annotated[
        bool, typer.Option("--own-words", help="of GermEval: cut the words as the service does")
    ] = False,
) -> None:
    """Print precision, recall and F1 over exact outer spans; derivations and parts of words are no names."""
    gold = list(_read(corpus))
    tagger = load_tagger(model) if model else load_model(load_settings(NerSettings))
    cut = [_own(sentence) if own_words else sentence for sentence, _ in gold]
    start = time.perf_counter()
    with ThreadPoolExecutor(cpu_count()) as pool:
        found = [_names(tags) for tags in pool.map(tagger.tag_words, cut)]
    took = time.perf_counter() - start
    console = Console()
    console.print(_table([names for _, names in gold], found))
    console.print(f"{len(gold)} sentences in {took:.1f} s, {tagger.info.name} {tagger.info.version}")


def _read(corpus: Path) -> Iterator[tuple[list[Word], Names]]:
    if corpus.suffix != ".txt":
        return read_germeval(corpus)
    return ((words(text), frozenset(names)) for text, names in marked_sentences(corpus))


def read_germeval(corpus: Path) -> Iterator[tuple[list[Word], Names]]:
    """Words and names of each sentence, in code points of its words joined by spaces."""
    return map(_gold, tagged_words(corpus))


def _gold(tagged: list[tuple[str, str]]) -> tuple[list[Word], Names]:
    sentence: list[Word] = []
    names: list[Name] = []
    for word, tag in tagged:
        start = sentence[-1].end + 1 if sentence else 0
        sentence.append(Word(word, start, start + len(word)))
        place, _, label = tag.partition("-")
        if label in Label.__members__:
            names.append((start if place == "B" else names.pop()[0], sentence[-1].end, label))
    return sentence, frozenset(names)


def _own(sentence: list[Word]) -> list[Word]:
    return words(" ".join(word.text for word in sentence))


def _names(tags: Sequence[Tag]) -> Names:
    return frozenset((tag.start, tag.end, tag.label.value) for tag in tags)


def _table(gold: list[Names], found: list[Names]) -> Table:
    table = Table("label", "precision", "recall", "F1", "names")
    right, wrong, missed = (Counter[str]() for _ in range(3))
    for expected, got in zip(gold, found, strict=True):
        right.update(name[2] for name in expected & got)
        wrong.update(name[2] for name in got - expected)
        missed.update(name[2] for name in expected - got)
    for row, labels in [*((label.value, [label]) for label in Label), ("all", list(Label))]:
        hits, bad, gone = (sum(count[label] for label in labels) for count in (right, wrong, missed))
        scores = (
            hits / max(1, hits + bad),
            hits / max(1, hits + gone),
            2 * hits / max(1, 2 * hits + bad + gone),
        )
        table.add_row(row, *(f"{score:.4f}" for score in scores), str(hits + gone))
    return table


if __name__ == "__main__":
    app = typer.Typer(add_completion=False)
    app.command()(evaluate)
    run_app(app)
