"""Every form of the watchlist in a text, by one walk along its words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.ner.linker.names import PARTICLES, Word, gap, inner_word_forms, last_word_forms, words
from shared.watchlist import Entity, Kind, Watchlist

SYLLABLE = re.compile(r"-(?=[a-zäöü])")
NameKeys = tuple[str, ...]
"""The keys of a name's words: ("trump",), ("von", "der", "leyen")."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing one entity.

    `bare` is a name that others may bear with other first names (Trump); `shared` means nobody by itself.
    `capitals` tells which words must be capital; `exact` is how a short form or an acronym must be written.
    """

    entity: str
    kind: Kind
    keys: NameKeys
    capitals: tuple[bool, ...]
    exact: str | None
    bare: bool
    shared: bool

    def fits(self, found: Sequence[Word]) -> bool:
        """Whether the words are written like this form."""
        if self.exact is not None:
            written = found[0].written
            return written.startswith(self.exact) and written[len(self.exact) :] in ("", "s", "'s", "’s")
        return all(word.capital for word, capital in zip(found, self.capitals, strict=True) if capital)


@dataclass(frozen=True, slots=True)
class Match:
    """words[first:end] are written like `forms`: several, where a name has several bearers."""

    first: int
    end: int
    forms: tuple[Form, ...]

    @property
    def kind(self) -> Kind:
        """What its first bearer is."""
        return self.forms[0].kind


@dataclass(slots=True)
class _Node:
    forms: list[Form] = field(default_factory=list)
    next: dict[str, "_Node"] = field(default_factory=dict)


class Gazetteer:
    """All names of a watchlist, as a tree of word keys; `forms` by the id of their entity."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._root = _Node()
        self.forms: Mapping[str, list[Form]] = {entity: [] for entity in watchlist.entities}
        for entity in watchlist.entities.values():
            for form, written in _forms(entity):
                self.forms[entity.id].append(form)
                self._learn(form, written)

    def _learn(self, form: Form, written: Sequence[Word]) -> None:
        person = form.kind is Kind.PERSON
        nodes = [self._root]
        for word in written[:-1]:
            nodes = [
                node.next.setdefault(key, _Node()) for node in nodes for key in inner_word_forms(word, person)
            ]
        for node in nodes:
            for key in last_word_forms(written[-1], person):
                node.next.setdefault(key, _Node()).forms.append(form)

    def find(self, text: str, found: Sequence[Word]) -> list[Match]:
        """The longest matches from left to right, none overlapping; a middle initial is passed over."""
        matches = []
        index = 0
        while index < len(found):
            match = self._at(text, found, index) if found[index].key in self._root.next else None
            if match:
                matches.append(match)
            index = match.end if match else index + 1
        return matches

    def _at(self, text: str, found: Sequence[Word], first: int) -> Match | None:
        longest, node, seen = None, self._root, [found[first]]
        for end in range(first + 1, len(found) + 1):
            if seen[-1] is found[end - 1]:
                if (following := node.next.get(seen[-1].key)) is None:
                    break
                node = following
                forms = tuple(form for form in node.forms if form.fits(seen))
                longest = Match(first, end, forms) if forms else longest
            if end == len(found) or not (joint := gap(text, found[end - 1], found[end])).blank | joint.hyphen:
                break
            if not _middle_initial(found[end], node):
                seen.append(found[end])
        return longest


def _middle_initial(word: Word, node: _Node) -> bool:
    """Whether the word is an initial that no form here spells out: Donald J. Trump, but George H. W. Bush."""
    return len(word.written) == 1 and word.capital and not any(len(key) == 1 for key in node.next)


def _forms(entity: Entity) -> Iterator[tuple[Form, list[Word]]]:
    person = entity.kind is Kind.PERSON
    listed = (entity.name, *entity.forms, *entity.shared_forms)
    sharing = {spelling for form in entity.shared_forms for spelling in _spellings(form)}
    split = {spelling: words(spelling) for form in listed for spelling in _spellings(form)}
    whole = [tuple(word.key for word in found) for found in split.values()]
    for form, found in split.items():
        if keys := tuple(word.key for word in found):
            bare = len(keys) == 1 or (person and any(_part(keys, longer) for longer in whole))
            shared = form in sharing
            capitals = tuple(_capital(form, word) for word in found)
            yield Form(entity.id, entity.kind, keys, capitals, _exact(found), bare, shared), found


def _spellings(form: str) -> tuple[str, ...]:
    """Kim Jong-un may be cut behind its hyphen, at the end of a line, as any word may: Kim Jongun."""
    return form, SYLLABLE.sub("", form)


def _part(keys: NameKeys, longer: NameKeys) -> bool:
    """Whether the name begins or ends a longer one: von der Leyen, Xi."""
    return len(keys) < len(longer) and keys in (longer[: len(keys)], longer[-len(keys) :])


def _capital(form: str, word: Word) -> bool:
    """Whether the word must be capital: not after a hyphen, nor a particle such as De."""
    particle = word.key in PARTICLES and word.end < len(form)
    return word.capital and not particle and form[word.start - 1 : word.start] != "-"


def _exact(found: Sequence[Word]) -> str | None:
    """How a form must be written letter by letter: one of up to three, or one with capitals inside."""
    written = found[0].written
    inner = any(letter.isupper() for letter in written[1:])
    return written if len(found) == 1 and (len(written) <= 3 or inner) else None
