"""Numbers of another time: "zuvor 8.000", "2019 waren es noch 1.400", "180 Soldaten, heute 35"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import MONTHS, NOW, SEASONS, word_set
from services.ner.figures.passage import Claim
from services.ner.figures.sources.speech import HAVE_SAID

FORMERLY = word_set(
    """
    zuvor ursprünglich ursprünglichen früher damals einst einstigen vormals ehemals zunächst anfangs
    seinerzeit vorher vortag statt anstatt anstelle
    """
)
SINCE_CHANGED = word_set("statt anstatt anstelle ursprünglich ursprünglichen damals einst seinerzeit")
"""Of a fate only these: "zuvor waren 40 gefallen" tells when, and takes nothing back."""
UNTIL_NOW = word_set("bislang bisher")
HAD = word_set("hatte hatten war waren")
WERE = word_set("war waren")
SERVED = WERE | word_set("diente dienten zählte zählten umfasste umfassten standen verfügte verfügten")
"""Verbs that tell, in the past, how many there were."""
ONE_DAY = word_set("zeitweise zeitweilig vorübergehend")
NO_DAY = word_set("noch nicht auf erst wieder schon")
"""With them "einmal" tells no time: "noch einmal"."""
ERAS = word_set(
    """
    krieg kriegs kriegsbeginn kriegsausbruch invasion überfall wende mauerfall wiedervereinigung
    machtübernahme
    machtwechsel umsturz putsch abzug rückzug teilmobilmachung mobilmachung reform pandemie beitritt
    """
)
"""With "vor": times that are over."""
OVER = re.compile(
    r"(?:im|während des) (?:kalten krieg(?:es|s)?|(?:ersten|zweiten) weltkrieg(?:es|s)?)"
    r"|zu (?:ddr|sowjet)-?zeiten"
)
YEAR = re.compile(r"(?:19|20)\d\d")
EARLIER = word_set("frühere früheren vorherige vorherigen vorigen ersten ältere älteren")
VERSIONS = word_set("fassung version meldung meldungen angaben berichte berichten zahlen")
SAID_BEFORE = re.compile(r"(?:genannt|gemeldet|angegeben|berichtet|verbreitet|bekannt)e[nr]?")
"""With "zuvor" before the number: "die zuvor genannte Zahl von 17 Toten"."""
BY_MISTAKE = word_set("irrtümlich irrtümlicherweise fälschlich fälschlicherweise versehentlich")
WAS_SAID = word_set(
    "hieß hiess geheißen geheissen stand gestanden rede berichtet gemeldet geschrieben angegeben genannt"
)
REALLY = word_set("tatsächlich richtig korrekt sondern stattdessen wirklichkeit später inzwischen")
"""Behind them stands what is right."""
RETRACTION = 30
"""Tokens on either side of a number in which its retraction is told."""
AT_LAST = word_set("ende schluss schließlich schliesslich zuletzt danach dann")
SAID_THEN = HAVE_SAID | word_set("gelegen ausgegangen")
NOBODY = word_set("niemand nicht keiner")
AGES = word_set("jahr jahren monat monaten woche wochen tagen jahrzehnten")
LONG_AGO = MONTHS | SEASONS | {"vorjahr"}
PEAK = re.compile(r"(?:spitzen|glanz|hoch|blüte)zeit(?:en)?|höhepunkt(?:s|es)?|hochphase")
HAD_DONE = re.compile(r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,}|(?:ent|ver|be)[a-zäöüß]+|[a-zäöüß]+iert|worden")
"""A participle, which makes a pluperfect of "hatte"."""
PRESENT = word_set("ist sind hat haben wird werden soll sollen")


def formerly(tokens: Sequence[Token], claim: Claim) -> bool:
    """Zuvor 8.000, statt der 180, von 8.000 auf …, vor einem Jahr waren es 140.000."""
    if _set_back(tokens, claim) or _withdrawn(tokens, claim):
        return True
    if claim.event is not None:
        return False
    number = range(claim.counted.number.first, claim.counted.number.end)
    words = ["" if at in number else tokens[at].lower for at in claim.clause.indexes]
    return _were(words) or _was_said(words) or (not claim.measure.fate and _once(words))


def _withdrawn(tokens: Sequence[Token], claim: Claim) -> bool:
    """In einer früheren Fassung hieß es, …; irrtümlich war von 900 die Rede – but not: tatsächlich 90."""
    first = claim.counted.first
    before = [token.lower for token in tokens[max(0, first - RETRACTION) : first]]
    words = before + [token.lower for token in tokens[first : first + RETRACTION]]
    earlier = any(one in EARLIER and other in VERSIONS for one, other in pairwise(before))
    mistaken = not BY_MISTAKE.isdisjoint(before) and not WAS_SAID.isdisjoint(words)
    at_first = "zunächst" in before and "es" in before and not WAS_SAID.isdisjoint(before)
    return (earlier or mistaken or at_first) and REALLY.isdisjoint(before)


def _set_back(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it says so right before the number: "(bisher 900)", "statt der 180", "von 8.000 auf 10.000"."""
    counted = claim.counted
    before = [lower_at(tokens, index) for index in range(max(0, counted.first - 3), counted.first)]
    before = before[len(before) - before[::-1].index(",") :] if "," in before else before
    if _said_before(tokens, counted.first):
        return True
    after = [lower_at(tokens, index) for index in range(counted.end, min(len(tokens), counted.end + 12))]
    if "(" in before and not UNTIL_NOW.isdisjoint(before):
        return True
    told = claim.event is not None and not claim.event.nominal
    if any(word in ("jahr", "jahre") and then == "zuvor" for word, then in pairwise(before)):
        return True
    if not (SINCE_CHANGED if told else FORMERLY).isdisjoint(before) or before[-2:] == ["von", "bisher"]:
        return True
    return before[-1:] == ["von"] and "auf" in after and (counted.noun is None or counted.shared)


def _said_before(tokens: Sequence[Token], first: int) -> bool:
    """Die zuvor genannte Zahl von 17 Toten."""
    near = [lower_at(tokens, at) for at in range(max(0, first - 5), first)]
    told = (word for before, word in pairwise(near) if before in FORMERLY | UNTIL_NOW)
    return any(SAID_BEFORE.fullmatch(word) for word in told)


def _were(words: Sequence[str]) -> bool:
    """Vor einem Jahr waren es 140.000; bisher war von 900 die Rede; im Mai waren es noch 1.400."""
    if "blieb" in words and "damals" in words:
        return True
    if WERE.isdisjoint(words):
        return False
    if "gewesen" in words:
        return True
    ago = any(word == "vor" and AGES.intersection(words[at : at + 4]) for at, word in enumerate(words))
    told = "rede" in words and not {"bisher", "lange"}.isdisjoint(words)
    dated = any(word in LONG_AGO or YEAR.fullmatch(word) for word in words)
    compared = any(verb in WERE and word == "es" for verb, word in pairwise(words))
    still = "noch" in words and (compared or dated) and AT_LAST.isdisjoint(words)
    replaced = compared and (words[0] in UNTIL_NOW or _of_year(words))
    return ago or told or still or replaced or not FORMERLY.isdisjoint(words)


def _once(words: Sequence[str]) -> bool:
    """Whether so many were there once: zeitweise, im Kalten Krieg, vor dem Abzug, 2011, zu Spitzenzeiten."""
    if PRESENT.isdisjoint(words) and any(PEAK.fullmatch(word) for word in words):
        return True
    had = not HAD.isdisjoint(words) and not ONE_DAY.isdisjoint(words)
    return had or (_was_so(words) and (_back_then(words) or _before_era(words)))


def _was_so(words: Sequence[str]) -> bool:
    """Waren dort; dienten dort; hatte 500 Soldaten – but not: hatte 500 Soldaten entsandt."""
    last = next((word for word in reversed(words) if word.isalpha()), "")
    alone = not {"hatte", "hatten"}.isdisjoint(words) and HAD_DONE.fullmatch(last) is None
    return alone or not SERVED.isdisjoint(words)


def _back_then(words: Sequence[str]) -> bool:
    """Bisher waren …; waren einmal …; bis 2023 waren …; 2011 waren …; im Kalten Krieg."""
    ends = (words[at + 1 : at + 4] for at, word in enumerate(words) if word == "bis")
    until = any(YEAR.fullmatch(word) for end in ends for word in end)
    once = any(word == "einmal" and before not in NO_DAY for before, word in pairwise(words))
    over = OVER.search(" ".join(words)) is not None
    return until or once or over or not UNTIL_NOW.isdisjoint(words) or _of_year(words)


def _of_year(words: Sequence[str]) -> bool:
    """2011 waren …; im Jahr 2011 waren …; waren 2011 dort – but not: Ende 2024, which may be news."""
    if YEAR.fullmatch(words[0]):
        return True
    pairs = pairwise(words)
    return any(YEAR.fullmatch(word) and before in SERVED | {"es", "jahr", "jahre"} for before, word in pairs)


def _before_era(words: Sequence[str]) -> bool:
    """Vor dem Krieg; vor der Wende; vor zehn Jahren."""
    spans = (words[at + 1 : at + 4] for at, word in enumerate(words) if word == "vor")
    return any(not (ERAS | AGES).isdisjoint(span) or YEAR.fullmatch("".join(span[:1])) for span in spans)


def _was_said(words: Sequence[str]) -> bool:
    """Anfangs hatte die Polizei von elf Toten gesprochen; noch am Mittag hatte sie elf Tote gemeldet."""
    if HAD.isdisjoint(words) or SAID_THEN.isdisjoint(words) or not NOBODY.isdisjoint(words):
        return False
    return not (FORMERLY | UNTIL_NOW | {"noch"}).isdisjoint(words)


def replaced(tokens: Sequence[Token], claims: Sequence[Claim]) -> set[Claim]:
    """The claims that a later one brings up to date: the 180 of "180 Soldaten, heute 35"."""
    return {claim.source for claim in claims if claim.source and _now(tokens, claim.counted.first)}


def _now(tokens: Sequence[Token], first: int) -> bool:
    """Whether "heute" or "inzwischen" stands before a number, with no mark between."""
    for at in range(first - 1, max(-1, first - 5), -1):
        if tokens[at].kind is Kind.MARK:
            return False
        if tokens[at].lower in NOW:
            return True
    return False
