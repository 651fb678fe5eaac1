"""Is this one agency's story once more? A paper that rewrites it keeps credit and facts, not the text."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter

from services.watcher.texts.credits import agencies
from shared.events import ArticleFound

WORDS = re.compile(r"\w+(?:[.,]\d+)*")
BEGINNING = 70
"""Words of a text that say what its story is: the headline and the first sentences."""
FEWEST_KEYS = 8
"""A beginning with fewer names, nouns and figures says too little."""
SHARED, SHARED_LEAST = 0.48, 1 / 3
"""Part of a beginning that the other text must have, in names, nouns and figures: on average, and of each.

Own pairs (tests/bench/origins.py): a paper's own words for a story 0.55 and more, set against a
short print 0.43; two stories of one day and topic, with the same background at their end, 0.32 at most, of a
story and the day's overview 0.38.
"""
WITHIN = timedelta(hours=24)
"""Between two prints of a story, by event_at."""
MOST = 5_000
"""Stories that are remembered, the newest; about 7 kB each."""


@dataclass(frozen=True)
class _Story:
    origin: str
    event_at: datetime
    agencies: frozenset[str]
    beginning: frozenset[str]
    whole: frozenset[str]


@dataclass
class AgencyStories:
    """Articles that credit an agency, in the order of the journal."""

    most: int = MOST
    _known: deque[_Story] = field(default_factory=deque)

    def origin_of(self, article: ArticleFound) -> str | None:
        """The origin of the most similar story of the same agency; None where there is none."""
        own = _story(article)
        alike = [known for _, known in sorted(self._alike(own), key=itemgetter(0), reverse=True)]
        common = self._common_agencies() if alike else {}
        return next((known.origin for known in alike if own.agencies & common[known.origin]), None)

    def _alike(self, own: _Story) -> Iterator[tuple[float, _Story]]:
        if len(own.beginning) < FEWEST_KEYS or not own.agencies:
            return
        for known in self._known:
            if own.agencies & known.agencies and abs(known.event_at - own.event_at) <= WITHIN:
                likeness = _likeness(own, known)
                if likeness >= SHARED:
                    yield likeness, known

    def _common_agencies(self) -> dict[str, frozenset[str]]:
        """By origin. A paper that mixes dpa and AFP thus does not make one origin of the two."""
        common: dict[str, frozenset[str]] = {}
        for known in self._known:
            common[known.origin] = common.get(known.origin, known.agencies) & known.agencies
        return common

    def add(self, article: ArticleFound) -> None:
        """Remember it as it was published, if it credits an agency."""
        story = _story(article)
        if story.agencies and len(story.beginning) >= FEWEST_KEYS:
            self._known.append(story)
            if len(self._known) > self.most:
                self._known.popleft()


def _story(article: ArticleFound) -> _Story:
    words = WORDS.findall(article.text)
    return _Story(
        article.origin,
        article.event_at,
        agencies(article.text, article.authors),
        _keys(words[:BEGINNING]),
        _keys(words),
    )


def _keys(words: list[str]) -> frozenset[str]:
    """Names, nouns and figures without their endings, as far as German spelling tells them."""
    return frozenset(
        word[:6].casefold() for word in words if word[0].isdigit() or (word[0].isupper() and len(word) > 3)
    )


def _likeness(one: _Story, other: _Story) -> float:
    """0 to 1. Both ways, so that an overview of the day is not each of its stories."""
    part = len(one.beginning & other.whole) / len(one.beginning)
    if part < SHARED_LEAST:
        return 0.0
    back = len(other.beginning & one.whole) / len(other.beginning)
    return (part + back) / 2 if back >= SHARED_LEAST else 0.0
