"""Whom a sentence quotes: nach Angaben der USA, laut Pentagon, Kiew zufolge, ", so Rutte"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.ner.figures.clauses.finite import counts
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import DETERMINERS, FINITE_VERBS, word_set

STATEMENT = re.compile(
    r".*(?:angaben?|information(?:en)?|einschätzung(?:en)?|schätzung(?:en)?|darstellung|erkenntnis(?:sen)?"
    r"|bericht(?:en?)?|auskunft|aussagen?|worten|meldung(?:en)?|zählung|mitteilung|statistik|berechnung(?:en)?"
    r"|bilanz|behörden|analyse|recherchen?|studie|statistiken|lesart)"
    r"|(?:.*-|geheimdienst|regierungs|behörden|satelliten)?daten|(?:.*-)?(?:zahlen|papier|dokument(?:en)?)"
)
CLOSERS = frozenset(',;:–—-()"“”„»«!?')
QUOTES = frozenset('"“”„»«‹›')
NAMED = 7
"""Tokens of a name in quotation marks."""
PARTICLE = re.compile(r"[a-z]{1,4}[-'’][A-ZÄÖÜ]")
"""A name that opens small: al-Hout, d'Estaing."""
OTHERS = word_set("die das den dem ein eine einen es sich er sie wir nicht auf an im")
"""Words with which something else begins than the source's name."""
NAME_GOES_ON = DETERMINERS | word_set(
    """
    und sowie für von zur zum aus gegen zweier dreier mehrerer einiger vieler
    van de del della di da dos du el al bin ben ibn la le ter zu y for of the and
    """
)
"""Words that lead on to another noun of the source, and those inside of names: "Jan van Aken"."""
OBJECTS = word_set("soldaten truppen kämpfer söldner menschen zivilisten")
"""Nouns that are no apposition to the name before them: "laut NIS Soldaten entsandt"."""
ENDS_NAME = word_set("bei am seit mindestens rund etwa mehr bereits über in")
ARTICLES = word_set("der des dem den die das")
DESCRIBING = 6
"""Tokens from an article to the noun that is described between: "der in den USA ansässigen Gruppe"."""
LONGEST = 14
"""Tokens of the longest source that is quoted whole."""
DESCRIBED = 3
"""Adjectives that its noun may have."""


@dataclass(frozen=True, slots=True)
class Source:
    """tokens[first:end] say whose claim it is. `verb`: the verb of saying in them.

    `closes`: it is said of all that stands before it: ", so Rutte", ", wie die Armee mitteilte".
    """

    first: int
    end: int
    verb: int | None = None
    closes: bool = False


def quoted(tokens: Sequence[Token]) -> list[Source]:
    """Every source that is quoted by such words; nobody named in them owns what is counted."""
    return [*_prefixed(tokens), *_behind(tokens)]


def _prefixed(tokens: Sequence[Token]) -> Iterator[Source]:
    """Nach Angaben der USA; laut Pentagon; nach US-Angaben; gemäß Armee; glaubt man dem Pentagon."""
    for index, token in enumerate(tokens):
        if token.lower in ("laut", "gemäß", "gemäss"):
            end = source_end(tokens, index + 1)
            if end > index + 1:
                yield Source(index, end)
        elif token.lower == "man" and lower_at(tokens, index - 1) == "glaubt":
            yield Source(index - 1, source_end(tokens, index + 1))
        elif token.lower in ("nach", "aus") and (at := _statement(tokens, index + 1)):
            yield Source(index, _statement_end(tokens, index, at) if token.lower == "nach" else at + 1)


def _statement(tokens: Sequence[Token], start: int) -> int | None:
    for index in range(start, min(start + 5, len(tokens))):
        token = tokens[index]
        if token.capital and STATEMENT.fullmatch(token.lower):
            return index
        if (token.capital and not token.lower.endswith(("er", "s"))) or token.kind is not Kind.WORD:
            return None
    return None


def _statement_end(tokens: Sequence[Token], first: int, noun: int) -> int:
    """Where "nach Angaben Kiews" ends; an adjective is all: "nach russischer Darstellung"."""
    following = lower_at(tokens, noun + 1)
    if "-" in tokens[noun].text and following in ("aus", "von", "für", "zum", "zur"):
        return noun + 1  # "die nach UN-Angaben aus Kursk geflohen sind"
    adjective = (
        noun - 1 > first and not tokens[noun - 1].capital and tokens[noun - 1].lower not in DETERMINERS
    )
    named = noun + 1 < len(tokens) and tokens[noun + 1].capital
    other = adjective and named and not following.endswith(("s", "'", "’"))
    return noun + 1 if other else source_end(tokens, noun)


def source_end(tokens: Sequence[Token], start: int) -> int:
    """Where the source's name ends: at a verb or a mark, after its last noun."""
    end = skipped = start
    described = lower_at(tokens, start + 1) == "von"  # "dem von Moskau eingesetzten Gouverneur"
    for index in range(start, min(start + LONGEST, len(tokens))):
        if tokens[index].lower == "zufolge":
            return index + 1
        if index < skipped:
            continue
        if behind := quoted_name(tokens, index):
            end = skipped = behind
        elif index > start and (attribute := _attribute(tokens, index)):
            skipped = end = attribute
        elif tokens[index].lower in OBJECTS and end == index > start:
            break
        elif tokens[index].capital or PARTICLE.match(tokens[index].text):
            end = index + 1
        elif _breaks_off(tokens, index, named=end > start):
            break
        elif end == index > start and not (described or _leads_on(tokens, index)):
            break  # "laut Polizei starben"
    return end


def _attribute(tokens: Sequence[Token], index: int) -> int:
    """Where what describes the next noun ends, 0 where none does: "der | in den USA ansässigen | Gruppe"."""
    if lower_at(tokens, index - 1) not in ARTICLES or tokens[index].lower not in ("in", "im", "aus", "von"):
        return 0
    for at in range(index + 2, min(index + DESCRIBING, len(tokens) - 1)):
        if tokens[at].kind is not Kind.WORD or tokens[at].lower in FINITE_VERBS:
            return 0
        described = not tokens[at].capital and tokens[at].lower.endswith(("en", "e"))
        if described and tokens[at].lower not in DETERMINERS and tokens[at + 1].capital:
            return at + 1
    return 0


def quoted_name(tokens: Sequence[Token], mark: int) -> int:
    """Where a name in quotation marks ends, 0 where none begins: "der Zeitung «Le Monde»"."""
    if tokens[mark].text not in QUOTES or mark + 1 >= len(tokens) or not tokens[mark + 1].capital:
        return 0
    for at in range(mark + 2, min(mark + NAMED, len(tokens))):
        if tokens[at].text in QUOTES:
            return at + 1
        if tokens[at].kind is not Kind.WORD or tokens[at].lower in FINITE_VERBS:
            return 0
    return 0


def _breaks_off(tokens: Sequence[Token], index: int, *, named: bool) -> bool:
    """Whether the sentence goes on here: "laut Polizei | starben", "laut Kiew | zwölf Soldaten"."""
    token = tokens[index]
    if token.text in CLOSERS or token.kind in (Kind.NUMBER, Kind.DATE):
        return True
    other = token.lower in OTHERS and tokens[index - 1].capital
    number = counts(token) and token.lower not in NAME_GOES_ON
    return token.lower in FINITE_VERBS | ENDS_NAME or (named and (other or number))


def _leads_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word behind a noun leads on to the next: "Angaben | russischer Stellen", "Jan | van Aken"."""
    if tokens[index].lower in NAME_GOES_ON:
        return True
    at = index
    while at < index + DESCRIBED and lower_at(tokens, at).endswith("er") and not tokens[at].capital:
        at += 1
    genitive = index < at < len(tokens) and tokens[at].capital
    return genitive and bool(STATEMENT.fullmatch(tokens[index - 1].lower))


def _behind(tokens: Sequence[Token]) -> Iterator[Source]:
    """Dem Pentagon zufolge; Angaben aus Kiew zufolge; ", so Rutte"."""
    for index, token in enumerate(tokens):
        if token.lower == "zufolge" and index:
            first = index - 1
            while first > 0 and index - first < LONGEST and _belongs(tokens, first - 1):
                first -= 1
            yield Source(first, index + 1)
        elif token.lower == "so" and _names_source(tokens, index):
            yield Source(index, source_end(tokens, index + 1), closes=True)


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
