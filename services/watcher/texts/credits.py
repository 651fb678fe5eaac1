"""Which news agencies an article credits: in its author field, its dateline, or at its end.

Only what credits the text counts: "sagte er der dpa" is in the text, "Foto: dpa" is of the picture.
"""

import re
from collections.abc import Iterable

AGENCIES = {
    "dpa": r"dpa(?:-afx|-infocom(?: gmbh)?|-tmn)?|deutschen? presse-?agentur",
    "afp": r"afp(?: deutschland)?|agence france[- ]presse",
    "reuters": r"reuters|rtr",
    "ap": r"(?-i:AP)|associated press",
    "apa": r"apa|austria presse agentur",
    "kna": r"kna|katholischen? nachrichten-?agentur",
    "epd": r"epd|evangelischen? pressedienst(?:es)?",
    "keystone-sda": r"(?:keystone-)?sda(?:-ats)?|(?:schweizerischen? )?depeschenagentur",
}
_NAME = "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in AGENCIES.items())
NAME = re.compile(rf"(?<![\w@.-])(?:{_NAME})(?![\w@-]|\.\w)", re.IGNORECASE)
SIGN = re.compile(
    r"[a-zäöüß]{1,5}\.?|Red\.?|[A-ZÄÖÜ]{2,6}|(?:[A-Z]\.){2,4}|[\w-]{2,20}\.(?:de|at|ch|net|NET)"
    r"|\d{1,2}\.(?:\d{1,2}\.)?(?:\d\d)?(?:\d\d)?|\d{1,2}[.:]\d\d|20\d\d"
)
"""An editor's, a state's or a desk's, as in dpa/lby; the paper's own; or a part of a date."""
JOINT = re.compile(r"\s*(?:[/,;·|+&–—-]|\s)\s*")
MOST_TOKENS, LONGEST = 8, 80
"""Of a credit, in words and in characters."""
PICTURE = re.compile(
    r"^\W*(?:foto|bild|symbolbild|archiv|grafik|video|©(?!\s*(?:dpa-infocom|\w+/)))"
    r"|picture[ -]?alliance|imago|getty|bildfunk|archivbild|symbolfoto",
    re.IGNORECASE,
)
RIGHTS = re.compile(r"\s+[-–]\s+Rechte am Artikel.*")
BRACKETS = str.maketrans("()[]", "    ")
TAKEN = r"\bmit (?:[^\W\d]+ ){0,2}(?:\w*material|informationen|inhalten|texten|berichten|meldungen)\b"
BEFORE = re.compile(
    r"^(?:dies(?:e|er) (?:artikel|text|beitrag|meldung|nachricht) (?:wurde|ist|entstand) )?"
    rf"(?:(?:{TAKEN}|(?:verwendete )?quellen?|text|material|von|der|©|(?:nachrichten)?agentur(?:en)?)"
    r"(?:\s*:|\s)\s*)*",
    re.IGNORECASE,
)
AFTER = re.compile(r" (?:erstellt|verfasst|entstanden|übernommen|veröffentlicht)$", re.IGNORECASE)
DATELINE = re.compile(
    r"^(?:[A-ZÄÖÜ][^()\n]{0,60})?\(([^()\n]{2,40})\)"
    r"|^(?:[A-ZÄÖÜ][\w. -]{1,30}/)?([\w/+ -]{2,30}?)\s?[.:–—-]\s"
)
ENDING = re.compile(r"\(([^()\n]{2,60})\)[.\s]*$|[.!?“”»\"]\s+[–—-]?\s*([\w/+, -]{2,30})$")
MATERIAL = re.compile(
    rf"{TAKEN}[^.\n]{{0,80}}"
    r"|\bdies(?:e|er) (?:artikel|text|beitrag|meldung|nachricht)\b[^.\n]{0,60}agentur[^.\n]{0,60}"
    r"\b(?:übernommen|erstellt|veröffentlicht)\b",
    re.IGNORECASE,
)
SERIAL = re.compile(r"\bdpa:\d{6}-\d", re.IGNORECASE)
TOP, BOTTOM = 4, 5
"""Lines of a text in which a credit is looked for."""
READ = 200
"""Characters of a line, of its beginning or its end."""


def agencies(text: str, authors: Iterable[str] = ()) -> frozenset[str]:
    """The agencies that a text, or its author field, credits; the keys of `AGENCIES`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = {name for author in authors for name in _named(author)}
    for line in lines[:TOP]:
        found |= _of_part(DATELINE, line[:READ]) | _material(line[:READ])
    for line in lines[-BOTTOM:]:
        found |= credit_line(line) | _of_part(ENDING, line[-READ:]) | _material(line[-READ:])
    return frozenset(found)


def credit_line(line: str) -> set[str]:
    """The agencies of a line that is a credit and nothing else; none for that of a picture."""
    line = line.strip()
    if len(line) > LONGEST or PICTURE.search(line):
        return set()
    if SERIAL.search(line):
        return {"dpa"}
    bare = RIGHTS.sub("", line).strip("()[]. ").translate(BRACKETS)
    return _pure(AFTER.sub("", BEFORE.sub("", bare)))


def _of_part(place: re.Pattern[str], line: str) -> set[str]:
    found = None if PICTURE.search(line) else place.search(line)
    return _pure(next(group for group in found.groups() if group is not None)) if found else set()


def _pure(credit: str) -> set[str]:
    """The agencies in what holds nothing but agencies, signs and a word like "mit" between."""
    named = _named(credit)
    rest = [token for token in JOINT.split(NAME.sub(" ", credit)) if token]
    return named if len(rest) < MOST_TOKENS and all(map(SIGN.fullmatch, rest)) else set()


def _material(line: str) -> set[str]:
    return {name for match in MATERIAL.finditer(line) for name in _named(match[0])}


def _named(text: str) -> set[str]:
    return {str(match.lastgroup).replace("_", "-") for match in NAME.finditer(text)}
