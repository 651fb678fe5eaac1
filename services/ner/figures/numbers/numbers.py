"""The numbers of a sentence: 10.000, acht- bis zwölftausend, 11.000-köpfig, ein Drittel der 12.000."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import word_set
from services.ner.figures.numbers.values import (
    EVERY,
    UNIT_WORDS,
    Value,
    opens_value,
    part_of,
    share,
    spelt,
    value_at,
    written,
)
from services.ner.memory import remembered

SHARERS = EVERY | {"der", "die"}
"""Words that open a number only where they open a share."""
DASHES = ("-", "–", "—")
THOUSAND = 1000
FARTHEST = 10
"""How often the upper bound of a range may hold the lower one, where it could be none."""
YEAR = 4
"""Digits of a year."""
INSIDE = word_set("höchstens maximal etwa rund circa ca ungefähr knapp gut fast vielleicht sogar")
"""Hedges inside of a range, which is no firmer than its bounds."""
GROWN = re.compile(r"([\d.,'’]+|[a-zäöüß]+?)-?(köpfig(?:e|en|er|es|em)?|mann-[\w-]+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """tokens[first:end] as inclusive bounds; `span` when it was written as a range."""

    first: int
    end: int
    low: int
    high: int
    span: bool = False
    vague: bool = False
    article: bool = False
    grown: str = ""
    """The word a number grew into: "köpfige", "mann-einheit"."""


def quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All whole numbers of a sentence, the longest reading first, none overlapping another."""
    found, index = [], 0
    while index < len(tokens):
        quantity = _at(tokens, index) if _opens(tokens[index].lower) else None
        if quantity:
            found.append(quantity)
            found.extend(_whole(tokens, quantity))
        index = quantity.end if quantity else index + 1
    return found


@remembered
def _opens(word: str) -> bool:
    """Whether a number can begin with this word; most words of a text are none that can."""
    return word == "zwischen" or word.endswith("-") or opens_value(word) or bool(GROWN.fullmatch(word))


def _at(tokens: Sequence[Token], index: int) -> Quantity | None:
    if tokens[index].lower in SHARERS and share(tokens, index) is None:
        return None
    value = value_at(tokens, index)
    return _grown(tokens, index) or _range(tokens, index, value) or _single(tokens, index, value)


def _whole(tokens: Sequence[Token], part: Quantity) -> list[Quantity]:
    """The 12.000 of "ein Drittel der 12.000", which is a claim of its own."""
    if share(tokens, part.first) is None:
        return []
    inner = (value_at(tokens, index) for index in range(part.first + 2, part.end))
    whole = next((value for value in inner if value and value.end == part.end), None)
    return [Quantity(whole.first, whole.end, int(whole.amount), int(whole.amount))] if whole else []


def _grown(tokens: Sequence[Token], index: int) -> Quantity | None:
    """11.000-köpfige, fünfköpfige, 300-Mann-Einheit."""
    match = GROWN.fullmatch(tokens[index].lower)
    amount = (written(match[1]) or spelt(match[1])) if match else None
    if match is None or amount is None or amount.denominator != 1:
        return None
    return Quantity(index, index + 1, int(amount), int(amount), grown=match[2])


def _single(tokens: Sequence[Token], index: int, value: Value | None) -> Quantity | None:
    value = part_of(tokens, index) or value
    if value is None or value.amount.denominator != 1 or value.amount < 0:
        return None
    amount = int(value.amount)
    return Quantity(value.first, value.end, amount, amount, vague=value.vague, article=value.article)


def _range(tokens: Sequence[Token], index: int, value: Value | None) -> Quantity | None:
    """Zwischen X und Y, X bis Y, X–Y, X oder Y, acht- bis zwölftausend."""
    between = tokens[index].lower == "zwischen"
    start = index + between
    cut = _truncated(tokens, start)
    low = cut or (value_at(tokens, start) if between else value)
    if low is None or low.article or low.vague:
        return None
    joint = lower_at(tokens, low.end)
    if joint not in (("und",) if between else ("bis", "-", "–", "—", "oder", "und")):
        return None
    if joint == "und" and not (between or cut):
        return None
    up_to = lower_at(tokens, low.end + 1) == "zu"
    if up_to and _no_count(tokens, low):
        return None
    high = value_at(tokens, _bound(tokens, low.end + 1 + up_to))
    if high is None or high.article or high.vague:
        return None
    if _apart(tokens, low, high):
        return None
    low = _scaled(low, high, tokens[start : high.end], truncated=cut is not None or _thousands(low, high))
    if (joint == "und" and not between) or low.amount >= high.amount or high.amount.denominator != 1:
        return None
    if low.amount.denominator != 1:
        return None
    return Quantity(index, high.end, int(low.amount), int(high.amount), span=True)


def _apart(tokens: Sequence[Token], low: Value, high: Value) -> bool:
    """Whether a dash between blanks parts them: "steigt auf 28 – 37.000 Menschen evakuiert"."""
    dash, before = tokens[low.end], tokens[low.end - 1]
    return dash.text in DASHES and dash.start > before.end and high.amount > FARTHEST * low.amount


def _thousands(low: Value, high: Value) -> bool:
    """Whether the lower bound leaves out its thousands: "2 bis 3.000", "10-12.000"."""
    whole = high.amount % THOUSAND == 0 and low.amount.denominator == 1
    return whole and low.amount * THOUSAND < high.amount <= FARTHEST * THOUSAND * low.amount


def _no_count(tokens: Sequence[Token], value: Value) -> bool:
    """Whether it only dates or names something: "seit 2022 bis zu 300", "in Abschnitt 7 bis zu 300"."""
    digits = tokens[value.first].text
    year = value.end == value.first + 1 and len(digits) == YEAR and digits.isdigit()
    return year or (value.first > 0 and tokens[value.first - 1].capital)


def _bound(tokens: Sequence[Token], start: int) -> int:
    """Where the second number of a range stands, behind a hedge: "3.000 bis höchstens 4.000"."""
    return start + (lower_at(tokens, start) in INSIDE)


def _truncated(tokens: Sequence[Token], index: int) -> Value | None:
    """The "acht-" of "acht- bis zwölftausend", the "10-" of "10- bis 12.000"."""
    word = lower_at(tokens, index)
    digits = word[:1].isdigit()
    hyphen = lower_at(tokens, index + 1) == "-" and lower_at(tokens, index + 2) in ("bis", "oder")
    if not (word.endswith("-") or (digits and hyphen)):
        return None
    amount = written(word) if digits else spelt(word[:-1])
    return None if amount is None else Value(index, index + 1 + (not word.endswith("-")), amount)


def _scaled(low: Value, high: Value, tokens: Sequence[Token], *, truncated: bool) -> Value:
    """`low` in the unit of `high`: the eight of "acht- bis zwölftausend" is 8,000."""
    last = tokens[-1].lower.rstrip(".")
    unit = UNIT_WORDS.get(last, 0) if len(tokens) > 1 else 0
    if not unit or last in ("zehntausend", "hunderttausend"):
        unit = next(
            (UNIT_WORDS[name] for name in ("tausend", "hundert") if last.endswith(name) and last != name), 0
        )
    if truncated and tokens[-1].kind is Kind.NUMBER and high.amount >= 1000:
        unit = 1000
    if unit and low.amount * unit < high.amount and low.amount < 1000:
        return replace(low, amount=low.amount * unit)
    return low
