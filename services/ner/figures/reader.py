"""A text with its sentences and mentions in, its figures out: pure, deterministic, linear.

What is read, in this order, each from those above it (a folder each; german/ is the language itself):

1. numbers: values with their hedges, but not those that never count anybody
2. clauses: segments between marks, joined and parted by their verbs
3. counting: each number with the noun phrase behind it
4. fates: what verbs, phrases and nouns tell of somebody
5. sources: who says so, and whose word each number is
6. owners: the states and groups whose soldiers are spoken of, and the places
7. sentence: all of this, cut up once; passage: what is remembered of the sentence before
8. claims: for every counted phrase its fate, then its measure: by its noun or, where German leaves that out,
   by what it points at or goes on with; ownership: whose they are
9. flags: vague, part; former; hypothetical; negated
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from services.ner.figures.claims.claims import claims_of
from services.ner.figures.flags.flags import flags_of
from services.ner.figures.flags.former import replaced
from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.names import Names
from services.ner.figures.german.words import word_set
from services.ner.figures.ownership.names import listed
from services.ner.figures.ownership.owner import owner_of
from services.ner.figures.passage import Claim, Passage
from services.ner.figures.sentence import Sentence
from services.ner.figures.sources.speech import DENIALS, FORMS
from shared.events import Attribution, Figure, FigureEvidence, Flag, Hedge, Mention, Span
from shared.watchlist import Watchlist

NEAR = 3
"""Sentences to each side that make the passage in which "8.000 Nordkoreaner" can be soldiers."""
PAPERS = re.compile(r"(?:[Pp]apier|[Dd]okument)(?:en|s)?\b")
THEY = {"er", "sie"}
REPORTED = word_set("sei seien habe hätten werde würden könne sollen solle wolle müsse")


class FigureReader:
    """Reads the figures of a text; what is counted, and whose it can be, is in the watchlist."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._lexicon = Lexicon(watchlist.measures)
        self._names = Names(watchlist)

    def read(
        self, text: str, sentences: Sequence[Span], paragraphs: Sequence[Span], mentions: Sequence[Mention]
    ) -> tuple[Figure, ...]:
        """The figures in order of their numbers; all spans cut `text`."""
        cut = [
            Sentence(text, span, within, self._lexicon, self._names)
            for span, within in zip(sentences, _spread(sentences, mentions), strict=True)
        ]
        found = list(_claims(cut))
        if not any(found):
            return ()
        figures: list[Figure] = []
        subjects: dict[Claim, str | None] = {}
        said, carried = None, None
        ends = {paragraph.end for paragraph in paragraphs[1:]}  # a headline is gone on with
        for sentence, claims, following in zip(cut, found, [*cut[1:], None], strict=True):
            subjects = _subjects(sentence, claims, subjects, carried)
            said = said if _reported(sentence) else None
            former = replaced(sentence.tokens, claims)
            closing = following.closing if claims and following else None
            figures += [
                _figure(
                    sentence,
                    _of_sentence(claim, claims),
                    subjects[claim],
                    sentence.said_of(claim.counted, claim.clause) or said or closing,
                    former=claim in former,
                )
                for claim in claims
            ]
            said = sentence.attribution or said
            ended = sentence.span.end in ends
            carried = None if ended else _carried(sentence, list(subjects.values()), carried)
        return tuple(sorted(figures, key=lambda figure: figure.evidence.number.start))


def _of_sentence(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """Without a source in another sentence, whose tokens are not those of this one."""
    return claim if any(claim.source is other for other in claims) else replace(claim, source=None)


def _claims(cut: Sequence[Sentence]) -> Iterator[list[Claim]]:
    """The claims of every sentence, which may go on about those of the one before."""
    passage = Passage()
    for index, sentence in enumerate(cut):
        if sentence.counted:
            passage = _surrounded(passage, cut, index)
        claims = claims_of(sentence, passage)
        yield claims
        passage = Passage(sentence, claims)


def _surrounded(passage: Passage, cut: Sequence[Sentence], index: int) -> Passage:
    """The passage with what the sentences around cut[index] tell."""
    near = cut[max(0, index - NEAR) : index + NEAR + 1]
    owners = frozenset(owner for other in near for owner in other.forces)
    followed = index + 1 < len(cut) and _go_on_about_soldiers(cut[index + 1])
    exchange = any(other.exchange for other in cut[max(0, index - NEAR) : index + 1])
    return replace(passage, owners=owners, followed=followed, exchange=exchange)


def _subjects(
    sentence: Sentence, claims: Sequence[Claim], before: Mapping[Claim, str | None], carried: str | None
) -> dict[Claim, str | None]:
    """The subject of every claim of a sentence; `before`: of the sentence before."""
    known, last = dict(before), None
    for claim in claims:
        whose = claim.source or (last if last and listed(sentence, last, claim) else None)
        source = known.get(whose) if whose else None
        known[claim] = owner_of(sentence, claim, source, carried)
        last = claim
    return {claim: known[claim] for claim in claims}


def _carried(sentence: Sentence, subjects: Sequence[str | None], carried: str | None) -> str | None:
    """Whose soldiers the next sentence may go on about; a sentence without soldiers and figures ends it."""
    owners = sentence.forces or [subject for subject in subjects if subject]
    return owners[-1] if owners else carried if sentence.soldiers else None


def _go_on_about_soldiers(sentence: Sentence) -> bool:
    """Whether it begins with "Die Soldaten"."""
    return bool(sentence.soldiers) and sentence.tokens[0].lower in ("die", "diese") and 1 in sentence.soldiers


def _reported(sentence: Sentence) -> bool:
    """Whether it goes on in indirect speech, or "sagte er", and nobody else denies anything."""
    told = not REPORTED.isdisjoint(sentence.words) or _they_say(sentence)
    return told and DENIALS.keys().isdisjoint(sentence.words)


def _they_say(sentence: Sentence) -> bool:
    """Whether who spoke before goes on: "Ihre Zahl bezifferte er auf 18", "Er sprach von 40"."""
    words = (token.lower for token in sentence.tokens)
    return any(
        {one, other} & THEY and not FORMS.keys().isdisjoint((one, other)) for one, other in pairwise(words)
    )


def _spread(sentences: Sequence[Span], mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The mentions of each sentence; sentences are in reading order."""
    ordered, index = sorted(mentions, key=lambda mention: mention.start), 0
    for span in sentences:
        within = []
        while index < len(ordered) and ordered[index].start < span.end:
            if ordered[index].start >= span.start:
                within.append(ordered[index])
            index += 1
        yield within


def _figure(
    sentence: Sentence, claim: Claim, subject: str | None, said: Attribution | None, *, former: bool
) -> Figure:
    number = claim.counted.number
    flags = flags_of(sentence.tokens, claim, replaced=former, claimed=_claimed(said))
    evidence = _evidence(sentence, claim)
    estimated = number.hedge is Hedge.EXACT and not claim.part and _estimate(said)
    return Figure(
        measure=claim.measure.id,
        subject=subject,
        low=number.low,
        high=number.high,
        hedge=Hedge.ABOUT if estimated else number.hedge,
        words=evidence.number.of(sentence.text),
        place=sentence.place_of(claim.counted, claim.clause),
        attribution=said,
        evidence=evidence,
        flags=tuple(flag for flag in Flag if flag in flags),
    )


def _claimed(said: Attribution | None) -> bool:
    """Whether somebody says that it is so; a paper may only tell what shall be."""
    return said is not None and PAPERS.search(said.text) is None


def _estimate(said: Attribution | None) -> bool:
    """Whether a number is nobody's in particular: "Schätzungen zufolge", "nach Schätzungen von Experten"."""
    if said is None or said.entity is not None:
        return False
    words = said.text.lower().split()
    return any(word.startswith("schätzung") for word in words)


def _evidence(sentence: Sentence, claim: Claim) -> FigureEvidence:
    tokens, number = sentence.tokens, claim.counted.number
    written = Span(start=tokens[number.first].start, end=tokens[number.end - 1].end)
    noun = (
        Span(start=tokens[claim.noun].start, end=tokens[claim.noun].end) if claim.noun is not None else None
    )
    said = (
        Span(start=tokens[claim.event.index].start, end=tokens[claim.event.end - 1].end)
        if claim.event
        else None
    )
    spans = [span for span in (written, noun, said) if span]
    whole = Span(start=min(span.start for span in spans), end=max(span.end for span in spans))
    return FigureEvidence(sentence=sentence.span, number=written, noun=noun, claim=whole)
