"""Which article is this? Which text? One hash for each."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

from courlan import normalize_url

TRACKERS = re.compile(
    r"(utm|mtm|pk|piwik|matomo|ga|gs|hsa|itm|vero|at|wt|ns)_.*|(fb|g|dc|tw|ms|yc|gb|wb)r?cl(k)?id|mc_[ce]id"
    r"|wtmc|wt_?z?mc|xtor|cmp(id)?|ref(errer)?|rss|igshid?|tblci|spm|_ga|_gl",
    re.IGNORECASE,
)
"""Query parameters that say how a reader came, not what is read. Narrower than courlan's own list: that drops
`cid`, `uid` and all parameters without a value, which tell the articles of some papers apart."""


def canonical_url(url: str) -> str:
    """The one form of an article's URL: https, no fragment, no trackers, host in lower case."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https"):
            return url
        query = [
            (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKERS.fullmatch(k)
        ]
        bare = normalize_url(parts._replace(query="", fragment="", path=parts.path or "/"))
    except ValueError:
        return url
    return "https" + bare.removeprefix(parts.scheme) + (f"?{urlencode(sorted(query))}" if query else "")


def short_hash(*parts: str) -> str:
    """128 bits of SHA-256 over the parts, unambiguous whatever they hold, as 32 hex digits."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def article_id(url: str) -> str:
    """The id of the article under this URL."""
    return short_hash("article", canonical_url(url))


def text_hash(text: str) -> str:
    """The id of a text: white space and Unicode normal form do not count."""
    return short_hash("text", " ".join(unicodedata.normalize("NFC", text).split()))
