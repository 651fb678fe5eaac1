"""Numbers that their own clause negates: "nicht 3.000, sondern 300", "20 wurden nicht getötet"."""

from collections.abc import Sequence

from services.ner.figures.clauses.finite import counts
from services.ner.figures.counting.counted import AGAIN
from services.ner.figures.fates.fates import in_phrase_of_preposition
from services.ner.figures.flags.content import last_word
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import DETERMINERS, SENDING, SENT, word_set
from services.ner.figures.passage import Claim

NOT = word_set("nicht niemals weder kein keine keinen keiner keinem keinerlei")
NEVER = word_set("nicht niemals weder")
ONLY = word_set("nur bloß bloss allein lediglich")
FEW = word_set("weniger mehr hunderte tausende dutzende")
SOME = word_set("alle aller allen sämtliche sämtlichen")
"""With them only some are denied: "nicht alle 5.000"."""
MORE = AGAIN | word_set("zusätzliche zusätzlichen")
THERE = word_set("da dort hier präsent anwesend stationiert vorhanden")
COMING = (
    SENDING | SENT | word_set("kommen gekommen eingetroffen existieren existiert gibt gab gebe")
) - word_set("hat hatte verlor bildet stellt stellte stellen liefert lieferte")
"""Verbs that tell that those counted are there."""
REACH = 12
"""Tokens to each side of a number in which what it is set against is looked for."""


def negated(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether "nicht" belongs to the number or to the verb that tells of those counted."""
    return _number(tokens, claim.counted.first) or _against(tokens, claim) or _verb(tokens, claim)


def _number(tokens: Sequence[Token], first: int) -> bool:
    """Nicht 3.000; nicht die versprochenen 5.000; keine weiteren 500; but not: 500, wenn nicht 1.000."""
    for at in range(first - 1, max(-1, first - 4), -1):
        if tokens[at].lower in NOT:
            between = [lower_at(tokens, word) for word in range(at + 1, first)]
            described = between[:1] and between[0] in DETERMINERS - SOME
            own = all(word in DETERMINERS | MORE or (described and word.endswith("en")) for word in between)
            return own and SOME.isdisjoint(between) and lower_at(tokens, at - 1) != "wenn"
    return False


def _against(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether another number is set against it: "Es fielen nicht, wie behauptet, 3.000, sondern 300"."""
    counted = claim.counted
    after = [lower_at(tokens, at) for at in range(counted.end, counted.end + REACH)]
    if "sondern" not in after:
        return False
    other = counted.end + after.index("sondern") + 1
    if not any(counts(token) or token.lower in FEW for token in tokens[other : other + 5]):
        return False
    before = range(max(claim.clause.indexes[0], counted.first - REACH), counted.first)
    return any(tokens[at].lower in NOT and lower_at(tokens, at + 1) not in ONLY for at in before)


def _verb(tokens: Sequence[Token], claim: Claim) -> bool:
    """Wurden nicht getötet; sind nicht dort; schickt die 5.000 Soldaten nicht."""
    if claim.event and tokens[claim.event.end - 1].lower.startswith("überleb"):
        return False  # "überlebten nicht" is what befell them
    last = last_word(tokens, claim.clause.indexes)
    told = {claim.event.index} if claim.event else _coming(tokens, claim)
    return any(
        at + 1 in told
        or (claim.event is None and lower_at(tokens, at + 1) in THERE)
        or (at == last and bool(told))
        for at in claim.clause.indexes
        if tokens[at].lower in NEVER
    )


def _coming(tokens: Sequence[Token], claim: Claim) -> set[int]:
    """The verbs that tell they are there: not of "Angaben zu den drei Toten gab es nicht"."""
    first = claim.counted.first
    genitive = lower_at(tokens, first - 1) == "der" and tokens[first - 2].capital
    if genitive or in_phrase_of_preposition(tokens, claim.counted):
        return set()
    return {at for at in claim.clause.indexes if tokens[at].lower in COMING}
