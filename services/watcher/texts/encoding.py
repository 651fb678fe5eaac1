"""Bytes from the web → text, in encodings that are harmless to decode (`unicode_escape` is not)."""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
# ISO-8859-1 and ASCII mean Windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
ALLOWED = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-2": "iso8859-2",
    "iso8859-15": "iso8859-15",
    "cp1250": "cp1250",
    "mac-roman": "mac-roman",
}
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|charset\s*=\s*["']?([\w.:-]{1,40})"""
)
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
BREAKS = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF]) | {0x2010: "-", 0x2011: "-"}
"""Where a word may be broken, or must not be: soft hyphens, zero-width spaces, hyphens of their own kind."""
HALVES = dict.fromkeys(range(0xD800, 0xE000))
"""Of characters that JSON writes in two parts; where a text was cut between them, it is no UTF-8."""
UNSEEN = CONTROLS | DIRECTION | BREAKS | HALVES


def decode_web(data: bytes, content_type: str) -> str:
    """By byte order mark, else UTF-8 if most of it is, else as declared, else Windows-1252. Never fails.

    Declarations come last because they lie more often than bytes that happen to be valid UTF-8.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    return text if _mostly_whole(text) else data.decode(_declared(data, content_type), "replace")


def _mostly_whole(text: str) -> bool:
    """Other encodings give next to no sequence that is valid UTF-8; a broken byte is one of ours."""
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return 2 * text.count("\ufffd") < beyond_ascii


def _declared(data: bytes, content_type: str) -> str:
    for text in (content_type.encode("ascii", "replace"), data[:2_000]):
        if match := DECLARED.search(text):
            try:
                name = codecs.lookup((match[1] or match[2]).decode()).name
            except LookupError:
                continue
            if name in ALLOWED:
                return ALLOWED[name]
    return "cp1252" if data.isascii() or b"\0" not in data[:2_000] else "utf-8"


def clean(text: str) -> str:
    """Without control characters, marks that turn the direction of text around, and invisible breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNSEEN)
