"""What travels on the streams: frozen facts in the past tense, plain JSON, additive changes only.

Offsets count Unicode code points of `ArticleFound.text`; every time is timezone-aware UTC.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
Timestamp = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
"""A timezone-aware time, kept in UTC; a naive one is refused."""


class Part(BaseModel):
    """A frozen piece of an event. Unknown keys are ignored: a newer writer may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Span(Part):
    """A half-open range [start, end) of code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    def of(self, text: str) -> str:
        """What the span cuts out of `text`."""
        return text[self.start : self.end]


class Trust(StrEnum):
    """How far the operator believes what only this source says."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Wall(StrEnum):
    """What stood before the article. With any but `none`, `text` is no more than the feed's teaser.

    `teaser`: its page could not be had or read, or its robots.txt does not allow it.
    """

    NONE = "none"
    TEASER = "teaser"
    PAY = "paywall"
    COOKIES = "cookie-wall"


class ArticleFound(Part):
    """A new article, or a new revision of one. `text` = title, blank line, body.

    `authors` are names, as the article gives them: persons, desks or agencies.
    """

    type: Literal["article.found"] = "article.found"
    article_id: str
    revision: int = Field(ge=1)
    url: str
    source: str
    origin: str
    title: str = ""
    text: str
    language: str = "de"
    trust: Trust = Trust.MEDIUM
    wall: Wall = Wall.NONE
    authors: tuple[str, ...] = ()
    published_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    event_at: Timestamp
    found_at: Timestamp


class Label(StrEnum):
    """The kinds of names that Flair tags."""

    PER = "PER"
    LOC = "LOC"
    ORG = "ORG"
    MISC = "MISC"


class Mention(Part):
    """A span that Flair tagged, or a known name that it missed (score 1.0, added by the linker).

    `entity` is the id of who is meant, when the linker knows.
    """

    text: str
    label: Label
    score: float = Field(ge=0, le=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    entity: str | None = None


class Hedge(StrEnum):
    """How firmly a number is given."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    RANGE = "range"


class Flag(StrEnum):
    """Why a figure may not count as it stands."""

    VAGUE = "vague"
    FORMER = "former"
    PART = "part"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Attribution(Part):
    """Who is said to have said it: the words that say so, and the entity where it is known."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    entity: str | None = None


class FigureEvidence(Part):
    """Where a figure stands: its sentence, the number (hedge included), the counted noun, the whole claim."""

    sentence: Span
    number: Span
    noun: Span | None = None
    claim: Span


class Figure(Part):
    """One counted claim in one sentence.

    `low` and `high` are inclusive bounds in persons or things; at-least has no `high`, at-most no `low`.
    `subject` is the id of whose they are, `place` the id of where (its words, where no id is known);
    `words` is the number with its hedge as the article has it ("rund 10.000").
    """

    measure: str
    subject: str | None = None
    low: int | None = None
    high: int | None = None
    hedge: Hedge = Hedge.EXACT
    words: str
    place: str | None = None
    attribution: Attribution | None = None
    evidence: FigureEvidence
    flags: tuple[Flag, ...] = ()


class ModelInfo(Part):
    """Which model tagged the article."""

    name: str
    version: str


class SkipReason(StrEnum):
    """Why an article was not read."""

    FAILED = "failed"
    ABANDONED = "abandoned"
    LOST = "lost"


class Skipped(Part):
    """The article could not be read; `detail` says what happened, for people."""

    reason: SkipReason
    detail: str


class ArticleTagged(Part):
    """An article as ner read it, or `skipped` with the reason. Spans are in reading order.

    `article` is missing only where the journal lost the entry itself (`skipped.reason` is `lost`).
    """

    type: Literal["article.tagged"] = "article.tagged"
    article: ArticleFound | None
    sentences: tuple[Span, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    model: ModelInfo | None = None
    skipped: Skipped | None = None

    def sentence_at(self, spot: Mention | Span) -> Span:
        """The sentence that the spot begins in; the spot itself where it stands in none."""
        own = Span(start=spot.start, end=spot.end)
        return next((span for span in self.sentences if span.start <= own.start < span.end), own)


class DeadLetter(Part):
    """What could not be processed at `hop`, and why; `record` is the thing itself, as it was."""

    type: Literal["dead.letter"] = "dead.letter"
    hop: str
    id: str
    reason: str
    detail: str
    record: str


class RulesChanged(Part):
    """The rules that hold from this place in the journal on; `rules` is the whole validated set as JSON."""

    type: Literal["rules.changed"] = "rules.changed"
    rules_hash: str
    rules: str


class MinutePassed(Part):
    """The minute that begins at `at`, by the broker's clock: what lets time pass in the journal."""

    type: Literal["minute.passed"] = "minute.passed"
    at: Timestamp


class MuteBegan(Part):
    """Alerts of this rule, about this entity (or both), with an event_at in [start, end) are not told."""

    type: Literal["mute.began"] = "mute.began"
    mute_id: str
    rule: str | None = None
    entity: str | None = None
    start: Timestamp
    end: Timestamp
    reason: str
    author: str


class MuteEnded(Part):
    """A mute ends at `at`, earlier than it was said."""

    type: Literal["mute.ended"] = "mute.ended"
    mute_id: str
    at: Timestamp
    author: str


class SliceWarmed(Part):
    """What an archive came to, for a slice of the deciding state that does not exist yet; JSON."""

    type: Literal["slice.warmed"] = "slice.warmed"
    slice: str
    content: str


class Severity(StrEnum):
    """How loudly to say it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Change(StrEnum):
    """How a figure relates to what was claimed before."""

    FIRST = "first"
    RAISED = "raised"
    LOWERED = "lowered"
    CONFIRMED = "confirmed"
    REPEATED = "repeated"
    LATE = "late"


class Reason(StrEnum):
    """Why an alert was raised: a change of a figure, or what a mention, a phrase or a silence did."""

    FIRST = "first"
    RAISED = "raised"
    LOWERED = "lowered"
    CONFIRMED = "confirmed"
    NAMED = "named"
    SURGED = "surged"
    NO_NEWS = "no-news"
    KEYWORD = "keyword"


class AlertEvidence(Part):
    """The sentence that proves it: `text[start:end] == sentence` in that article's text."""

    article_id: str
    revision: int
    url: str
    title: str
    source: str
    origin: str
    sentence: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    attribution: Attribution | None = None


class PreviousFigure(Part):
    """The figure that was held until this alert."""

    low: int | None
    high: int | None
    hedge: Hedge
    words: str
    event_at: Timestamp
    article_id: str
    url: str
    source: str
    attribution: str | None = None


class AlertRaised(Part):
    """One decision that a rule was met. No wall clock: a replay gives the same bytes.

    `subject` is whose figure it is, or who was named; None where there is nobody: a keyword, a silent source.
    `measure` and `figure` belong to figures only. Of a silence, `evidence` is the last sign of life.
    `confirmed_by` are the other origins that a rule waited for; `follows` is the id of the alert before,
    where the same article corrects its figure. `also` is what else a combined rule found.
    """

    type: Literal["alert.raised"] = "alert.raised"
    alert_id: str
    rule: str
    severity: Severity
    reason: Reason
    subject: str | None
    measure: str | None = None
    event_at: Timestamp
    url: str
    headline: str
    evidence: AlertEvidence
    figure: Figure | None = None
    previous: PreviousFigure | None = None
    confirmed_by: tuple[AlertEvidence, ...] = ()
    also: tuple[AlertEvidence, ...] = ()
    follows: str | None = None
    labels: dict[str, str] = {}


class AlertsGrouped(Part):
    """Alerts that go to a channel together, in order of the journal. No wall clock, like them.

    `route` is the one on which they waited, `shared` what they have in common (`subject`: `north-korea`);
    `severity` is the highest, `event_at` the latest of all. Those too many for one webhook come in `parts`.
    """

    type: Literal["alerts.grouped"] = "alerts.grouped"
    group_id: str
    route: str
    shared: dict[str, str] = {}
    severity: Severity
    event_at: Timestamp
    headline: str
    part: int = Field(1, ge=1)
    parts: int = Field(1, ge=1)
    alerts: tuple[AlertRaised, ...]


Said = RulesChanged | MinutePassed | MuteBegan | MuteEnded | SliceWarmed
"""What ner hands on unread."""
Found = Annotated[ArticleFound | Said, Field(discriminator="type")]
"""What the journal holds."""
Tagged = Annotated[ArticleTagged | Said, Field(discriminator="type")]
"""What the journal holds once it has been read, under the same ids."""

FOUND: TypeAdapter[ArticleFound | Said] = TypeAdapter(Found)
TAGGED: TypeAdapter[ArticleTagged | Said] = TypeAdapter(Tagged)


def event_time(said_at: datetime | None, found_at: datetime) -> datetime:
    """When it was said: `said_at`, at most five minutes after `found_at` (feeds lie), else `found_at`.

    A time before 1900 is no time at all: feeds have the year 1.
    """
    return (
        found_at if said_at is None or said_at < EARLIEST else min(said_at, found_at + timedelta(minutes=5))
    )
