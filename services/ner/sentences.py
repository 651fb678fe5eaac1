"""A text → its paragraphs and sentences, as a reader sees them.

Own rules, because German ordinals, quotes and abbreviations are what libraries get wrong: on the cases of
tests/ner/test_sentences.py that have one line, sentencex 1.0 fails at a fifth, pysbd 0.3 at a quarter,
syntok 1.4 and segtok 1.5 at two fifths; none of them knows a hard-wrapped line from a heading.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from services.ner.german import ROMAN, TABLE, leads_on, may_lead_on
from services.ner.paragraphs import paragraphs
from shared.events import Span

END = re.compile(r"[.!?…]++[\"'”“»«’‘)\]›‹]*+")
GAP = re.compile(r"\s*+")
OPENERS = "\"'„“”»«’‘‚([›‹¿¡"
COUNT = re.compile(r"(?!\d{4}\b)[\d.,]*\d\s+[^\W\d_]")
LAST_DAY = 31
REACH = 60  # code points looked at on either side of a full stop


@dataclass(frozen=True)
class Layout:
    """Spans in reading order, without white space at their ends. Each sentence lies in one paragraph."""

    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]


def split(text: str) -> Layout:
    """Paragraphs and sentences of any text, in linear time; only white space lies outside of sentences."""
    spans = tuple(paragraphs(text))
    return Layout(spans, tuple(sentence for span in spans for sentence in _sentences(text, span)))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for mark in END.finditer(text, paragraph.start, paragraph.end):
        following = GAP.match(text, mark.end(), paragraph.end)
        if following is None or following.end() == paragraph.end:
            break
        if _ends(text, start, mark, following.end()):
            yield Span(start=start, end=mark.end())
            start = following.end()
    yield Span(start=start, end=paragraph.end)


def _ends(text: str, start: int, mark: re.Match[str], following: int) -> bool:
    """Whether a sentence that starts at `start` ends with this mark, the next word being at `following`."""
    before = _plain(text[max(start, mark.start() - REACH) : mark.start()])
    after = _plain(text[following : following + REACH]).lstrip(OPENERS)
    word = re.match(r"[^\W_]*", after)
    next_word = word[0] if word else ""
    if following == mark.end():
        return _lost_space(before, mark[0], next_word)
    if after[:1].islower():
        return False
    if "…" in mark[0] or ".." in mark[0]:
        attached = before[-1:].strip() != ""
        return before[-1:] not in "[(" and (attached or next_word in TABLE.starters)
    if mark[0][0] in "!?":
        return True
    return _full_stop(before.split(), after, next_word)


def _full_stop(before: list[str], after: str, next_word: str) -> bool:
    word = before[-1].lstrip(OPENERS) if before else ""
    pair = (before[-2].lstrip(OPENERS) if len(before) > 1 else "") + word
    if word[-1:].isdecimal():
        return _number_ends(word, before[-2] if len(before) > 1 else "", after, next_word)
    if leads_on(word, after) or (len(word) <= 3 and leads_on(pair, after)):
        return False
    if may_lead_on(word) or (len(word) <= 3 and may_lead_on(pair)):
        return next_word in TABLE.starters
    return True


def _number_ends(word: str, previous: str, after: str, next_word: str) -> bool:
    """Whether the dot after a number ends the sentence, or makes it an ordinal or a part of a date."""
    small = re.fullmatch(r"(?:\d{1,2}\.)?\d{1,2}", word) is not None
    if after[:1].isdecimal():
        return not small or (word.isdecimal() and previous.isalpha() and COUNT.match(after) is not None)
    if next_word in TABLE.months or (next_word not in TABLE.starters and ROMAN.fullmatch(word)):
        return False
    total = word.isdecimal() and int(word) > LAST_DAY and previous.lower() in TABLE.numbering
    return next_word in TABLE.starters or total or not (small or previous.lower() in TABLE.determiners)


def _lost_space(before: str, mark: str, next_word: str) -> bool:
    """Whether a space was lost in extraction, as in "der Woche.Die Truppen"."""
    return mark == "." and re.search(r"[a-zäöüß]{3}$", before) is not None and next_word in TABLE.starters


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", words.replace("\u00ad", ""))
