"""Numbers that are not so yet, or perhaps not so: planned, asked, wished for, hearsay."""

import re
from collections.abc import Sequence
from itertools import islice

from services.ner.figures.fates.fates import in_phrase_of_preposition
from services.ner.figures.flags.content import before, content, last_word, said_by_noun
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    DETERMINERS,
    FINITE_VERBS,
    SENDING,
    SENT,
    TIMES_OF_NOW,
    word_set,
)
from services.ner.figures.owners.senders import infinitive
from services.ner.figures.passage import Claim
from services.ner.figures.sources.saying import claims_to_have

WISHES = word_set(
    """
    wolle wollen wollte wollten will plant planen plante planten möchte möchten beabsichtigt beabsichtigen
    fordert forderte fordern forderten verlangt verlangen wünscht wünschen droht drohen drohte
    plane beabsichtige fordere verlange wünsche drohe
    """
)
"""Verbs that tell what their subject means to do."""
MUST = word_set("müsse müsste müssten")
NEEDS = word_set("braucht brauchen brauche bräuchte bräuchten benötigt benötigen benötige")
"""Verbs whose object is not there yet."""
POSSIBLE = word_set(
    """
    könnte könnten könne würde würden hätte wäre wären sollte sollten dürfte dürften
    geplant geplante geplanten erwägt erwägen erwäge vorgesehen vorsieht vorsehen angeboten versprochen
    verspricht angekündigt anstrebt angestrebt angeblich
    befürchtet befürchten falls theoretisch vorschlag rechnet rechnen rechne rechnete rechneten
    """
)
PLANNED = WISHES | MUST | NEEDS | POSSIBLE
APART = {
    "an": word_set("bietet bieten bot boten kündigt kündigte kündigten kündigen strebt strebte streben"),
    "aus": word_set("schließt schliesst schließen schliessen schließe schliesse schloss schlossen"),
    "vor": word_set("sieht sehen sehe sah sahen hat haben habe hatte hatten"),
}
"""Verbs of planning that a particle ends."""
LEANING = word_set("bereit gewillt entschlossen zugesagt versprach versprachen ausgeschlossen")
"""Words on which a plan leans: "ist bereit, 1.500 Soldaten beizusteuern"."""
ALREADY = word_set("seit derzeit")
FAR_OFF = re.compile(r"\bbis (?:(?:zum|ende|mitte|anfang|spätestens|zum jahr|zum ende) )*20[2-9]\d\b")
"""A time that is still to come: "bis 2035", "bis Ende 2027"."""
PLANS = re.compile(r"(?:.*-)?(?:plan|plane?s|pläne|plänen|planung(?:en)?|absicht(?:en)?)")
AIMED = word_set("sind seien ist sei :")
ALLEGED = word_set("angebliche angeblichen angeblicher")
WOULD = word_set("würde würden")
WILL = word_set("wird werden werde")
EXPECTING = word_set("rechnet rechnen rechne rechnete rechneten")
EXPECTED = word_set("erwartet erwarte vermutet befürchtet befürchte")
QUESTION_WORDS = word_set(
    "wer wen wem wessen wie was wo wann warum weshalb wieso woher wohin wozu womit"
    " welche welcher welches welchen"
)
"""They ask about what is known to have happened."""
SUPPOSING = re.compile(
    r"(?:mal )?angenommen\b|gesetzt den fall|nehmen wir (?:\w+ )?an\b"
    r"|(?:man stelle sich|stellen sie sich|stellen wir uns) (?:\w+ )?vor\b"
)
"""What opens a sentence that is only imagined."""
LONGEST_OPENING = 6
COMING = word_set("kommen kämen kommt käme")
"""Verbs with which more are added to a plan: "hinzu kommen 200.000 Reservisten"."""
GROWING = word_set("baut stockt aufstocken ausbauen aufstockt ausbaut")
DEMANDS = word_set("fordert forderte fordern forderten")
EVIDENT = word_set("worden haben sein bereits schon befinden aufhalten stehen kämpfen")
PARTICIPLE = re.compile(
    r"(?:[a-zäöü]{2,8})?ge[a-zäöüß]{3,}en|[a-zäöü]*(?:loren|trieben|schossen|troffen|fangen|nommen|boten|schoben"
    r"|hoben|lassen|halten|worfen|wiesen|griffen|brochen|schlagen|fohlen|brannt)|worden"
)
"""Forms in -en that are, or can be, participles: with "werden" they make a passive."""
INFINITIVE = re.compile(r"[a-zäöüß]{3,}(?:en|ern|eln)|sein|tun")


def hypothetical(tokens: Sequence[Token], claim: Claim, *, claimed: bool) -> bool:
    """Whether it is planned ("sollen entsandt werden"), or hearsay ("sollen dort sein") of nobody named."""
    if claim.counted.whole or _as_of_now(tokens, claim) or _circumstance(tokens, claim):
        return False
    if any(
        told(tokens, claim)
        for told in (_in_question, _supposed, _asked, _alleged, _aim, _future, _expected, _leans)
    ):
        return True
    clauses = _said_with(tokens, claim)
    words = {tokens[at].lower for clause in clauses for at in clause}
    if claim.event is None and claim.measure.fate:
        words -= DEMANDS | NEEDS  # "das Beben forderte 28 Tote", "20 Verletzte brauchen Blut"
    if claim.event and claim.event.nominal:
        words -= MUST  # "die Vertreibung von 200 Menschen müsse enden"
    if _wish_themselves(tokens, claim) or _claim_to_have(tokens, claim):
        words -= WISHES | NEEDS
    if _going_on(tokens, claim):
        words -= WOULD
    if words & PLANNED - (WOULD if claimed or _passive(tokens, claim) else frozenset()):
        return True
    if _grows(tokens, claim, words) or any(_plans_apart(tokens, clause) for clause in clauses):
        return True
    known = claimed and words & EVIDENT and not _far_off(tokens, claim)
    return not words.isdisjoint(("soll", "sollen", "solle")) and not known


def _far_off(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it tells when they shall be there: "bis 2035 sollen es 260.000 sein"."""
    words = [tokens[at].lower for at in claim.clause.indexes]
    perfect = any(word in ("worden", "gewesen") or PARTICIPLE.fullmatch(word) for word in words)
    return claim.event is None and not perfect and FAR_OFF.search(" ".join(words)) is not None


def _circumstance(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it only tells of what led to a plan: "nach dem Unglück mit elf Toten wollen …"."""
    if claim.event is not None or not claim.measure.fate or claim.counted.noun is None:
        return False
    sum_of = lower_at(tokens, claim.counted.first - 1) == "auf"  # "soll auf 40 gestiegen sein"
    return not (sum_of or _counted_on(tokens, claim)) and in_phrase_of_preposition(tokens, claim.counted)


def _counted_on(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether somebody expects them: "rechnet mit 100 Toten", not "der Brand mit 20 Toten …"."""
    first = claim.counted.first
    reach = claim.clause.indexes if claim.clause.subordinate else range(claim.clause.indexes[0], first)
    return lower_at(tokens, first - 1) == "mit" and any(tokens[at].lower in EXPECTING for at in reach)


def _in_question(tokens: Sequence[Token], claim: Claim) -> bool:
    """Elf Tote in Kursk? Sind es wirklich 300? But not what is asked by "warum" or "wer"."""
    if all(token.text != "?" for token in tokens[-2:]):
        return False
    first = islice((token.lower for token in tokens if token.kind is Kind.WORD), 2)
    return QUESTION_WORDS.isdisjoint(first) and not _known(tokens, claim)


def _supposed(tokens: Sequence[Token], claim: Claim) -> bool:
    """Wenn 50.000 Soldaten kommen, …; but not: auch wenn 40 Menschen starben; 60, wenn nicht 90 Soldaten."""
    if SUPPOSING.match(" ".join(token.lower for token in tokens[:LONGEST_OPENING])):
        return True
    first = claim.clause.indexes[0]
    conceded = lower_at(tokens, first - 1) in ("auch", "selbst")
    doubled = lower_at(tokens, claim.counted.first - 1) in ("nicht", "gar", "sogar")
    if lower_at(tokens, first) != "wenn" or conceded or doubled:
        return False
    return not _known(tokens, claim)


def _asked(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it is an open question: "Es ist unklar, ob 300 Soldaten gefallen sind"."""
    asked = lower_at(tokens, claim.clause.indexes[0]) == "ob"
    return asked and not _known(tokens, claim)


def _known(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether they are spoken of as known: "die zwölf Vermissten", not "…, die zwölf Soldaten umfasst"."""
    article = claim.counted.first - 1
    pronoun = claim.clause.relative and article == claim.clause.indexes[0]
    return lower_at(tokens, article) in DETERMINERS and not pronoun


def _as_of_now(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether it is what a plan starts from: "soll von derzeit 182.000 auf 260.000 wachsen"."""
    first = claim.counted.first
    return lower_at(tokens, first - 1) in TIMES_OF_NOW and lower_at(tokens, first - 2) == "von"


def _alleged(tokens: Sequence[Token], claim: Claim) -> bool:
    """Drei angebliche Söldner."""
    inside = range(max(0, claim.counted.first - 2), claim.counted.end)
    return not ALLEGED.isdisjoint(lower_at(tokens, at) for at in inside)


def _aim(tokens: Sequence[Token], claim: Claim) -> bool:
    """Ziel sind 260.000 Soldaten; das Ziel: 203.000; Pläne für 5.000 Soldaten; Bedarf von 460.000."""
    aim, joint = lower_at(tokens, claim.counted.first - 2), lower_at(tokens, claim.counted.first - 1)
    if (aim == "ziel" and joint in AIMED) or (aim.endswith("bedarf") and joint in ("von", "an")):
        return True
    noun = said_by_noun(tokens, claim)
    return (
        noun is not None
        and PLANS.fullmatch(tokens[noun].lower) is not None
        and joint in ("für", "zu", "über")
    )


def _future(tokens: Sequence[Token], claim: Claim) -> bool:
    """Im kommenden Jahr werden es 73.000 sein; but not a passive: "dort werden 300 Soldaten ausgebildet"."""
    last = last_word(tokens, claim.clause.indexes)
    final = claim.clause.subordinate and tokens[last].lower in WILL  # "…, die 4.800 Mann umfassen wird"
    told = final or any(tokens[at].lower in WILL for at in claim.clause.indexes if at < last)
    if not told or _known(tokens, claim):
        return False
    last -= final
    word = tokens[last]
    if word.capital or not INFINITIVE.fullmatch(word.lower) or PARTICIPLE.fullmatch(word.lower):
        return False
    if claim.event:
        return claim.event.end >= last
    return not claim.measure.fate or word.lower in ("geben", "sein")


def _passive(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether "würden" only makes a passive of reported speech: "würden 6.000 Soldaten getötet"."""
    return claim.event is not None and claim.event.done and lower_at(tokens, claim.event.end) != "werden"


def _wish_themselves(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether those counted wish something: "300 Soldaten wollen zurück", but not "… wollen wir schicken"."""
    verb = claim.counted.end
    word = lower_at(tokens, verb)
    opens = claim.counted.first - (lower_at(tokens, claim.counted.first - 1) in DETERMINERS)
    own = opens == claim.clause.indexes[0] and word in WISHES | NEEDS and word.endswith("en")
    sent = not (SENDING | SENT).isdisjoint(claim.clause.words)
    done = claim.event is not None and claim.event.index > verb
    return own and not (sent or done or _subject(tokens, verb + 1))


def _claim_to_have(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether somebody only says so of themselves: "Russland will 65 Drohnen abgefangen haben"."""
    clauses = [claim.clause, *([claim.source.clause] if claim.source else ())]
    known = (clause for clause in clauses if "haben" in clause.words)
    return any(claims_to_have(tokens, at) for clause in known for at in clause.indexes)


def _going_on(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether "würden" is of what goes on already: "5.000 Arbeiter würden seit September verlegt"."""
    last = tokens[last_word(tokens, claim.clause.indexes)].lower
    done = last.endswith("t") or PARTICIPLE.fullmatch(last) is not None
    return done and not ALREADY.isdisjoint(claim.clause.words)


def _subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether another subject can stand here: "wollen Paris und London", "wollen die Schweden"."""
    named = at < len(tokens) and tokens[at].capital and lower_at(tokens, at + 1) in ("und", "sowie")
    return named or lower_at(tokens, at) in ("die", "wir", "sie", "beide", "diese")


def _expected(tokens: Sequence[Token], claim: Claim) -> bool:
    """Erwartet werden 2.000 Soldaten; Kiew erwartet 2.000 Soldaten; befürchtet werden 100 Tote."""
    if lower_at(tokens, claim.counted.first - 1) in EXPECTED:
        return True
    told = (lower_at(tokens, at - 1) for at in claim.clause.indexes if tokens[at].lower in EXPECTED)
    return not WILL.isdisjoint(claim.clause.words) and any(word not in ("als", "wie") for word in told)


def _leans(tokens: Sequence[Token], claim: Claim) -> bool:
    """Ist bereit, 1.500 Soldaten beizusteuern; der Plan, 5.000 Soldaten zu schicken."""
    first = content(tokens, claim)
    if first is None or not infinitive(claim.clause):
        return False
    told = (tokens[at].lower for at in before(tokens, first))
    return any(word in LEANING or PLANS.fullmatch(word) for word in told)


def _grows(tokens: Sequence[Token], claim: Claim, words: set[str]) -> bool:
    """Stockt seine Streitkräfte bis 2027 auf 20.000 Mann auf."""
    indexes = (at for at in claim.clause.indexes if at not in range(claim.counted.first, claim.counted.end))
    until = any(tokens[at].lower == "bis" and lower_at(tokens, at + 1) != "zu" for at in indexes)
    return lower_at(tokens, claim.counted.first - 1) == "auf" and until and bool(words & GROWING)


def _said_with(tokens: Sequence[Token], claim: Claim) -> Sequence[Sequence[int]]:
    """The clause and what it leans on: "plant, … zu schicken", "will 500 schicken, Dänemark 200"."""
    clauses: list[Sequence[int]] = [claim.clause.indexes]
    if infinitive(claim.clause):
        clauses.append(before(tokens, claim.clause.indexes[0]))
    first = claim.clause.indexes[0]
    if lower_at(tokens, first) in (
        "dazu",
        "hinzu",
        "plus",
    ):  # "260.000 soll sie haben, dazu 200.000 Reservisten"
        clauses.append(
            before(tokens, first) if (FINITE_VERBS - COMING).isdisjoint(claim.clause.words) else ()
        )
    verbless = all(FINITE_VERBS.isdisjoint(tokens[at].lower for at in part) for part in clauses)
    if claim.source and claim.counted.noun is None and verbless and "aber" not in claim.clause.words:
        clauses.append(claim.source.clause.indexes)
    return [part for part in clauses if part]


def _plans_apart(tokens: Sequence[Token], clause: Sequence[int]) -> bool:
    """Whether a particle ends a verb of planning: "sieht 260.000 Soldaten vor", not "bietet sie auf"."""
    verbs = APART.get(tokens[last_word(tokens, clause)].lower, frozenset())
    return any(tokens[at].lower in verbs for at in clause)
