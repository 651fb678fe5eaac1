"""How firmly a number is given: the words before it, and "und mehr" after it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import DETERMINERS, PREPOSITIONS, word_set
from services.ner.figures.numbers.numbers import Quantity
from services.ner.figures.numbers.values import NEARLY
from shared.events import Hedge

ABOUT, AT_LEAST, AT_MOST = Hedge.ABOUT, Hedge.AT_LEAST, Hedge.AT_MOST
BEFORE = {
    ABOUT: """
        rund|runde|etwa|in etwa|circa|zirka|cirka|ca .|ca|rd .|ungefähr|knapp|fast|nahezu|beinahe|annähernd
        |an die|an rund|um die|so um die|gut|gute|kaum|vielleicht|schätzungsweise
        |geschätzt|geschätzte|geschätzten|geschätzter|nicht ganz
    """,
    AT_LEAST: """
        mehr als|mehr denn|mehr noch als|mindestens|allermindestens|wenigstens|zumindest|minimal|über
        |jenseits von|nicht weniger als|nicht unter
    """,
    AT_MOST: """
        bis zu|bis an die|höchstens|allerhöchstens|maximal|weniger als|weniger denn|unter|unterhalb von
        |nicht mehr als|nicht über|nicht einmal|nicht mal|keine
    """,
}
AFTER = {
    AT_LEAST: "oder mehr|und mehr|oder noch mehr|und darüber|oder darüber|plus|aufwärts",
    AT_MOST: "oder weniger|und weniger",
}
STRENGTHENED = word_set("weit deutlich sehr viel etwas erheblich")
BETWEEN = word_set(
    """
    weitere weiteren weiterer zusätzliche zusätzlichen insgesamt noch den der die das einmal weltweit
    seiner ihrer jeweils einige andere anderen zusammen auf jährlich täglich derzeit
    """
)
TELLS_ABOUT = re.compile(
    r"(?:bericht|inform|sprach|sprech|diskut|verhandel|streit|debatt|entscheid|herrsch|verfüg|freu|jubel|wach"
    r"|klagt|befiehl|befahl|gebiet|gebot).*"
)
POWER_OVER = (
    "meldung",
    "meldungen",
    "behauptungen",
    "gerüchte",
    "informationen",
    "kontrolle",
    "befehl",
    "macht",
    "aufsicht",
    "kommando",
    "bericht",
    "berichte",
    "angaben",
    "gewalt",
)
UNDER_BEFORE = word_set(
    """
    weit deutlich noch knapp auf von bei lag liegt liegen lagen blieb bleibt sank sinkt
    """
)
UNDER_BEHIND = word_set(
    "liegen lagen liege sinken gesunken fallen gefallen senken gesenkt gedrückt bleiben geblieben"
)
SMALL = word_set("1 2 3 4 ein eine einen zwei drei vier")
"""Numbers that nobody misses narrowly: "keine zwei Soldaten"."""
CUTS = frozenset(',;:„“”"»«')
REACH = 14
"""Tokens in which the verb that governs an "über" is looked for."""


def _phrases(listed: Mapping[Hedge, str]) -> dict[tuple[str, ...], Hedge]:
    return {tuple(words.split()): hedge for hedge, text in listed.items() for words in text.split("|")}


PHRASES, PHRASES_AFTER = _phrases(BEFORE), _phrases(AFTER)
LAST_WORDS = frozenset(phrase[-1] for phrase in PHRASES)
FIRST_WORDS = frozenset(phrase[0] for phrase in PHRASES_AFTER)
LONGEST = max(map(len, PHRASES))


@dataclass(frozen=True, slots=True)
class Hedged:
    """A quantity with the bounds that the hedge leaves; tokens[first:end] are the number with its hedge."""

    quantity: Quantity
    first: int
    end: int
    low: int | None
    high: int | None
    hedge: Hedge


def hedged(tokens: Sequence[Token], quantity: Quantity) -> Hedged:
    """A hedge holds for the number it stands before (or directly behind), no further."""
    first, before = _before(tokens, quantity.first)
    end, after = _after(tokens, quantity.end)
    inside = ABOUT if lower_at(tokens, quantity.first + 1) in NEARLY else None
    hedge = before or after or inside or Hedge.EXACT
    if quantity.vague:
        return Hedged(quantity, quantity.first, quantity.end, quantity.low, None, AT_LEAST)
    if quantity.span:
        return Hedged(quantity, first, end, quantity.low, quantity.high, Hedge.RANGE)
    low = None if hedge is AT_MOST else quantity.low
    high = None if hedge is AT_LEAST else quantity.high
    return Hedged(quantity, first, end, low, high, hedge)


def _before(tokens: Sequence[Token], number: int) -> tuple[int, Hedge | None]:
    """Where the hedge begins and what it is; of several the outer bound wins over "rund"."""
    first, hedge, index = number, None, number
    for _ in range(3):
        skipped = index
        while skipped > 0 and skipped > index - 2 and tokens[skipped - 1].lower in BETWEEN:
            skipped -= 1
        for stop in range(index, skipped - 1, -1):
            length, found = _phrase_before(tokens, stop)
            if found:
                break
        if not found:
            break
        hedge = found if hedge in (None, ABOUT) else hedge
        first = index = stop - length
    while hedge and first > 0 and tokens[first - 1].lower in STRENGTHENED and first > number - 6:
        first -= 1
    return first, hedge


def _phrase_before(tokens: Sequence[Token], stop: int) -> tuple[int, Hedge | None]:
    if lower_at(tokens, stop - 1) not in LAST_WORDS:
        return 0, None
    for length in range(min(LONGEST, stop), 0, -1):
        words = tuple(token.lower for token in tokens[stop - length : stop])
        hedge = PHRASES.get(words)
        if hedge and _fits(tokens, stop - length, words):
            return length, hedge
    return 0, None


def _fits(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> bool:
    """Whether a word that is often a preposition or an adverb is a hedge here."""
    before = lower_at(tokens, index - 1)
    if words in (("über",), ("unter",)) and lower_at(tokens, index + 1) in DETERMINERS:
        return False  # "die Trauer über die 14 Toten"
    if words == ("über",):
        return not _governs(tokens, index) and not before.endswith(POWER_OVER)
    if words in (("an", "die"), ("um", "die")):
        number = tokens[index + 2] if index + 2 < len(tokens) else None
        return number is None or number.kind is not Kind.NUMBER or number.text.endswith("0")
    if words == ("keine",):
        return _fewer(tokens, index)
    return words != ("unter",) or before in UNDER_BEFORE or lower_at(tokens, index + 2) in UNDER_BEHIND


def _fewer(tokens: Sequence[Token], index: int) -> bool:
    """Whether "keine" says that a number is not reached: "keine 50 Mann hielten die Stellung"."""
    denied = any(token.lower == "es" for token in tokens[max(0, index - 5) : index])  # "es sind keine 300"
    replaced = any(token.lower == "sondern" for token in tokens[index : index + REACH])
    plain = lower_at(tokens, index + 1) not in BETWEEN | SMALL
    return plain and not (denied or replaced)


def _governs(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verb wants this "über": "verfügt über 900 Mann", but not "spricht von über 900 Mann"."""
    if lower_at(tokens, index - 1) in PREPOSITIONS:
        return False
    first = index
    while first > max(0, index - REACH) and tokens[first - 1].text not in CUTS:
        first -= 1
    told = any(TELLS_ABOUT.fullmatch(token.lower) for token in tokens[first:index])
    return told or any(token.lower.startswith("verfüg") for token in tokens[index : index + REACH])


def _after(tokens: Sequence[Token], end: int) -> tuple[int, Hedge | None]:
    if lower_at(tokens, end) in FIRST_WORDS:
        for words, hedge in PHRASES_AFTER.items():
            if tuple(token.lower for token in tokens[end : end + len(words)]) == words:
                return end + len(words), hedge
    return end, None
