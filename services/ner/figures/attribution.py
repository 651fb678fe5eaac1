"""Who is said to have said it: nach Angaben …, laut …, … zufolge, wie … mitteilte, … schätzt, dass."""

import re
from collections.abc import Mapping, Sequence

from services.ner.figures.names import Name
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import DETERMINERS, FINITE_VERBS, PRONOUNS, word_set
from shared.events import Attribution
from shared.watchlist import Kind as EntityKind

STATEMENT = re.compile(
    r".*(?:angaben?|information(?:en)?|einschätzung(?:en)?|schätzung(?:en)?|darstellung|erkenntnis(?:sen)?"
    r"|bericht(?:en?)?|auskunft|aussagen?|worten|meldung(?:en)?|zählung|mitteilung|statistik|berechnung(?:en)?"
    r"|bilanz|behörden|analyse)"
)
SAYING = word_set(
    """
    schätzt schätzte schätzen schätzten sagt sagte sagten sagen erklärt erklärte erklärten mitteilte
    mitteilten berichtet berichtete berichteten berichten meldet meldete meldeten melden behauptet
    behauptete behaupteten beziffert bezifferte beziffern bezifferten spricht sprach sprechen sprachen
    betont betonte bestätigt bestätigte bestätigten warnt warnte verkündete verkündet vermutet vermuten
    vermutete schreibt schrieb bekanntgab twitterte räumte kündigte geht gehen rechnet rechnen rechnete
    ging gingen teilte teilten gab gaben äußerte hieß heißt zitierte zählt zählte zählten dokumentierte
    registrierte fügte nannte nennt unterstrich versicherte glaubt
    """
)
PARTICLES = {
    "aus": "geht gehen ging gingen",
    "mit": "teilte teilten rechnet rechnen rechnete",
    "an": "gab gaben kündigte",
    "ein": "räumte",
    "hinzu": "fügte",
    "von": "sprach spricht sprechen sprachen",
}
SEPARATED = {verb: particle for particle, verbs in PARTICLES.items() for verb in verbs.split()}
"""Verbs of saying only with the particle or preposition that belongs to them."""
WHOSE = word_set("der des von vom aus eines einer seiner ihrer dieser zweier mehrerer")
CLOSERS = frozenset(',;:–—-()"“”„»«!?')
OTHERS = word_set("die das den dem ein eine einen es sich er sie wir nicht auf an im")
"""Words with which something else begins than the source's name."""
LONGEST = 14
"""Tokens of the longest source that is quoted whole."""


def attribution_of(tokens: Sequence[Token], text: str, names: Mapping[int, Name]) -> Attribution | None:
    """The words in a sentence that say whose claim it is, with the entity where one is named in them."""
    found = _prefixed(tokens) or _behind(tokens) or _said(tokens)
    if found is None:
        return None
    first, end = found
    inside = (at for at in range(first, end) if at in names)
    named = [names[at] for at in inside if lower_at(tokens, at - 1) not in ("in", "im", "bei")]
    start, stop = tokens[first].start, tokens[end - 1].end
    return Attribution(text=text[start:stop], start=start, end=stop, entity=_who(named[0]) if named else None)


def _who(name: Name) -> str:
    """Who speaks: a capital stands for its state."""
    return name.owner if name.kind is EntityKind.PLACE else name.entity


def _prefixed(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Nach Angaben der USA; laut Pentagon; nach US-Angaben; gemäß Armee."""
    for index, token in enumerate(tokens):
        if token.lower in ("laut", "gemäß") and index + 1 < len(tokens):
            return index, _source_end(tokens, index + 1)
        if token.lower in ("nach", "aus") and (at := _statement(tokens, index + 1)):
            whose = lower_at(tokens, at + 1) in WHOSE or (at + 1 < len(tokens) and tokens[at + 1].capital)
            return index, _source_end(tokens, at + 1) if whose and token.lower == "nach" else at + 1
    return None


def _statement(tokens: Sequence[Token], start: int) -> int | None:
    for index in range(start, min(start + 5, len(tokens))):
        token = tokens[index]
        if token.capital and STATEMENT.fullmatch(token.lower):
            return index
        if (token.capital and not token.lower.endswith(("er", "s"))) or token.kind is not Kind.WORD:
            return None
    return None


def _source_end(tokens: Sequence[Token], start: int) -> int:
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
        if token.capital:
            end = index + 1
    return max(end, start)


def _behind(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Dem Pentagon zufolge; Angaben aus Kiew zufolge; ", so Rutte"."""
    for index, token in enumerate(tokens):
        if token.lower == "zufolge" and index:
            first = index - 1
            while first > 0 and index - first < LONGEST and _belongs(tokens, first - 1):
                first -= 1
            return first, index + 1
        if token.lower == "so" and _names_source(tokens, index):
            return index, _source_end(tokens, index + 1)
    return None


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


def _said(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""
    for index, token in enumerate(tokens):
        if token.lower not in SAYING or not _whole(tokens, index):
            continue
        first = index
        while first > 0 and index - first < LONGEST and not _ends_source(tokens[first - 1]):
            first -= 1
        if first < index and any(_noun(tokens[at]) for at in range(first, index)):
            return first, index + 1
        end = _source_end(tokens, index + 1)
        if end > index + 1:
            return index, end
    return None


def _noun(token: Token) -> bool:
    return token.capital and token.lower not in DETERMINERS | PRONOUNS


def _ends_source(token: Token) -> bool:
    return token.text in CLOSERS or token.kind in (Kind.NUMBER, Kind.DATE) or token.lower in FINITE_VERBS


def _whole(tokens: Sequence[Token], index: int) -> bool:
    """Whether the rest of a separable verb follows ("teilte … mit")."""
    rest = SEPARATED.get(tokens[index].lower)
    return rest is None or any(token.lower == rest for token in tokens[index + 1 : index + 40])
