"""Whom a shared name means by the company it keeps: "Merz trifft Macron", though others are called Merz."""

from collections.abc import Mapping, Sequence

from services.ner.linker.context import Context
from services.ner.linker.gazetteer import Match, NameKeys
from services.ner.linker.titles import Titles
from shared.events import Label
from shared.watchlist import Kind, Watchlist

Linked = Sequence[tuple[Match, str]]


class Company:
    """Tells who is meant where an article names nobody of that name in full, nor an office before it.

    One person of the watchlist alone must bear the name, the tagger must have taken the bare name for a
    person's, and the article must tell of their world: of another person of the watchlist in the same
    sentence, of one from the same state or party, of that party, or of an office that they hold or held.
    """

    def __init__(self, watchlist: Watchlist, titles: Titles) -> None:
        self._titles = titles
        people = [entity for entity in watchlist.entities.values() if entity.kind is Kind.PERSON]
        self._homes = {entity.id: frozenset(role.of for role in entity.roles if role.of) for entity in people}
        self._organisations = {
            entity.id for entity in watchlist.entities.values() if entity.kind is Kind.ORGANISATION
        }

    def meant(self, context: Context, unknown: Sequence[Match], linked: Linked) -> Mapping[NameKeys, str]:
        """The entities of those names of `unknown` for which some place in the article tells it."""
        peers = [(match, entity) for match, entity in linked if entity in self._homes]
        worlds = {home for _, entity in peers for home in self._homes[entity]}
        worlds |= {entity for _, entity in linked if entity in self._organisations}

        def in_company(match: Match, entity: str) -> bool:
            return (
                not worlds.isdisjoint(self._homes.get(entity, ()))
                or any(context.same_sentence(match.first, peer.first) for peer, _ in peers)
                or self._titles.spoken_of(entity, context.words)
            )

        found = {}
        for match in unknown:
            bearers = {form.entity for form in match.forms}
            if len(bearers) == 1 and _stands_alone(context, match) and in_company(match, *bearers):
                found[match.forms[0].keys] = match.forms[0].entity
        return found


def _stands_alone(context: Context, match: Match) -> bool:
    """Whether the tagger found a person of this name and nothing more, and no noun introduces a stranger."""
    mention, before = context.mention(match.first), context.before(match)
    covered = context.inside(mention.start, mention.end) if mention else ()
    person = mention is not None and mention.label is Label.PER
    return person and covered == range(match.first, match.end) and not (before and before.capital)
