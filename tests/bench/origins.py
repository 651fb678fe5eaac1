"""Whose story is it? Precision and recall of origins on own pairs. `python tests/bench/origins.py`.

Four running topics of five stories, each as an agency has it, as a paper rewrites it, and as somebody else
reports it (tests/watcher/agency_stories.jsonl). The limits were chosen on two of the topics (dev).
"""

import itertools
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.watcher.origins.duplicates import NearDuplicates
from services.watcher.origins.stories import AgencyStories
from shared.article_text import ArticleText, to_found
from shared.events import ArticleFound

STORIES = Path(__file__).parents[1] / "watcher" / "agency_stories.jsonl"
NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
BACKGROUND = {
    "krieg": "Ostland hatte Tallmark vor zweieinhalb Jahren überfallen. Seither wird vor allem im Osten des "
    "Landes gekämpft. Tallmark wird von westlichen Staaten mit Waffen und Geld unterstützt.",
    "flut": "Das Hallertal war zuletzt 2013 von einem schweren Hochwasser getroffen worden. Damals "
    "entstanden Schäden von rund 900 Millionen Euro. Danach hatte das Land höhere Deiche beschlossen.",
    "front": "Südmark und Norland führen seit dem vergangenen Jahr Krieg um die Provinz Korsvik. Beide "
    "machen kaum Angaben über eigene Verluste. Vermittlungsversuche blieben bisher ohne Ergebnis.",
    "bahn": "In dem Tarifkonflikt hat die GDF bereits dreimal zu Streiks aufgerufen. Die Landesbahn "
    "beschäftigt rund 12.000 Lokführer. Die Gewerkschaft ist deutlich kleiner als die Konkurrenz.",
}
"""What an agency puts at the end of every story of a topic."""
OUTLOOK = (
    "Beobachter rechnen nicht damit, dass sich daran bald etwas ändert. In einer Umfrage im Auftrag des "
    "Senders Kanal Eins nannten 41 Prozent der Befragten die Preise als größte Sorge, 22 Prozent die "
    "Sicherheit und 17 Prozent die Schulen. Vor einem Jahr hatten noch die Mieten an der Spitze "
    "gestanden. Das Institut befragte Ende Oktober 2.014 Wahlberechtigte am Telefon. Die Fehlertoleranz "
    "gibt es mit zwei bis drei Prozentpunkten an. Unterdessen bereiten sich die Parteien auf die "
    "Haushaltswoche vor. Am Mittwoch spricht der Regierungschef, am Donnerstag geht es um Verkehr, "
    "Umwelt und Kultur. Ob die Beratungen wie geplant am Freitag enden, ist offen: Noch fehlt eine "
    "Einigung über die Zuschüsse für Kliniken auf dem Land, über die seit dem Frühjahr gestritten wird. "
    "Ein Kompromiss war im September gescheitert."
)
"""What a long print goes on with: a teaser is a twentieth of it."""
PRINTS = (
    "Berlin (dpa) - {}",
    "{}\n\n(dpa)",
    "{}\n\ndpa/lby",
    "{}\n\nMit Material von dpa",
    "{}\n\n(dpa/AFP)",
    "{} dpa",
)


Story = tuple[dict[str, str], ...]
Kind = tuple[str, ArticleFound, ArticleFound]


@dataclass(frozen=True)
class Pair:
    """Two articles, and whether they are of one origin."""

    part: str
    kind: str
    first: ArticleFound
    second: ArticleFound
    one: bool


def an_article(title: str, text: str, credit: str = "{}") -> ArticleFound:
    """As a paper prints it; each one at another URL."""
    text = f"{title}\n\n{credit.format(text)}"
    url = f"https://zeitung.example/{zlib.crc32(text.encode())}"
    return to_found(ArticleText(url=url, title=title, text=text), NOON, "zeitung")


def pairs() -> Iterator[Pair]:
    """All of them."""
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    for topic, background in BACKGROUND.items():
        own = [row for row in rows if row["topic"] == topic]
        stories = [tuple(story) for _, story in itertools.groupby(own, key=lambda row: row["story"])]
        part = own[0]["part"]
        yield from (Pair(part, *pair, one=True) for pair in _one_origin(background, stories))
        yield from (Pair(part, *pair, one=False) for pair in _two_origins(background, stories))


def _one_origin(background: str, stories: list[Story]) -> Iterator[Kind]:
    for number, (agency, paper, _) in enumerate(stories):
        printed = _printed(agency, background)
        rewritten = an_article(paper["title"], paper["text"], PRINTS[number % len(PRINTS)])
        short = _beginning(agency["text"], 3)
        yield "rewritten", printed, rewritten
        yield "shortened, without the credit", printed, an_article(paper["title"], short)
        yield "shortened, and rewritten", an_article(paper["title"], short, PRINTS[1]), rewritten
        teaser = _teaser(paper["title"], agency["text"])
        yield "a teaser, and another one", _teaser(agency["title"], agency["text"]), teaser
        long = f"{agency['text']} {' '.join(BACKGROUND.values())} {OUTLOOK}"
        yield "a teaser, and a long print", an_article(agency["title"], long, PRINTS[0]), teaser


def _two_origins(background: str, stories: list[Story]) -> Iterator[Kind]:
    printed = [_printed(agency, background) for agency, _, _ in stories]
    day = an_article("Überblick", " ".join(_beginning(a["text"], 1) for a, _, _ in stories), PRINTS[1])
    for number, (agency, paper, other) in enumerate(stories):
        rewritten = an_article(paper["title"], paper["text"], PRINTS[number % len(PRINTS)])
        yield "the day's overview", day, printed[number]
        yield "another story, rewritten", printed[number - 1], rewritten
        abroad = an_article(other["title"], other["text"], "Paris (AFP) - {}")
        yield "one event, another agency", printed[number], abroad
        yield "one event, an own report", printed[number], an_article(other["title"], other["text"])
        teaser = _teaser(agency["title"], agency["text"])
        yield "one event, teasers", teaser, _teaser(other["title"], other["text"])
    yield from (("another story", *two) for two in itertools.combinations(printed, 2))


def _printed(agency: dict[str, str], background: str) -> ArticleFound:
    return an_article(agency["title"], f"{agency['text']} {background}", PRINTS[0])


def _teaser(title: str, text: str) -> ArticleFound:
    return an_article(title, _beginning(text, 1))


def _beginning(text: str, sentences: int) -> str:
    return ". ".join(text.split(". ")[:sentences]) + "."


def one_origin(first: ArticleFound, second: ArticleFound) -> bool:
    """What the watcher says, to whom `second` comes after `first`."""
    texts, stories = NearDuplicates(timedelta(days=3), 10), AgencyStories()
    texts.add(first)
    stories.add(first)
    return (texts.origin_of(second) or stories.origin_of(second)) == first.origin


def score(part: str) -> tuple[float, float]:
    """Precision and recall of "of one origin"."""
    counts = Counter((pair.one, one_origin(pair.first, pair.second)) for pair in pairs() if pair.part == part)
    said = counts[True, True] + counts[False, True]
    return counts[True, True] / said, counts[True, True] / (counts[True, True] + counts[True, False])


def main() -> None:
    """Print what was right, by kind of pair, then precision and recall."""
    table = Table("part", "pairs", "of one origin", "right")
    every = sorted(pairs(), key=lambda pair: (pair.part, not pair.one, pair.kind))
    for (part, one, kind), group in itertools.groupby(every, lambda pair: (pair.part, pair.one, pair.kind)):
        right = [one_origin(pair.first, pair.second) == one for pair in group]
        table.add_row(part, kind, "yes" if one else "no", f"{sum(right)} of {len(right)}")
    console = Console()
    console.print(table)
    for part in ("dev", "test"):
        console.print("{}: precision {:.2f}, recall {:.2f}".format(part, *score(part)))


if __name__ == "__main__":
    main()
