"""Whom a sentence quotes: nach Angaben der USA, laut Pentagon, Kiew zufolge, ", so Rutte"."""

import re
from collections.abc import Iterator, Sequence

from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import DETERMINERS, FINITE_VERBS, word_set

STATEMENT = re.compile(
    r".*(?:angaben?|information(?:en)?|einschätzung(?:en)?|schätzung(?:en)?|darstellung|erkenntnis(?:sen)?"
    r"|bericht(?:en?)?|auskunft|aussagen?|worten|meldung(?:en)?|zählung|mitteilung|statistik|berechnung(?:en)?"
    r"|bilanz|behörden|analyse)"
)
WHOSE = word_set("der des von vom aus eines einer seiner ihrer dieser zweier mehrerer")
CLOSERS = frozenset(',;:–—-()"“”„»«!?')
OTHERS = word_set("die das den dem ein eine einen es sich er sie wir nicht auf an im")
"""Words with which something else begins than the source's name."""
NAME_GOES_ON = DETERMINERS | word_set(
    "und sowie für von zur zum aus gegen bei for of the and de la du al bin"
)
LONGEST = 14
"""Tokens of the longest source that is quoted whole."""


def quoted(tokens: Sequence[Token]) -> list[range]:
    """The tokens of every source that is quoted by such words; nobody named in them owns what is counted."""
    return [range(*span) for span in (*_prefixed(tokens), *_behind(tokens))]


def _prefixed(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Nach Angaben der USA; laut Pentagon; nach US-Angaben; gemäß Armee."""
    for index, token in enumerate(tokens):
        if token.lower in ("laut", "gemäß") and index + 1 < len(tokens):
            yield index, source_end(tokens, index + 1)
        elif token.lower in ("nach", "aus") and (at := _statement(tokens, index + 1)):
            whose = lower_at(tokens, at + 1) in WHOSE or (at + 1 < len(tokens) and tokens[at + 1].capital)
            yield index, source_end(tokens, at + 1) if whose and token.lower == "nach" else at + 1


def _statement(tokens: Sequence[Token], start: int) -> int | None:
    for index in range(start, min(start + 5, len(tokens))):
        token = tokens[index]
        if token.capital and STATEMENT.fullmatch(token.lower):
            return index
        if (token.capital and not token.lower.endswith(("er", "s"))) or token.kind is not Kind.WORD:
            return None
    return None


def source_end(tokens: Sequence[Token], start: int) -> int:
    """Where the source's name ends: at a verb or a mark, after its last noun."""
    end = start
    for index in range(start, min(start + LONGEST, len(tokens))):
        token = tokens[index]
        if token.text in CLOSERS or token.lower in FINITE_VERBS or token.kind in (Kind.NUMBER, Kind.DATE):
            break
        if token.lower in (
            "bei",
            "am",
            "seit",
            "mindestens",
            "rund",
            "etwa",
            "mehr",
            "bereits",
            "über",
            "in",
            "zufolge",
        ):
            end = index + 1 if token.lower == "zufolge" else end
            break
        if token.lower in OTHERS and end > start and lower_at(tokens, index - 1) not in ("und", "sowie"):
            break
        described = lower_at(tokens, start + 1) == "von"  # "dem von Moskau eingesetzten Gouverneur"
        if end == index > start and not (token.capital or token.lower in NAME_GOES_ON or described):
            break  # "laut Polizei starben"
        if token.capital:
            end = index + 1
    return max(end, start)


def _behind(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Dem Pentagon zufolge; Angaben aus Kiew zufolge; ", so Rutte"."""
    for index, token in enumerate(tokens):
        if token.lower == "zufolge" and index:
            first = index - 1
            while first > 0 and index - first < LONGEST and _belongs(tokens, first - 1):
                first -= 1
            yield first, index + 1
        elif token.lower == "so" and _names_source(tokens, index):
            yield index, source_end(tokens, index + 1)


def _names_source(tokens: Sequence[Token], index: int) -> bool:
    """Whether a source follows the "so" of '", so Rutte'."""
    if lower_at(tokens, index - 1) not in (",", "“", '"') or index + 1 >= len(tokens):
        return False
    return tokens[index + 1].capital or tokens[index + 1].lower in DETERMINERS


def _belongs(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind is not Kind.WORD or token.lower in FINITE_VERBS:
        return False
    return (
        token.capital
        or token.lower in DETERMINERS | {"und", "von", "aus"}
        or token.lower.endswith(("en", "er", "es"))
    )
