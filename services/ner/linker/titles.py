"""Offices before a name: "Bundeskanzler Merz", "der südkoreanische Präsident Yoon", "CDU-Chef Merz"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from services.ner.linker.names import Word, inflected, key, keys_of, words
from shared.watchlist import Entity, Role, Watchlist

FEMININE = re.compile(r"(?<=....)(?:innen|in)$")
FORMER = re.compile(r"^(?:ex|alt)?(?:bundes)?(?=....)")
ENDING = re.compile(r"(?<=...)(?:ern|ers|er|en|es|em|e|s|n)$")
OFFICES = ("chef", "praesident", "minist", "kanzl")
REACH = 10
"""How many words before the name may tell whose office it is."""
ALSO = {
    "Präsident": "Staatspräsident Staatschef Staatsoberhaupt Machthaber Herrscher Diktator Kremlchef Chef",
    "Bundeskanzler": "Kanzler Regierungschef Altkanzler",
    "Ministerpräsident": "Premier Premierminister Regierungschef",
    "Premierminister": "Premier Ministerpräsident Regierungschef",
    "Vizepräsident": "Vize Präsidentschaftskandidat Präsidentschaftsbewerber",
    "Vizekanzler": "Vize",
    "Bundespräsident": "Präsident Staatsoberhaupt",
    "Außenminister": "Chefdiplomat",
    "Machthaber": "Diktator Herrscher Staatschef Staatsoberhaupt Führer",
    "Vorsitzender": "Chef Parteichef Parteivorsitzender",
    "Chef": "Parteichef Fraktionschef Vorsitzender Anführer Führer",
    "Kanzleramtschef": "Kanzleramtsminister",
    "Oberbefehlshaber": "Armeechef",
    "General": "Armeechef Machthaber Milizenchef",
    "Generalstabschef": "Armeechef",
    "König": "Monarch",
    "Papst": "Pontifex",
}
"""What else news calls the holder of an office."""
COMMON = (
    "Sekretär Präsident Staatspräsident Staatschef Staatsoberhaupt Herrscher Amtsinhaber Minister"
    " Ministerpräsident Premier Regierungschef Chef Parteichef Vorsitzender Parteivorsitzender General"
    " Armeechef Sprecher Leiter Direktor Senator Gouverneur Bürgermeister Berater Botschafter"
    " Sondergesandter Generalsekretär Führer Anführer König Monarch Vize Kandidat Kommandeur"
    " Präsidentschaftskandidat Präsidentschaftsbewerber Fraktionschef Oppositionsführer"
)
"""Offices of which there are many: they count only where the sentence says whose, "US-Präsident" included."""


class Office(NamedTuple):
    """One office of a person: the stem of its word, whose it is, and whether it is still held."""

    stem: str
    owner: str | None
    held: bool


class Titles:
    """Which offices the watchlist's persons hold or held, and the words for the states they are of."""

    def __init__(self, watchlist: Watchlist) -> None:
        people = [entity for entity in watchlist.entities.values() if entity.roles]
        self._offices = {entity.id: frozenset(_offices(entity)) for entity in people}
        self._women = {entity.id for entity in people if any(map(_feminine, entity.roles))}
        owners = {role.of for entity in people for role in entity.roles if role.of}
        self._owner_words = {owner: _owner_words(watchlist.entities[owner]) for owner in owners}
        self._known = {office.stem for offices in self._offices.values() for office in offices} | COMMON_STEMS

    def is_title(self, word: Word) -> bool:
        """Whether the word is an office, whoever's."""
        stem = _stem(word.key)
        return stem in self._known or stem.endswith(OFFICES)

    def woman(self, entity: str) -> bool:
        """Whether an office of the entity is given in the feminine."""
        return entity in self._women

    def spoken_of(self, entity: str, found: Iterable[Word]) -> bool:
        """Whether some word is an office of the entity that few hold: Kanzler, but not Präsident."""
        own = {office.stem for office in self._offices.get(entity, ())} - COMMON_STEMS
        return any(word.capital and _stem(word.key) in own for word in found)

    def holders(self, entities: Iterable[str], before: Sequence[Word], sure: bool) -> set[str]:
        """Those in whose office the words up to the name end; of several, those who hold it still.

        Of a `sure` name, that alone means somebody, the sentence need not say whose president they are.
        """
        fitting = {entity: self._fitting(entity, before, sure) for entity in entities}
        known = {entity for entity, offices in fitting.items() if offices}
        present = {entity for entity in known if any(office.held for office in fitting[entity])}
        return present if len(known) > 1 else known

    def _fitting(self, entity: str, before: Sequence[Word], sure: bool) -> list[Office]:
        head = _stem(before[-1].key) if before else ""
        offices = self._offices.get(entity, ())
        return [office for office in offices if self._fits(office, head, before, sure)]

    def _fits(self, office: Office, head: str, before: Sequence[Word], sure: bool) -> bool:
        if head in COLLEAGUES:
            return self._tells(office.owner, before[-3:-1])
        plain = sure or head not in COMMON_STEMS
        return office.stem == head and (plain or self._tells(office.owner, before[:-1]))

    def _tells(self, owner: str | None, before: Sequence[Word]) -> bool:
        return not self._owner_words.get(owner or "", frozenset()).isdisjoint(word.key for word in before)


def _offices(entity: Entity) -> Iterator[Office]:
    for role in entity.roles:
        stem = _stem(_head(role))
        yield from (Office(name, role.of, role.until is None) for name in {stem, *ALSO_STEMS.get(stem, ())})


def _head(role: Role) -> str:
    """The word that names the office: Sekretär des Sicherheitsrats, Oberster Führer."""
    noun_phrase = list(takewhile(lambda word: word.capital, words(role.title)))
    return noun_phrase[-1].key if noun_phrase else ""


def _feminine(role: Role) -> bool:
    return FEMININE.search(_head(role)) is not None


def _stem(word: str) -> str:
    """Bundeskanzlerin, Altkanzlers, Ex-Kanzler: one office."""
    return ENDING.sub("", FEMININE.sub("", FORMER.sub("", word)))


def _owner_words(entity: Entity) -> frozenset[str]:
    names = [entity.name, *entity.forms, *entity.shared_forms, *([entity.capital] if entity.capital else [])]
    single = [found[0].key for name in names if len(found := words(name)) == 1]
    adjectives = [form for adjective in entity.adjectives for form in inflected(key(adjective))]
    return frozenset([*single, *(word + "s" for word in single), *adjectives])


def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(_stem, keys_of(listed)))


COMMON_STEMS = _stems(COMMON)
COLLEAGUES = _stems("Kollege Amtskollege")
ALSO_STEMS = {_stem(key(title)): _stems(names) for title, names in ALSO.items()}
