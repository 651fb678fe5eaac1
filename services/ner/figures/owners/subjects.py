"""Whose they are: by adjective, demonym, genitive, "aus …", compound, or the one who sent them."""

from collections.abc import Mapping, Sequence

from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.kinds import military
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.nouns import MEMBERS
from services.ner.figures.german.tokens import Kind, Token, lower_at
from services.ner.figures.german.words import (
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    WITHDRAWN,
)
from shared.watchlist import Kind as EntityKind

FARTHEST = 15
"""Tokens to each side of an "aus" in which the verb of a withdrawal is looked for."""
FIGHTERS = (
    *("kämpfer", "kämpfern", "kämpferinnen", "milizionäre", "milizionären", "rebellen", "terroristen"),
    *("kommandeure", "kommandeuren", "mitglieder", "mitgliedern", "anhänger", "anhängern", "extremisten"),
)
"""Ends of nouns for those who belong to a group, whatever their country."""
NEAR = 6
"""Tokens behind the noun within which its genitive or its "aus …" is looked for."""


def subject_of(tokens: Sequence[Token], counted: Counted, names: Mapping[int, Name]) -> str | None:
    """Whose those counted are, as far as their own phrase tells."""
    return (
        _by_group(tokens, counted, names)
        or _by_adjective(counted, names)
        or _by_noun(tokens, counted, names)
        or owner_behind(tokens, counted.end, names)
        or _genitive_before(tokens, counted, names)
        or _body_before(tokens, counted, names)
    )


def _by_group(tokens: Sequence[Token], counted: Counted, names: Mapping[int, Name]) -> str | None:
    """The Taliban of "30 pakistanische Taliban", the PKK of "14 türkische Kämpfer der PKK"."""
    if counted.noun is None:
        return None
    name = ending_at(names, counted.noun)
    fighters = tokens[counted.noun].lower.endswith(FIGHTERS)
    whole = name is not None and (name.form is not Form.PREFIX or fighters)
    if name and whole and name.kind is EntityKind.ORGANISATION:
        return name.owner
    behind = owner_behind(tokens, counted.end, names) if fighters else None
    following = (names[at] for at in range(counted.end + 1, counted.end + NEAR) if at in names)
    group = any(other.entity == behind and other.kind is EntityKind.ORGANISATION for other in following)
    return behind if group else None


def _by_adjective(counted: Counted, names: Mapping[int, Name]) -> str | None:
    found = [names[index] for index in counted.adjectives if index in names]
    return next((name.owner for name in found if name.form is not Form.NAME), None)


def _by_noun(tokens: Sequence[Token], counted: Counted, names: Mapping[int, Name]) -> str | None:
    name = names.get(counted.noun) if counted.noun is not None else None
    return name.owner if name and name.owns and not _with_others(tokens, name, names) else None


def _with_others(tokens: Sequence[Token], name: Name, names: Mapping[int, Name]) -> bool:
    """Whether people of two countries are counted together: "50.000 Russen und Nordkoreaner"."""
    other = names.get(name.end + 1) if lower_at(tokens, name.end) in ("und", "oder") else None
    return other is not None and other.form is name.form is Form.DEMONYM


def owner_behind(tokens: Sequence[Token], end: int, names: Mapping[int, Name]) -> str | None:
    """Soldaten Nordkoreas, aus Nordkorea, der Hamas, der nordkoreanischen Armee."""
    index = end
    if (name := _genitive_behind(tokens, index, names)) is not None:
        return name.owner
    if lower_at(tokens, index) == "und" and lower_at(tokens, index + 1) in MEMBERS:
        index += 2  # "Männer und Frauen der Bundeswehr"
    word = lower_at(tokens, index)
    near = tokens[max(0, index - FARTHEST) : index + FARTHEST]
    if word == "aus" and not WITHDRAWN.isdisjoint(token.lower for token in near):
        return None  # "zog 300 Soldaten aus Mali ab"
    if word not in ("aus", "der", "des", "von", "vom"):
        return None
    for at in range(index + 1, min(index + NEAR, len(tokens))):
        name = names.get(at)
        if name and name.owns and (word != "von" or name.kind is not EntityKind.PERSON):
            return _described(names, name).owner
        token = tokens[at]
        if (
            token.kind is not Kind.WORD
            or (token.capital and not military(token.text) and not _apposed(names, at))
            or token.lower in PREPOSITIONS
        ):
            return None
    return None


def _described(names: Mapping[int, Name], name: Name) -> Name:
    """The group behind the adjective of its country: "der libanesischen Hisbollah"."""
    group = names.get(name.end)
    adjective = name.form is Form.ADJECTIVE and group is not None
    whole = group is not None and group.form in (Form.NAME, Form.DEMONYM)
    return group if group and adjective and whole and group.kind is EntityKind.ORGANISATION else name


def _genitive_behind(tokens: Sequence[Token], index: int, names: Mapping[int, Name]) -> Name | None:
    """The Nordkoreas of "Soldaten Nordkoreas", the Ukrainer of "Leichen gefallener Ukrainer"."""
    if index in names and names[index].genitive:
        return names[index]
    many = [at for at in (index, index + 1) if at in names and lower_at(tokens, index).endswith("er")]
    return next((names[at] for at in many if _genitive_plural(tokens, names[at], index)), None)


def _genitive_plural(tokens: Sequence[Token], name: Name, index: int) -> bool:
    if name.form is Form.ADJECTIVE:
        adjective = not tokens[name.first].capital and lower_at(tokens, name.first).endswith("er")
        return adjective and name.end < len(tokens) and tokens[name.end].capital
    return name.form is Form.DEMONYM and name.first == index + 1 and not tokens[index].capital


def _apposed(names: Mapping[int, Name], index: int) -> bool:
    """Whether a name follows its title: "der verbotenen Arbeiterpartei PKK"."""
    following = names.get(index + 1)
    return following is not None and following.form is Form.NAME and not following.genitive


def _genitive_before(tokens: Sequence[Token], counted: Counted, names: Mapping[int, Name]) -> str | None:
    """Nordkoreas 10.000 Soldaten, 500 von Kims Soldaten."""
    for index in (counted.first - 1, counted.noun - 1 if counted.noun is not None else -1):
        name = ending_at(names, index)
        if name and name.genitive and not _of_noun(tokens, name):
            return name.owner
    return None


def _of_noun(tokens: Sequence[Token], name: Name) -> bool:
    """Whether the genitive belongs to the noun before it: "im Osten Afghanistans 20 Menschen"."""
    before = tokens[name.first - 1] if name.first else None
    opens = before is not None and before.lower in PREPOSITIONS | DETERMINERS | SUBORDINATORS | {
        "und",
        "allein",
    }
    return before is not None and before.capital and not opens


def ending_at(names: Mapping[int, Name], last: int) -> Name | None:
    """The name whose last token is `last`."""
    return next(
        (names[at] for at in range(last, last - 4, -1) if at in names and names[at].end == last + 1), None
    )


def _body_before(tokens: Sequence[Token], counted: Counted, names: Mapping[int, Name]) -> str | None:
    """Eine nordkoreanische Einheit von 3.000 Mann."""
    index = counted.first - 1
    while (
        index >= 0
        and tokens[index].lower in ("von", "mit", "aus", "um", "bis", "zu", "auf")
        and index > counted.first - 4
    ):
        index -= 1
    if (
        index < 0
        or index == counted.first - 1
        or not military(tokens[index].text)
        or not tokens[index].capital
    ):
        return None
    if index in names:
        return names[index].owner
    name = ending_at(names, index - 1)
    return name.owner if name and (name.form is Form.ADJECTIVE or name.genitive) else None
