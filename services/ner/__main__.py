"""The command line of ner."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry
from rich.console import Console

from services.ner import app as service
from services.ner.annotate import annotate as annotate_texts
from services.ner.batcher import Batcher
from services.ner.models import load_model
from services.ner.reading import Reader
from services.ner.settings import NerSettings
from services.ner.show import show
from shared.articles import read_articles
from shared.command_line import run_app
from shared.config_files import ConfigFiles
from shared.errors import BadInputError
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings, settings_help
from shared.watchlist import load_watchlist

app = typer.Typer(
    rich_markup_mode="markdown",  # else every line of a paragraph stays one
    add_completion=False,
    no_args_is_help=True,
    help="Reads articles: who is named, who counts what.",
    epilog="MELDER_CONFIG: folder of watchlist.yaml (default deploy/config). MELDER_REDIS_URL: the broker. "
    "MELDER_NER_MODEL: shipped (default), or any Flair model: its file, or its name on the hub "
    "(flair/ner-german-large), with MELDER_NER_MODEL_SHA256. MELDER_NER_DEVICE: auto, cpu, cuda or mps.",
)


@app.command(epilog=settings_help(NerSettings))
def run() -> None:
    """Read what the watcher finds, until stopped. Settings come from the environment, as below."""
    settings = load_settings(NerSettings)
    set_up_logging("ner", settings.log_level)
    watchlist = ConfigFiles(
        [settings.config / "watchlist.yaml"], lambda: load_watchlist(settings.own_watchlist)
    )
    built = service.build(settings, watchlist.value, load_model(settings), CollectorRegistry())
    serve(built, settings, settings.ner_port, watchlist)


@app.command()
def annotate(
    texts: Annotated[
        list[str],
        typer.Argument(
            help="A .txt file is one article; a .jsonl file holds one a line: text, and optionally title, "
            "url, source, origin, published_at. A folder, with its manifest.json if it has one. "
            "'-' is standard input."
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="One ArticleTagged a line.")] = False,
) -> None:
    """Read texts and print what is said in them, in the order given.

    Status 1 if a text could not be used; the others are read all the same.
    """
    settings = load_settings(NerSettings)
    logging.basicConfig(level=logging.WARNING)
    if asyncio.run(_annotate(settings, texts, json)):
        sys.exit(1)


async def _annotate(settings: NerSettings, texts: list[str], json: bool) -> int:
    """Print every text; returns how many could not be used."""
    out, progress = Console(), Console(stderr=True, quiet=sys.stdout.isatty())
    bad = 0
    with progress.status("loading the model") as status:
        tagger = load_model(settings)
        batcher = Batcher(tagger)
        reader = Reader(load_watchlist(settings.own_watchlist), batcher.tag, tagger.info)
        read = 0
        async for tagged in annotate_texts(
            reader, read_articles(texts, sys.stdin.buffer), lambda: datetime.now(UTC)
        ):
            if isinstance(tagged, BadInputError):
                bad += 1
                print(f"melder: {tagged}", file=sys.stderr)  # noqa: T201 - this is the command line
            elif json:
                sys.stdout.write(tagged.model_dump_json() + "\n")
            else:
                show(out, tagged)
            read += 1
            status.update(f"{read} read")
    await batcher.close()
    return bad


if __name__ == "__main__":
    run_app(app)
