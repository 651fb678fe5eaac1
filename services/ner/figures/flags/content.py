"""What is said, and where it is told whether that holds: "…, dass 500 fielen", "Berichte über 500 Tote"."""

import re
from collections.abc import Sequence

from services.ner.figures.clauses.finite import finite
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import DETERMINERS, FINITE_VERBS, PREPOSITIONS, word_set
from services.ner.figures.owners.senders import infinitive
from services.ner.figures.passage import Claim

SAID = re.compile(
    r".*(?:bericht|angabe|meldung|nachricht|behauptung|darstellung|aussage|vorw[uü]rf|gerücht|hinweis|beleg"
    r"|beweis|anzeichen|erkenntnis|rede|schätzung|zahl|plan|pläne|planung|absicht|entsendung|tod)(?:e?s|en?|n)?"
)
"""Nouns of what somebody says or means to do."""
OF = word_set("von vom zu zum zur der über für")
FAR = word_set("über für")
"""Prepositions that may stand apart from their noun: "Berichte der Times über 500 Tote"."""
OPENERS = word_set("dass daß wonach")
SOURCES = word_set("nach laut gemäß gemäss")
NO_CONTENT = word_set("um ohne statt anstatt")
"""What an infinitive begins with that tells a purpose or a way."""
ENDS = frozenset(",;:.!?–—-()")
BETWEEN = 5
"""Tokens from a noun to the preposition it governs."""
REACH = 20


def said_by_noun(tokens: Sequence[Token], claim: Claim) -> int | None:
    """The noun that tells of those counted, in their own clause: "Berichte über 500 gefallene Soldaten"."""
    first = claim.counted.first - (tokens[claim.counted.first - 1].lower.startswith("angeblich"))
    told = claim.event.index if claim.event and claim.event.nominal else None
    noun = _governor(tokens, claim, first, told)
    return None if noun is None or _circumstance(tokens, noun) else noun


def _governor(tokens: Sequence[Token], claim: Claim, first: int, told: int | None) -> int | None:
    """The noun before "über" or "von"; of several the outer one: "Berichte über den Tod von 300 Soldaten"."""
    preposition = first - 1
    if preposition <= claim.clause.indexes[0] or tokens[preposition].lower not in OF:
        return None
    reach = BETWEEN if tokens[preposition].lower in FAR else 1
    for at in range(preposition - 1, max(claim.clause.indexes[0] - 1, preposition - 1 - reach), -1):
        if tokens[at].text in ENDS or finite(tokens, at):
            return None
        if tokens[at].capital and (at == told or SAID.fullmatch(tokens[at].lower)):
            outer = _governor(tokens, claim, _phrase(tokens, at), told)
            return at if outer is None else outer
    return None


def _phrase(tokens: Sequence[Token], noun: int) -> int:
    """Where the phrase of a noun begins: "den frühen Tod"."""
    while noun > 0 and _describes(tokens[noun - 1]):
        noun -= 1
    return noun


def _describes(word: Token) -> bool:
    plain = word.kind is Kind.WORD and not word.capital and word.lower.endswith(("e", "en", "er", "es"))
    return word.lower in DETERMINERS or (plain and word.lower not in PREPOSITIONS | FINITE_VERBS)


def _circumstance(tokens: Sequence[Token], noun: int) -> bool:
    """Whether it only says when or why: "nach dem Tod von 20 Menschen wies er Kritik zurück"."""
    return lower_at(tokens, _phrase(tokens, noun) - 1) in PREPOSITIONS


def content(tokens: Sequence[Token], claim: Claim) -> int | None:
    """Where the clause begins that tells what is said, None if theirs tells no such thing."""
    first = claim.clause.indexes[0]
    word, second = lower_at(tokens, first), lower_at(tokens, first + 1)
    through = claim.clause.relative and (word in SOURCES or second == "zufolge") and _said(tokens, first)
    planned = lower_at(tokens, first - 1) == "," and infinitive(claim.clause) and word not in NO_CONTENT
    if word in OPENERS or through or (planned and not claim.clause.relative):
        return first
    return _behind_noun(tokens, claim)


def _said(tokens: Sequence[Token], first: int) -> bool:
    """Whether what somebody says stands before a clause: "wies Berichte zurück, nach denen …"."""
    return any(tokens[at].capital and SAID.fullmatch(tokens[at].lower) for at in before(tokens, first))


def _behind_noun(tokens: Sequence[Token], claim: Claim) -> int | None:
    """Where it begins without a conjunction: "Die Behauptung, dort stünden 10.000 Soldaten, …"."""
    for at in range(claim.counted.first - 1, max(0, claim.clause.indexes[0] - 2), -1):
        if tokens[at].text == ",":
            said = tokens[at - 1].capital and SAID.fullmatch(tokens[at - 1].lower)
            return at + 1 if said and not claim.clause.relative else None
    return None


def before(tokens: Sequence[Token], first: int) -> range:
    """The predicate that the clause at `first` is the object of: "Kiew wies Angaben zurück, wonach …"."""
    end = first - 1
    if end < 0 or tokens[end].text not in (",", ":"):
        return range(0)
    start = end
    while start > max(0, end - REACH) and tokens[start - 1].text not in ENDS:
        start -= 1
    joints = (at for at in range(end - 1, start, -1) if tokens[at].lower == "und")
    joint = next((at for at in joints if _told(tokens, range(at + 1, end))), start - 1)
    return range(joint + 1, end)


def behind(tokens: Sequence[Token], end: int) -> range:
    """The predicate that follows a clause which ends at a mark: "…, wies Kiew zurück"."""
    if end + 1 >= len(tokens) or tokens[end].text not in ENDS:
        return range(0)
    stops = (at for at in range(end + 1, len(tokens)) if tokens[at].text in ENDS or tokens[at].lower == "und")
    return range(end + 1, min(next(stops, len(tokens)), end + REACH))


def judgements(tokens: Sequence[Token], claim: Claim, first: int) -> list[range]:
    """Where it is told whether the clause at `first` holds: before it, and behind it if that is no clause."""
    leading = before(tokens, first)
    if leading and (_told(tokens, leading) or not SAID.fullmatch(tokens[leading[-1]].lower)):
        return [leading]
    end = claim.clause.indexes[-1] + 1
    if first > claim.clause.indexes[0]:
        end = next((at for at in range(claim.counted.end, end) if tokens[at].text in ENDS), end)
    return [leading, behind(tokens, end)]


def predicate(tokens: Sequence[Token], claim: Claim) -> Sequence[int]:
    """What their clause says of them: not ", und nannte …" in "bestätigte 20 Tote und nannte …"."""
    joints = [
        at for at in claim.clause.indexes if tokens[at].lower in ("und", "aber") and finite(tokens, at + 1)
    ]
    first = max((at for at in joints if at < claim.counted.first), default=-1)
    end = min((at for at in joints if at >= claim.counted.end), default=len(tokens))
    return [at for at in claim.clause.indexes if first < at < end]


def _told(tokens: Sequence[Token], within: range) -> bool:
    return any(finite(tokens, at) for at in within)


def last_word(tokens: Sequence[Token], within: Sequence[int]) -> int:
    """The last token of a clause that is no mark: the particle in "schickt sie zurück."."""
    return next((at for at in reversed(within) if tokens[at].kind is not Kind.MARK), within[-1])
