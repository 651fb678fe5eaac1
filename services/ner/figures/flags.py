"""Why a figure may not count as it stands: vague, former, part, hypothetical, negated."""

from collections.abc import Iterable, Sequence

from services.ner.figures.clauses import Clause
from services.ner.figures.counted import Counted
from services.ner.figures.fates import in_phrase_of_preposition
from services.ner.figures.passage import Claim
from services.ner.figures.senders import infinitive
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import DETERMINERS, FINITE_VERBS, TIMES_OF_NOW, word_set
from shared.events import Flag

PLANNED = word_set(
    """
    könnte könnten würde würden wolle wollen will plant planen plante planten geplant geplante geplanten
    angeblich droht drohen drohte möchte möchten beabsichtigt erwägt erwägen vorgesehen hätte wäre
    wären fordert forderte fordern angeboten bietet versprochen verspricht sollte sollten dürfte dürften
    kündigt kündigte angekündigt
    strebt anstrebt angestrebt
    könne befürchtet befürchten falls theoretisch vorschlag wünscht verlangt rechnet
    rechnen
    """
)
ALLEGED = word_set("angebliche angeblichen angeblicher")
WOULD = frozenset(("würde", "würden"))
GROWING = frozenset(("baut", "stockt", "aufstocken", "ausbauen", "aufstockt", "ausbaut"))
DEMANDS = frozenset(("fordert", "forderte", "fordern", "forderten"))
EVIDENT = word_set("worden haben sein bereits schon befinden aufhalten stehen kämpfen")
NEGATIONS = word_set(
    """
    nicht kein keine keinen keiner dementiert dementierte dementieren bestreitet bestritt bestritten
    bestreiten leugnet zurückgewiesen falschmeldung niemals weder erfunden unsinn lüge lügen unwahr
    spekulation spekulationen
    """
)
NO_NEGATION = word_set("nur weniger mehr zuletzt einmal über unter")
REJECT = word_set("wies wiesen weist weisen")
DENIALS = ("dementi", "bestreit", "bestritt", "leugne", "verneint")
FORMERLY = word_set(
    """
    zuvor ursprünglich ursprünglichen früher damals einst einstigen vormals ehemals zunächst anfangs
    seinerzeit vorher vortag statt anstatt anstelle
    """
)
UNTIL_NOW = word_set("noch bislang bisher")
HAD = word_set("hatte hatten war waren")
SAID_THEN = word_set("gelegen ausgegangen gesprochen gerechnet angegeben beziffert geschätzt genannt")
AGES = word_set("jahr jahren monat monaten woche wochen tagen jahrzehnten")
NOW = word_set("heute jetzt nun inzwischen mittlerweile derzeit aktuell")


def flags_of(tokens: Sequence[Token], claim: Claim, *, replaced: bool, claimed: bool) -> set[Flag]:
    """`replaced`: a later number took its place; `claimed`: somebody is named who says so."""
    planned = _hypothetical(tokens, claim, claimed=claimed)
    former = (replaced and not planned) or _formerly(tokens, claim)
    checks = {
        Flag.VAGUE: claim.counted.number.quantity.vague,
        Flag.FORMER: former,
        Flag.PART: claim.part or claim.counted.partitive,
        Flag.HYPOTHETICAL: planned and not former,
        Flag.NEGATED: _negated(tokens, claim.counted, claim.clause) or _denied(tokens, claim),
    }
    return {flag for flag, holds in checks.items() if holds}


def _hypothetical(tokens: Sequence[Token], claim: Claim, *, claimed: bool) -> bool:
    """Whether it is planned ("sollen entsandt werden"), or hearsay ("sollen dort sein") of nobody named."""
    words = _said_with(tokens, claim)
    if claim.counted.whole or _as_of_now(tokens, claim):
        return False
    noun = claim.counted.noun is not None and lower_at(tokens, claim.counted.first - 1) != "auf"
    if (
        noun
        and claim.event is None
        and claim.measure.fate
        and in_phrase_of_preposition(tokens, claim.counted)
    ):
        return False  # "nach dem Unglück mit elf Toten wollen …"
    if claim.event is None and claim.measure.fate:
        words -= DEMANDS  # "das Beben forderte 28 Tote"
    if _asked(tokens, claim):
        return True
    inside = range(max(0, claim.counted.first - 2), claim.counted.end)
    if not ALLEGED.isdisjoint(lower_at(tokens, at) for at in inside):
        return True
    if words & PLANNED - (WOULD if claimed or _passive(tokens, claim) else frozenset()):
        return True
    if lower_at(tokens, claim.counted.first - 1) == "auf" and words & GROWING:
        return True
    return not words.isdisjoint(("soll", "sollen", "solle")) and not (claimed and words & EVIDENT)


def _asked(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it is an open question: "Es ist unklar, ob 300 Soldaten gefallen sind"."""
    asked = lower_at(tokens, claim.clause.indexes[0]) == "ob"
    return asked and lower_at(tokens, claim.counted.first - 1) not in DETERMINERS


def _as_of_now(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it is what a plan starts from: "soll von derzeit 182.000 auf 260.000 wachsen"."""
    first = claim.counted.first
    return lower_at(tokens, first - 1) in TIMES_OF_NOW and lower_at(tokens, first - 2) == "von"


def _passive(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether "würden" only makes a passive of reported speech: "würden 6.000 Soldaten getötet"."""
    return (
        claim.event is not None and claim.event.done and lower_at(tokens, claim.event.end) not in ("werden",)
    )


def _said_with(tokens: Sequence[Token], claim: Claim) -> set[str]:
    """The words of the clause and of the one it leans on: "plant, … zu schicken", "will …, Dänemark 200"."""
    words = set(claim.clause.words)
    first = claim.clause.indexes[0]
    if infinitive(claim.clause) and lower_at(tokens, first - 1) == ",":
        words |= {lower_at(tokens, index) for index in range(max(0, first - 8), first)}
    if claim.source and claim.counted.noun is None and words.isdisjoint(FINITE_VERBS):
        words |= claim.source.clause.words
    return words


def _negated(tokens: Sequence[Token], counted: Counted, clause: Clause) -> bool:
    return any(
        tokens[index].lower in NEGATIONS and lower_at(tokens, index + 1) not in NO_NEGATION
        for index in clause.indexes
        if not counted.first < index < counted.end
    )


def _denied(tokens: Sequence[Token], claim: Claim) -> bool:
    """As in "Er dementierte, dass 20 Soldaten …", "Berichte, wonach 20 Soldaten …, wies er zurück"."""
    first, last = claim.clause.indexes[0], claim.clause.indexes[-1]
    if lower_at(tokens, last + 2) in REJECT and _turned_back(token.lower for token in tokens[last:]):
        return True
    before = [token.lower for token in tokens[max(0, first - 8) : claim.counted.first]]
    denied = _turned_back(before) or any(word.startswith(DENIALS) for word in before)
    return claim.clause.subordinate and denied


def _turned_back(words: Iterable[str]) -> bool:
    found = set(words)
    return "zurück" in found and not REJECT.isdisjoint(found)


def _formerly(tokens: Sequence[Token], claim: Claim) -> bool:
    """Zuvor 8.000, statt der 180, von 8.000 auf …, vor einem Jahr waren es 140.000."""
    counted = claim.counted
    before = [lower_at(tokens, index) for index in range(max(0, counted.first - 3), counted.first)]
    after = [lower_at(tokens, index) for index in range(counted.end, min(len(tokens), counted.end + 12))]
    if "(" in before and not {"bisher", "bislang"}.isdisjoint(before):
        return True
    if not FORMERLY.isdisjoint(before) or before[-2:] == ["von", "bisher"]:
        return True
    if before[-1:] == ["von"] and "auf" in after and (counted.noun is None or counted.shared):
        return True
    words = [tokens[index].lower for index in claim.clause.indexes]
    were = claim.event is None and not {"waren", "war"}.isdisjoint(words)
    ago = any(word == "vor" and AGES.intersection(words[at : at + 4]) for at, word in enumerate(words))
    told = "rede" in words and not {"bisher", "lange"}.isdisjoint(words)
    if were and (ago or told or not FORMERLY.isdisjoint(words)):
        return True
    had = claim.event is None and not HAD.isdisjoint(words) and not SAID_THEN.isdisjoint(words)
    return had and not (FORMERLY | UNTIL_NOW).isdisjoint(words)


def replaced(tokens: Sequence[Token], claims: Sequence[Claim]) -> set[int]:
    """The claims, by identity, that a later one brings up to date: the 180 of "180 Soldaten, heute 35"."""
    return {id(claim.source) for claim in claims if claim.source and _now(tokens, claim.counted.first)}


def _now(tokens: Sequence[Token], first: int) -> bool:
    """Whether "heute" or "inzwischen" stands before a number, with no mark between."""
    for at in range(first - 1, max(-1, first - 5), -1):
        if tokens[at].kind is Kind.MARK:
            return False
        if tokens[at].lower in NOW:
            return True
    return False
