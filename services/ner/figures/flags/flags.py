"""Why a figure may not count as it stands: vague, former, part, hypothetical, negated."""

import re
from collections.abc import Sequence

from services.ner.figures.flags.denials import denied
from services.ner.figures.flags.former import formerly
from services.ner.figures.flags.hypothetical import hypothetical
from services.ner.figures.flags.negation import negated
from services.ner.figures.german.tokens import Token
from services.ner.figures.german.words import word_set
from services.ner.figures.passage import Claim
from shared.events import Flag

BODIES = re.compile(r"(?:.*-)?leich(?:en?|nam(?:en?|s)?)|überresten?|gebeinen?")
DEAD = re.compile(r"tote[nr]?|gefallene[nr]?")
BACK = re.compile(r"überg(?:ab(?:en)?|ibt|eben)|überstell(?:t|te|ten|en)|zurück(?:gegeben|erhalten|bekommen)")
RECEIVED = word_set("erhielt erhielten erhalten erhält bekam bekamen gab gaben")
"""With "zurück" they tell that the dead, too, are bodies: "erhielt 27 Tote zurück"."""
FOUND = re.compile(r"(?:gefund|entdeckt|geborg|f[aä]nden|barg).*")
HANDED = re.compile(
    r"(?:über|zurück)(?:g[aei]b(?:en|t|e)?|gegeben|erh[aä]lt(?:en)?|erhielt(?:en)?)|erh[aä]lt(?:en)?|erhielt(?:en)?"
    r"|überstell(?:t|te|ten|en)|übergabe|rückgabe|überführ(?:t|te|ten|ung)|rückführung|(?:aus)?getauscht|repatriiert"
)


def flags_of(tokens: Sequence[Token], claim: Claim, *, replaced: bool, claimed: bool) -> set[Flag]:
    """`replaced`: a later number took its place; `claimed`: somebody is named who says so."""
    planned = hypothetical(tokens, claim, claimed=claimed)
    former = (replaced and not planned) or formerly(tokens, claim)
    checks = {
        Flag.VAGUE: claim.counted.number.quantity.vague,
        Flag.FORMER: former,
        Flag.PART: claim.part or claim.counted.partitive or _handed_over(tokens, claim),
        Flag.HYPOTHETICAL: planned and not former,
        Flag.NEGATED: negated(tokens, claim) or denied(tokens, claim),
    }
    return {flag for flag, holds in checks.items() if holds}


def _handed_over(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether they are some of the dead of before: "Moskau übergab 1.000 Leichen", not "barg 20"."""
    of = claim.source if claim.noun is None and claim.source else claim  # "…, und bekam 30"
    words = of.clause.words
    told = of.event.index if of.event and of.event.nominal else None
    described = [tokens[at].lower for at in (of.noun, told, *of.counted.adjectives) if at is not None]
    back = ("zurück" in words and not RECEIVED.isdisjoint(words)) or any(map(BACK.fullmatch, words))
    dead = back and any(map(DEAD.fullmatch, described))
    bodies = any(map(BODIES.fullmatch, described)) and any(map(HANDED.fullmatch, words))
    return claim.measure.fate and (dead or bodies) and not any(map(FOUND.fullmatch, words))
