"""Precision and recall of links on the gold set, with every error.

A gold text marks its links as [words](entity); whatever is not marked must not be linked. A found link is
right when it overlaps a marked one of the same entity. Cities and countries count like persons; a name in a
hyphenated compound counts only for persons.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.ner.linker import Linker
from services.ner.sentences import split
from shared.events import Mention, Span
from shared.watchlist import load_watchlist

GOLD = Path(__file__).parents[1] / "ner" / "gold"
MARK = re.compile(r"\[([^\]]+)\]\(([a-z0-9-]+)\)")


class Link(NamedTuple):
    """Who is named at [start, end)."""

    start: int
    end: int
    entity: str


class Gold(NamedTuple):
    """A text without its marks, and the links that they stood for."""

    text: str
    links: tuple[Link, ...]


Tag = Callable[[str, Sequence[Span]], Sequence[Mention]]


def read_gold(path: Path) -> Iterator[Gold]:
    """The texts of a gold file; one JSON object with `text` a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield unmark(json.loads(line)["text"])


def unmark(marked: str) -> Gold:
    """Take the marks out of a text."""
    text, links, end = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[end : match.start()]
        links.append(Link(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        end = match.end()
    return Gold(text + marked[end:], tuple(links))


def found_links(linker: Linker, text: str, tag: Tag) -> tuple[Link, ...]:
    """What the linker makes of a text."""
    sentences = split(text).sentences
    mentions = linker.link(text, sentences, tag(text, sentences))
    return tuple(Link(m.start, m.end, m.entity) for m in mentions if m.entity)


def same(one: Link, other: Link) -> bool:
    """Whether two links name the same entity at the same place."""
    return one.entity == other.entity and one.start < other.end and other.start < one.end


class Score(NamedTuple):
    """Links in the gold texts, links found, and those of each that have no counterpart."""

    wanted: int
    found: int
    errors: tuple[str, ...]
    missed: int
    wrong: int

    def __str__(self) -> str:
        counts = f"{self.wanted} wanted, {self.found} found, {self.missed} missed, {self.wrong} wrong"
        return f"precision {self.precision:.3f}, recall {self.recall:.3f} ({counts})"

    @property
    def precision(self) -> float:
        """Share of the found links that are right."""
        return 1 - self.wrong / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the marked links that were found."""
        return 1 - self.missed / self.wanted if self.wanted else 1.0


def score(linker: Linker, golds: Sequence[Gold], tag: Tag) -> Score:
    """Compare what the linker finds with the gold links of every text."""
    errors, wanted, found, missed, wrong = [], 0, 0, 0, 0
    for gold in golds:
        links = found_links(linker, gold.text, tag)
        lost = [link for link in gold.links if not any(same(link, other) for other in links)]
        bad = [link for link in links if not any(same(link, other) for other in gold.links)]
        wanted, found = wanted + len(gold.links), found + len(links)
        missed, wrong = missed + len(lost), wrong + len(bad)
        for word, faulty in (("missed", lost), ("wrong", bad)):
            errors += [f"{word} {gold.text[x.start : x.end]!r} → {x.entity}: {gold.text}" for x in faulty]
    return Score(wanted, found, tuple(errors), missed, wrong)


def no_tagger(text: str, sentences: Sequence[Span]) -> Sequence[Mention]:
    """A tagger that finds nothing: the watchlist's names alone."""
    return ()


def real_tagger() -> Tag:
    """The shipped model."""
    from services.ner.tagger import load_tagger  # torch takes seconds to import

    tagger = load_tagger()

    def tag(text: str, sentences: Sequence[Span]) -> Sequence[Mention]:
        found = tagger.tag([span.of(text) for span in sentences])
        spans = [
            (s.start + t.start, s.start + t.end, t)
            for s, tags in zip(sentences, found, strict=True)
            for t in tags
        ]
        return [Mention(text=text[a:b], label=t.label, score=t.score, start=a, end=b) for a, b, t in spans]

    return tag


def main() -> None:
    """Print the score of one part of the gold set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", choices=["dev", "test"], default="dev")
    parser.add_argument(
        "--tagger", action="store_true", help="with the shipped model's mentions, not without any"
    )
    parser.add_argument("--quiet", action="store_true", help="without the list of errors")
    options = parser.parse_args()
    golds = list(read_gold(GOLD / f"links_{options.part}.jsonl"))
    result = score(Linker(load_watchlist()), golds, real_tagger() if options.tagger else no_tagger)
    print(f"links, {options.part}, {len(golds)} texts:", result)  # noqa: T201
    if not options.quiet:
        print("\n".join(result.errors))  # noqa: T201


if __name__ == "__main__":
    main()
