"""Who speaks: the subject of a verb of saying, before it, behind it, or behind an insertion."""

from collections.abc import Sequence

from services.ner.figures.clauses.finite import counts, finite
from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    COORDINATORS,
    DETERMINERS,
    FINITE_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES_OF_NOW,
    TOTALS,
    word_set,
)
from services.ner.figures.sources.sources import CLOSERS, LONGEST, QUOTES, Source, quoted_name, source_end
from services.ner.figures.sources.speech import PREPOSITIONS_OF

IMPERSONAL = ("hieß", "hiess", "heißt", "heisst")
"""Verbs whose source is a place: "in Kiew hieß es"."""
NO_SOURCES = DETERMINERS | PRONOUNS | {"dies"}
ADVERBS = TIMES_OF_NOW | word_set(
    """
    wie so noch erst schon bereits zuvor bislang bisher zuletzt gestern heute später früher zunächst
    ursprünglich anfangs inzwischen mittlerweile damals dort hier dazu daraufhin außerdem ausserdem zudem
    danach
    davor
    dabei kürzlich jüngst derweil unterdessen gleichzeitig dagegen hingegen allerdings jedoch auch
    """
)
TIMES = word_set(
    """
    montag dienstag mittwoch donnerstag freitag samstag sonntag vormittag nachmittag mittag abend morgen nacht
    tag tage tagen tags woche wochen monat monate monaten jahr jahre jahren stunde stunden minute minuten
    mitte anfang ende wochenende
    """
)
"""Nouns that say when, and so name nobody who speaks: "Stunden später"."""
EVERYWHERE = ("landesweit", "bundesweit", "weltweit", "europaweit", "insgesamt")
"""Adverbs that open a sentence with a capital: "Landesweit registrierte das Ministerium …"."""
NAMES = 3
"""Words of a person's name."""
NO_SUBJECT = PRONOUNS | word_set("den dem des einen einem ihre ihren seine seinen deren dessen")
"""Words that open no subject: "gibt ihre Stärke mit 300 an"."""


def counts_people(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is of those counted, and so nobody who speaks: "Die Zahl der Toten schätzt Kiew"."""
    return token.lower in TOTALS or token.lower in lexicon.totals or lexicon.noun(token.text) is not None


def speaker_of_gap(
    tokens: Sequence[Token], phrase: Counted, before: Source, lexicon: Lexicon
) -> Source | None:
    """Who says a number where the verb is left out: "Die Polizei sprach von 40 Toten, Kiew von 90"."""
    end = phrase.first - 1
    verb = lower_at(tokens, before.verb) if before.verb is not None else ""
    if lower_at(tokens, end) not in PREPOSITIONS_OF.get(verb, ()):
        return None
    first = end
    while first > before.end and end - first < LONGEST and part_of_name(tokens[first - 1]):
        first -= 1
    joined = lower_at(tokens, first - 1) in (",", ";", "und")
    closed = phrase.end >= len(tokens) or tokens[phrase.end].kind is Kind.MARK
    alone = joined and (closed or lower_at(tokens, phrase.end) in COORDINATORS | PREPOSITIONS)
    nobody = any(counts_people(tokens[at], lexicon) for at in range(first, end))
    return Source(first, end) if alone and not nobody and _somebody(tokens, first, end) else None


def part_of_name(token: Token) -> bool:
    """Whether a word can stand in "das russische Militär": a noun, its article, its adjective."""
    if token.kind is not Kind.WORD or token.lower in FINITE_VERBS | COORDINATORS | PREPOSITIONS | ADVERBS:
        return False
    return token.capital or token.lower in DETERMINERS or token.lower.endswith(("e", "en", "er", "es"))


def _somebody(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a noun stands there and the first one says not when: "Wenige Stunden später"."""
    nouns = [tokens[at].lower for at in range(first, end) if _noun(tokens[at])]
    described = first == 0 and len(nouns) > 1 and nouns[0].endswith(("e", "en", "er", "es"))
    return bool(nouns) and TIMES.isdisjoint(nouns[: 1 + described])


def opening_of(tokens: Sequence[Token], index: int) -> int:
    """Where the clause of a verb opens: behind a mark or another verb."""
    first = index
    while first > 0 and index - first < LONGEST and not _ends_clause(tokens[first - 1]):
        first -= 1
    return first


def _ends_clause(token: Token) -> bool:
    return token.text in CLOSERS or token.kind is Kind.CLOCK or token.lower in FINITE_VERBS


def before_verb(tokens: Sequence[Token], opening: int, index: int) -> Source | None:
    """Who stands before the verb as its subject: "Das Pentagon schätzt", "wie am Freitag Kiew mitteilte"."""
    first = opening + (lower_at(tokens, opening) in COORDINATORS)
    subordinate = first < index and lower_at(tokens, first) in SUBORDINATORS
    impersonal = tokens[index].lower in IMPERSONAL
    start = first + (lower_at(tokens, first) in ADVERBS or subordinate)
    if lower_at(tokens, start) in PREPOSITIONS and not impersonal:
        if not subordinate:
            return None  # the verb is the second part of its clause: "Beim Besuch der Ukraine sagte Rutte"
        start = first = _behind_circumstances(tokens, start, index)
    if index - opening >= LONGEST or not _somebody(tokens, start, index):
        return None
    closes = opening > 0 and lower_at(tokens, first) == "wie"
    first = first if lower_at(tokens, first) == "wie" else start
    if not any(is_number(tokens[at]) for at in range(start, index)):
        return Source(first, index + 1, index, closes)
    end = source_end(tokens, start)
    return Source(first, end, index, closes) if subordinate and end > start else None


def _behind_circumstances(tokens: Sequence[Token], first: int, stop: int) -> int:
    """Where the source begins behind a time or a place: "wie am Freitag | die Polizei mitteilte"."""
    while first < stop and tokens[first].lower in PREPOSITIONS:
        nouns = (at for at in range(first + 1, stop) if _noun(tokens[at]))
        first = next(nouns, stop - 1) + 1
    return first


def behind_verb(tokens: Sequence[Token], opening: int, index: int, lexicon: Lexicon) -> Source | None:
    """Who stands behind the verb: "…, sagte Rutte", "Am Montag teilte die Armee mit"."""
    if index > 1 and lower_at(tokens, index - 1) in ("und", "oder"):
        return None  # "… und warf Russland vor": its subject stands before
    start = _subject_behind(tokens, index)
    end = source_end(tokens, start)
    if start >= len(tokens) or not (part_of_name(tokens[start]) and _somebody(tokens, start, end)):
        return None
    head = next(tokens[at] for at in range(start, end) if _noun(tokens[at]))
    if tokens[start].lower in NO_SUBJECT or is_number(tokens[start]) or counts_people(head, lexicon):
        return None
    end = _apposed(tokens, end)
    pointing = index == opening + 1 and lower_at(tokens, opening) in ("das", "dies", "so")
    return Source(index, end, index, closes=pointing or index == opening > 0)


def _apposed(tokens: Sequence[Token], end: int) -> int:
    """Where the name ends that follows an office: "sagte der Chef des Geheimdienstes, Kyrylo Budanow, …"."""
    name = end + 1
    while name < len(tokens) and tokens[name].capital and name <= end + NAMES:
        name += 1
    whole = lower_at(tokens, end) == "," and name > end + 2 and lower_at(tokens, name) in (",", ".", "")
    return name if whole else end


def _subject_behind(tokens: Sequence[Token], index: int) -> int:
    """Where the subject behind a verb begins: "sagte am Montag | Rutte", "hieß es aus | Kiew"."""
    start = index + 1
    if tokens[index].lower in IMPERSONAL:
        return start + 2
    while lower_at(tokens, start) in ADVERBS:
        start += 1
    day = lower_at(tokens, start) == "am" and lower_at(tokens, start + 1) in TIMES
    return start + 2 * day


def behind_insertion(tokens: Sequence[Token], opening: int, index: int) -> Source | None:
    """Who stands before an insertion: "Der Gouverneur, Oleh S., sagte", "Boris Pistorius (SPD) sagte"."""
    mark = lower_at(tokens, opening - 1)
    if index != opening or mark not in QUOTES | {",", ")"}:
        return None
    for first in range(opening - 2, max(-1, opening - LONGEST), -1):
        if _insertion(tokens, first, opening - 1):
            before = before_verb(tokens, opening_of(tokens, first), first)
            named = mark in QUOTES or (mark == ")" or _aged(tokens, first, opening - 1))
            if before:
                return Source(before.first, index + 1 if named else before.end - 1, index)
            return Source(first, index + 1, index) if mark in QUOTES else None
    first = opening - 1
    while first > 0 and opening - first < LONGEST and part_of_name(tokens[first - 1]):
        first -= 1
    named = lower_at(tokens, first - 1) == mark and _somebody(tokens, first, opening - 1)
    if not named:
        return None
    who = (
        before_verb(tokens, opening_of(tokens, first - 1), first - 1)
        if _described_as(tokens, first)
        else None
    )
    return Source(who.first if who else first, index + 1, index)


def _described_as(tokens: Sequence[Token], first: int) -> bool:
    """Whether what is inserted only describes a name before it: "Serhij, ein Pilot, sagt"."""
    return lower_at(tokens, first) in ("ein", "eine") and tokens[first - 2].capital


def _insertion(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the marks at both ends part a name from its verb: "(54, SPD)", ", 58,", ", der … wollte,"."""
    opening, closing = tokens[first].text, tokens[last].text
    if closing in QUOTES:
        return quoted_name(tokens, first) == last + 1
    if closing == ")":
        return opening == "("
    aside = opening == "," and lower_at(tokens, first + 1) in RELATIVES and finite(tokens, last - 1)
    return opening == "," and (aside or _aged(tokens, first, last))


def _aged(tokens: Sequence[Token], first: int, last: int) -> bool:
    return last == first + 2 and tokens[first + 1].kind is Kind.NUMBER


def _noun(token: Token) -> bool:
    return token.capital and token.lower not in NO_SOURCES and not token.lower.endswith(EVERYWHERE)


def is_number(token: Token) -> bool:
    """Whether a token counts; "ein" may be an article."""
    return counts(token) and token.lower != "ein"
