"""Numbers that never count anybody: years, percentages, money, distances, labels, ages, page furniture."""

import re
from collections.abc import Sequence

from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import MONTHS, SEASONS, word_set
from services.ner.figures.numbers.numbers import Quantity
from services.ner.figures.numbers.values import ONES

UNIT_SIGNS = word_set(
    """
    % ‰ ° € $ £ ¥ km m cm mm kg g t l qm qkm ha kmh h min uhr eur usd chf euro dollar prozent v chr n jhd
    jh pct km² m² m³ °c mw gw kw ps prozentpunkte mal
    """
)
SIGNS_BEFORE = word_set(
    """
    € $ £ ¥ § # + * / eur usd chf nr no nummer platz rang seite kapitel artikel art abs
    """
)
TIMES = MONTHS | SEASONS | word_set("jahr jahre jahres jahren anfang ende mitte jahresende saison im")
SINCE = word_set("ab seit")
BILLION = 10**9
"""From here on a number is money: no claim in the news counts as many people."""
YEAR = re.compile(r"(?:19|20)\d\d")
OLDEST = 115
THOUSAND = 1000
RATED = word_set("einwohner einwohnern einwohnerinnen geburten lebendgeburten bewohner")
BRACKETED = 12
"""Tokens of ages in brackets."""
SPELT_LABELS = word_set("punkt artikel paragraf ziffer stufe kapitel phase")
"""Words that a spelt number only names one of: "in Punkt acht"."""
DAYS = word_set(
    """
    vortag tag abend morgen montag dienstag mittwoch donnerstag freitag samstag sonntag monat vormonat jahr
    vorjahr
    """
)
"""Nouns that say when, and name no number."""
LABELS = word_set(
    """
    ausgabe version typ klasse zimmer gate block boeing airbus psalm agenda formel apollo kanal
    """
)


def year_like(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Four bare digits that can be a year: 1000 to 2100."""
    token = tokens[quantity.first]
    bare = quantity.end == quantity.first + 1 and token.kind is Kind.NUMBER and token.text.isdigit()
    return bare and len(token.text) == 4 and 1000 <= quantity.low <= 2100


def never(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether the number can be ruled out by the tokens beside it alone."""
    before, after = lower_at(tokens, quantity.first - 1), lower_at(tokens, quantity.end)
    if quantity.article and quantity.high == 1 and before in ("der", "die", "das"):
        return True  # "der eine Täter"
    side = before == "seite" and quantity.end < len(tokens) and tokens[quantity.end].capital
    labelled = before in SIGNS_BEFORE and tokens[quantity.first].kind is Kind.NUMBER and not side
    if after in UNIT_SIGNS or labelled or not 0 < quantity.high < BILLION:
        return True
    if before == "." and lower_at(tokens, quantity.first - 2) in SIGNS_BEFORE:
        return True
    if _age_first(tokens, quantity.end) or _ages_in_brackets(tokens, quantity) or _per(tokens, quantity):
        return True
    if before == "(" and after in (")", ",", "-", "–", "/"):
        return True
    if (before in SPELT_LABELS and quantity.end == quantity.first + 1) or _years(tokens, quantity):
        return True
    if year_like(tokens, quantity) and not quantity.span:
        return before in TIMES | LABELS | SINCE or after in (")", "/")
    return before in LABELS and tokens[quantity.first].kind is Kind.NUMBER


def _years(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a range is only of time: "zwischen 2018 und 2020 starben", but not "1.900 bis 2.000 Mann"."""
    bounds = (
        tokens[quantity.first + (lower_at(tokens, quantity.first) == "zwischen")],
        tokens[quantity.end - 1],
    )
    bare = all(YEAR.fullmatch(bound.text) for bound in bounds)
    counts = quantity.end < len(tokens) and tokens[quantity.end].capital
    return quantity.span and bare and not counts


def _per(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether it is what a rate is of: "je eine Million Einwohner"."""
    before, behind = lower_at(tokens, quantity.first - 1), lower_at(tokens, quantity.end)
    rate = before == "pro" or (before in ("je", "auf") and behind in RATED)
    return rate and quantity.low >= THOUSAND and quantity.low % THOUSAND == 0


def _ages_in_brackets(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether only ages stand in its brackets: "Zwei Männer (23, 25) …"."""
    first, end = quantity.first, quantity.end
    while first > 0 and end - first < BRACKETED and _of_ages(tokens[first - 1]):
        first -= 1
    while end < len(tokens) and end - first < BRACKETED and _of_ages(tokens[end]):
        end += 1
    listed = end - first > 1 and quantity.high <= OLDEST
    return listed and lower_at(tokens, first - 1) == "(" and lower_at(tokens, end) == ")"


def _of_ages(token: Token) -> bool:
    return token.lower in (",", "und", "/") or (token.kind is Kind.NUMBER and len(token.text) < len("100"))


def _age_first(tokens: Sequence[Token], end: int) -> bool:
    """Whether an age goes on with another: "54 und 63-jährige", "ein 17- und ein 19-Jähriger"."""
    joint = end + (lower_at(tokens, end) == "-")
    other = joint + 1 + (lower_at(tokens, joint + 1) in ONES)
    return (
        lower_at(tokens, joint) in ("und", "oder", "bis", ",")
        and other < len(tokens)
        and _aged(tokens[other])
    )


def _aged(token: Token) -> bool:
    """The 63-jährigen of "54 und 63-jährigen"."""
    return token.kind is Kind.MIXED and "jährig" in token.lower


def label(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number without a noun only names something: "Zürich 1987", "Gleis 9"."""
    if first == 0:
        return False
    before = tokens[first - 1]
    if before.lower in DAYS:
        return False  # "am Vortag 521"
    named = tokens[first].kind is Kind.NUMBER or tokens[first].lower == "eins"
    return named and before.capital and first > 1


def age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether it is somebody's age: "Ein Lenker, 52, wurde …"."""
    marks = lower_at(tokens, quantity.first - 1) == lower_at(tokens, quantity.end) == ","
    return marks and quantity.high <= OLDEST and tokens[quantity.first - 2].capital and quantity.first > 1
