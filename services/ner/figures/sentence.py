"""One sentence, cut up once: tokens, names, counted phrases, events and clauses."""

import re
from collections.abc import Sequence
from functools import cached_property

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.clauses.clauses import clauses as cut
from services.ner.figures.clauses.finite import finite
from services.ner.figures.counting.counted import AGAIN, Counted, counted
from services.ner.figures.fates.event import Event
from services.ner.figures.fates.verbs import events
from services.ner.figures.german.kinds import military
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.names import Form, Name, Names
from services.ner.figures.german.nouns import AT_WAR
from services.ner.figures.german.tokens import lower_at, tokenise
from services.ner.figures.german.words import DETERMINERS, PREPOSITIONS, SENT
from services.ner.figures.numbers.hedges import hedged
from services.ner.figures.numbers.never import never
from services.ner.figures.numbers.numbers import quantities
from services.ner.figures.owners.forces import owner_around, soldiers
from services.ner.figures.owners.places import PLACES, places
from services.ner.figures.owners.placing import Places
from services.ner.figures.owners.senders import sender
from services.ner.figures.sources.attribution import Sources, attribution_of, labelled, speaker_of
from services.ner.figures.sources.saying import said
from services.ner.figures.sources.sources import STATEMENT, Source, quoted
from shared.events import Attribution, Label, Mention, Span

GROUPS = (Label.LOC, Label.ORG)
EXCHANGE = re.compile(
    r"(?:[a-zäöü]*gefangenen)?austausch(?:e?s|en?)?|(?:aus)?getauscht|tausch(?:t|te|ten|en)"
)
"""Words of a sentence that tells of exchanged captives."""


class Sentence:
    """What the parts of the reader see of text[span]; each view is made when it is first asked for."""

    def __init__(
        self, text: str, span: Span, mentions: Sequence[Mention], lexicon: Lexicon, names: Names
    ) -> None:
        self.text, self.span, self.mentions = text, span, mentions
        self.tokens = tokenise(text, span.start, span.end)
        self.lexicon, self._names = lexicon, names
        self._verbless: dict[int, bool] = {}

    @cached_property
    def names(self) -> dict[int, Name]:
        """Countries and groups by their first token."""
        return self._names.find(self.tokens, self.mentions)

    @cached_property
    def _quoted(self) -> list[Source]:
        """The sources that it quotes."""
        return quoted(self.tokens)

    @cached_property
    def _sources(self) -> dict[int, int]:
        """Where each quoted source begins, by where it ends."""
        return {source.end: source.first for source in self._quoted}

    @cached_property
    def _speakers(self) -> frozenset[int]:
        """The tokens of the sources that it quotes."""
        return frozenset(at for source in self._quoted for at in range(source.first, source.end))

    @cached_property
    def owners(self) -> dict[int, Name]:
        """The names that can own what is counted: all but those whom the sentence quotes."""
        return {at: name for at, name in self.names.items() if at not in self._speakers}

    def quotes(self, index: int) -> bool:
        """Whether a token is of somebody whom it quotes."""
        return index in self._speakers

    def demonym(self, index: int) -> str | None:
        """Whose people a noun means ("Nordkoreaner"), None for any other word."""
        name = self.names.get(index)
        return name.owner if name and name.form in (Form.DEMONYM, Form.ADJECTIVE) else None

    def named_before(self, phrase: Counted) -> Name | None:
        """The state or group right before a number: "Dänemark 200", "Frankreich weitere 500"."""
        last = self._sources.get(phrase.first, phrase.first) - 1
        last -= lower_at(self.tokens, last) in AGAIN | {"je", "jeweils", "mit", "nur", "lediglich"}
        found = next((self.owners[at] for at in range(last, last - 4, -1) if at in self.owners), None)
        return found if found and found.end == last + 1 and found.owns and found.form is Form.NAME else None

    def behind_source(self, phrase: Counted) -> bool:
        """Whether a quoted source ends right before it, and it is none of the source's: "Paragraf 129"."""
        last = phrase.first - 1
        stated = last in self.names or STATEMENT.fullmatch(lower_at(self.tokens, last)) is not None
        return phrase.first in self._sources and (stated or lower_at(self.tokens, last) == "zufolge")

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        return frozenset(token.lower for token in self.tokens)

    @cached_property
    def counted(self) -> list[Counted]:
        """Every number that may count somebody, with the phrase it opens; none of those who are quoted."""
        numbers = [
            hedged(self.tokens, found)
            for found in quantities(self.tokens)
            if found.first not in self._speakers
            and (self.bracketed(found.first) or not never(self.tokens, found))
        ]
        return counted(self.tokens, numbers, self.names) if numbers else []

    def bracketed(self, index: int) -> bool:
        """Whether a number tells how many are at the place before it: "im Kosovo (273), in Bosnien (167)"."""
        if lower_at(self.tokens, index - 1) != "(" or lower_at(self.tokens, index + 1) != ")":
            return False
        return "davon" in self.words and index - 2 in self._place_starts

    @cached_property
    def events(self) -> dict[int, Event]:
        """Verbs and phrases of fates by their first token."""
        return events(self.tokens, self.lexicon)

    @cached_property
    def clauses(self) -> dict[int, Clause]:
        """The clause of each token."""
        covered = frozenset(at for event in self.events.values() for at in range(event.index, event.end))
        told = frozenset(
            event.index for event in self.events.values() if not (event.participle or event.phrase)
        )
        return {index: clause for clause in cut(self.tokens, covered, told) for index in clause.indexes}

    def events_in(self, clause: Clause) -> Sequence[Event]:
        """The fates told in a clause, in order."""
        return self._inside[0].get(clause.indexes[0], ())

    def counted_in(self, clause: Clause) -> Sequence[Counted]:
        """The counted phrases of a clause, in order."""
        return self._inside[1].get(clause.indexes[0], ())

    def verbless(self, clause: Clause) -> bool:
        """Whether a clause has no verb of its own."""
        first = clause.indexes[0]
        if first not in self._verbless:
            self._verbless[first] = not any(
                at in self.events or finite(self.tokens, at) for at in clause.indexes
            )
        return self._verbless[first]

    @cached_property
    def _inside(self) -> tuple[dict[int, list[Event]], dict[int, list[Counted]]]:
        events: dict[int, list[Event]] = {}
        phrases: dict[int, list[Counted]] = {}
        for index, event in sorted(self.events.items()):
            if index in self.clauses:
                events.setdefault(self.clauses[index].indexes[0], []).append(event)
        for phrase in self.counted:
            if phrase.first in self.clauses:
                phrases.setdefault(self.clauses[phrase.first].indexes[0], []).append(phrase)
        return events, phrases

    @cached_property
    def soldiers(self) -> list[int]:
        """Where it speaks of soldiers."""
        return soldiers(self.tokens, self.lexicon)

    @cached_property
    def exchange(self) -> bool:
        """Whether it tells of captives who are exchanged."""
        return any(map(EXCHANGE.fullmatch, self.words))

    @cached_property
    def at_war(self) -> bool:
        """Whether it says that people are at the front or fell."""
        return not AT_WAR.isdisjoint(self.words) or any(
            (token.lower == "front" and lower_at(self.tokens, at - 1) in ("der", "die", "zur"))
            or (token.lower == "seite" and at - 1 in self.names)  # "auf russischer Seite"
            for at, token in enumerate(self.tokens)
        )

    @cached_property
    def grounds(self) -> frozenset[str]:
        """The countries and places that it names."""
        return frozenset(name.owner for name in self.names.values() if name.kind in PLACES)

    @cached_property
    def forces(self) -> list[str]:
        """Whose soldiers it speaks of, in order: "nordkoreanische Truppen", "Soldaten aus Nordkorea"."""
        soldiers = [at for at in self.soldiers if at not in self._saying]
        found = [owner for at in soldiers if (owner := owner_around(self.tokens, at, self.owners))]
        return found or [owner for at in soldiers if (owner := self._sender_of(at))]

    @cached_property
    def _saying(self) -> frozenset[int]:
        """The tokens of those who say something: "Die thailändische Armee sprach von …"."""
        return frozenset(at for source in self._said for at in range(source.first, source.end))

    @cached_property
    def bodies(self) -> frozenset[int]:
        """Where it names a body of soldiers."""
        return frozenset(at for at in self.soldiers if military(self.tokens[at].text))

    @cached_property
    def army_speaks(self) -> bool:
        """Whether a body of soldiers is quoted."""
        return not self.bodies.isdisjoint(self._saying)

    @cached_property
    def others(self) -> frozenset[str]:
        """Who acts in it, or whose things it tells of: known ones by their owner, others by their name."""
        known = [name for at, name in self.owners.items() if name.owns and at not in self._saying]
        unknown = [mention for mention in self.mentions if mention.entity is None and mention.label in GROUPS]
        firsts = {token.start: at for at, token in enumerate(self.tokens)} if unknown else {}
        acting = [mention for mention in unknown if self._acts(firsts.get(mention.start, 0))]
        return frozenset((*(name.owner for name in known if self._agent(name)), *(m.text for m in acting)))

    def _agent(self, name: Name) -> bool:
        described = name.form in (Form.ADJECTIVE, Form.PREFIX)
        return described or (not name.genitive and self._acts(name.first))

    def _acts(self, index: int) -> bool:
        """Whether nothing governs the name that begins there: no preposition, no noun."""
        before = index - 1 - (lower_at(self.tokens, index - 1) in ("der", "die", "das"))
        noun = before < index - 1 and before >= 0 and self.tokens[before].capital
        governed = lower_at(self.tokens, before) in PREPOSITIONS | DETERMINERS
        return index not in self._saying and not noun and not governed

    def _sender_of(self, index: int) -> str | None:
        """Who sent them: "Nordkorea hat weitere Soldaten entsandt"."""
        clause = self.clauses.get(index)
        if clause is None or SENT.isdisjoint(clause.words):
            return None
        return sender(self.tokens, clause, self.owners, clause.indexes[-1] + 1)

    @cached_property
    def _found_places(self) -> list[tuple[int, str]]:
        return places(self.text, self.tokens, self.names, self.mentions)

    @cached_property
    def _place_starts(self) -> frozenset[int]:
        return frozenset(at for at, _ in self._found_places)

    @cached_property
    def _places(self) -> Places:
        return Places(self.tokens, self._found_places, self._said, self.names, self.clauses, self.counted)

    def place_of(self, phrase: Counted, clause: Clause) -> str | None:
        """Where those counted are."""
        return self._places.of(phrase, clause)

    @cached_property
    def _said(self) -> list[Source]:
        """The sources that the sentence names, what it quotes before who speaks."""
        label = labelled(self.tokens, self.names, self.mentions)
        return [*self._quoted, *([label] if label else ()), *said(self.tokens, self.lexicon)]

    @cached_property
    def _sources_of_numbers(self) -> Sources:
        return Sources(self.tokens, self._said, self.clauses, self.names, self.lexicon)

    @cached_property
    def attribution(self) -> Attribution | None:
        """Who is said to have said it."""
        return attribution_of(self._said[0], self.tokens, self.text, self.names) if self._said else None

    @cached_property
    def closing(self) -> Attribution | None:
        """Who is said to have said what stands before it: "Das teilte die Polizei mit"."""
        source = next((source for source in self._said if source.closes and source.first == 1), None)
        return attribution_of(source, self.tokens, self.text, self.names) if source else None

    def said_of(self, phrase: Counted, clause: Clause) -> Attribution | None:
        """Who is said to have said a number."""
        source = self._sources_of_numbers.of(phrase, clause)
        return attribution_of(source, self.tokens, self.text, self.names) if source else None

    @cached_property
    def speaker(self) -> Name | None:
        """Who is named as having said it."""
        return speaker_of(self._said[0], self.tokens, self.names) if self._said else None
