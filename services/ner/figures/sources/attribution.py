"""Whose claim a number is: which of a sentence's sources says it, and who is named there."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from services.ner.figures.clauses.clauses import Clause
from services.ner.figures.clauses.finite import counts
from services.ner.figures.counting.counted import Counted
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import Token, lower_at
from services.ner.figures.german.words import CLAUSE_ENDS, DETERMINERS, FINITE_VERBS, OWN, PREPOSITIONS
from services.ner.figures.sources.sources import LONGEST, Source
from services.ner.figures.sources.speakers import speaker_of_gap
from shared.events import Attribution, Label, Mention
from shared.watchlist import Kind as EntityKind

SPEAKERS = re.compile(
    r".*(?:ministerium|minister(?:in)?|generalstab|behörden?|polizei|feuerwehr|geheimdienst|zivilschutz"
    r"|katastrophenschutz|gouverneur(?:in)?|bürgermeister(?:in)?|regierung|staatsanwaltschaft|sprecher(?:in)?"
    r"|experten|medien|berichte?|studie|insider|aktivisten|menschenrechtler|beobachter|augenzeugen|armee|militär"
    r"|präsident(?:in)?|kanzler(?:in)?)"
)
"""Whoever can be quoted before a colon, named or not."""
FIRST = attrgetter("first")
JOINTS = (",", ";", "und", "sowie")
LABEL = 5
"""Tokens that may stand before the colon of a headline: "Nato-Generalsekretär Mark Rutte: …"."""


@dataclass(frozen=True)
class Sources:
    """The sources of a sentence, each number's to be found."""

    tokens: Sequence[Token]
    known: Sequence[Source]
    clauses: Mapping[int, Clause]
    names: Mapping[int, Name]
    lexicon: Lexicon

    @cached_property
    def _ordered(self) -> list[Source]:
        return sorted(self.known, key=FIRST)

    @cached_property
    def _inside(self) -> Mapping[int, Sequence[Source]]:
        """The sources of each clause, by its first token."""
        found: dict[int, list[Source]] = defaultdict(list)
        for source in self._ordered:
            if clause := self.clauses.get(source.first):
                found[clause.indexes[0]].append(source)
        return found

    @cached_property
    def _named(self) -> Sequence[Source]:
        """Those that speak beyond their clause: not "nach eigenen Angaben"."""
        return [source for source in self._ordered if not of_own(self.tokens, source)]

    @cached_property
    def _closing(self) -> Sequence[Source]:
        return [source for source in self._named if source.closes]

    def of(self, phrase: Counted, clause: Clause) -> Source | None:
        """Who says a number: named with it, else before it, else at the end of what is said."""
        before = _last(self._ordered if clause.goes_on else self._named, phrase.first)
        gap = speaker_of_gap(self.tokens, phrase, before, self.lexicon) if before else None
        return gap or self._beside(phrase, clause) or before or _next(self._closing, phrase.end)

    def _beside(self, phrase: Counted, clause: Clause) -> Source | None:
        """The source in a number's clause, the nearest before it, else the first behind it."""
        inside = self._inside.get(clause.indexes[0], ())
        before, behind = _last(inside, phrase.first), _next(inside, phrase.end)
        if before and not self._another_acts(before, phrase):
            return before
        return behind if behind and not self._of_next(phrase, behind) else None

    def _another_acts(self, source: Source, phrase: Counted) -> bool:
        """Whether others act: "Israel verlor nach eigenen Angaben drei Soldaten, die Hamas 40 Kämpfer"."""
        if not of_own(self.tokens, source):
            return False
        near = range(max(source.end, phrase.first - LONGEST), phrase.first)
        names = (self.names[at] for at in near if at in self.names)
        return any(_acts(self.tokens, name) and _before(self.tokens, name) in JOINTS for name in names)

    def _of_next(self, phrase: Counted, source: Source) -> bool:
        """Whether a source behind a mark says the number behind it: "40 Tote, laut Kiew 90"."""
        between = range(max(phrase.end, source.first - LONGEST), source.first)
        parted = any(self.tokens[at].text in CLAUSE_ENDS for at in between)
        return parted and any(counts(token) for token in self.tokens[source.end : source.end + 3])


def _last(sources: Sequence[Source], stop: int) -> Source | None:
    at = bisect_left(sources, stop, key=FIRST)
    return sources[at - 1] if at else None


def _next(sources: Sequence[Source], start: int) -> Source | None:
    at = bisect_left(sources, start, key=FIRST)
    return sources[at] if at < len(sources) else None


def labelled(
    tokens: Sequence[Token], names: Mapping[int, Name], mentions: Sequence[Mention]
) -> Source | None:
    """Who is quoted before a colon: "Putin: 700.000 Mann an der Front", but no place ("Sudan: 40 Tote")."""
    colon = next((at for at, token in enumerate(tokens[: LABEL + 1]) if token.text == ":"), 0)
    if not all(token.capital for token in tokens[:colon]):
        return None
    speaks = any(
        name.end == colon
        and name.form is Form.NAME
        and name.kind in (EntityKind.PERSON, EntityKind.ORGANISATION)
        for name in (names[at] for at in range(colon) if at in names)
    )
    end = tokens[colon - 1].end
    person = any(one.label is Label.PER and one.end == end for one in mentions)
    office = SPEAKERS.fullmatch(tokens[colon - 1].lower) is not None
    return Source(0, colon) if colon and (speaks or person or office) else None


def attribution_of(
    source: Source, tokens: Sequence[Token], text: str, names: Mapping[int, Name]
) -> Attribution:
    """The words of a sentence that say whose claim it is, with the entity where one is named."""
    speaker = speaker_of(source, tokens, names)
    inside = speaker is not None and source.first <= speaker.first < source.end
    end = max(source.end, speaker.end) if speaker and inside else source.end  # "Ärzte | ohne Grenzen"
    start, stop = tokens[source.first].start, tokens[end - 1].end
    return Attribution(
        text=text[start:stop], start=start, end=stop, entity=_who(speaker) if speaker else None
    )


def speaker_of(source: Source, tokens: Sequence[Token], names: Mapping[int, Name]) -> Name | None:
    """Who is named in a source; "nach eigenen Angaben" is said by the subject of its clause."""
    if of_own(tokens, source):
        return _subject(source, tokens, names)
    inside = [names[at] for at in range(source.first, source.end) if at in names]
    speaker = next((name for name in inside if _speaks(tokens, name)), None)
    return _titled(tokens, speaker, inside) if speaker else None


def _titled(tokens: Sequence[Token], name: Name, inside: Sequence[Name]) -> Name:
    """The person behind a title: the Putin of "der russische Präsident Putin", of "Kremlchef Putin"."""
    if name.form is Form.NAME and not name.genitive:
        return name
    persons = (other for other in inside if other.kind is EntityKind.PERSON and other.first >= name.end)
    person = next(persons, name)
    title = tokens[name.end : person.first]
    apposed = bool(title) and title[-1].text == ","
    return person if (apposed or all(token.capital for token in title)) and not person.genitive else name


def _speaks(tokens: Sequence[Token], name: Name) -> bool:
    """Whether who speaks is, or belongs to, who is named: not "ein Sprecher in Kiew", "Hamas-nahe Medien"."""
    near = tokens[name.first].text.rpartition("-")[2][:1].islower()
    described = name.form is Form.PREFIX and near
    party = lower_at(tokens, name.first - 1) == "," and lower_at(tokens, name.first - 3) == "("  # (54, SPD)
    return not (described or party) and lower_at(tokens, name.first - 1) not in ("in", "im", "bei")


def _subject(source: Source, tokens: Sequence[Token], names: Mapping[int, Name]) -> Name | None:
    """Whose statement their own is: "Die Hamas hat nach eigenen Angaben", "Nach eigenen Angaben hat Kiew"."""
    at = source.first - 1
    if at < 0 or tokens[at].text in CLAUSE_ENDS:
        at = source.end
        if lower_at(tokens, at) not in FINITE_VERBS:
            return None
        at += 1 + (lower_at(tokens, at + 1) in DETERMINERS)
        return names[at] if at in names and _acts(tokens, names[at]) else None
    while at >= 0 and tokens[at].text not in CLAUSE_ENDS:
        if (name := names.get(at)) and _acts(tokens, name):
            return name
        at -= 1
    return None


def of_own(tokens: Sequence[Token], source: Source) -> bool:
    """Whether a source is whoever is spoken of: "nach eigenen Angaben"."""
    return any(tokens[at].lower in OWN for at in range(source.first, source.end))


def _acts(tokens: Sequence[Token], name: Name) -> bool:
    whole = name.form in (Form.NAME, Form.PREFIX) and not name.genitive
    return whole and name.owns and _before(tokens, name) not in PREPOSITIONS


def _before(tokens: Sequence[Token], name: Name) -> str:
    """The word before a name and its article: the "in" of "in der Ukraine"."""
    return lower_at(tokens, name.first - 1 - (lower_at(tokens, name.first - 1) in DETERMINERS))


def _who(name: Name) -> str:
    """Who speaks: a capital stands for its state."""
    return name.owner if name.kind is EntityKind.PLACE else name.entity
