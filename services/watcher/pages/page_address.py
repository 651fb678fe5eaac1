"""Whether a page at another address can still be the article, and is no section or another article."""

import re
from urllib.parse import unquote, urlsplit

from shared.identity import canonical_url

VIEW = re.compile(r"amp|print|drucken|druckansicht|komplettansicht|(seite|page)-?\d*", re.IGNORECASE)
"""Parts of a path behind an article's own that show it differently."""
NAME, LINK = 3, 1
"""Most words of a part of a path that may be a section's name: in what a page says, and in a redirect."""
TITLE_WORD = re.compile(r"[^\W_]{4,}")
STEM, KNOWN = 6, 2 / 3
"""Letters of a word that are compared, and the share of a title's words that a page must have."""


def is_section(address: str, url: str, words: int = NAME) -> bool:
    """Whether `address`, which the page at `url` gives or leads to, is a section's: a prefix, or plain words.

    A part of more than `words` is a headline; where no slash ends the path, so is one of two words.
    """
    path, own = _parts(address), _parts(url)
    if path == own:
        return not path or (_by_query(url) and not urlsplit(address).query)
    if own[: len(path)] == path:
        return not all(map(VIEW.fullmatch, own[len(path) :]))
    if urlsplit(address).path.endswith("/"):
        return all(_plain(part, words) for part in path)
    return _all_plain(path) and not _all_plain(own)


def _by_query(url: str) -> bool:
    """Whether only the query tells which article it is: /artikel.php?id=12."""
    return bool(urlsplit(canonical_url(url)).query) and _all_plain(_parts(url))


def tells(title: str, text: str) -> bool:
    """Whether about two thirds of the words of `title` are in `text`; inflected, they count too."""
    words = {word[:STEM] for word in TITLE_WORD.findall(title.casefold())}
    text = text.casefold()
    return sum(word in text for word in words) >= round(len(words) * KNOWN)


def another_path(address: str, url: str) -> bool:
    """Whether a redirect has led to more than another host or another form of the same path."""
    return _parts(address) != _parts(url)


def _parts(url: str) -> list[str]:
    return [part for part in unquote(urlsplit(url).path).casefold().split("/") if part]


def _all_plain(parts: list[str]) -> bool:
    return all(_plain(part, LINK) for part in parts)


def _plain(part: str, words: int) -> bool:
    return not re.search(r"\d|\.html?$", part) and len(re.split(r"[-_]", part)) <= words
