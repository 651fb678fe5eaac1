"""What the recipe reads: which corpora teach, which calibrates, and which one must never be seen."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.ner.train.corpora import OWN, Sentence, germeval, own, smartdata, wikiann
from shared.errors import BadInputError

log = logging.getLogger(__name__)
HELD_OUT = 25  # every 25th sentence calibrates the scores and teaches nothing
WIKIPEDIA = 4  # every fourth phrase of WikiANN; they are short and alike
TEST, DEV = "germeval2014-test.tsv", "germeval2014-dev.tsv"


@dataclass(frozen=True)
class Material:
    """Tagged sentences of a corpus and of our own, some held out to calibrate, and plain text.

    `vocabulary` are the corpora's sentences, whose pieces are kept; `scored` is the file that scores the
    model, of which no sentence is in the rest.
    """

    corpus: Sequence[Sentence]
    own: Sequence[Sentence]
    held_out: Sequence[Sentence]
    plain: Sequence[Sentence]
    vocabulary: Sequence[Sentence]
    scored: Path


def offline(folder: Path, comparable: bool) -> Material:
    """The corpora of one folder: GermEval's test split teaches, or for a comparable score its dev split."""
    taught, scored = (DEV, TEST) if comparable else (TEST, DEV)
    wanted = [TEST, DEV, "smartdata-v1-train.json.gz", "smartdata-v1-test.json.gz", "wikiann-de-train.txt.gz"]
    if missing := [name for name in wanted if not (folder / name).exists()]:
        raise BadInputError(f"{folder}: {', '.join(missing)} missing; name their folder with --corpora")
    return _material(germeval(folder / taught), *_plain(folder), folder / scored)


def official(cache: Path, folder: Path | None, comparable: bool) -> Material:
    """GermEval's train split, and its test split too unless that scores the model; by Flair's own loader.

    `cache`: where the three files lie after the first time. Plain text comes from `folder`, where given.
    """
    files = {split: cache / f"{split}.tsv" for split in ("train", "dev", "test")}
    taught = germeval(files["train"]) + ([] if comparable else germeval(files["test"]))
    news, phrases = _plain(folder) if folder else ([], [])
    return _material(taught, news, phrases, files["test" if comparable else "dev"])


def _material(
    corpus: list[Sentence], news: list[Sentence], phrases: list[Sentence], scored: Path
) -> Material:
    kept_away = {sentence.words for sentence in germeval(scored)}

    def without(sentences: Iterable[Sentence]) -> list[Sentence]:
        return [sentence for sentence in sentences if sentence.words not in kept_away]

    known = without(corpus)
    material = Material(
        corpus=[sentence for place, sentence in enumerate(known) if place % HELD_OUT],
        own=without(sentence for file in sorted(OWN.glob("*.txt")) for sentence in own(file)),
        held_out=known[::HELD_OUT],
        plain=without(dict.fromkeys([*news, *phrases[::WIKIPEDIA]])),
        vocabulary=without([*known, *news, *phrases]),
        scored=scored,
    )
    counts = (len(material.corpus), len(material.own), len(material.plain), len(material.held_out))
    log.info("sentences: %d of GermEval, %d of our own, %d of plain text; %d held out", *counts)
    return material


def _plain(folder: Path) -> tuple[list[Sentence], list[Sentence]]:
    parts = [folder / f"smartdata-v1-{part}.json.gz" for part in ("train", "test")]
    news = [sentence for part in parts for sentence in smartdata(part)]
    return news, wikiann(folder / "wikiann-de-train.txt.gz")
