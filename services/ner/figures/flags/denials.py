"""Numbers that somebody denies: "dementierte, dass …", "Berichte über 500 Tote wies Kiew zurück"."""

import re
from collections.abc import Sequence

from services.ner.figures.flags.content import (
    SAID,
    behind,
    content,
    judgements,
    last_word,
    predicate,
    said_by_noun,
)
from services.ner.figures.flags.negation import NEVER, NOT, ONLY
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import BE, word_set
from services.ner.figures.owners.senders import infinitive
from services.ner.figures.passage import Claim

DENYING = re.compile(
    r"(?:dementier|bestreit|bestritt|leugne|verneint|widerleg|zurück(?:zu|ge)?(?:weis|wies)|ausgeschlossen"
    r"|aus(?:zu)?schl[io](?:[eoß]|ss))[a-zß]*"
)
APART = {
    "zurück": word_set("wies wiesen weist weisen weise"),
    "aus": word_set("schließt schliesst schließen schliessen schließe schliesse schloss schlossen"),
    "ab": word_set("lehnt lehnte lehnten lehnen lehne"),
}
"""Verbs of denying that a particle ends."""
NOBODY = word_set("niemand kaum")
UNTOLD = re.compile(r".*(?:angabe|aussage|vorw[uü]rf|zahl|schätzung|darstellung|tod)(?:e?s|en?|n)?")
"""Nouns of which "keine" denies nothing: "Zum Tod von 20 Soldaten gab es keine Angaben"."""
NOTHING: frozenset[str] = frozenset()
FALSE = re.compile(
    r"(?:lügen?|gelogen|(?:blanker)?unsinn|falsch|erfunden|unwahr|haltlos|unzutreffend|übertrieben|überhöht|unrealistisch|unglaubwürdig|märchen|fake"
    r"|fake-?news|gegriffen|(?:(?:falsch|des)(?:meldung|information)|spekulation)(?:en)?)"
)
CALLING = word_set(
    "nannte nannten nennt nennen nenne genannt bezeichnete bezeichneten bezeichnet bezeichnen"
    " hält halten halte hielt hielten"
)
BEING = BE | word_set("tat taten handelt handele handelte")
TRUE = word_set("stimmt stimme stimmen stimmte stimmten trifft treffe treffen traf trafen wahr richtig rede")
"""With "nicht": "Es stimmt nicht, dass …", "Es trifft nicht zu, dass …", "keine Rede von …"."""
MEANING = re.compile(
    r"(?:(?:ge)?plan|beabsichtig|erw[aäo]g|bereit|gewillt|gedenk|denk|vor$|vorgesehen|woll|will|schaff|gel[ai]ng).*"
)
"""With "nicht": who does not mean to do what an infinitive tells, or does not succeed."""


def denied(tokens: Sequence[Token], claim: Claim) -> bool:
    """As in "Er dementierte, dass 20 Soldaten …", "Berichte, wonach 20 Soldaten …, wies er zurück"."""
    first = content(tokens, claim)
    if first is not None:
        means = infinitive(claim.clause)
        return any(_turned_down(tokens, told, means=means) for told in judgements(tokens, claim, first))
    if said_by_noun(tokens, claim) is not None:
        return _turned_down(tokens, predicate(tokens, claim))
    return _objects(tokens, claim) or _no_word_of(claim)


def _objects(tokens: Sequence[Token], claim: Claim) -> bool:
    """Whether they are what is denied: "Kiew bestreitet 300 Gefallene", "500 fielen, was Kiew bestreitet"."""
    said = range(max(claim.clause.indexes[0], claim.counted.first - 2), claim.counted.first)
    if any(DENYING.fullmatch(tokens[at].lower) or tokens[at].lower in CALLING for at in said):
        return _turned_down(tokens, predicate(tokens, claim))
    after = behind(tokens, claim.clause.indexes[-1] + 1)
    return bool(after) and tokens[after[0]].lower == "was" and _turned_down(tokens, after)


def _no_word_of(claim: Claim) -> bool:
    """Von 500 Gefallenen könne keine Rede sein."""
    return {"von", "keine", "rede"} <= claim.clause.words


def _turned_down(tokens: Sequence[Token], within: Sequence[int], *, means: bool = False) -> bool:
    """Dementierte; wies … zurück; nannte … erfunden; es stimmt nicht; hat nicht vor; keine Pläne."""
    words = [tokens[at].lower for at in within]
    if not (NOT | NOBODY).isdisjoint(words):
        return _not_so(tokens, within, means=means)
    if any(DENYING.fullmatch(word) for word in words):
        return True
    if words and not APART.get(tokens[last_word(tokens, within)].lower, NOTHING).isdisjoint(words):
        return True
    return not (CALLING | BEING).isdisjoint(words) and any(FALSE.fullmatch(word) for word in words)


def _not_so(tokens: Sequence[Token], within: Sequence[int], *, means: bool) -> bool:
    words = [tokens[at].lower for at in within]
    negations = [at for at in within if tokens[at].lower in NOT and lower_at(tokens, at + 1) not in ONLY]
    denied = [lower_at(tokens, at + 1) for at in negations if tokens[at].lower not in NEVER]
    nothing = any(SAID.fullmatch(noun) and not UNTOLD.fullmatch(noun) for noun in denied)
    plain = any(tokens[at].lower in NEVER for at in negations)
    meant = means and any(MEANING.fullmatch(word) for word in words)
    return nothing or (plain and (meant or not TRUE.isdisjoint(words)))
