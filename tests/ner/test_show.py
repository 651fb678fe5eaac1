"""What `annotate` prints for people."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from fakes import ListTagger
from services.ner.reading import Reader
from services.ner.show import show
from services.ner.tagging import Tag
from shared.article_text import ArticleText, to_found
from shared.watchlist import load_watchlist

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "Die Polizei sprach von 40 Toten, Kiew von 90. Nordkorea hat rund 3.000 Soldaten in Kursk.\n\nEnde."
SHOWN = """
Die Polizei sprach von 40 Toten, Kiew von 90.
  killed   ?                 40                  Die Polizei sprach
  killed   ?                 90                  Kiew [ukraine]
Nordkorea hat rund 3.000 Soldaten in Kursk.
  troops   north-korea       rund 3.000          in kursk
named: kiew, north-korea, kursk
not linked: -
"""


async def test_a_sentence_stands_above_what_its_numbers_say() -> None:
    tagger, shown = ListTagger(), StringIO()

    async def tag(sentences: Sequence[str]) -> list[list[Tag]]:
        return tagger.tag(sentences)

    article = to_found(ArticleText(url="https://paper.example/1", title="Zahlen", text=TEXT), NOW, "paper")
    tagged = await Reader(load_watchlist(), tag, tagger.info).read(article)
    show(Console(file=shown, width=100), tagged)
    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    assert lines[0].startswith("Zahlen ──")
    assert "\n".join(["", *lines[2:], ""]) == SHOWN
