"""An entry of a feed → the article on its page, or the entry itself where that is better."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from http import HTTPStatus

from yarl import URL

from services.watcher.pages.host_turns import HostTurns, LaterError, Turn
from services.watcher.pages.page import Page
from services.watcher.pages.page_address import LINK, another_path, is_section, tells
from services.watcher.pages.robots import Robots
from services.watcher.reading.readers import Readers
from shared.article_text import ArticleText, Fields, compose, names
from shared.errors import BadInputError
from shared.events import Wall
from shared.http import Answer, HttpClient
from shared.http_guard import HttpError, HttpReason, shown
from shared.http_headers import retry_after

WHOLE = 2_000
"""Characters of a feed's text from which on it is taken for the whole article."""
CUT = re.compile(r"(\.\.\.|…|\[…\]|weiterlesen|mehr lesen)[\s\])»]*\Z", re.IGNORECASE)
SHORTEST_LEAD, LONGEST_LEAD, COMPARED = 60, 600, 40
"""Characters of a feed's teaser that is a lead, and of those that tell whether the page has it."""
SENTENCE_END = re.compile(r"[.!?][“”»\"]?\Z")
PASSING = (HttpReason.UNREACHABLE, HttpReason.TIMEOUT, HttpReason.BROKEN)
"""What may be different the next time."""
EARLIEST = timedelta(hours=48)
"""Before the feed's time: an older one on the page is another article's."""
ACCEPT = {"Accept": "text/html,application/xhtml+xml"}
PASSING_STATUS = (408, 425, 429, 500, 502, 503, 504)


class Outcome(StrEnum):
    """Where an article's text comes from, and why; also a metric's label."""

    PAGE = "page"
    FEED = "feed"
    PAYWALL = "paywall"
    COOKIES = "cookie-wall"
    ROBOTS = "robots"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    LATER = "later"


class RobotsError(BadInputError):
    """The publisher does not want this page to be fetched by programs."""


@dataclass(frozen=True)
class Result:
    """`later`: seconds for which the page's host is not to be asked."""

    article: ArticleText
    outcome: Outcome
    later: float = 0.0

    @property
    def again(self) -> bool:
        """Whether the page may be there the next time; until then `article` has the feed's text."""
        return self.outcome in (Outcome.FAILED, Outcome.LATER)


class Pages:
    """Fetches and reads pages."""

    def __init__(
        self,
        client: HttpClient,
        readers: Readers,
        robots: Robots,
        turns: HostTurns,
        limit: int,
        seconds: float,
    ) -> None:
        self._client, self._readers, self._robots, self._turns = client, readers, robots, turns
        self._limit, self._seconds = limit, seconds

    async def read(self, entry: ArticleText) -> Result:
        """The best text for `entry`."""
        body = entry.text.removeprefix(entry.title).strip()
        if len(body) >= WHOLE and not CUT.search(body):
            return Result(entry, Outcome.FEED)
        try:
            answer = await self._fetch(entry.url)
            if not URL(answer.url).path.strip("/"):
                raise BadInputError(f"{shown(entry.url)}: leads to the front page")
            page = await self._readers.read(
                Page, answer.body, answer.headers.get("Content-Type", ""), answer.url
            )
        except LaterError as error:
            return unread(entry, error.seconds)
        except HttpError as error:
            outcome = Outcome.FAILED if error.reason in PASSING else Outcome.REFUSED
            return _teaser(entry, outcome, later=self._turns.closed_for(URL(entry.url).host or ""))
        except BadInputError as error:
            robots = isinstance(error, RobotsError)
            return _teaser(entry, Outcome.ROBOTS if robots else Outcome.UNREADABLE)
        if page.wall is not Wall.NONE:
            return _teaser(entry, Outcome(page.wall), page.wall)
        if _elsewhere(entry, page, answer.url):
            return _teaser(entry, Outcome.UNREADABLE)
        return Result(_merged(entry, page, answer.url, len(body)), _better(page, len(body)))

    async def _fetch(self, url: str) -> Answer:
        async with self._turns.of(URL(url).host or "") as turn:
            answer = await self._answer(turn, url)
            if answer.status in PASSING_STATUS:
                wanted = retry_after(answer.headers.get("Retry-After", ""), datetime.now(UTC))
                turn.close((wanted or timedelta(0)).total_seconds())
        if answer.status != HTTPStatus.OK:
            reason = HttpReason.UNREACHABLE if answer.status in PASSING_STATUS else HttpReason.STATUS
            raise HttpError(reason, f"{shown(url)}: answered {answer.status}")
        return answer

    async def _answer(self, turn: Turn, url: str) -> Answer:
        visit = partial(self._visit, turn)
        try:
            await visit(url)
            answer = await self._client.get(
                url, ACCEPT, limit=self._limit, seconds=self._seconds, before_hop=visit
            )
        except HttpError as error:
            if error.reason in PASSING:
                turn.failed()
            raise
        turn.unanswered = 0
        return answer

    async def _visit(self, turn: Turn, url: str) -> None:
        """As its robots.txt says; its delay is kept. RobotsError if no, HttpError if it can not be had."""
        visit = await self._robots.visit(url)
        if not visit.allowed:
            raise RobotsError(f"{shown(url)}: its robots.txt does not want it to be fetched")
        turn.pause = max(turn.pause, visit.delay)


def unread(entry: ArticleText, seconds: float = 0.0) -> Result:
    """What the feed says, while its page is not to be asked for."""
    return _teaser(entry, Outcome.LATER, later=seconds)


def _teaser(entry: ArticleText, outcome: Outcome, wall: Wall = Wall.TEASER, later: float = 0.0) -> Result:
    """What the feed says, where the page says nothing."""
    return Result(entry.model_copy(update={"wall": wall}), outcome, later)


def _elsewhere(entry: ArticleText, page: Page, found_at: str) -> bool:
    """Whether a redirect has led to a section, or to what is not the entry's article."""
    if not another_path(found_at, entry.url):
        return False
    return is_section(found_at, entry.url, LINK) or not tells(entry.title, f"{page.title}\n{page.text}")


def _better(page: Page, body: int) -> Outcome:
    return Outcome.PAGE if len(page.text) > body else Outcome.FEED


def _merged(entry: ArticleText, page: Page, found_at: str, body: int) -> ArticleText:
    """Text of the better one; the page's address and times, which have a zone more often than a feed's."""
    fields = Fields(
        **entry.model_dump(include=set(Fields.model_fields))
        | {
            "title": entry.title or page.title,
            "url": page.url or found_at,
            "authors": names([*page.authors, *entry.authors]),
            "published_at": _believed(page.published_at, entry) or entry.published_at,
            "updated_at": _believed(page.updated_at, entry) or entry.updated_at,
        }
    )
    text = _with_lead(entry, page.text) if _better(page, body) is Outcome.PAGE else entry.text
    return compose(fields, text, found_at)


def _believed(time: datetime | None, entry: ArticleText) -> datetime | None:
    """None for a time so long before the feed's that it is another article's."""
    too_old = time and entry.published_at and time < entry.published_at - EARLIEST
    return None if too_old else time


def _with_lead(entry: ArticleText, text: str) -> str:
    """Many pages have the lead above the article's own text, where it is not found; the feed has it, too."""
    lead = " ".join(entry.text.removeprefix(entry.title).split())
    whole = SHORTEST_LEAD <= len(lead) <= LONGEST_LEAD and SENTENCE_END.search(lead) and not CUT.search(lead)
    return text if not whole or lead[:COMPARED] in " ".join(text.split()) else f"{lead}\n\n{text}"
