"""Numbers that a noun elsewhere tells of: "die Zahl der Toten stieg auf 12", "eine Armee von 300.000"."""

import re

from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.kinds import deadly, military
from services.ner.figures.german.tokens import lower_at
from services.ner.figures.german.words import TIMES_OF_NOW, TOTALS, word_set
from services.ner.figures.numbers.never import year_like
from services.ner.figures.passage import Claim
from services.ner.figures.sentence import Sentence
from shared.events import Hedge
from shared.watchlist import Measure

OF_TOTALS = word_set(
    """
    auf bei von mit an über unter beträgt betrug betrage liegt lag liege erreicht erreichte ist war sei
    wurde : überschritt übersteigt übertrifft zu zählte zählt umfasst umfasste umfasse
    """
)
LINKS = (
    "belauf", "belief", "bezif", "schätz", "lag", "lieg", "läg", "betrag", "betrug", "beträg", "stieg",
    "steig", "gab", "gibt", "erreich", "summier",
)  # fmt: skip
"""Beginnings of verbs that tie a sum to its number."""
BELONG = word_set("zählen zählten gehören gehörten zählt gehört")
THEN_OR_NOW = TIMES_OF_NOW | word_set("zuvor nun nunmehr vorher früher")
GENITIVE = re.compile(r"[a-zäöüß]{3,}er")
"""An adjective before a noun without an article: "die Zahl getöteter Russen"."""
WINDOW = 25
"""Tokens before a number in which its "Zahl der …" is looked for."""


def total_of(sentence: Sentence, phrase: Counted) -> tuple[Measure, int] | None:
    """The noun of "die Zahl der Toten stieg auf 12", "die Truppenstärke von 35.000"."""
    tokens = sentence.tokens
    before = phrase.first - 1
    before -= lower_at(tokens, before) in THEN_OR_NOW
    if lower_at(tokens, before) not in OF_TOTALS and phrase.number.hedge is Hedge.EXACT:
        return None
    if year_like(tokens, phrase.number.quantity) and lower_at(tokens, before) not in ("auf", "bei", "mit"):
        return None
    start = before - (lower_at(tokens, before) == ":")
    for index in range(start, max(-1, phrase.first - WINDOW), -1):
        word = tokens[index].lower
        if word in (":", ";"):
            return None
        if word in sentence.lexicon.totals and not _aside(sentence, index, phrase.first):
            return sentence.lexicon.totals[word], index
        counts = word in TOTALS or (word in ("die", "jene") and lower_at(tokens, index - 1) in (",", "und"))
        if counts and lower_at(tokens, index + 1) in ("der", "von", "an", "seiner", "ihrer"):
            return _of_total(sentence, index + 2, phrase.first)
        if word in TOTALS and GENITIVE.fullmatch(lower_at(tokens, index + 1)):
            return _of_total(sentence, index + 1, phrase.first)
    return None


def lost(sentence: Sentence, phrase: Counted) -> Measure | None:
    """What a sum counts soldiers as: "Verluste von 1.200 Mann", "Moskaus Verluste: 1.240 Soldaten"."""
    index = sum_before(sentence, phrase.first)
    if index is None:
        return None
    before = lower_at(sentence.tokens, phrase.first - 1)
    near = sentence.tokens[max(0, index - WINDOW) : phrase.end + WINDOW]
    linked = any(token.lower.startswith(LINKS) for token in near)
    if before == ":" or (before == "von" and index == phrase.first - 2) or (linked and before in OF_TOTALS):
        return sentence.lexicon.totals[sentence.tokens[index].lower]
    return None


def sum_before(sentence: Sentence, first: int) -> int | None:
    """Where the noun of a sum of the dead or the lost stands before a number; None where it does not."""
    words = ((at, sentence.tokens[at].lower) for at in range(first - 1, max(-1, first - WINDOW), -1))
    return next(
        (at for at, word in words if _is_sum(sentence, word) and not _aside(sentence, at, first)), None
    )


def _aside(sentence: Sentence, index: int, first: int) -> bool:
    """Whether a word stands in a relative clause that the number is not in."""
    clause = sentence.clauses.get(index)
    return clause is not None and clause.relative and first not in clause.indexes


def _is_sum(sentence: Sentence, word: str) -> bool:
    measure = sentence.lexicon.totals.get(word)
    return measure is not None and measure.fate


def _of_total(sentence: Sentence, start: int, stop: int) -> tuple[Measure, int] | None:
    for index in range(start, min(start + 6, stop)):
        token = sentence.tokens[index]
        if not token.capital and (told := sentence.lexicon.adjectives.get(token.lower)):
            return told, next(
                (at for at in range(index, min(index + 4, stop)) if sentence.tokens[at].capital), index
            )
        of_what = lower_at(sentence.tokens, index + 1) in ("von", "des", "der")
        if token.lower in ("opfer", "opfern") and of_what and not deadly(sentence.words):
            return None  # "die Zahl der Opfer von Internetbetrug"
        measure = sentence.lexicon.noun(token.text) if token.capital else None
        if measure is None and token.capital and sentence.demonym(index):
            measure = sentence.lexicon.troops
        if measure:
            return measure, index
    return None


def of_body(sentence: Sentence, phrase: Counted) -> bool:
    """Whether a body of soldiers is told to be so many: "eine Armee von 300.000"."""
    index = phrase.first - 2
    of = lower_at(sentence.tokens, phrase.first - 1) == "von"
    return of and index >= 0 and sentence.tokens[index].capital and military(sentence.tokens[index].text)


def among(sentence: Sentence, bare: Claim) -> Measure | None:
    """The fate of those among whom they are: "unter den Toten sind drei Kinder", "zu den Toten zählen …"."""
    tokens = sentence.tokens
    for index in bare.clause.indexes[:-2]:
        about = tokens[index].lower == "bei" and "handelt" in bare.clause.words  # "bei den Getöteten"
        belong = tokens[index].lower == "zu" and not BELONG.isdisjoint(bare.clause.words)
        of = tokens[index].text == "Von" and index == bare.clause.indexes[0]  # "Von den Toten sind zwei …"
        if (about or belong or of or tokens[index].lower == "unter") and lower_at(tokens, index + 1) in (
            "den",
            "ihren",
        ):
            word = next(
                (tokens[at] for at in range(index + 2, min(index + 5, len(tokens))) if tokens[at].capital),
                None,
            )
            measure = sentence.lexicon.somebody(word.text) if word else None
            if measure and measure.fate and not bare.counted.first <= index + 2 < bare.counted.end:
                return measure
    return None
