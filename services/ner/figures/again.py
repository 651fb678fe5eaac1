"""Numbers that go on about those just counted: "heute 35", "in Poltawa fünf", "weitere zehn"."""

from collections.abc import Sequence
from dataclasses import replace

from services.ner.figures.counted import AGAIN, Counted
from services.ner.figures.lexicon import military
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import FINITE_VERBS, word_set
from shared.events import Hedge

NOW = word_set(
    """
    heute jetzt nun inzwischen mittlerweile derzeit aktuell dann später ursprünglich früher zuvor vortag
    """
)
LOCAL = word_set("aus in im auf an der über bei nahe vor am nördlich südlich östlich westlich")
GAPS = LOCAL - {"der"} | word_set("nach bisher bislang zuletzt zuvor tags")
REST = AGAIN | word_set("übrigen restlichen verbliebenen")
JOINTS = word_set("und sowie , oder aber")
ENDS = ("", ".", ",", ";", ")", "und", "sowie")
SPOKEN = word_set("spricht sprach sprechen sprachen geht gehen ging gingen")
FARTHEST = 7
"""Tokens that a place or a time before the number may have: "am vergangenen Donnerstag in Sumy fünf"."""


def again(sentence: Sentence, bare: Claim, last: Claim | None, passage: Passage) -> Claim | None:
    """The claim of a bare number that takes its noun from `last`, or from the sentence before."""
    if last:
        same = _same_here(sentence, bare.counted, last)
        pointed = last.part and last.source is not None and _joined(sentence.tokens, bare.counted)
        source = last.source if pointed else last
        return replace(bare, measure=last.measure, source=source, part=pointed) if same else None
    return _after_sentence(sentence, bare, passage)


def one_more(sentence: Sentence, bare: Claim, last: Claim) -> Claim | None:
    """The one of "drei Soldaten aus Malawi und einer aus Uruguay", "in Lyon einer"."""
    tokens, phrase = sentence.tokens, bare.counted
    one = tokens[phrase.number.quantity.first].lower in ("einer", "eine", "eines")
    if one and last.measure.fate and bare.event and bare.event.index == phrase.end:
        return replace(bare, measure=bare.event.measure, source=last)  # ", einer verletzt"
    listed = lower_at(tokens, phrase.first - 1) in ("und", "sowie", ",") and lower_at(tokens, phrase.end) in (
        "aus",
        "in",
    )
    if one and last.measure.fate and (listed or gapped(tokens, phrase, last)):
        return replace(bare, measure=last.measure, event=None, source=last)
    return None


def the_rest(tokens: Sequence[Token], phrase: Counted) -> bool:
    """Weitere zehn, die übrigen drei, 20 weitere."""
    before = lower_at(tokens, phrase.first - 1) in REST or any(
        tokens[at].lower in AGAIN for at in phrase.adjectives
    )
    follows = tokens[phrase.end] if phrase.end < len(tokens) else None
    plain = follows is None or follows.text in ENDS or (follows.kind is Kind.WORD and not follows.capital)
    return before and plain


def _after_sentence(sentence: Sentence, bare: Claim, passage: Passage) -> Claim | None:
    """Rund 3.000 seien dort; the army "sprach von 14"; "wären es weniger als 100"."""
    before, phrase = passage.before, bare.counted
    spoken = not SPOKEN.isdisjoint(sentence.words) and lower_at(sentence.tokens, phrase.first - 1) == "von"
    known = passage.claims[-1] if passage.claims and not passage.claims[-1].measure.things else None
    if spoken and known and lower_at(sentence.tokens, phrase.end) in ENDS:
        return replace(bare, measure=known.measure, source=known)
    alone = lower_at(sentence.tokens, phrase.end) in (*ENDS, *FINITE_VERBS)
    if sentence.soldiers and ((spoken and alone) or _they(sentence, phrase)):
        return bare
    if before is None or not _answers(sentence, phrase):
        return None
    if known:
        return replace(bare, measure=known.measure, source=known)
    return bare if before.soldiers and not passage.claims else None


def _they(sentence: Sentence, phrase: Counted) -> bool:
    """Sollte Seoul Soldaten entsenden, wären es 100."""
    near = range(max(0, phrase.first - FARTHEST), phrase.first)
    it = any(lower_at(sentence.tokens, at) == "es" for at in near)
    return it and any(index < phrase.first for index in sentence.soldiers)


def _same_here(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    tokens = sentence.tokens
    after = lower_at(tokens, phrase.end)
    if _joined(tokens, phrase) and after in LOCAL:
        return True
    if sentence.named_before(phrase) or the_rest(tokens, phrase) or gapped(tokens, phrase, last):
        return True
    near = {lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)}
    talked = "rede" in {lower_at(tokens, phrase.end + at) for at in (0, 1)}
    if not NOW.isdisjoint(near) or "es" in near or talked:
        return True
    return _paired(sentence, phrase, last) or _listed(tokens, phrase, last)


def _joined(tokens: Sequence[Token], phrase: Counted) -> bool:
    return lower_at(tokens, phrase.first - 1) in JOINTS


def gapped(tokens: Sequence[Token], phrase: Counted, last: Claim) -> bool:
    """Whether only a place or a time stands before it and nothing behind: ", in Poltawa fünf"."""
    if lower_at(tokens, phrase.end) not in ENDS:
        return False
    start = phrase.first
    while start > max(last.counted.end, phrase.first - FARTHEST) and not _opens(tokens, start - 1):
        start -= 1
    words = [token.lower for token in tokens[start : phrase.first]]
    if not words or not _opens(tokens, start - 1) or not FINITE_VERBS.isdisjoint(words):
        return False
    body = len(words) == 2 and words[0] in ("der", "die", "das") and military(words[1])  # ", das Heer 62.000"
    return words[0] in GAPS or body


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return lower_at(tokens, index) in (",", ";", "(", "und", "sowie")


def _paired(sentence: Sentence, phrase: Counted, last: Claim) -> bool:
    """Whether a preposition pairs it: "von 14 Toten … von 20", "um 300 auf 900", "sprach von zwölf"."""
    before = lower_at(sentence.tokens, phrase.first - 1)
    first = lower_at(sentence.tokens, last.counted.first - 1)
    told = any(lower_at(sentence.tokens, at) in SPOKEN for at in range(last.counted.end, phrase.first))
    if before == "von" and (first == "von" or told):
        return first == "von" or lower_at(sentence.tokens, phrase.end) in ENDS
    ends = lower_at(sentence.tokens, phrase.end) in ENDS
    return (before == "auf" and first in ("von", "um")) or (before == first == "über" and ends)


def _listed(tokens: Sequence[Token], phrase: Counted, last: Claim) -> bool:
    """Whether it stands bare at the end, as a correction: ", eher rund 300"; "und fünf zerstört"."""
    before, after = lower_at(tokens, phrase.first - 1), lower_at(tokens, phrase.end)
    if after not in ENDS:
        verb = after.endswith(("t", "en")) and lower_at(tokens, phrase.end + 1) in ENDS
        return last.measure.things and verb and before in ("und", ",")
    return phrase.number.hedge is not Hedge.EXACT and before in (",", "sondern", "und", "eher")


def _answers(sentence: Sentence, phrase: Counted) -> bool:
    """Whether the number stands where the sentence goes on about the same people."""
    tokens = sentence.tokens
    near = [lower_at(tokens, at) for at in range(max(0, phrase.first - 4), phrase.first)]
    opens = phrase.first <= 1 and lower_at(tokens, phrase.end) in FINITE_VERBS | AGAIN
    return (
        opens or "es" in near or "davon" in near or near[-1:] in (["seien"], ["sind"], ["waren"], ["wären"])
    )
