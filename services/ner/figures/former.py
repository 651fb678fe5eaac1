"""Numbers of another time: "zuvor 8.000", "2019 waren es noch 1.400", "180 Soldaten, heute 35"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.ner.figures.passage import Claim
from services.ner.figures.speech import HAVE_SAID
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import word_set

FORMERLY = word_set(
    """
    zuvor ursprünglich ursprünglichen früher damals einst einstigen vormals ehemals zunächst anfangs
    seinerzeit vorher vortag statt anstatt anstelle
    """
)
UNTIL_NOW = word_set("bislang bisher")
HAD = word_set("hatte hatten war waren")
WERE = word_set("war waren")
AT_LAST = word_set("ende schluss schließlich zuletzt danach dann")
SAID_THEN = HAVE_SAID | word_set("gelegen ausgegangen")
NOBODY = word_set("niemand nicht keiner")
AGES = word_set("jahr jahren monat monaten woche wochen tagen jahrzehnten")
LONG_AGO = re.compile(
    r"(?:19|20)\d\d|januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|frühjahr|frühling|sommer|herbst|winter|vorjahr"
)
PEAK = re.compile(r"(?:spitzen|glanz)zeit(?:en)?|höhepunkt(?:s|es)?|hochphase")
PRESENT = word_set("ist sind hat haben wird werden soll sollen")
NOW = word_set("heute jetzt nun inzwischen mittlerweile derzeit aktuell")


def formerly(tokens: Sequence[Token], claim: Claim) -> bool:
    """Zuvor 8.000, statt der 180, von 8.000 auf …, vor einem Jahr waren es 140.000."""
    words = [tokens[index].lower for index in claim.clause.indexes]
    if _set_back(tokens, claim):
        return True
    return claim.event is None and (
        _were(words) or _was_said(words) or (_peak(words) and not claim.measure.fate)
    )


def _set_back(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it says so right before the number: "(bisher 900)", "statt der 180", "von 8.000 auf 10.000"."""
    counted = claim.counted
    before = [lower_at(tokens, index) for index in range(max(0, counted.first - 3), counted.first)]
    after = [lower_at(tokens, index) for index in range(counted.end, min(len(tokens), counted.end + 12))]
    if "(" in before and not UNTIL_NOW.isdisjoint(before):
        return True
    if not FORMERLY.isdisjoint(before) or before[-2:] == ["von", "bisher"]:
        return True
    return before[-1:] == ["von"] and "auf" in after and (counted.noun is None or counted.shared)


def _were(words: Sequence[str]) -> bool:
    """Vor einem Jahr waren es 140.000; bisher war von 900 die Rede; im Mai waren es noch 1.400."""
    if WERE.isdisjoint(words):
        return False
    if "gewesen" in words:
        return True
    ago = any(word == "vor" and AGES.intersection(words[at : at + 4]) for at, word in enumerate(words))
    told = "rede" in words and not {"bisher", "lange"}.isdisjoint(words)
    dated = any(LONG_AGO.fullmatch(word) for word in words)
    compared = any(verb in WERE and word == "es" for verb, word in pairwise(words))
    still = "noch" in words and (compared or dated) and AT_LAST.isdisjoint(words)
    return ago or told or still or not FORMERLY.isdisjoint(words)


def _peak(words: Sequence[str]) -> bool:
    """Zu Spitzenzeiten waren 130.000 Soldaten dort."""
    return any(PEAK.fullmatch(word) for word in words) and PRESENT.isdisjoint(words)


def _was_said(words: Sequence[str]) -> bool:
    """Anfangs hatte die Polizei von elf Toten gesprochen; noch am Mittag hatte sie elf Tote gemeldet."""
    if HAD.isdisjoint(words) or SAID_THEN.isdisjoint(words) or not NOBODY.isdisjoint(words):
        return False
    return not (FORMERLY | UNTIL_NOW | {"noch"}).isdisjoint(words)


def replaced(tokens: Sequence[Token], claims: Sequence[Claim]) -> set[int]:
    """The claims, by identity, that a later one brings up to date: the 180 of "180 Soldaten, heute 35"."""
    return {id(claim.source) for claim in claims if claim.source and _now(tokens, claim.counted.first)}


def _now(tokens: Sequence[Token], first: int) -> bool:
    """Whether "heute" or "inzwischen" stands before a number, with no mark between."""
    for at in range(first - 1, max(-1, first - 5), -1):
        if tokens[at].kind is Kind.MARK:
            return False
        if tokens[at].lower in NOW:
            return True
    return False
