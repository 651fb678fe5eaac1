"""Fates told by a noun: "der Tod von vier Soldaten", "die Festnahme dreier Spione"."""

from collections.abc import Sequence

from services.ner.figures.counting.counted import Counted
from services.ner.figures.fates.event import Event
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import TIMES_OF_NOW, word_set

LINKS = word_set("von an der dieser seiner ihrer unserer jener")
GENITIVES = word_set("zweier dreier")


def nominal(tokens: Sequence[Token], counted: Counted, lexicon: Lexicon) -> Event | None:
    """The fate whose noun governs the phrase, None where none does."""
    if counted.article and counted.number.quantity.high == 1:
        return None
    at = counted.first - 1
    at -= lower_at(tokens, at) in TIMES_OF_NOW
    genitive = lower_at(tokens, counted.number.quantity.first) in GENITIVES or counted.number.quantity.vague
    if lower_at(tokens, at) in LINKS:
        at -= 1
    elif not genitive:
        return None
    if at < 0 or not tokens[at].capital:
        return None
    measure = lexicon.nominal(tokens[at].text)
    if measure is None:
        return None
    return Event(at, at + 1, measure, nominal=True, done=True, of="troops" if measure.both else "")


def goes_on(tokens: Sequence[Token], counted: Counted, before: Counted, event: Event | None) -> bool:
    """Whether the noun governs this phrase too: "der Tod von vier Soldaten und zwei Zivilisten"."""
    joint = [token.lower for token in tokens[before.end : counted.first]]
    governed = event is not None and event.nominal and event.index < before.first
    return governed and joint in (["und"], [","], ["sowie"], ["und", "von"], ["sowie", "von"])
