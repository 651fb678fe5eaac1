"""Who says so by a verb of saying: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""

import re
from collections.abc import Iterator, Sequence

from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import (
    BE,
    CLAUSE_ENDS,
    COORDINATORS,
    FINITE_AUXILIARIES,
    HAVE,
    TOTALS,
    word_set,
)
from services.ner.figures.sources.sources import CLOSERS, LONGEST, Source
from services.ner.figures.sources.speakers import (
    before_verb,
    behind_insertion,
    behind_verb,
    counts_people,
    is_number,
    opening_of,
    part_of_name,
)
from services.ner.figures.sources.speech import DENIALS, FORMS, HAVE_SAID, NEEDED, PREPOSITIONS_OF, Verb

COUNTING = word_set("zählen zählt zählte zählten")
NOTHING_SAID = word_set("sich nichts nicht")
CLAIMING = word_set("will wollen")
"""With a perfect, who says so of themselves: "Russland will 65 Drohnen abgefangen haben"."""
PERFECT = re.compile(
    r"[a-zäöü]{0,8}ge[a-zäöüß]{2,}(?:t|en)|(?:be|ver|er|ent|zer|über|unter)[a-zäöüß]+(?:t|en)|[a-zäöüß]+iert"
)
"""A participle before "haben"."""
ARTICLES = ("der", "die", "das")
MAY_SAY = frozenset((*FORMS, *DENIALS)) | HAVE | BE | CLAIMING
FAR = 40
"""Tokens in which the rest of a separable verb is looked for."""


def said(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Source]:
    """Every source with its verb: das Pentagon schätzt, dass …; …, sagte Rutte; wie die Armee mitteilte."""
    for index, token in enumerate(tokens):
        if token.capital or token.lower not in MAY_SAY:
            continue
        opening = opening_of(tokens, index)
        told = _says(tokens, opening, index) or _have_said(tokens, opening, index)
        if not (told or claims_to_have(tokens, index)):
            continue
        if _silent(tokens, opening, index) or (token.lower in COUNTING and _has(tokens, index, lexicon)):
            continue
        if not told and tokens[index + 1].lower in ARTICLES:
            opening = index  # "Bei dem Angriff will der SBU 41 Bomber getroffen haben"
        before, behind = before_verb(tokens, opening, index), behind_verb(tokens, opening, index, lexicon)
        of_counted = before and any(counts_people(tokens[at], lexicon) for at in range(before.first, index))
        known = (behind or before) if of_counted else (before or behind)
        if (
            before
            and known is before
            and any(tokens[at].lower in TOTALS for at in range(before.first, index))
        ):
            continue  # "Die Zahl der Verletzten gab er mit 46 an"
        if source := known or behind_insertion(tokens, opening, index):
            yield source


def _silent(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether who speaks says nothing: "äußerte sich nicht"."""
    stops = (
        at for at in range(index, len(tokens)) if tokens[at].text in CLOSERS | {"."} or is_number(tokens[at])
    )
    inside = {tokens[at].lower for at in range(opening, min(next(stops, len(tokens)), index + LONGEST))}
    return "nichts" in inside or {"sich", "nicht"} <= inside


def _has(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether "zählen" tells how many there are: "Die Armee zählt 5.000 Mann", but not "… zählt 40 Tote"."""
    number = next(
        (at for at in range(index + 1, min(index + LONGEST, len(tokens))) if is_number(tokens[at])), None
    )
    if number is None:
        return False
    noun = number + 1
    while noun < len(tokens) and not tokens[noun].capital and part_of_name(tokens[noun]):
        if tokens[noun].lower in lexicon.adjectives:
            return False
        noun += 1
    noun += lower_at(tokens, noun) in ("million", "millionen")
    counted = noun < len(tokens) and tokens[noun].capital
    return not counted or lexicon.soldiers(tokens[noun].text)


def _says(tokens: Sequence[Token], opening: int, index: int) -> bool:
    """Whether a word is a finite verb of saying, whole; one of denying is where it goes on after a colon."""
    verbs = FORMS.get(tokens[index].lower, ())
    denies = tokens[index].lower in DENIALS and _colon_follows(tokens, index)
    if not verbs or _infinite(tokens, opening, index) or (index and is_number(tokens[index - 1])):
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


def claims_to_have(tokens: Sequence[Token], index: int) -> bool:
    """Whether a perfect follows that somebody says of themselves: "will 65 Drohnen abgefangen haben"."""
    if tokens[index].lower not in CLAIMING:
        return False
    behind = range(index + 1, min(index + FAR, len(tokens)))
    end = next((at for at in behind if tokens[at].text in CLOSERS | {"."}), len(tokens))
    first = opening_of(tokens, index)
    by = any(tokens[at].lower == "bis" and lower_at(tokens, at + 1) != "zu" for at in range(first, end))
    done = end - index > 2 and PERFECT.fullmatch(lower_at(tokens, end - 2)) is not None
    return done and not by and tokens[end - 1].lower == "haben"


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
        numbered = numbered or is_number(tokens[at])
        inside.add(word)
    return False
