"""Scores the figure reader on a gold set: `python tests/bench/figures.py [dev|test] [--errors]`.

A figure is right when measure, low and high are; the further lines also ask for subject, hedge or flags.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from services.ner.figures import FigureReader  # noqa: E402  run as a script
from services.ner.linker import Linker  # noqa: E402
from services.ner.sentences import split  # noqa: E402
from shared.events import Figure  # noqa: E402
from shared.watchlist import load_watchlist  # noqa: E402

GOLD = ROOT / "tests" / "ner" / "gold"
CLAIM = ("measure", "low", "high")
COMPARED = (CLAIM, (*CLAIM, "subject"), (*CLAIM, "hedge"), (*CLAIM, "flags"))
Key = tuple[str, ...]
Pair = tuple[str, list[dict[str, Any]], list[dict[str, Any]]]


def read(reader: FigureReader, linker: Linker, text: str) -> tuple[Figure, ...]:
    """The figures of a gold text; its mentions are the names that the linker knows, without the tagger's."""
    layout = split(text)
    return reader.read(text, layout.sentences, layout.paragraphs, linker.link(text, layout.sentences, ()))


def keys(figures: list[dict[str, Any]], fields: tuple[str, ...]) -> Counter[Key]:
    """Each figure as what is compared."""
    return Counter(
        tuple(str(sorted(f[name]) if name == "flags" else f[name]) for name in fields) for f in figures
    )


def score(pairs: list[Pair], fields: tuple[str, ...]) -> str:
    """Precision, recall and F1 over all texts."""
    right = found = gold = 0
    for _, expected, got in pairs:
        want, have = keys(expected, fields), keys(got, fields)
        right, found, gold = right + (want & have).total(), found + have.total(), gold + want.total()
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} right of {found} found, gold {gold})"


def errors(pairs: list[Pair], fields: tuple[str, ...]) -> list[str]:
    """The texts that were not read as the gold set has them, with what is missing and what is too much."""
    lines = []
    for text, expected, got in pairs:
        want, have = keys(expected, fields), keys(got, fields)
        if want != have:
            lines += [
                text,
                f"    missing {list((want - have).elements())}",
                f"    too much {list((have - want).elements())}",
            ]
    return lines


def main() -> None:
    """Print the scores, and the errors where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="dev", choices=["dev", "test"])
    parser.add_argument(
        "--errors",
        nargs="*",
        choices=["subject", "hedge", "flags"],
        help="list the errors, of these fields too; not for the test part while tuning",
    )
    chosen = parser.parse_args()
    rows = [
        json.loads(line) for line in (GOLD / f"figures_{chosen.part}.jsonl").read_text("utf-8").splitlines()
    ]
    watchlist = load_watchlist()
    reader, linker = FigureReader(watchlist), Linker(watchlist)
    started = time.perf_counter()
    pairs = [
        (
            row["text"],
            row["figures"],
            [figure.model_dump(mode="json") for figure in read(reader, linker, row["text"])],
        )
        for row in rows
    ]
    seconds = time.perf_counter() - started
    print(f"{chosen.part}: {len(rows)} texts, {1000 * seconds / len(rows):.2f} ms each")  # noqa: T201
    for fields in COMPARED:
        print(f"{', '.join(fields):34}", score(pairs, fields))  # noqa: T201
    if chosen.errors is not None:
        print("\n".join(errors(pairs, CLAIM + tuple(chosen.errors))))  # noqa: T201


if __name__ == "__main__":
    main()
