"""The watchlist: who and what can be named or counted."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from shared.config import ConfigModel, written_as


def _not_blank(words: str) -> str:
    if not words.strip():
        raise ValueError("this is empty; write it, or take it out")
    return words


Words = Annotated[str, AfterValidator(_not_blank)]
"""A name or other words that a text is searched for."""


Id = Annotated[
    str,
    written_as(r"[a-z0-9]+(-[a-z0-9]+)*", "an id is small letters a to z and digits, with - between them"),
]


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _plain(word: str) -> str:
    return word.casefold().translate(UMLAUTS)


class Kind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    PLACE = "place"


class Role(ConfigModel):
    """An office held: `of` is the id of a country or organisation; no `until` while it is held."""

    title: Words
    of: str | None = None
    since: date | None = None
    until: date | None = None


class Entity(ConfigModel):
    """Somebody or something that can be named.

    `name` and `forms` are the ways it is written that mean nobody else, in the nominative: inflection is the
    linker's. `shared_forms` others bear too (Merz, Kim): they need the article to say who is meant; of
    somebody `prominent`, others of their world say it, too ("Merz telefoniert mit Selenskyj").
    `adjectives` and `demonyms` are base forms ("nordkoreanisch", "Nordkoreaner"), for countries and groups.
    `of` is the state or group whose arm an organisation is: its soldiers are theirs (Bundeswehr → germany).
    `home` is the state whose news tells of an organisation that is no arm of it: where the article names the
    state, a shared form means this one (RSF → sudan).
    """

    id: Id
    kind: Kind
    name: Words
    wikidata: Annotated[str, written_as(r"Q[1-9]\d*", "a Wikidata id, such as Q42")] | None = None
    forms: tuple[Words, ...] = ()
    shared_forms: tuple[Words, ...] = ()
    prominent: bool = False
    adjectives: tuple[Words, ...] = ()
    demonyms: tuple[Words, ...] = ()
    capital: Words | None = None
    of: str | None = None
    home: str | None = None
    roles: tuple[Role, ...] = ()
    groups: tuple[Words, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.name, *self.forms, *self.shared_forms)


class Measure(ConfigModel):
    """What is counted, with its `label` in headlines ("Truppen"); measures.yaml says what each list holds."""

    id: Id
    label: Words
    things: bool = False
    final: bool = False
    people: bool = False
    least: int = 1
    nouns: tuple[Words, ...] = ()
    never: tuple[Words, ...] = ()
    adjectives: tuple[Words, ...] = ()
    done: tuple[Words, ...] = ()
    undergone: tuple[Words, ...] = ()
    phrases: tuple[Words, ...] = ()
    nominal: tuple[Words, ...] = ()
    both: tuple[Words, ...] = ()
    totals: tuple[Words, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.label, *(noun.removeprefix("-") for noun in self.nouns))

    @property
    def fate(self) -> bool:
        """Whether it says what became of somebody, and so wins over what they are."""
        return bool(self.adjectives or self.done or self.undergone or self.phrases or self.nominal)


class WatchlistFile(ConfigModel):
    """One YAML file of the watchlist."""

    entities: tuple[Entity, ...] = ()
    measures: tuple[Measure, ...] = ()


class Watchlist(ConfigModel):
    """All files together, by id."""

    entities: Mapping[str, Entity]
    measures: Mapping[str, Measure]

    def called(self, word: str, kinds: Mapping[str, Entity | Measure]) -> list[str]:
        """Ids of those of `kinds` that bear a German word as their name: Deutschland, Kim, Tote."""
        plain = _plain(word)
        return [own.id for own in kinds.values() if plain in map(_plain, own.words)]

    def group(self, name: str) -> tuple[str, ...]:
        """Ids of the entities in a group, in order of the files; empty when there is no such group."""
        return tuple(entity.id for entity in self.entities.values() if name in entity.groups)

    @property
    def groups(self) -> frozenset[str]:
        """Every group's name."""
        return frozenset(group for entity in self.entities.values() for group in entity.groups)
