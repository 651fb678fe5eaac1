"""Articles as ner would have read them, from the words they say.

`an_article(a_figure("rund 8.000"), a_name("putin"), at=3)` is an article of two sentences, three hours after
`NOON`, with spans that cut them out of its text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.events import (
    ArticleFound,
    ArticleTagged,
    Attribution,
    Figure,
    FigureEvidence,
    Flag,
    Hedge,
    Label,
    Mention,
    Span,
)

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
HEDGES = {
    "rund": Hedge.ABOUT,
    "etwa": Hedge.ABOUT,
    "mehr als": Hedge.AT_LEAST,
    "mindestens": Hedge.AT_LEAST,
    "Tausende": Hedge.AT_LEAST,
    "bis zu": Hedge.AT_MOST,
    "höchstens": Hedge.AT_MOST,
}


@dataclass(frozen=True)
class AFigure:
    """A sentence with one figure in it; bounds and hedge follow from the words ("bis zu 12.000")."""

    words: str
    by: str | None = None
    subject: str | None = "north-korea"
    measure: str = "troops"
    place: str | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def sentence(self) -> str:
        return f"Dort stehen {self.words} Soldaten{f', sagt {self.by}' if self.by else ''}."

    def figure(self, start: int) -> Figure:
        low, high, hedge = _read(self.words)
        number = Span(start=start + 12, end=start + 12 + len(self.words))
        by = start + self.sentence.rindex(self.by) if self.by else 0
        return Figure(
            measure=self.measure,
            subject=self.subject,
            low=low,
            high=high,
            hedge=hedge,
            words=self.words,
            place=self.place,
            attribution=Attribution(text=self.by, start=by, end=by + len(self.by)) if self.by else None,
            evidence=FigureEvidence(
                sentence=Span(start=start, end=start + len(self.sentence)), number=number, claim=number
            ),
            flags=self.flags,
        )


@dataclass(frozen=True)
class AName:
    """A sentence that names somebody."""

    entity: str | None
    name: str

    @property
    def sentence(self) -> str:
        return f"Auch {self.name} hat sich geäußert."

    def mention(self, start: int) -> Mention:
        begin = start + 5
        return Mention(
            text=self.name,
            label=Label.PER,
            score=0.99,
            start=begin,
            end=begin + len(self.name),
            entity=self.entity,
        )


def a_figure(
    words: str,
    by: str | None = None,
    *,
    subject: str | None = "north-korea",
    measure: str = "troops",
    place: str | None = None,
    flags: Iterable[Flag] = (),
) -> AFigure:
    vague = (Flag.VAGUE,) if words == "Tausende" else ()
    return AFigure(words, by, subject, measure, place, (*vague, *flags))


def a_name(entity: str | None, name: str | None = None) -> AName:
    return AName(entity, name or str(entity).title())


def an_article(
    *said: AFigure | AName,
    id: str = "a",  # noqa: A002 - reads as in the table of a test
    at: float = 0,
    origin: str | None = None,
    source: str = "zeitung",
    title: str = "Eine Meldung",
    revision: int = 1,
) -> ArticleTagged:
    """`at` counts hours from NOON; the origin is the article itself unless given."""
    sentences, text = [], f"{title}\n\n"
    for one in said:
        sentences.append(Span(start=len(text), end=len(text) + len(one.sentence)))
        text += f"{one.sentence} "
    when = NOON + timedelta(hours=at)
    article = ArticleFound(
        article_id=id,
        revision=revision,
        url=f"https://{source}.example/{id}",
        source=source,
        origin=origin or id,
        title=title,
        text=text.strip(),
        published_at=when,
        event_at=when,
        found_at=when + timedelta(minutes=1),
    )
    spots = list(zip(said, sentences, strict=True))
    return ArticleTagged(
        article=article,
        sentences=tuple(sentences),
        mentions=tuple(one.mention(span.start) for one, span in spots if isinstance(one, AName)),
        figures=tuple(one.figure(span.start) for one, span in spots if isinstance(one, AFigure)),
    )


def _read(words: str) -> tuple[int | None, int | None, Hedge]:
    """Bounds and hedge of a number in words: enough for tests."""
    values = [int(digits.replace(".", "")) for digits in re.findall(r"\d[\d.]*", words)] or [2000]
    if len(values) == 2:
        return values[0], values[1], Hedge.RANGE
    hedge = next((hedge for start, hedge in HEDGES.items() if words.startswith(start)), Hedge.EXACT)
    return (
        None if hedge is Hedge.AT_MOST else values[0],
        None if hedge is Hedge.AT_LEAST else values[0],
        hedge,
    )
