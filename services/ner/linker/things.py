"""Whether a country, organisation or place is meant where its name stands."""

from services.ner.linker.bearers import Sense
from services.ner.linker.context import Context
from services.ner.linker.first_names import FIRST_NAMES
from services.ner.linker.gazetteer import Match
from services.ner.linker.names import keys_of
from services.ner.linker.surroundings import FIRMS
from shared.watchlist import Kind

GENERIC = keys_of(
    "Region Gebiet Oblast Provinz Stadt Großstadt Hauptstadt Hafenstadt Grenzstadt Kleinstadt Ort Dorf"
    " Insel Halbinsel Staat Republik Volksrepublik Königreich Land Großraum Bezirk Kreis Gouvernement"
    " Teilrepublik Grenzregion Bundesstaat Emirat Terrorgruppe Terrororganisation Miliz Schiitenmiliz"
    " Rebellengruppe Gruppe Verteidigungsbündnis Militärbündnis Regierung"
)
"""Nouns that the tagger may have taken into a name: "Region Kursk"."""

FOREIGN = keys_of("of the for and to et")
"""Words of foreign names: Bank of China."""


def read_thing(context: Context, match: Match) -> str | Sense:
    """The id of the entity; OPEN for a shared name; NOBODY in compounds and inside of other names."""
    compound = context.hyphened_before(match) or context.text.startswith(
        "-", context.words[match.end - 1].end
    )
    following = context.after(match)
    if compound or (following and following.key in FIRMS and following.capital):
        return Sense.NOBODY
    before = context.before(match)
    if before and before.key in FOREIGN:
        return Sense.NOBODY
    single = match.end - match.first == 1 and match.kind is not Kind.ORGANISATION
    if single and before and before.key in FIRST_NAMES and before.capital:
        return Sense.NOBODY
    if _is_inside_other(context, match):
        return Sense.NOBODY
    return Sense.OPEN if match.forms[0].shared else match.forms[0].entity


def _is_inside_other(context: Context, match: Match) -> bool:
    """Whether the tagger found a longer name around it."""
    mention = context.mention(match.first)
    if mention is None:
        return False
    rest = [i for i in context.inside(mention.start, mention.end) if not match.first <= i < match.end]
    if any(context.matched_person(i) for i in rest):
        return False
    return any(context.words[i].capital and context.words[i].key not in GENERIC for i in rest)
