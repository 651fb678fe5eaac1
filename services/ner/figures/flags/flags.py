"""Why a figure may not count as it stands: vague, former, part, hypothetical, negated."""

import re
from collections.abc import Sequence

from services.ner.figures.flags.denials import denied
from services.ner.figures.flags.former import formerly
from services.ner.figures.flags.hypothetical import hypothetical
from services.ner.figures.flags.negation import negated
from services.ner.figures.german.tokens import Token
from services.ner.figures.passage import Claim
from shared.events import Flag

BODIES = re.compile(r"(?:.*-)?leich(?:en?|nam(?:en?|s)?)|überresten?|gebeinen?")
HANDED = re.compile(
    r"(?:über|zurück)(?:g[aei]b(?:en|t|e)?|gegeben|erh[aä]lt(?:en)?|erhielt(?:en)?)|erh[aä]lt(?:en)?|erhielt(?:en)?"
    r"|überführ(?:t|te|ten|ung)|rückführung|(?:aus)?getauscht|repatriiert"
)


def flags_of(tokens: Sequence[Token], claim: Claim, *, replaced: bool, claimed: bool) -> set[Flag]:
    """`replaced`: a later number took its place; `claimed`: somebody is named who says so."""
    planned = hypothetical(tokens, claim, claimed=claimed)
    former = (replaced and not planned) or formerly(tokens, claim)
    checks = {
        Flag.VAGUE: claim.counted.number.quantity.vague,
        Flag.FORMER: former,
        Flag.PART: claim.part or claim.counted.partitive or _handed_over(claim),
        Flag.HYPOTHETICAL: planned and not former,
        Flag.NEGATED: negated(tokens, claim) or denied(tokens, claim),
    }
    return {flag for flag, holds in checks.items() if holds}


def _handed_over(claim: Claim) -> bool:
    """Whether they are some of the dead of before: "Russland übergab 1.000 Leichen"."""
    words = claim.clause.words
    return claim.measure.fate and any(map(BODIES.fullmatch, words)) and any(map(HANDED.fullmatch, words))
