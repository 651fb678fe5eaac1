"""When feeds say that something was published: ISO 8601, RFC 822, or as Germans write it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Outside of them a time is a mistake, like the beginning of a computer's time in 1970."""
LONGEST = 100
ZONE = re.compile(r"\s*(?:(?:GMT|UTC)?(?P<offset>[+-]\d\d:?\d\d)|(?P<name>[A-Z]{1,5}))(\s*\(.*\))?\Z")
ZONES = dict.fromkeys(("Z", "UT", "UTC", "GMT"), "+0000")
ZONES |= dict.fromkeys(("MEZ", "CET", "MET"), "+0100") | dict.fromkeys(("MESZ", "CEST", "MEST"), "+0200")
WORD = re.compile(r"([^\W\d_]{3})[^\W\d_]*\.?")
MONTHS = {"jän": "jan", "mär": "mar", "mae": "mar", "mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
GERMAN_DAY = re.compile(r"\b(\d{1,2})\. ?(?=[^\W\d_])")
CLOCK_WORD = re.compile(r"\s+Uhr\b")


def moment(value: object) -> datetime | None:
    """In UTC; None where it is no time of day with a zone, or the year cannot be right."""
    text = CLOCK_WORD.sub("", " ".join(str(value)[:LONGEST].split()))
    zone = ZONE.search(text)
    if not zone:
        return None
    clock, offset = text[: zone.start()], zone["offset"] or ZONES.get(zone["name"], zone["name"])
    try:
        found = _iso(clock + offset) or _rfc(clock, offset.replace(":", ""))
        return found.astimezone(UTC) if found.tzinfo and FIRST_YEAR <= found.year <= LAST_YEAR else None
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(clock: str, offset: str) -> datetime:
    """Names of days and months count by three letters, in both languages. ValueError where it is none."""
    clock = WORD.sub(lambda word: MONTHS.get(word[1].lower(), word[1]), GERMAN_DAY.sub(r"\1 ", clock))
    return parsedate_to_datetime(f"{clock} {offset}".replace("-0000", "+0000"))
