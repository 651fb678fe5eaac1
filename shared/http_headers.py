"""What answers say about when to ask again."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long to wait by a `Retry-After` (RFC 9110 10.2.3), seconds or a date; None if it is neither."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**9))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(at - now, timedelta(0)) if at.tzinfo else None


def fresh_for(cache_control: str, age: str) -> timedelta:
    """How long an answer stays good by its `Cache-Control` and `Age` (RFC 9111 4.2.1); nothing if unknown."""
    match = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", cache_control, re.IGNORECASE)
    if not match or re.search(r"\bno-(cache|store)\b", cache_control, re.IGNORECASE):
        return timedelta(0)
    spent = int(age) if age.isdecimal() and len(age) < 10 else 0
    return timedelta(seconds=max(0, int(match[1]) - spent))
