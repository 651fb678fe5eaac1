"""Whether a counted noun means people, and what it counts as before its fate is known."""

from services.ner.figures.clauses.finite import counts, finite
from services.ner.figures.clauses.segments import BREAKS
from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.kinds import civil, deadly, military, person, thing
from services.ner.figures.german.names import Form
from services.ner.figures.german.tokens import Kind, lower_at
from services.ner.figures.german.words import SENT, word_set
from services.ner.figures.numbers.never import year_like
from services.ner.figures.numbers.values import ONES
from services.ner.figures.sentence import Sentence
from shared.watchlist import Measure

CRAFT = dict.fromkeys(("flugzeuge", "flugzeugen", "hubschrauber", "hubschraubern"), "Kampfflugzeug")
CRAFT |= dict.fromkeys(("schiffe", "schiffen"), "Kriegsschiff")
"""Nouns of what armies have where they fight, and the noun of the watchlist that they mean there."""
SHOT = word_set("abgeschossen abschoss abschossen versenkt versenkte versenkten")
SIGHTED = word_set("geortet ortete orteten gesichtet sichtete registrierte registriert zählte gezählt")
MINISTRIES = ("verteidigungsministerium", "verteidigungsministeriums")
LOST = word_set("verlor verloren verliert eingebüßt einbüßte")
BAND = 50
"""From here on "Bewaffnete" are fighters."""
ELEVEN = 11
"""Players of a side."""
FIELDS = ("der", "des", "in", "im", "für")
LONGEST = 12
"""Tokens behind "ein" and its noun in which the apposition ends."""


def own_measure(sentence: Sentence, phrase: Counted, noun: int) -> Measure | None:
    """What the noun alone counts as."""
    word = sentence.tokens[noun]
    if phrase.number.quantity.grown:
        return sentence.lexicon.troops if military(word.text) else None
    if word.lower == "mann" and (civil(sentence.words) or _team(sentence, phrase)):
        return None
    if "pionier" in word.lower and not _sappers(sentence, noun):
        return None
    if word.lower.endswith(("opfer", "opfern")) and not ("tod" in word.lower or deadly(sentence.words)):
        return None
    fighting = sentence.at_war or any(at != noun for at in sentence.soldiers)
    few = phrase.number.quantity.high < BAND and not fighting
    if few and word.lower.startswith("bewaffnete"):
        return None  # robbers rather than fighters
    if word.lower in CRAFT and (_in_battle(sentence) or _sighted(sentence, phrase)):
        return sentence.lexicon.noun(CRAFT[word.lower])
    return sentence.lexicon.noun(word.text)


def _in_battle(sentence: Sentence) -> bool:
    """Whether aircraft or ships are of an army: shot down, sunk, or lost by a state."""
    lost = bool(sentence.owners) or any(military(token.text) for token in sentence.tokens if token.capital)
    return not SHOT.isdisjoint(sentence.words) or (lost and not LOST.isdisjoint(sentence.words))


def _sighted(sentence: Sentence, phrase: Counted) -> bool:
    """Whether an army has sighted aircraft or ships of another: "Taiwans Armee ortete 45 … Flugzeuge"."""
    civilian = any(sentence.tokens[at].lower.startswith("zivil") for at in phrase.adjectives)
    if civilian or SIGHTED.isdisjoint(sentence.words):
        return False
    army = bool(sentence.bodies) or not sentence.words.isdisjoint(MINISTRIES)
    return army and any(name.form is Form.ADJECTIVE for name in sentence.owners.values())


def _sappers(sentence: Sentence, noun: int) -> bool:
    """Whether "Pioniere" are soldiers, not of a field ("der Luftfahrt"): whose they are or who sends them."""
    tokens, word = sentence.tokens, sentence.tokens[noun].lower
    behind = range(noun + 2, min(noun + 4, len(tokens)))
    military_behind = any(at in sentence.owners or military(tokens[at].text) for at in behind)
    if not word.startswith("pionier") or (lower_at(tokens, noun + 1) in FIELDS and not military_behind):
        return False
    owned = any(at in sentence.owners for at in range(noun - 2, noun))
    at_war = sentence.at_war or not SENT.isdisjoint(sentence.words)
    return military_behind or owned or at_war or any(at != noun for at in sentence.soldiers)


def _team(sentence: Sentence, phrase: Counted) -> bool:
    """Whether it is a side that goes on "mit zehn Mann"."""
    eleven = phrase.number.quantity.high <= ELEVEN
    return eleven and lower_at(sentence.tokens, phrase.first - 1) == "mit"


def nobody(sentence: Sentence, phrase: Counted, noun: int, own: Measure | None) -> bool:
    """Whether the noun cannot mean people, whatever is told of them."""
    word, quantity = sentence.tokens[noun].text, phrase.number.quantity
    thing_or_type = thing(word) or word[-1].isdigit()  # "zwei T-72"
    if own is None and thing_or_type and not quantity.grown and sentence.demonym(noun) is None:
        return True
    if year_like(sentence.tokens, quantity) and phrase.first == quantity.first:
        became = lower_at(sentence.tokens, quantity.first - 1) in ("wurde", "war", "ist", "wird")
        known = surely_somebody(sentence, noun, own) or _persons(word)
        return became or noun > quantity.end + 1 or not known
    return _apposed(sentence, phrase)


def surely_somebody(sentence: Sentence, noun: int, own: Measure | None) -> bool:
    """Whether the noun means people by itself; "ein" counts only those."""
    return own is not None or person(sentence.tokens[noun].text) or sentence.demonym(noun) is not None


def _persons(word: str) -> bool:
    """Whether a plural is surely of somebody: "Migranten", "Säuglinge"."""
    single = (word.removesuffix(ending) for ending in ("en", "e", "innen") if word.endswith(ending))
    return word.endswith("linge") or any(person(one) for one in single)


def _apposed(sentence: Sentence, phrase: Counted) -> bool:
    """Whether "ein" only says who somebody known is: "Der Schütze, ein früherer Schüler, tötete …"."""
    tokens = sentence.tokens
    if not phrase.article or phrase.number.quantity.high > 1 or lower_at(tokens, phrase.first - 1) != ",":
        return False
    behind = (
        at for at in range(phrase.end, min(phrase.end + LONGEST, len(tokens))) if tokens[at].text == ","
    )
    closing = next(behind, None)
    if closing is None or closing + 1 == len(tokens) or not finite(tokens, closing + 1):
        return False
    first = phrase.first - 1
    while first > 0 and not (tokens[first - 1].kind is Kind.MARK and tokens[first - 1].text in BREAKS):
        first -= 1
    before = range(first, phrase.first - 1)
    known = tokens[first].capital and not any(finite(tokens, at) or counts(tokens[at]) for at in before)
    return known and lower_at(tokens, first) not in ONES


def people_only(phrase: Counted, event: Event | None) -> bool:
    """Whether only people meet it: "beide Insassen starben", "ein Kameramann wurde getötet"."""
    if event is None:
        return False
    return phrase.number.quantity.high > 1 or (event.measure.people and (event.done or event.phrase))
