"""Whether a country, organisation or place is meant where its name stands."""

from collections.abc import Iterator

from services.ner.linker.bearers import Sense
from services.ner.linker.context import Context
from services.ner.linker.first_names import FIRST_NAMES
from services.ner.linker.gazetteer import Match
from services.ner.linker.names import inflected, key, keys_of, words
from services.ner.linker.surroundings import ADDRESSES, ARTICLES, FIRMS
from services.ner.linker.titles import REACH
from shared.watchlist import Entity, Kind, Watchlist

GENERIC = keys_of(
    "Region Gebiet Oblast Provinz Stadt Großstadt Hauptstadt Hafenstadt Grenzstadt Kleinstadt Ort Dorf"
    " Insel Halbinsel Staat Republik Volksrepublik Königreich Land Großraum Bezirk Kreis Gouvernement"
    " Teilrepublik Grenzregion Bundesstaat Emirat Terrorgruppe Terrororganisation Miliz Schiitenmiliz"
    " Rebellengruppe Gruppe Verteidigungsbündnis Militärbündnis Regierung"
)
"""Nouns that the tagger may have taken into a name: "Region Kursk"."""

FOREIGN = keys_of("of the for and to et")
"""Words of foreign names: Bank of China."""


RIVERS = {"niger": False, "kongo": False, "dnipro": True, "moldau": True}
"""Names that rivers bear, too; whether an article before it says that the river is meant."""
WATERS = keys_of(
    "Fluss Flusses Grenzfluss Nebenfluss Ufer Ufern Mündung Delta Hochwasser Pegel Wasserstand Staudamm"
    " Stausee fließt mündet"
)
"""Words that tell of a river."""


class Things:
    """Reads the words around the names of countries, organisations and places."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._home = {entity.id: entity.of for entity in watchlist.entities.values() if entity.of}
        countries = (entity for entity in watchlist.entities.values() if entity.kind is Kind.COUNTRY)
        self._state = {word: country.id for country in countries for word in _whose(country)}

    def read(self, context: Context, match: Match) -> str | Sense:
        """The id of the entity, or what else the name is there; nobody in compounds and other names."""
        if _is_compound(context, match) or _is_part(context, match) or _is_river(context, match):
            return Sense.NOBODY
        if match.forms[0].shared:
            return Sense.OPEN
        entity = match.forms[0].entity
        before = context.before(match)
        state = self._state.get(before.key) if before else None
        if state is None and entity in self._home:
            return Sense.OPEN
        return Sense.OTHER if state and state != self._home.get(entity, state) else entity


def _whose(country: Entity) -> Iterator[str]:
    """Keys of the words that say whose something is: Österreichs, österreichische."""
    single = [found[0].key for name in (country.name, *country.forms) if len(found := words(name)) == 1]
    yield from (word + "s" for word in single)
    yield from (form for adjective in country.adjectives for form in inflected(key(adjective)))


def _is_compound(context: Context, match: Match) -> bool:
    end = context.words[match.end - 1].end
    return context.hyphened_before(match) is not None or context.text.startswith("-", end)


def _is_part(context: Context, match: Match) -> bool:
    """Whether it belongs to another name: Bank of China, Jack London, Kiew Kurier."""
    before, following = context.before(match), context.after(match)
    if following and following.key in FIRMS and following.capital:
        return True
    if before and (before.key in FOREIGN or before.key in ADDRESSES):
        return True
    single = match.end - match.first == 1 and match.kind is not Kind.ORGANISATION
    if single and before and before.key in FIRST_NAMES and before.capital:
        return True
    return _is_inside_other(context, match)


def _is_river(context: Context, match: Match) -> bool:
    """Whether the river of that name is meant: "am Niger", "der Kongo führt Hochwasser", "die Moldau"."""
    name = match.forms[0].keys[-1]
    before = context.before(match)
    if name not in RIVERS or match.end - match.first > 1 or before is None:
        return False
    if before.key == "am" or before.key in WATERS:
        return True
    wet = RIVERS[name] or any(word.key in WATERS for word in context.around(match, REACH))
    return wet and before.key in ARTICLES


def _is_inside_other(context: Context, match: Match) -> bool:
    """Whether the tagger found a longer name around it."""
    mention = context.mention(match.first)
    if mention is None:
        return False
    rest = [i for i in context.inside(mention.start, mention.end) if not match.first <= i < match.end]
    if any(context.matched_person(i) for i in rest):
        return False
    return any(context.words[i].capital and context.words[i].key not in GENERIC for i in rest)
