"""The state or group that a clause is about: "Nordkorea hat 10.000 Soldaten entsandt"."""

from collections.abc import Mapping, Sequence

from services.ner.figures.clauses import Clause
from services.ner.figures.lexicon import military
from services.ner.figures.names import Form, Name
from services.ner.figures.tokens import Kind, Token, lower_at
from services.ner.figures.words import DETERMINERS, FINITE_VERBS, PREPOSITIONS, RULERS, SENDING, TELLING
from shared.watchlist import Kind as EntityKind


def sender(tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name], before: int) -> str | None:
    """The clause's own subject where it is a state or a group: "Nordkorea hat 10.000 Soldaten entsandt"."""
    if telling(tokens, clause):
        return None
    return _subject_before(tokens, clause, names, before) or _subject_behind(tokens, clause, names, before)


def telling(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether it is about those who speak or vote, not about those who have soldiers."""
    return not TELLING.isdisjoint(tokens[index].lower for index in clause.indexes)


def _subject_behind(
    tokens: Sequence[Token], clause: Clause, names: Mapping[int, Name], before: int
) -> str | None:
    """As in "Neben Schiffen und 900 Soldaten schickt die Bundeswehr …": nobody is named before the verb."""
    for index in clause.indexes:
        if tokens[index].lower in SENDING and index > before:
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
    for index in clause.indexes:
        if index >= before:
            return None
        name = names.get(index)
        if tokens[index].lower in PREPOSITIONS:
            governed = True
        elif name and not governed and name.owns and _rules(tokens, name) and not _attribute(tokens, name):
            joined = lower_at(tokens, name.end) in ("und", "sowie")
            return None if joined else name.owner
        elif tokens[index].capital and name is None:
            governed = False
        elif (
            tokens[index].kind is Kind.WORD
            and tokens[index].lower not in DETERMINERS
            and not tokens[index].capital
        ):
            governed = governed and name is not None
    return None


def _attribute(tokens: Sequence[Token], name: Name) -> bool:
    """Whether it only belongs to a noun: "an der Grenze der Ukraine", but not "die Armee der Ukraine"."""
    if name.kind is EntityKind.ORGANISATION or name.first < 2:
        return False
    if lower_at(tokens, name.first - 1) not in ("der", "des", "von"):
        return False
    noun = tokens[name.first - 2]
    return noun.capital and noun.lower not in RULERS and not military(noun.text)


def _rules(tokens: Sequence[Token], name: Name) -> bool:
    """Whether soldiers can be theirs: a state, a group, "die schwedische Regierung", "Schwedens Armee"."""
    if name.form is Form.ADJECTIVE or name.genitive:
        return lower_at(tokens, name.end) in RULERS
    return name.form is Form.NAME
