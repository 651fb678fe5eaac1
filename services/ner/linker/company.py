"""Whom a shared name means by the company it keeps: "Merz trifft Macron", though others are called Merz."""

from collections.abc import Sequence

from services.ner.linker.context import Context
from services.ner.linker.gazetteer import Match, NameKeys
from services.ner.linker.titles import Titles
from shared.events import Label
from shared.watchlist import Kind, Watchlist

Linked = Sequence[tuple[Match, str]]


class Company:
    """Tells who is meant where an article names nobody of that name in full, nor an office before it.

    Somebody prominent must be the only one of the watchlist who bears the name, the tagger must take the name
    for a person's, nowhere may a noun introduce a stranger ("Torwart Merz"), and the article must tell of
    their world: of another person of the watchlist in the same sentence, of one from the same state or party,
    of that party, of that state in the same sentence, or of an office that they hold or held.
    """

    def __init__(self, watchlist: Watchlist, titles: Titles) -> None:
        self._titles = titles
        people = [entity for entity in watchlist.entities.values() if entity.kind is Kind.PERSON]
        self._prominent = {entity.id for entity in people if entity.prominent}
        self._homes = {entity.id: frozenset(role.of for role in entity.roles if role.of) for entity in people}
        self._organisations = {
            entity.id for entity in watchlist.entities.values() if entity.kind is Kind.ORGANISATION
        }

    def meant(self, context: Context, unknown: Sequence[Match], linked: Linked) -> list[tuple[Match, str]]:
        """Those of `unknown` that mean somebody, with whom."""
        prominent = [(match, entity) for match in unknown if (entity := self._only(match))]
        strangers = {_name(match) for match, _ in prominent if _introduced(context, match)}
        persons = [
            (match, entity)
            for match, entity in prominent
            if _name(match) not in strangers and _person(context, match)
        ]
        known = {entity for match, entity in persons if self._in_company(context, match, entity, linked)}
        return [(match, entity) for match, entity in persons if entity in known]

    def _only(self, match: Match) -> str | None:
        bearers = {form.entity for form in match.forms}
        return next(iter(bearers)) if len(bearers) == 1 and bearers <= self._prominent else None

    def _in_company(self, context: Context, match: Match, entity: str, linked: Linked) -> bool:
        peers = [(other, who) for other, who in linked if who in self._homes]
        worlds = {home for _, who in peers for home in self._homes[who]}
        worlds |= {who for _, who in linked if who in self._organisations}
        near = {who for other, who in linked if context.same_sentence(match.first, other.first)}
        return (
            not worlds.isdisjoint(self._homes[entity])
            or not near.isdisjoint(self._homes.keys() | self._homes[entity])
            or self._titles.spoken_of(entity, context.words)
        )


def _name(match: Match) -> NameKeys:
    return match.forms[0].keys


def _introduced(context: Context, match: Match) -> bool:
    """Whether a noun stands right before the name, which is no office of theirs: "Torwart Merz"."""
    before = context.before(match)
    return before is not None and before.capital and not context.matched(match.first - 1)


def _person(context: Context, match: Match) -> bool:
    """Whether the tagger found a person there, of this name alone or in a compound of it."""
    mention = context.mention(match.first)
    return (
        mention is not None
        and mention.label is Label.PER
        and mention.start == context.words[match.first].start
    )
