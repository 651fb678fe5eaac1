"""Fixed words that say a fate ("ums Leben"), some only with a verb of theirs ("kostete das Leben")."""

from collections.abc import Sequence

from services.ner.figures.fates.event import Event
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.tokens import Token
from services.ner.figures.german.words import word_set

MUST = word_set("müssen mussten müssten gemusst")
LOST = word_set("verloren verlor verlieren kostete kosteten gekostet kostet ließen ließ lassen gelassen")
FREED = word_set("entlassen entließ entließen freigelassen befreit")
HOME = word_set(
    """
    kehrten kehrte zurückgekehrt heimgekehrt zurückgeholt heimgeholt kamen gekommen geholt holte
    durften dürfen
    """
)
HOMES = ("wohnungen", "häuser", "dörfer")
BUILDINGS = ("haus", "gebäude")
INJURIES = ("verletzungen", "verbrennungen", "blessuren")
HOSPITAL = word_set("krankenhaus krankenhäuser klinik kliniken spital spitäler behandelt")
CARRYING = word_set("brachte brachten bringen fuhr fuhren flog flogen begleitete begleiteten verdacht")
"""Words of a sentence in which those who go to hospital with injuries may be others."""
TEARS = word_set("riss rissen reißt reißen")
"""Verbs with which "in den Tod" is done to others."""
NEEDED = {
    ("das", "leben"): LOST,
    ("ihr", "leben"): LOST,
    ("sein", "leben"): LOST,
    ("den", "tod"): word_set("fanden fand gefunden finden erlitten"),
    ("zum", "opfer"): word_set("fielen fiel gefallen fallen"),
    ("die", "flucht"): word_set("ergriffen ergriff ergreifen"),
    ("aus", "haft"): FREED,
    ("aus", "gefängnis"): FREED,
    ("aus", "gefangenschaft"): FREED | HOME,
    ("aus", "kriegsgefangenschaft"): FREED | HOME,
    **{
        (what, what): word_set(
            """
            erlitten erlitt davon davongetragen davontrug davontrugen zugezogen zogen zog zuzog zuzogen
            gebracht eingeliefert
            """
        )
        for what in INJURIES
    },
    ("das", "weite"): word_set("suchten suchte gesucht suchen"),
    **{(what, what): word_set("verlassen verließen") for what in HOMES},
    ("gefasst", "gefasst"): word_set("wurde wurden worden werden"),
    ("nach", "hause"): HOME,
    ("in", "heimat"): HOME,
    ("die", "waffen"): word_set("streckten streckte gestreckt"),
    ("in", "sicherheit"): word_set("gebracht bringen brachte brachten"),
    ("ihr", "zuhause"): word_set("verloren verlor verlassen verließen"),
    **{("das", what): word_set("verlassen") for what in BUILDINGS},
    **{
        (whose, what): word_set("verlassen verließen verloren" if what in HOMES else "verlassen verließen")
        for whose in ("ihr", "ihre", "ihren")
        for what in ("häuser", "heimat", "wohnungen", "*")
    },
}
"""The verbs without which a phrase is no fate, by its first and last word."""


def phrase_at(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Event | None:
    """The fate that a phrase beginning at `index` says."""
    for rest, measure, of in lexicon.phrases_from(tokens[index].lower):
        end = index + 1 + len(rest)
        if _fits(tokens[index + 1 : end], rest) and _meant(tokens, (tokens[index].lower, *rest), index, end):
            tears = (tokens[index].lower, tokens[end - 1].lower) == ("in", "tod") and not TEARS.isdisjoint(
                token.lower for token in tokens[max(0, index - 30) : end]
            )
            return Event(index, end, measure, done=tears, participle=not tears, phrase=True, of=of)
    return None


def _fits(tokens: Sequence[Token], words: tuple[str, ...]) -> bool:
    """Whether these are the words of a phrase, in which "*" is any noun and "+" any adjective."""
    return len(tokens) == len(words) and all(map(_is, tokens, words))


def _is(token: Token, word: str) -> bool:
    if word == "+":
        return not token.capital and token.lower.endswith(("e", "en", "er"))
    return token.capital if word == "*" else token.lower == word


def _meant(tokens: Sequence[Token], said: tuple[str, ...], index: int, end: int) -> bool:
    """Whether the verb that makes the phrase a fate stands near ("kostete … das Leben"), and no sentence."""
    words = {token.lower for token in tokens[max(0, index - 30) : end + 20]}
    injury = next((end for end in INJURIES if said[0].endswith(end)), None)
    phrase = (injury, injury) if injury else (said[0], said[-1])
    if (phrase[1] == "*" or phrase[0] in HOMES or phrase[1] in BUILDINGS) and words.isdisjoint(MUST):
        return False
    if injury and not words.isdisjoint(HOSPITAL) and words.isdisjoint(CARRYING):
        return True
    return (phrase in NEEDED and not words.isdisjoint(NEEDED[phrase])) or (
        phrase not in NEEDED and words.isdisjoint(("verurteilt", "verurteilte", "verurteilten"))
    )
