"""Countries and groups of the watchlist in a sentence: by name, adjective, demonym or capital."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import attrgetter

from services.ner.figures.german.tokens import Token
from services.ner.figures.german.words import ADJECTIVE_ENDINGS
from services.ner.memory import remembered
from shared.events import Mention
from shared.watchlist import Entity, Kind, Watchlist

LONGEST_NAME = 3
LONGEST_PREFIX = 30
ACRONYM = 3
"""Letters up to which an acronym is never written as a word: "EU", but "Nato"."""


class Form(Enum):
    """How somebody is meant: Nordkorea, nordkoreanisch, Nordkoreaner, the US- of US-Soldaten."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Name:
    """tokens[first:end] means `entity`; `owner` is whose soldiers theirs are (Kim → north-korea)."""

    first: int
    end: int
    entity: str
    owner: str
    form: Form
    kind: Kind
    genitive: bool = False
    capital: bool = False
    """Whether it names the capital of a state."""

    @property
    def owns(self) -> bool:
        """Whether it can have soldiers: a mere place has none."""
        return self.kind is not Kind.PLACE or self.owner != self.entity


Meaning = tuple[Entity, Form, bool]
"""Who is meant, how, and whether in the genitive."""


class Names:
    """All forms of the watchlist's countries, organisations and places, looked up token by token."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._entities = watchlist.entities
        self._words: dict[str, tuple[Form, Entity]] = {}
        self._capitals = {e.capital.lower(): e.id for e in watchlist.entities.values() if e.capital}
        self._prefixes: dict[str, Entity | None] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Entity]]] = {}
        self._acronyms: set[str] = set()
        for entity in watchlist.entities.values():
            if entity.kind is not Kind.PERSON:
                self._learn(entity)
        for entity in watchlist.entities.values():
            if entity.capital:
                self._words.setdefault(entity.capital.lower(), (Form.NAME, entity))
        self._opens = remembered(self._opens_name)

    def _learn(self, entity: Entity) -> None:
        for name in (entity.name, *entity.forms):
            first, *rest = [_stem(word) for word in name.lower().split()] or [""]
            if rest:
                self._phrases.setdefault(first, []).append((tuple(rest), entity))
            else:
                self._words.setdefault(name.lower(), (Form.NAME, entity))
                if len(name) <= ACRONYM and name.isupper():
                    self._acronyms.add(name.lower())
        for form in entity.shared_forms:
            self._prefixes[form.lower()] = None if form.lower() in self._prefixes else entity
        for adjective in entity.adjectives:
            for ending in ("", *ADJECTIVE_ENDINGS):
                self._words[adjective.lower() + ending] = (Form.ADJECTIVE, entity)
        for demonym in entity.demonyms:
            for form in _inflected(demonym.lower()):
                self._words.setdefault(form, (Form.DEMONYM, entity))

    def find(self, tokens: Sequence[Token], mentions: Iterable[Mention]) -> dict[int, Name]:
        """The names of a sentence by their first token; what the linker knows wins."""
        found: dict[int, Name] = {}
        index = 0
        while index < len(tokens):
            name = self._at(tokens, index) if self._opens(tokens[index].text) else None
            if name:
                found[index] = name
            index = name.end if name else index + 1
        for mention in mentions:
            self._add(found, tokens, mention)
        return found

    def _add(self, found: dict[int, Name], tokens: Sequence[Token], mention: Mention) -> None:
        if (entity := self._entities.get(mention.entity or "")) is None:
            return
        first = bisect_left(tokens, mention.start, key=attrgetter("start"))
        end = bisect_left(tokens, mention.end, key=attrgetter("start"))
        if any(found[at].end > first for at in range(first - LONGEST_NAME, first) if at in found):
            return  # the Taliban of "die pakistanischen Taliban"
        known = [index for index in range(first, end) if index in found]
        person = entity.kind is Kind.PERSON and end - first > len(known)
        if first == end or (known and not person):
            return
        for index in known:  # the "Un" of "Kim Jong Un" is not the UN
            del found[index]
        last = tokens[end - 1].lower
        genitive = last.endswith(("s", "'", "’")) and not entity.name.lower().endswith(last)
        named = self._name(first, end, entity, Form.NAME, genitive)
        found[first] = replace(named, capital=entity.name.lower() in self._capitals)

    def _owner(self, entity: Entity) -> str:
        """Whose soldiers somebody's are: the state's that they lead, belong to or are the capital of."""
        if entity.kind is Kind.PLACE:
            return self._capitals.get(entity.name.lower(), entity.id)
        if entity.of:
            return entity.of
        held = [role for role in entity.roles if role.of]
        current = [role for role in held if role.until is None] or held
        return current[-1].of or entity.id if current else entity.id

    def _opens_name(self, word: str) -> bool:
        """Whether a name can begin with this word; most words of a text are none that can."""
        return word[:1].isalpha() and (_stem(word.lower()) in self._phrases or self._read(word) is not None)

    def _at(self, tokens: Sequence[Token], index: int) -> Name | None:
        if name := self._phrase(tokens, index):
            return name
        meaning = self._read(tokens[index].text)
        if meaning is None:
            return None
        return replace(self._name(index, index + 1, *meaning), capital=tokens[index].lower in self._capitals)

    def _phrase(self, tokens: Sequence[Token], index: int) -> Name | None:
        """A name of several words in any case: "der Vereinigten Staaten"."""
        if not (tokens[index].capital or self._described(tokens, index)):
            return None
        for rest, entity in self._phrases.get(_stem(tokens[index].lower), ()):
            end = index + 1 + len(rest)
            if tuple(_stem(token.lower) for token in tokens[index + 1 : end]) == rest:
                return self._name(index, end, entity, Form.NAME)
        return None

    def _described(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a group stands behind the adjective of its country: "der pakistanischen Taliban"."""
        form, _ = self._words.get(tokens[index].lower, (Form.NAME, None))
        if form is not Form.ADJECTIVE or index + 1 == len(tokens):
            return False
        form, group = self._words.get(tokens[index + 1].lower, (Form.ADJECTIVE, None))
        return group is not None and group.kind is Kind.ORGANISATION and form is not Form.ADJECTIVE

    def _read(self, word: str) -> Meaning | None:
        """Who is meant by a word alone, and how."""
        lower, capital = word.lower(), word[:1].isupper()
        form, entity = self._words.get(lower, (Form.NAME, None))
        if entity and word.istitle() and lower in self._acronyms:
            return None
        if entity and (capital or form is Form.ADJECTIVE):
            return entity, form, False
        return (self._inflected(lower) or self._compound(lower)) if capital else None

    def _inflected(self, word: str) -> Meaning | None:
        """Nordkoreas, Kiewer."""
        for ending, form in (("s", Form.NAME), ("'", Form.NAME), ("’", Form.NAME), ("er", Form.ADJECTIVE)):
            if word.endswith(ending):
                known, entity = self._words.get(word.removesuffix(ending), (Form.NAME, None))
                if entity and known is Form.NAME:
                    return entity, form, form is Form.NAME
        return None

    def _compound(self, word: str) -> Meaning | None:
        """The US of "US-Soldaten", the Hamas of "Hamas-Kämpfer", the Bundeswehr of "Bundeswehrsoldaten"."""
        if "-" in word:
            return self._hyphened(word.split("-"))
        for end in range(min(len(word) - 5, LONGEST_PREFIX), 3, -1):
            form, entity = self._words.get(word[:end], (Form.NAME, None))
            if entity and form is Form.NAME and entity.kind is Kind.ORGANISATION:
                return entity, Form.PREFIX, False
        return None

    def _hyphened(self, parts: Sequence[str]) -> Meaning | None:
        """The longest name that a compound begins with: "Al-Schabaab-Kämpfer", "US-Soldaten"."""
        for end in range(min(len(parts) - 1, LONGEST_NAME), 0, -1):
            prefix = "-".join(parts[:end])
            form, entity = self._words.get(prefix, (Form.NAME, self._prefixes.get(prefix)))
            if entity and form is not Form.ADJECTIVE:
                return entity, Form.PREFIX, False
        return None

    def _name(self, first: int, end: int, entity: Entity, form: Form, genitive: bool = False) -> Name:
        return Name(first, end, entity.id, self._owner(entity), form, entity.kind, genitive)


def _inflected(demonym: str) -> Iterable[str]:
    yield from (demonym, demonym + "n", demonym + "s", demonym + "in", demonym + "innen")
    if demonym.endswith("e"):
        yield from (demonym[:-1] + "in", demonym[:-1] + "innen")
    if demonym.endswith("er"):
        yield demonym[:-1]
    if demonym.endswith("t"):
        yield demonym + "en"


def _stem(word: str) -> str:
    for ending in ("er", "en", "es", "e", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word
