"""What an alert says in one line, in German, with the hedges of the article kept."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from services.alert.deciding.tolerance import bounds
from shared.events import AlertEvidence, AlertRaised, Figure, Flag, Hedge, PreviousFigure

HEDGES = {Hedge.ABOUT: "rund ", Hedge.AT_LEAST: "mindestens ", Hedge.AT_MOST: "höchstens "}
FLAGS = {
    Flag.HYPOTHETICAL: "angekündigt oder vermutet",
    Flag.NEGATED: "bestritten",
    Flag.FORMER: "früherer Stand",
    Flag.PART: "Teilzahl",
}
WORDS_AT_MOST = 50
TITLE_AT_MOST = 120
PERCENT_AT_MOST = 999
GROUP_AT_MOST = 300
BARE_NUMBER = re.compile(r"(?<![\d.,])\d{4,15}(?![\d.,]*\d)")
HEDGE_AT_START = re.compile(
    r"^(rund|etwa|ca|circa|zirka|knapp|fast|gut|an|ungefähr|annähernd|mehr|über|mindestens|wenigstens|bis|"
    r"höchstens|maximal|weniger|unter|zwischen)\b",
    re.IGNORECASE,
)
UNITS = (
    (timedelta(days=1), "Tag", "Tagen"),
    (timedelta(hours=1), "Stunde", "Stunden"),
    (timedelta(minutes=1), "Minute", "Minuten"),
)
INNER_QUOTES = str.maketrans('„“”»«"', "‚‘’‚‘'")


class Turn(StrEnum):
    """How a figure takes up the previous one; the same article gave what is corrected."""

    DIFFERS = ""
    CORRECTS = "korrigiert, "
    CONFIRMS = "bestätigt: "
    AGREES = "vereinbar: "
    """As "höchstens 12.000" does with 8.000."""


def figure_headline(
    about: str, figure: Figure, previous: PreviousFigure | None, turn: Turn, origins: int
) -> str:
    """Word a figure: "Nordkorea, Truppen: rund 10.000 (zuvor etwa 8.000, +25 %)".

    `about` precedes the colon; `origins`: how many say so.
    """
    notes = [FLAGS[flag] for flag in figure.flags if flag in FLAGS]
    notes.append(_note(figure, previous, turn))
    notes += [f"{origins} unabhängige Quellen"] if origins > 1 else []
    return f"{about}: {number(figure)} ({'; '.join(notes)})"


def mention_headline(name: str, proof: AlertEvidence, silence: timedelta | None) -> str:
    """Word a mention: "Wladimir Putin genannt, nach 9 Tagen: „Titel“ (Quelle)"."""
    after = f", nach {_span(silence)}" if silence else ""
    return f"{name} genannt{after}{_where(proof)}"


def keyword_headline(word: str, proof: AlertEvidence) -> str:
    """Word a phrase that was found: "Stichwort „Drohnenangriff“: „Titel“ (Quelle)"."""
    return f"Stichwort „{word}“{_where(proof)}"


def combined_headline(first: AlertRaised, others: Iterable[AlertRaised]) -> str:
    """Word what else an article says, too: "Nordkorea, Truppen: 9.500 (…); dazu Kim Jong-un genannt".

    As much as there is room for, of the others one at least.
    """
    brief = list(dict.fromkeys(other.headline.removesuffix(_where(other.evidence)) for other in others))
    if not brief:
        return first.headline
    shown = _fitting(brief, ", ", GROUP_AT_MOST - len(f"{first.headline}; dazu "))
    rest = len(brief) - len(shown)
    return f"{first.headline}; dazu {', '.join(shown)}{f' und {rest} weitere' if rest else ''}"


def surge_headline(name: str, articles: int, origins: int, window: timedelta, usual: float) -> str:
    """Word a surge: "Wladimir Putin: 12 Artikel in 1 Stunde, 4 unabhängige Quellen (üblich: 1,5)"."""
    normal = f"{usual:.1f}".replace(".", ",").removesuffix(",0")
    sources = f"{origins} unabhängige Quellen" if origins > 1 else "1 Quelle"
    return f"{name}: {articles} Artikel in {lasting(window)}, {sources} (üblich: {normal})"


def silence_headline(name: str, last: AlertEvidence, silence: timedelta, *, named: bool) -> str:
    """Word a silence: "tagesschau: seit 2 Stunden nichts gefunden (zuletzt „Titel“)"."""
    title = _quoted(last.title) or "ohne Titel"
    if named:
        return f"{name}: seit {lasting(silence)} nicht genannt (zuletzt {title}, {last.source})"
    return f"{name}: seit {lasting(silence)} nichts gefunden (zuletzt {title})"


def group_headline(headlines: Sequence[str], total: int, part: int, parts: int) -> str:
    """Word a group of `total` alerts: "3 Meldungen: Nordkorea, Truppen: rund 10.000 … · und 2 weitere".

    `headlines` are those of this part; the first ones are told, as many as there is room for.
    """
    if total == 1:
        return headlines[0]
    shown = _fitting(headlines, " · ", GROUP_AT_MOST)
    rest = len(headlines) - len(shown)
    which = f", Teil {part} von {parts}" if parts > 1 else ""
    return f"{total} Meldungen{which}: {' · '.join([*shown, *([f'und {rest} weitere'] if rest else [])])}"


def lasting(span: timedelta) -> str:
    """How long, in the dative: "einer Stunde" is "1 Stunde"; the largest unit that divides it."""
    for unit, one, many in UNITS:
        if span >= unit and not span % unit:
            count = span // unit
            return f"{count} {one if count == 1 else many}"
    return f"{span // timedelta(seconds=1)} Sekunden"


def number(figure: Figure | PreviousFigure) -> str:
    """The number as the article words it, thousands with dots; from its bounds where the words do not do."""
    words = " ".join(figure.words.replace("\u00ad", "").split())
    hedged = figure.hedge not in HEDGES or re.search(r"[^\W\d]", words)
    if not words or len(words) > WORDS_AT_MOST or not hedged:
        return _from_bounds(figure)
    words = BARE_NUMBER.sub(lambda digits: dotted(int(digits[0])), words)
    return HEDGE_AT_START.sub(lambda hedge: hedge[0].lower(), words)


def dotted(value: int) -> str:
    """10000 → 10.000."""
    return f"{value:,}".replace(",", ".")


def _fitting(words: Sequence[str], between: str, room: int) -> list[str]:
    """As many of the first ones as there is room for; one at least."""
    shown: list[str] = []
    for one in words:
        if shown and len(between.join([*shown, one])) > room:
            break
        shown.append(one)
    return shown


def _where(proof: AlertEvidence) -> str:
    title = _quoted(proof.title)
    return f"{f': {title}' if title else ''} ({proof.source})"


def _quoted(title: str) -> str:
    """A title in quotes, not too long; empty where there is none."""
    title = " ".join(title.split()).translate(INNER_QUOTES)
    if len(title) > TITLE_AT_MOST:
        title = title[:TITLE_AT_MOST].rsplit(" ", 1)[0] + " …"
    return f"„{title}“" if title else ""


def _from_bounds(figure: Figure | PreviousFigure) -> str:
    low, high = bounds(figure)
    span = dotted(low) if low == high else f"{dotted(low)} bis {dotted(high)}"
    return HEDGES.get(figure.hedge, "") + span


def _note(figure: Figure, previous: PreviousFigure | None, turn: Turn) -> str:
    if previous is None:
        return "erste Angabe"
    differs = turn in (Turn.DIFFERS, Turn.CORRECTS)
    return f"{turn}zuvor {number(previous)}{_difference(figure, previous) if differs else ''}"


def _difference(figure: Figure, previous: PreviousFigure) -> str:
    new, old = sum(bounds(figure)), sum(bounds(previous))
    percent = round((new - old) * 100 / old) if old else 0
    if not 0 < abs(percent) <= PERCENT_AT_MOST:
        return ""
    return f", {'+' if percent > 0 else '−'}{abs(percent)} %"


def _span(silence: timedelta) -> str:
    """How long, in the dative: in days from two days on, else in hours, else in minutes."""
    sizes = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))
    unit = sizes[0] if silence >= 2 * sizes[0] else sizes[1] if silence >= sizes[1] else sizes[2]
    return lasting(silence - silence % unit)
