"""A sentence → its words, cut as GermEval cuts them, because the model was trained on such words."""

import re
from typing import NamedTuple

from services.ner.german import leads_on, may_lead_on

INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"  # soft hyphen, zero-width and direction marks
CHARACTER = rf"[\w\u0300-\u036f{INVISIBLE}]"
WORD = re.compile(
    rf"""
    (?:https?://|www\.)\S+
  | (?:[^\W\d_]\.){{2,}}                            # z.B., U.S.A.
  | \d+(?:[.,:]\d+)+(?:-{CHARACTER}+)*              # 2.300, 5,5-fach, 3:2
  | (?:-(?=[^\W\d_]))?{CHARACTER}+(?:(?:[-‐‑/'’&@]|\.(?=[a-z0-9])){CHARACTER}+)*(?:-(?=\s|$))?
  | (\S)\1*                                         # ... and any other sign
    """,
    re.VERBOSE,
)
HIDDEN = re.compile(f"[{INVISIBLE}]")


class Word(NamedTuple):
    """`text` without what is invisible; [start, end) in code points of the sentence, final dot included."""

    text: str
    start: int
    end: int


def words(sentence: str) -> list[Word]:
    """The words and signs of one sentence, in order; only white space and invisible signs lie between."""
    found = []
    position = 0
    while match := WORD.search(sentence, position):
        position = _end(sentence, match)
        if text := HIDDEN.sub("", sentence[match.start() : position]):
            found.append(Word(text, match.start(), position))
    return found


def _end(sentence: str, match: re.Match[str]) -> int:
    """The end of the word, past the dot of an ordinal or an abbreviation that does not end the sentence."""
    end = match.end()
    if sentence[end : end + 1] != "." or sentence[end + 1 : end + 2] == ".":
        return end
    goes_on = sentence[end + 1 :].lstrip()
    word = match[0]
    belongs = word.isdecimal() or leads_on(word, goes_on) or may_lead_on(word)
    return end + 1 if belongs and goes_on else end
