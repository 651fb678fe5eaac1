"""Whom a shared name means by the company it keeps: "Merz trifft Macron", though others are called Merz."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from services.ner.linker.context import Context
from services.ner.linker.gazetteer import Match, NameKeys
from services.ner.linker.surroundings import ADDRESSES
from services.ner.linker.titles import Titles
from shared.events import Label
from shared.watchlist import Kind, Watchlist

Linked = Sequence[tuple[Match, str]]


class Company:
    """Tells who is meant where an article names nobody of that name in full, nor an office before it.

    An organisation must be the only one of that name whose home the article names, and the tagger must take
    the name for an organisation's: RSF in an article on Sudan.

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
        organisations = [e for e in watchlist.entities.values() if e.kind is Kind.ORGANISATION]
        self._organisations = {entity.id for entity in organisations}
        self._home = {entity.id: entity.home for entity in organisations if entity.home}
        self._arms = {entity.id: entity.of for entity in organisations if entity.of}

    def meant(self, context: Context, unknown: Sequence[Match], linked: Linked) -> list[tuple[Match, str]]:
        """Those of `unknown` that mean somebody, with whom."""
        return [*self._people(context, unknown, linked), *self._groups(context, unknown, linked)]

    def _groups(
        self, context: Context, unknown: Sequence[Match], linked: Linked
    ) -> Iterator[tuple[Match, str]]:
        named = {who for _, who in linked}
        for match in unknown:
            mention = context.mention(match.first)
            at_home = {form.entity for form in match.forms if self._home.get(form.entity) in named}
            if len(at_home) == 1 and mention and mention.label is Label.ORG:
                yield match, at_home.pop()

    def _people(self, context: Context, unknown: Sequence[Match], linked: Linked) -> list[tuple[Match, str]]:
        prominent = [(match, entity) for match in unknown if (entity := self._only(match))]
        strangers = {_name(match) for match, _ in prominent if _introduced(context, match)}
        persons = [
            (match, entity)
            for match, entity in prominent
            if _name(match) not in strangers and _person(context, match)
        ]
        beside, together = _by_sentence(context, linked), _by_sentence(context, persons)
        known = self._of_the_world(context, {entity for _, entity in persons}, linked)
        for sentence, entities in together.items():
            named = beside[sentence]
            known |= {one for one in entities if self._near(one, named) or self._at_home(one, entities)}
        return [(match, entity) for match, entity in persons if entity in known]

    def _only(self, match: Match) -> str | None:
        bearers = {form.entity for form in match.forms}
        return next(iter(bearers)) if len(bearers) == 1 and bearers <= self._prominent else None

    def _near(self, entity: str, named: set[str]) -> bool:
        """Whether a person of the watchlist is among those named, or the entity's own state or party."""
        return not (self._homes.keys().isdisjoint(named) and self._homes[entity].isdisjoint(named))

    def _at_home(self, entity: str, others: set[str]) -> bool:
        """Whether another one of the same state or party is among the others: "Merz antwortet Scholz"."""
        return any(self._homes[entity] & self._homes[other] for other in others - {entity})

    def _of_the_world(self, context: Context, entities: set[str], linked: Linked) -> set[str]:
        """Those of whose state, party or office the article tells."""
        named = {who for _, who in linked}
        worlds = (named & self._organisations).union(*(self._homes.get(who, ()) for who in named))
        worlds |= {self._arms[who] for who in named & self._arms.keys()}
        return {
            entity
            for entity in entities
            if not worlds.isdisjoint(self._homes[entity]) or self._titles.spoken_of(entity, context.words)
        }


def _by_sentence(context: Context, linked: Linked) -> defaultdict[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for match, entity in linked:
        found[context.place(match.first).sentence].add(entity)
    return found


def _name(match: Match) -> NameKeys:
    return match.forms[0].keys


def _introduced(context: Context, match: Match) -> bool:
    """Whether a noun stands right before the name, which is no office of theirs: "Torwart Merz"."""
    before = context.before(match)
    named = context.matched(match.first - 1)
    return before is not None and before.capital and before.key not in ADDRESSES and not named


def _person(context: Context, match: Match) -> bool:
    """Whether the tagger found a person there, of this name alone or in a compound of it."""
    mention = context.mention(match.first)
    return (
        mention is not None
        and mention.label is Label.PER
        and mention.start == context.words[match.first].start
    )
