"""The tables beside this file, and the user's own on top → a Watchlist, or an error with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from shared.config import Location, describe_faults, load_config, nearest
from shared.errors import ConfigError
from shared.watchlist.model import Entity, Watchlist, WatchlistFile

Faults = Iterator[tuple[Path, Location, str]]


def load_watchlist(own: Path | None = None) -> Watchlist:
    """The shipped tables and, on top, the user's `own` file; an id of theirs replaces the shipped one.

    Raises ConfigError where an id is given twice or unknown, or one form means two.
    """
    paths = [*sorted(Path(__file__).parent.glob("*.yaml")), *([own] if own else [])]
    files = {path: load_config(path, WatchlistFile) for path in paths}
    entities = {entity.id: entity for file in files.values() for entity in file.entities}
    _refuse([*_repeated_ids(files), *_unknown_ids(files, entities), *_ambiguous_forms(files, entities)])
    measures = {measure.id: measure for file in files.values() for measure in file.measures}
    return Watchlist(entities=entities, measures=measures)


def _refuse(faults: Iterable[tuple[Path, Location, str]]) -> None:
    lines = [line for path, location, text in faults for line in describe_faults(path, [(location, text)])]
    if lines:
        raise ConfigError("\n".join(lines))


def _repeated_ids(files: Mapping[Path, WatchlistFile]) -> Faults:
    for path, file in files.items():
        entities, measures = [row.id for row in file.entities], [row.id for row in file.measures]
        for field, ids in (("entities", entities), ("measures", measures)):
            for index, given in enumerate(ids):
                if given in ids[:index]:
                    yield path, (field, index, "id"), f"{given} is given twice in this file; merge the two"


def _unknown_ids(files: Mapping[Path, WatchlistFile], entities: Mapping[str, Entity]) -> Faults:
    for path, file in files.items():
        for index, entity in enumerate(file.entities):
            named: list[tuple[Location, str | None]] = [(("of",), entity.of), (("home",), entity.home)]
            named += [(("roles", number, "of"), role.of) for number, role in enumerate(entity.roles)]
            for field, of in named:
                if of and of not in entities:
                    location = ("entities", index, *field)
                    yield path, location, f"no entity has the id {of}; {nearest(of, entities)}"


def _ambiguous_forms(files: Mapping[Path, WatchlistFile], entities: Mapping[str, Entity]) -> Faults:
    """Forms that two entities in force claim for themselves alone, or that one shares and one does not."""
    owners: dict[tuple[str, str], str] = {}
    for path, index, entity in _in_force(files, entities):
        for field, form in _own_words(entity):
            kind = field if field in ("adjectives", "demonyms") else "forms"
            owner = owners.setdefault((kind, form.casefold()), entity.id)
            if owner != entity.id:
                hint = "give it to one of them, or put it under shared_forms of both"
                yield path, ("entities", index, field), f"{form} means {owner} already; {hint}"
    for path, index, entity in _in_force(files, entities):
        for form in entity.shared_forms:
            owner = owners.get(("forms", form.casefold()), entity.id)
            if owner != entity.id:
                text = f"{form} is a form of {owner} alone; move it to shared_forms there, or drop it here"
                yield path, ("entities", index, "shared_forms"), text


def _own_words(entity: Entity) -> Iterator[tuple[str, str]]:
    if entity.name not in entity.shared_forms:
        yield "name", entity.name
    for field in ("forms", "adjectives", "demonyms"):
        for form in getattr(entity, field):
            yield field, form


def _in_force(
    files: Mapping[Path, WatchlistFile], entities: Mapping[str, Entity]
) -> Iterator[tuple[Path, int, Entity]]:
    for path, file in files.items():
        for index, entity in enumerate(file.entities):
            if entities[entity.id] is entity:
                yield path, index, entity
