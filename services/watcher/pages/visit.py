"""May this page be fetched? What robots.txt says (RFC 9309)."""

from protego import Protego
from pydantic import BaseModel

from services.watcher.texts.encoding import decode_web
from shared.http import PRODUCT

LONGEST_DELAY = 30.0


class Visit(BaseModel):
    """`delay`: seconds that the host wants between two pages, as far as is believed."""

    allowed: bool
    delay: float = 0


def read_visit(body: bytes, content_type: str, url: str) -> Visit:
    """By the robots.txt in `body`, for the page at `url`."""
    rules = Protego.parse(decode_web(body, content_type))
    delay = rules.crawl_delay(PRODUCT) or 0.0
    return Visit(allowed=rules.can_fetch(url, PRODUCT), delay=min(max(delay, 0.0), LONGEST_DELAY))
