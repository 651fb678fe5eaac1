"""How many articles name an entity: the last ones one by one, earlier ones by the hour."""

from datetime import UTC, datetime, timedelta

from pydantic import Field

from shared.events import ArticleFound, Part, Timestamp

HOUR = timedelta(hours=1)
RECENT_AT_MOST = 500
"""More articles within one window are not told apart; a surge they are anyway."""


class Counted(Part):
    """One article that names the entity."""

    at: Timestamp
    article: str
    origin: str


class Counts(Part):
    """`hours`: articles by the hour of their event_at, counted since 1970; `surging`: rules that told."""

    hours: dict[int, int] = Field({})
    recent: tuple[Counted, ...] = ()
    surging: tuple[str, ...] = ()

    @property
    def newest(self) -> datetime:
        """When it was last named, of what is remembered."""
        return max(one.at for one in self.recent)

    def counted(self, article: ArticleFound) -> bool:
        """Whether another revision of the article was counted lately."""
        return any(one.article == article.article_id for one in self.recent)

    def after(self, article: ArticleFound, window: timedelta, kept: timedelta) -> "Counts":
        """With one more article; what is older than `window`, and hours older than `kept`, are forgotten."""
        hours = dict(self.hours)
        hour = _hour(article.event_at)
        hours[hour] = hours.get(hour, 0) + 1
        one = Counted(at=article.event_at, article=article.article_id, origin=article.origin)
        newest = max([one.at, *(earlier.at for earlier in self.recent)])
        recent = [earlier for earlier in (*self.recent, one) if newest - earlier.at < max(window, 24 * HOUR)]
        oldest = max(hours) - kept // HOUR - 1
        return self.model_copy(
            update={
                "hours": {hour: hours[hour] for hour in sorted(hours) if hour >= oldest},
                "recent": tuple(recent[-RECENT_AT_MOST:]),
            }
        )

    def within(self, at: datetime, window: timedelta) -> tuple[int, int]:
        """Articles and origins in the `window` that ends at `at`, both ends included."""
        inside = [one for one in self.recent if at - window <= one.at <= at]
        return len(inside), len({one.origin for one in inside})

    def before(self, end: datetime, span: timedelta) -> int:
        """Articles in the `span` before `end`, to the hour: the hour of `end` itself does not count."""
        last = _hour(end)
        return sum(count for hour, count in self.hours.items() if last - span // HOUR <= hour < last)


def _hour(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)) // HOUR)
