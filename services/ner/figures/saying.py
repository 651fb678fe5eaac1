"""Who says so by a verb of saying: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from services.ner.figures.counted import Counted
from services.ner.figures.sources import CLOSERS, LONGEST, source_end
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import (
    BE,
    CLAUSE_ENDS,
    DETERMINERS,
    FINITE_VERBS,
    HAVE,
    PREPOSITIONS,
    PRONOUNS,
    word_set,
)

SAYING = word_set(
    """
    schätzt schätzte schätzen schätzten sagt sagte sagten sagen erklärt erklärte erklärten mitteilte
    mitteilten berichtet berichtete berichteten berichten meldet meldete meldeten melden behauptet
    behauptete behaupteten beziffert bezifferte beziffern bezifferten spricht sprach sprechen sprachen
    betont betonte bestätigt bestätigte bestätigten warnt warnte verkündete verkündet vermutet vermuten
    vermutete schreibt schrieb bekanntgab twitterte räumte kündigte geht gehen rechnet rechnen rechnete
    ging gingen teilte teilten gab gaben äußerte hieß heißt zitierte zählt zählte zählten dokumentierte
    registrierte fügte nannte nennt unterstrich versicherte glaubt widersprach widerspricht entgegnete
    bestreitet bestritt dementierte dementiert wies weist
    """
)
PARTICLES = {
    "aus": "geht gehen ging gingen",
    "mit": "teilte teilten rechnet rechnen rechnete",
    "an": "gab gaben kündigte",
    "ein": "räumte",
    "hinzu": "fügte",
    "zurück": "wies weist",
    "von": "sprach spricht sprechen sprachen",
}
HAVE_SAID = word_set(
    """
    gesagt erklärt mitgeteilt berichtet gemeldet gesprochen genannt angegeben beziffert geschätzt bestätigt
    gerechnet behauptet betont eingeräumt vermutet verkündet
    """
)
IMPERSONAL = ("hieß", "heißt")
"""Verbs whose source is a place: "in Kiew hieß es"."""
NO_SOURCES = DETERMINERS | PRONOUNS
ADVERBS = word_set(
    """
    wie so noch erst schon bereits zuvor bislang bisher zuletzt gestern heute später früher zunächst
    ursprünglich anfangs inzwischen mittlerweile damals dort hier dazu daraufhin außerdem zudem danach davor
    dabei kürzlich jüngst derweil unterdessen gleichzeitig dagegen hingegen allerdings jedoch auch
    """
)
SEPARATED = {verb: particle for particle, verbs in PARTICLES.items() for verb in verbs.split()}
"""Verbs of saying only with the particle or preposition that belongs to them."""


def said(tokens: Sequence[Token]) -> Iterator[range]:
    """Every source with its verb: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""
    participle = None
    for index, token in enumerate(tokens):
        said_here = token.lower in SAYING and _whole(tokens, index) and index != participle
        perfect = _have_said(tokens, index)
        participle = perfect or participle
        if not (said_here or perfect):
            continue
        first = index
        while first > 0 and index - first < LONGEST and not _ends_source(tokens[first - 1]):
            first -= 1
        if token.lower not in IMPERSONAL:
            first = _behind_circumstances(tokens, first, index)
        if any(_noun(tokens[at]) for at in range(first, index)):
            yield range(first, index + 1)
        elif (end := source_end(tokens, index + 1)) > index + 1:
            yield range(index, end)


def speaker_of_gap(tokens: Sequence[Token], phrase: Counted, before: Sequence[range]) -> range | None:
    """Who says a number where the verb is left out: "Die Polizei sprach von 40 Toten, Kiew von 90"."""
    said_already = any(tokens[at].lower in SAYING for source in before for at in source)
    end = phrase.first - 1
    if not said_already or lower_at(tokens, end) not in ("von", "mit", "auf"):
        return None
    first = end
    while first > 0 and not _ends_source(tokens[first - 1]) and tokens[first - 1].lower != "und":
        first -= 1
    joined = lower_at(tokens, first - 1) in (",", ";", "und") and first >= before[-1].stop
    whole = joined and tokens[first].lower not in PREPOSITIONS
    return range(first, end) if whole and any(_noun(tokens[at]) for at in range(first, end)) else None


def _have_said(tokens: Sequence[Token], index: int) -> int | None:
    """The participle of the perfect that an auxiliary begins: "hatte … gesprochen", "war … ausgegangen"."""
    verb = tokens[index].lower
    if verb not in HAVE | BE:
        return None
    numbered = False
    for at in range(index + 1, min(index + LONGEST, len(tokens))):
        if tokens[at].text in CLAUSE_ENDS:
            return None
        if tokens[at].lower in HAVE_SAID if verb in HAVE else numbered and tokens[at].lower == "ausgegangen":
            return at
        numbered = numbered or tokens[at].kind is Kind.NUMBER
    return None


def _behind_circumstances(tokens: Sequence[Token], first: int, stop: int) -> int:
    """Where the source can begin behind a time or a place: "zuvor", "noch im Oktober", "in Seoul"."""
    opening = first + (lower_at(tokens, first) in ADVERBS)
    if lower_at(tokens, first) != "wie":
        first = opening
    while opening < stop and tokens[opening].lower in PREPOSITIONS:
        nouns = (at for at in range(opening + 1, stop) if _noun(tokens[at]))
        first = opening = next(nouns, stop - 1) + 1
    return first


def _noun(token: Token) -> bool:
    return token.capital and token.lower not in NO_SOURCES


def _ends_source(token: Token) -> bool:
    return token.text in CLOSERS or token.kind in (Kind.NUMBER, Kind.DATE) or token.lower in FINITE_VERBS


def _whole(tokens: Sequence[Token], index: int) -> bool:
    """Whether the rest of a separable verb follows ("teilte … mit")."""
    rest = SEPARATED.get(tokens[index].lower)
    behind = list(takewhile(lambda token: token.lower != rest, tokens[index + 1 : index + 40]))
    found = index + 1 + len(behind) < min(len(tokens), index + 40)
    turned_back = rest == "zurück" and any(token.kind is Kind.NUMBER for token in behind)
    return rest is None or (found and not turned_back)
