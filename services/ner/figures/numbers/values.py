"""One amount in German digits or words, and what it is written with: 1,5 Millionen, Zehntausende."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from text_to_num import text2num

from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import PREPOSITIONS, word_set
from services.ner.memory import remembered

UNIT_WORDS = {
    "hundert": 100, "tausend": 1000, "dutzend": 12, "million": 10**6, "millionen": 10**6, "mio": 10**6,
    "mill": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "tsd": 1000, "zehntausend": 10_000,
    "hunderttausend": 100_000,
}  # fmt: skip
PLURALS = {
    "dutzend": 12, "hundert": 100, "tausend": 1000, "abertausend": 1000, "aberhundert": 100,
    "zehntausend": 10_000, "hunderttausend": 100_000, "million": 10**6,
}  # fmt: skip
PLURAL_FORMS = {plural + ending: unit for plural, unit in PLURALS.items() for ending in ("e", "en", "er")}
"""Hunderte, tausenden, Zehntausender, Millionen."""
MIXED_HALVES = {"anderthalb": Fraction(3, 2), "eineinhalb": Fraction(3, 2), "halb": Fraction(1, 2)}
ONE = Fraction(1)
ONES = ("ein", "eine", "einen", "einem", "einer", "eines")
BOTH = ("beide", "beiden", "beider")
VAGUE_BEFORE = word_set(
    """
    mehrere mehreren mehrerer einige einigen einiger etliche etlichen viele vielen paar
    """
)
COLLECTED = {"million": 10**6, "viertelmillion": 250_000, "dreiviertelmillion": 750_000, "milliarde": 10**9}
PARTS = {
    "hälfte": Fraction(1, 2), "drittel": Fraction(1, 3), "viertel": Fraction(1, 4), "fünftel": Fraction(1, 5),
    "sechstel": Fraction(1, 6), "achtel": Fraction(1, 8), "zehntel": Fraction(1, 10),
}  # fmt: skip
EVERY = word_set("jeder jede jeden jedem jedes")
ORDINALS = {"zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "zehnt": 10}
NTH = {stem + ending: Fraction(1, n) for stem, n in ORDINALS.items() for ending in ("e", "er", "en", "es")}
"""With "jeder": jeder Dritte, jede zehnte."""
OPENERS = VAGUE_BEFORE.union(ONES, BOTH, EVERY, ("die", "der"))
NEARLY = word_set("gutes guten gute guter knappes knappen knappe knapper")
"""Between the article and the unit these say how firmly: "ein gutes Dutzend"."""
WHOLES = word_set("der von dieser aller den unter seiner ihrer")
DESCRIBED = 7
"""Words between "der" and the number of the whole."""
SPELT = re.compile(
    r"(?:ein|eins|eine|zwei|zwo|drei|vier|fünf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|dreissig"
    r"|zig|und|hundert|tausend)+"
)
NUMERALS = (
    "ein", "zwei", "zwo", "drei", "vier", "fünf", "sech", "sieb", "acht", "neun", "zehn", "elf", "zwölf",
    "zwanzig", "zig", "und", "hundert", "tausend", "anderthalb", "halb",
)  # fmt: skip
"""What every number word begins with."""
GENITIVES = {"zweier": "zwei", "dreier": "drei"}
LONGEST_WORD = 80
LONGEST = 12
"""Digits of the largest number that is read: beyond it nothing is counted that is in the news."""


@dataclass(frozen=True, slots=True)
class Value:
    """What tokens[first:end] say: an amount, and whether the words are vague or only the article "ein"."""

    first: int
    end: int
    amount: Fraction
    vague: bool = False
    article: bool = False


@remembered
def written(text: str) -> Fraction | None:
    """The amount of digits with German, Swiss or spaced groups and a decimal comma; None if too long."""
    digits, _, decimals = re.sub(r"[^\d,]", "", text).partition(",")
    if not digits or len(digits) > LONGEST or len(decimals) > LONGEST:
        return None
    return Fraction(int(digits + decimals), 10 ** len(decimals))


@remembered
def spelt(word: str) -> Fraction | None:
    """The amount of a number word ("zwölftausend", "zweieinhalb"), None for any other word."""
    if not word.startswith(NUMERALS):
        return None
    word = GENITIVES.get(word, word)
    if word in MIXED_HALVES:
        return MIXED_HALVES[word] if word != "halb" else None
    for unit in ("tausend", "hundert"):
        half = word.removesuffix("einhalb" + unit) if word.endswith("einhalb" + unit) else ""
        if half and (whole := spelt(half)):
            return (whole + Fraction(1, 2)) * UNIT_WORDS[unit]
    if word.endswith("einhalb") and (whole := spelt(word.removesuffix("einhalb"))):
        return whole + Fraction(1, 2)
    if word.endswith("tausend") and (head := MIXED_HALVES.get(word.removesuffix("tausend"))):
        return head * 1000
    if len(word) > LONGEST_WORD or not SPELT.fullmatch(word):
        return None
    try:
        return Fraction(text2num(word, "de"))
    except ValueError:  # "undzwei": made of the right pieces, and no number
        return None


def opens_value(word: str) -> bool:
    """Whether an amount, or a part of one, can begin with this word."""
    return word[:1].isdecimal() or word in OPENERS or word in PLURAL_FORMS or spelt(word) is not None


def value_at(tokens: Sequence[Token], index: int) -> Value | None:
    """The amount that begins at `index`, None where none does."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind is Kind.NUMBER:
        amount = written(token.text)
        return None if amount is None else _times_unit(tokens, Value(index, index + 1, amount))
    if token.kind is not Kind.WORD:
        return None
    return _vague(tokens, index) or _article(tokens, index) or _word(tokens, index)


def _times_unit(tokens: Sequence[Token], value: Value) -> Value:
    """The value times the Million, Tausend or Dutzend that follows it."""
    unit = UNIT_WORDS.get(lower_at(tokens, value.end))
    if unit is None:
        return value
    stop = (
        lower_at(tokens, value.end) in ("mio", "mrd", "tsd", "mill")
        and lower_at(tokens, value.end + 1) == "."
    )
    return replace(value, end=value.end + 1 + stop, amount=value.amount * unit)


def _vague(tokens: Sequence[Token], index: int) -> Value | None:
    """Mehrere Tausend, ein paar hundert, Zehntausende, Dutzende: twice the unit, vague."""
    start = index
    if lower_at(tokens, index) in ONES and lower_at(tokens, index + 1) == "paar":
        index += 1
    if lower_at(tokens, index) in VAGUE_BEFORE:
        index += 1
        unit = UNIT_WORDS.get(lower_at(tokens, index)) or PLURAL_FORMS.get(lower_at(tokens, index))
    else:
        unit = PLURAL_FORMS.get(lower_at(tokens, index))
    if not unit:
        return None
    while lower_at(tokens, index + 1) == "und" and (more := PLURAL_FORMS.get(lower_at(tokens, index + 2))):
        unit, index = min(unit, more), index + 2
    return Value(start, index + 1, Fraction(2 * unit), vague=True)


def _article(tokens: Sequence[Token], index: int) -> Value | None:
    """Ein Dutzend, eine halbe Million, eine Million, and the bare article."""
    if tokens[index].lower in BOTH:
        return Value(index, index + 1, Fraction(2), article=True)
    if tokens[index].lower not in ONES:
        return None
    following = index + 1
    half = lower_at(tokens, following) in ("halbe", "halben", "halbes", "halber")
    following += half or lower_at(tokens, following) in NEARLY
    unit = COLLECTED.get(lower_at(tokens, following)) or UNIT_WORDS.get(lower_at(tokens, following))
    if unit:
        return Value(index, following + 1, Fraction(unit, 2 if half else 1))
    return Value(index, index + 1, ONE, article=True)


def _word(tokens: Sequence[Token], index: int) -> Value | None:
    amount = spelt(tokens[index].lower)
    if amount is None:
        return None
    value = Value(index, index + 1, amount)
    return value if tokens[index].lower in ("hundert", "tausend") else _times_unit(tokens, value)


def part_of(tokens: Sequence[Token], index: int) -> Value | None:
    """Ein Drittel der 12.000, zwei Drittel von 900, die Hälfte der 12.000, jeder dritte der 900."""
    part = share(tokens, index)
    whole = _whole(tokens, index + 2) if part else None
    if part is None or whole is None or whole.article or whole.vague:
        return None
    return replace(whole, first=index, amount=Fraction(round(part * whole.amount)))


def _whole(tokens: Sequence[Token], first: int) -> Value | None:
    """The 900 of "der 900", "von den in Kursk gefangenen 900", "der rund 900"."""
    start = first
    while start < first + 2 and lower_at(tokens, start) in WHOLES:
        start += 1
    for at in range(start, min(start + DESCRIBED, len(tokens)) if start > first else start):
        if value := value_at(tokens, at):
            return value
        noun = tokens[at].capital and lower_at(tokens, at - 1) not in PREPOSITIONS
        if noun or tokens[at].kind is not Kind.WORD:
            return None
    return None


def share(tokens: Sequence[Token], index: int) -> Fraction | None:
    """The two thirds of "zwei Drittel", the third of "jeder dritte"; None where no share is told."""
    first, second = tokens[index].lower, lower_at(tokens, index + 1)
    if first in EVERY:
        return NTH.get(second)
    times = spelt("ein" if first in ONES else first) or (ONE if first in ("die", "der") else None)
    return times * PARTS[second] if times and second in PARTS else None
