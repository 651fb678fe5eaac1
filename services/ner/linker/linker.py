"""Who is meant: the tagger's mentions with their entities, corrected and completed by the watchlist."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from services.ner.linker.bearers import Bearers, Sense
from services.ner.linker.company import Company
from services.ner.linker.context import Context, Place
from services.ner.linker.gazetteer import Form, Gazetteer, Match, NameKeys
from services.ner.linker.persons import Persons, is_aside
from services.ner.linker.things import Things
from services.ner.linker.titles import Titles
from shared.events import Label, Mention, Span
from shared.watchlist import Kind, Watchlist

LABELS = {
    Kind.PERSON: Label.PER,
    Kind.COUNTRY: Label.LOC,
    Kind.PLACE: Label.LOC,
    Kind.ORGANISATION: Label.ORG,
}


class Linker:
    """Finds the entities of one watchlist in articles; holds nothing of an article."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._gazetteer = Gazetteer(watchlist)
        titles = Titles(watchlist)
        self._persons = Persons(titles, watchlist, self._gazetteer)
        self._things = Things(watchlist)
        self._company = Company(watchlist, titles)
        self._kinds = {entity.id: entity.kind for entity in watchlist.entities.values()}
        self._bare: dict[str, frozenset[NameKeys]] = {
            entity: frozenset(form.keys for form in forms if form.bare or form.shared)
            for entity, forms in self._gazetteer.forms.items()
        }

    def link(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions in text order, `entity` set where it is known who is meant.

        A known name that the tagger missed is added with score 1.0 and the label of its kind; where the
        tagger's span cuts a known name or overruns it (titles, "-Berater"), the name's span replaces it.
        A person's name in a hyphenated compound names the person ("Biden-Regierung"); a country's or an
        organisation's does not. A name with several bearers, or one that the watchlist calls shared, links
        only where the article says who is meant, or names them in their company.
        """
        context = Context(text, sentences, mentions)
        matches = self._gazetteer.find(text, context.words)
        context.remember(matches)
        return _merge(context, self._resolve(context, matches), mentions, self._kinds)

    def _resolve(self, context: Context, matches: Sequence[Match]) -> list[tuple[Match, str]]:
        senses = [(match, self._read(context, match)) for match in matches]
        bearers = Bearers()
        for match, sense in senses:
            for keys, entity in self._borne(match, sense):
                bearers.announce(keys, entity)
        found, unknown = [], []
        for match, sense in senses:
            place = context.place(match.first)
            meant = self._owner(bearers, match, place) if sense is Sense.OPEN else sense
            for keys, entity in self._borne(match, meant):
                if is_aside(context, match):
                    bearers.name_aside(keys, entity)
                else:
                    bearers.name(keys, place, entity, full=not match.forms[0].bare)
            if isinstance(meant, str):
                found.append((match, meant))
            elif meant is None and not bearers.named(match.forms[0].keys):
                unknown.append(match)
        found += self._company.meant(context, unknown, found)
        return sorted(found, key=lambda linked: linked[0].first)

    def _read(self, context: Context, match: Match) -> str | Sense:
        if match.kind is Kind.PERSON:
            return self._persons.read(context, match)
        return self._things.read(context, match)

    def _borne(self, match: Match, sense: str | Sense | None) -> Iterator[tuple[NameKeys, str | None]]:
        """The bare names of whoever is named there, each with its bearer."""
        if isinstance(sense, str):
            yield from ((keys, sense) for keys in self._bare[sense])
        elif sense is Sense.OTHER:
            yield from ((keys, None) for keys in {keys for form in match.forms for keys in self._named(form)})

    def _named(self, form: Form) -> frozenset[NameKeys]:
        """The bare names that somebody called so bears: Donald Trump junior is a Trump."""
        return frozenset([form.keys]) if form.bare else self._bare[form.entity]

    def _owner(self, bearers: Bearers, match: Match, place: Place) -> str | None:
        form = match.forms[0]
        return bearers.owner(form.keys, place, None if form.shared else form.entity)


def _merge(
    context: Context, found: Iterable[tuple[Match, str]], mentions: Sequence[Mention], kinds: dict[str, Kind]
) -> tuple[Mention, ...]:
    """The found names and those mentions that overlap none of them, in text order."""
    linked = [_linked(context, match, entity, kinds[entity]) for match, entity in found]
    starts = [mention.start for mention in linked]
    kept = []
    for mention in mentions:
        before = bisect_left(starts, mention.end) - 1
        if before < 0 or linked[before].end <= mention.start:
            kept.append(mention)
    return tuple(sorted([*linked, *kept], key=lambda mention: (mention.start, mention.end)))


def _linked(context: Context, match: Match, entity: str, kind: Kind) -> Mention:
    start, end = context.words[match.first].start, context.words[match.end - 1].end
    tagged = (context.mention(index) for index in range(match.first, match.end))
    first = next((mention for mention in tagged if mention), None)
    label = LABELS[kind] if first is None or Label.PER in (first.label, LABELS[kind]) else first.label
    score = first.score if first else 1.0
    return Mention(
        text=context.text[start:end], label=label, score=score, start=start, end=end, entity=entity
    )
