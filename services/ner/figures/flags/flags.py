"""Why a figure may not count as it stands: vague, former, part, hypothetical, negated."""

from collections.abc import Sequence

from services.ner.figures.flags.denials import denied
from services.ner.figures.flags.former import formerly
from services.ner.figures.flags.hypothetical import hypothetical
from services.ner.figures.flags.negation import negated
from services.ner.figures.german.tokens import Token
from services.ner.figures.passage import Claim
from shared.events import Flag


def flags_of(tokens: Sequence[Token], claim: Claim, *, replaced: bool, claimed: bool) -> set[Flag]:
    """`replaced`: a later number took its place; `claimed`: somebody is named who says so."""
    planned = hypothetical(tokens, claim, claimed=claimed)
    former = (replaced and not planned) or formerly(tokens, claim)
    checks = {
        Flag.VAGUE: claim.counted.number.quantity.vague,
        Flag.FORMER: former,
        Flag.PART: claim.part or claim.counted.partitive,
        Flag.HYPOTHETICAL: planned and not former,
        Flag.NEGATED: negated(tokens, claim) or denied(tokens, claim),
    }
    return {flag for flag, holds in checks.items() if holds}
