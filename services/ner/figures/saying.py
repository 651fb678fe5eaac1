"""Who says so by a verb of saying: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""

from collections.abc import Iterator, Sequence

from services.ner.figures.counted import Counted
from services.ner.figures.finite import counts, finite
from services.ner.figures.lexicon import Lexicon
from services.ner.figures.sources import CLOSERS, LONGEST, QUOTES, Source, quoted_name, source_end
from services.ner.figures.speech import DENIALS, FORMS, HAVE_SAID, NEEDED, PREPOSITIONS_OF, Verb
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import (
    BE,
    CLAUSE_ENDS,
    COORDINATORS,
    DETERMINERS,
    FINITE_AUXILIARIES,
    FINITE_VERBS,
    HAVE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES_OF_NOW,
    TOTALS,
    word_set,
)

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
NO_SUBJECT = PRONOUNS | word_set("den dem des einen einem ihre ihren seine seinen deren dessen")
"""Words that open no subject: "gibt ihre Stärke mit 300 an"."""
COUNTING = word_set("zählen zählt zählte zählten")
NOTHING_SAID = word_set("sich nichts nicht")
MAY_SAY = frozenset((*FORMS, *DENIALS)) | HAVE | BE
FAR = 40
"""Tokens in which the rest of a separable verb is looked for."""


def said(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Source]:
    """Every source with its verb: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""
    for index, token in enumerate(tokens):
        if token.capital or token.lower not in MAY_SAY:
            continue
        opening = _opening(tokens, index)
        if not (_says(tokens, opening, index) or _have_said(tokens, opening, index)):
            continue
        if _silent(tokens, opening, index) or (token.lower in COUNTING and _has(tokens, index, lexicon)):
            continue
        before, behind = _before(tokens, opening, index), _behind(tokens, opening, index, lexicon)
        of_counted = before and any(counts_people(tokens[at], lexicon) for at in range(before.first, index))
        known = (behind or before) if of_counted else (before or behind)
        if source := known or _behind_insertion(tokens, opening, index):
            yield source


def _silent(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether who speaks says nothing: "äußerte sich nicht"."""
    stops = (
        at for at in range(index, len(tokens)) if tokens[at].text in CLOSERS | {"."} or _number(tokens[at])
    )
    inside = {tokens[at].lower for at in range(opening, min(next(stops, len(tokens)), index + LONGEST))}
    return "nichts" in inside or {"sich", "nicht"} <= inside


def _has(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether "zählen" tells how many there are: "Die Armee zählt 5.000 Mann", but not "… zählt 40 Tote"."""
    number = next(
        (at for at in range(index + 1, min(index + LONGEST, len(tokens))) if _number(tokens[at])), None
    )
    if number is None:
        return False
    noun = number + 1
    while noun < len(tokens) and not tokens[noun].capital and _part_of_name(tokens[noun]):
        if tokens[noun].lower in lexicon.adjectives:
            return False
        noun += 1
    noun += lower_at(tokens, noun) in ("million", "millionen")
    counted = noun < len(tokens) and tokens[noun].capital
    return not counted or lexicon.soldiers(tokens[noun].text)


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
    while first > before.end and end - first < LONGEST and _part_of_name(tokens[first - 1]):
        first -= 1
    joined = lower_at(tokens, first - 1) in (",", ";", "und")
    closed = phrase.end >= len(tokens) or tokens[phrase.end].kind is Kind.MARK
    alone = joined and (closed or lower_at(tokens, phrase.end) in COORDINATORS | PREPOSITIONS)
    nobody = any(counts_people(tokens[at], lexicon) for at in range(first, end))
    return Source(first, end) if alone and not nobody and _somebody(tokens, first, end) else None


def _part_of_name(token: Token) -> bool:
    """Whether a word can stand in "das russische Militär": a noun, its article, its adjective."""
    if token.kind is not Kind.WORD or token.lower in FINITE_VERBS | COORDINATORS | PREPOSITIONS | ADVERBS:
        return False
    return token.capital or token.lower in DETERMINERS or token.lower.endswith(("e", "en", "er", "es"))


def _somebody(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a noun stands there and the first one says not when: "Wenige Stunden später"."""
    nouns = [tokens[at].lower for at in range(first, end) if _noun(tokens[at])]
    described = first == 0 and len(nouns) > 1 and nouns[0].endswith(("e", "en", "er", "es"))
    return bool(nouns) and TIMES.isdisjoint(nouns[: 1 + described])


def _opening(tokens: Sequence[Token], index: int) -> int:
    """Where the clause of a verb opens: behind a mark or another verb."""
    first = index
    while first > 0 and index - first < LONGEST and not _ends_clause(tokens[first - 1]):
        first -= 1
    return first


def _ends_clause(token: Token) -> bool:
    return token.text in CLOSERS or token.kind is Kind.CLOCK or token.lower in FINITE_VERBS


def _says(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether a word is a finite verb of saying, whole; one of denying is where it goes on after a colon."""
    verbs = FORMS.get(tokens[index].lower, ())
    denies = tokens[index].lower in DENIALS and _colon_follows(tokens, index)
    if not verbs or _infinite(tokens, opening, index) or (index and _number(tokens[index - 1])):
        return denies
    return any(_whole(tokens, opening, index, verb) for verb in verbs if not verb.participle)


def _colon_follows(tokens: Sequence[Token], index: int) -> bool:
    marks = (token.text for token in tokens[index : index + LONGEST] if token.text in CLOSERS)
    return next(marks, "") == ":"


def _infinite(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether a form is no finite verb beside an auxiliary: "werden … vermutet", "will … melden"."""
    beside = (lower_at(tokens, opening - 1), lower_at(tokens, index + 1))
    bracket = tokens[index].lower.endswith(("t", "n")) and not FINITE_AUXILIARIES.isdisjoint(beside)
    return bracket or lower_at(tokens, index - 1) == "zu"


def _whole(tokens: Sequence[Token], opening: int, index: int, verb: Verb) -> bool:
    """Whether what belongs to a verb is there: "teilte … mit", "sprach von", "von 40 Toten sprach"."""
    behind = range(index + 1, min(index + FAR, len(tokens)))
    if verb.particle and not any(
        tokens[at].lower == verb.particle and _closes_clause(tokens, at) for at in behind
    ):
        return False
    if verb.preposition not in NEEDED or verb.particle:
        return True
    around = (*range(opening, index), *behind)
    return any(tokens[at].lower in (verb.preposition, "da" + verb.preposition) for at in around)


def _closes_clause(tokens: Sequence[Token], index: int) -> bool:
    following = lower_at(tokens, index + 1)
    return following in CLOSERS | COORDINATORS | {"", ".", "dass"}


def _have_said(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether a perfect begins that tells what was said: "hatte von 40 Toten gesprochen"."""
    auxiliary = tokens[index].lower
    if auxiliary not in HAVE | BE:
        return False
    inside: set[str] = set()
    numbered = index == opening > 0 or lower_at(tokens, opening) in ("wie", "das")
    for at in range(index + 1, min(index + LONGEST, len(tokens))):
        word = tokens[at].lower
        if tokens[at].text in CLAUSE_ENDS or word in NOTHING_SAID:
            return False
        if word in HAVE_SAID and (word == "ausgegangen") == (auxiliary in BE):
            told = numbered or lower_at(tokens, at + 1) in (",", ":")
            needed = PREPOSITIONS_OF.get(word, set()).intersection(NEEDED)
            return told and (not needed or bool(needed & inside))
        numbered = numbered or _number(tokens[at])
        inside.add(word)
    return False


def _before(tokens: Sequence[Token], opening: int, index: int) -> Source | None:
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
    if not any(_number(tokens[at]) for at in range(start, index)):
        return Source(first, index + 1, index, closes)
    end = source_end(tokens, start)
    return Source(first, end, index, closes) if subordinate and end > start else None


def _behind_circumstances(tokens: Sequence[Token], first: int, stop: int) -> int:
    """Where the source begins behind a time or a place: "wie am Freitag | die Polizei mitteilte"."""
    while first < stop and tokens[first].lower in PREPOSITIONS:
        nouns = (at for at in range(first + 1, stop) if _noun(tokens[at]))
        first = next(nouns, stop - 1) + 1
    return first


def _behind(tokens: Sequence[Token], opening: int, index: int, lexicon: Lexicon) -> Source | None:
    """Who stands behind the verb: "…, sagte Rutte", "Am Montag teilte die Armee mit"."""
    if index > 1 and lower_at(tokens, index - 1) in ("und", "oder"):
        return None  # "… und warf Russland vor": its subject stands before
    start = _subject_behind(tokens, index)
    end = source_end(tokens, start)
    if start >= len(tokens) or not (_part_of_name(tokens[start]) and _somebody(tokens, start, end)):
        return None
    head = next(tokens[at] for at in range(start, end) if _noun(tokens[at]))
    if tokens[start].lower in NO_SUBJECT or _number(tokens[start]) or counts_people(head, lexicon):
        return None
    pointing = index == opening + 1 and lower_at(tokens, opening) in ("das", "dies", "so")
    return Source(index, end, index, closes=pointing or index == opening > 0)


def _subject_behind(tokens: Sequence[Token], index: int) -> int:
    """Where the subject behind a verb begins: "sagte am Montag | Rutte", "hieß es aus | Kiew"."""
    start = index + 1
    if tokens[index].lower in IMPERSONAL:
        return start + 2
    while lower_at(tokens, start) in ADVERBS:
        start += 1
    day = lower_at(tokens, start) == "am" and lower_at(tokens, start + 1) in TIMES
    return start + 2 * day


def _behind_insertion(tokens: Sequence[Token], opening: int, index: int) -> Source | None:
    """Who stands before an insertion: "Der Gouverneur, Oleh S., sagte", "Boris Pistorius (SPD) sagte"."""
    mark = lower_at(tokens, opening - 1)
    if index != opening or mark not in QUOTES | {",", ")"}:
        return None
    for first in range(opening - 2, max(-1, opening - LONGEST), -1):
        if _insertion(tokens, first, opening - 1):
            before = _before(tokens, _opening(tokens, first), first)
            named = mark in QUOTES or (mark == ")" or _aged(tokens, first, opening - 1))
            if before:
                return Source(before.first, index + 1 if named else before.end - 1, index)
            return Source(first, index + 1, index) if mark in QUOTES else None
    first = opening - 1
    while first > 0 and opening - first < LONGEST and _part_of_name(tokens[first - 1]):
        first -= 1
    named = lower_at(tokens, first - 1) == mark and _somebody(tokens, first, opening - 1)
    if not named:
        return None
    who = _before(tokens, _opening(tokens, first - 1), first - 1) if _described_as(tokens, first) else None
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
    return token.capital and token.lower not in NO_SOURCES


def _number(token: Token) -> bool:
    return counts(token) and token.lower != "ein"
