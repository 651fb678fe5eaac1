"""A source's address → what it lists: there, where that has moved to, in the feed of a page, or in parts."""

import logging
from dataclasses import dataclass, replace

from services.watcher.listings.feed_state import FeedState
from services.watcher.listings.fetch import Fetched, fetch
from services.watcher.listings.listing import Listing, listing
from services.watcher.reading.readers import Readers
from shared.errors import BadInputError
from shared.http import HttpClient
from shared.http_body import unpack_file

log = logging.getLogger(__name__)
MOST_PARTS = 3
"""Sitemaps of an index that are looked at, the newest."""


@dataclass(frozen=True)
class Lister:
    """For the source `name` at `url`: answers of at most `limit` bytes, each within `seconds`."""

    name: str
    url: str
    client: HttpClient
    readers: Readers
    limit: int
    seconds: float

    async def ask(self, known: FeedState) -> tuple[Fetched, Listing]:
        """What is listed now, nothing where it has not changed. Raises BadInputError."""
        if known.moved:
            try:
                return await self._whole(*await self._fetch(known.moved, known))
            except BadInputError as error:
                about = {"source": self.name, "moved": known.moved, "error": str(error)}
                log.warning("no feed where it had moved to; the configured address is asked", extra=about)
                known = known.unconditional().model_copy(update={"moved": ""})
        fetched, found = await self._fetch(self.url, known)
        if found.feeds and (known.page or known.pause is None):  # else a page in place of the feed
            feed = found.feeds[0]
            log.warning(
                "a web page; the feed that it names is read", extra={"source": self.name, "feed": feed}
            )
            return await self._whole(*await self._fetch(feed, FeedState(url=self.url, moved=feed, page=True)))
        return await self._whole(fetched, found)

    async def _fetch(self, at: str, known: FeedState) -> tuple[Fetched, Listing]:
        fetched = await fetch(self.client, at, known, limit=self.limit, seconds=self.seconds)
        answer = fetched.answer
        if not answer:
            return fetched, Listing()
        body = unpack_file(answer.body, self.limit, answer.url)
        content_type = answer.headers.get("Content-Type", "")
        return fetched, await self.readers.read(Listing, body, content_type, answer.url)

    async def _whole(self, fetched: Fetched, found: Listing) -> tuple[Fetched, Listing]:
        """With the parts of an index. What may change without its address is asked for in full."""
        if found.feeds:
            at = fetched.answer.url if fetched.answer else self.url
            raise BadInputError(f"{at}: a web page, not a feed; it names {found.feeds[0]}")
        if found.parts or not found.complete:
            fetched = replace(fetched, state=fetched.state.unconditional())
        return fetched, await self._parts(found) if found.parts else found

    async def _parts(self, index: Listing, *, nested: bool = False) -> Listing:
        """The newest parts as one; what is wrong with one does not hold up the others."""
        read: list[Listing] = []
        faults: list[str] = []
        for url in index.parts[:MOST_PARTS]:
            try:
                read.append(await self._part(url, nested=nested))
            except BadInputError as error:
                faults.append(str(error))
        if not read:
            raise BadInputError("; ".join(faults))
        articles = [article for part in read for article in part.articles]
        skipped = sum(part.skipped for part in read)
        found = listing(articles, len(articles) + skipped, self.url, most=index.most)
        faults += [fault for part in read for fault in part.faults]
        return found.model_copy(update={"faults": faults})

    async def _part(self, url: str, *, nested: bool) -> Listing:
        _, part = await self._fetch(url, FeedState())
        if part.feeds:
            raise BadInputError(f"{url}: a web page, not a sitemap")
        if part.parts and nested:
            raise BadInputError(f"{url}: an index in an index of an index is not followed")
        return await self._parts(part, nested=True) if part.parts else part
