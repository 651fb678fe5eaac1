"""The state or group that a clause is about: "Nordkorea hat 10.000 Soldaten entsandt"."""

import re
from collections.abc import Mapping, Sequence

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.german.kinds import military
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.nouns import SERVING
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    ARMIES,
    DETERMINERS,
    FINITE_VERBS,
    PREPOSITIONS,
    RULERS,
    SENDING,
    SUBORDINATORS,
    TELLING,
    word_set,
)
from shared.watchlist import Kind as EntityKind

INFINITIVE = re.compile(
    r"(?:ab|an|auf|aus|bei|bereit|ein|entgegen|frei|her|los|nach|vor|weg|zurück|zu)zu[a-zäöüß]{3,}n"
)
ASKING = word_set(
    """
    bat baten bittet bitten drängt drängte drängen drängten ruft rief riefen rufen aufgefordert erlaubt
    erlaubte zwingt zwang ermöglicht hindert ermutigt überredete
    """
)
"""Verbs whose infinitive tells what others are to do."""
COMMANDING = ("regierung", "armee", "junta", "regime", "streitkräfte", "truppen", "militär")
"""Ends of nouns for those who command soldiers, or for the soldiers."""
GOVERNING = ("regierung", "regime", "führung", "junta", "ministerium", "staatschef", "machthaber")


def sender(tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name], before: int) -> str | None:
    """The clause's own subject where it is a state or a group: "Nordkorea hat 10.000 Soldaten entsandt"."""
    if telling(clause):
        return None
    return (
        _subject_before(tokens, clause, names, before)
        or _subject_behind(tokens, clause, names, before)
        or _served(tokens, clause, names)
    )


def planner(
    tokens: Sequence[Token], clause: Clause, clauses: Mapping[int, Clause], names: Mapping[int, Name]
) -> str | None:
    """Who is to do what an infinitive tells: "Frankreich ist bereit, 1.500 Soldaten zu schicken"."""
    first = clause.indexes[0]
    before = clauses.get(first - 2)
    if before is None or not infinitive(clause) or not ASKING.isdisjoint(before.words):
        return None
    if telling(before) or _up_to(tokens, clause):
        return None
    return sender(tokens, before, names, first)


def _up_to(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether its "zu" is only that of "bis zu 10.000"."""
    after = [lower_at(tokens, at - 1) for at in clause.indexes if tokens[at].lower == "zu"]
    return bool(after) and all(word == "bis" for word in after)


def infinitive(clause: Clause) -> bool:
    """Whether it is one with "zu": "1.500 Soldaten zu schicken", "… beizusteuern"."""
    return "zu" in clause.words or any(INFINITIVE.fullmatch(word) for word in clause.words)


def telling(clause: Clause) -> bool:
    """Whether it is about those who speak or vote, not about those who have soldiers."""
    return not TELLING.isdisjoint(clause.words)


def _served(tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name]) -> str | None:
    """In whose forces they serve: "Bei der Bundeswehr dienen …", "In der russischen Armee dienen …"."""
    if SERVING.isdisjoint(clause.words):
        return None
    bodies = (at for at in clause.indexes if tokens[at].capital and military(tokens[at].text))
    around = (names.get(at) or names.get(at - 1) for at in bodies)
    return next((name.owner for name in around if name), None)


def _subject_behind(
    tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name], before: int
) -> str | None:
    """As in "Neben Schiffen und 900 Soldaten schickt die Bundeswehr …": nobody is named before the verb."""
    for index in clause.indexes:
        if index > before and tokens[index].lower in SENDING | FINITE_VERBS:
            at = next((at for at in range(index + 1, index + 4) if at in names), None)
            articles = all(lower_at(tokens, skip) in DETERMINERS for skip in range(index + 1, at or 0))
            return names[at].owner if at and articles and _rules(tokens, names[at]) else None
        if tokens[index].lower in FINITE_VERBS:
            return None
    return None


def _subject_before(
    tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name], before: int
) -> str | None:
    governed = False
    opens = tokens[clause.indexes[0]].lower in SUBORDINATORS  # the "während" of "während Russland … hat"
    for index in clause.indexes[opens:]:
        if index >= before:
            return None
        name = names.get(index)
        if not governed and (state := _seated(tokens, index, names)):
            return state
        if tokens[index].lower in PREPOSITIONS:
            governed = True
        elif name and not governed and name.owns and _rules(tokens, name) and not _attribute(tokens, name):
            joined = lower_at(tokens, name.end) in ("und", "sowie")
            return None if joined else name.owner
        elif tokens[index].capital and name is None:
            governed = False
        elif (
            tokens[index].kind is Kind.WORD
            and tokens[index].lower not in DETERMINERS | {"und", "sowie"}
            and not tokens[index].capital
            and not (_adjective(tokens[index]) and lower_at(tokens, index - 1) in DETERMINERS)
        ):
            governed = governed and name is not None
    return None


def _seated(tokens: Sequence[Token], index: int, names: Mapping[int, Name]) -> str | None:
    """The Ukraine of "die Regierung in Kiew", but not of "nach Angaben der Regierung in Kiew"."""
    name = names.get(index + 2)
    if not (governs(tokens[index].lower) and name and lower_at(tokens, index + 1) == "in"):
        return None
    at = index - 1
    while at >= 0 and (lower_at(tokens, at) in DETERMINERS or _adjective(tokens[at])):
        at -= 1
    own = at < 0 or not (tokens[at].capital or tokens[at].lower in PREPOSITIONS)
    return name.owner if own else None


def _attribute(tokens: Sequence[Token], name: Name) -> bool:
    """Whether it only belongs to a noun: "an der Grenze der Ukraine", but not "die Armee der Ukraine"."""
    if name.first < 2 or lower_at(tokens, name.first - 1) not in ("der", "des", "von"):
        return False
    noun = tokens[name.first - 2]
    if name.kind is EntityKind.ORGANISATION and not _governed(tokens, name.first - 2):
        return False
    return noun.capital and not ruler(noun.lower) and not military(noun.text)


def _governed(tokens: Sequence[Token], noun: int) -> bool:
    """Whether a preposition opens the phrase of a noun: "nach einem internen Papier"."""
    at = noun - 1
    while at > 0 and (lower_at(tokens, at) in DETERMINERS or _adjective(tokens[at])):
        at -= 1
    return at >= 0 and lower_at(tokens, at) in PREPOSITIONS


def _adjective(token: Token) -> bool:
    plain = token.kind is Kind.WORD and not token.capital and token.lower not in PREPOSITIONS
    return plain and token.lower.endswith(("e", "en", "er", "es", "em"))


def governs(word: str) -> bool:
    """Whether a noun is of those who rule a state from its capital: "Führung", "Außenministerium"."""
    return word.endswith(GOVERNING)


def ruler(word: str) -> bool:
    """Whether a noun is of those who command soldiers: "Regierung", "Übergangsregierung"."""
    return word in RULERS or word.endswith(COMMANDING)


def _rules(tokens: Sequence[Token], name: Name) -> bool:
    """Whether soldiers can be theirs: a state, a group, "die schwedische Regierung", "Schwedens Armee"."""
    if name.form is Form.ADJECTIVE or name.genitive:
        following = lower_at(tokens, name.end)
        return following in ARMIES or ruler(following)
    if name.form is Form.PREFIX:
        return lower_at(tokens, name.first).rpartition("-")[2] in RULERS | ARMIES
    unit = name.first > 0 and tokens[name.first - 1].capital and military(tokens[name.first - 1].text)
    if name.form is Form.DEMONYM:
        return lower_at(tokens, name.first - 1) == "die"  # "die Ukrainer haben 300.000 Mann"
    return name.form is Form.NAME and not (unit and name.kind is EntityKind.COUNTRY)  # "die Brigade Litauen"
