"""What pydantic finds wrong in a configuration, in the words of who wrote it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

Location = tuple[int | str, ...]
Fields = Mapping[str, FieldInfo]
SPAN = re.compile(r"datetime\.timedelta\([^)]*\)")
SPANS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m"))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for an unknown word: the nearest known ones, else all of a short list."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 12 else f"{len(known)} are known, none like it"


def length_in_words(span: timedelta) -> str:
    """A duration as configurations have it: 1m, 36h, 7d."""
    unit, sign = next(((unit, sign) for unit, sign in SPANS if span and not span % unit), (None, "s"))
    return f"{span // (unit or timedelta(seconds=1))}{sign}"


def with_empty_lists(value: object, fields: Fields) -> object:
    """The mapping with an empty list where all of a list is commented out."""
    if not isinstance(value, dict):
        return value
    lists = {field.alias or name for name, field in fields.items() if get_origin(field.annotation) is tuple}
    return {key: () if content is None and key in lists else content for key, content in value.items()}


def placed(faults: Iterable[tuple[Location, str]]) -> ValidationError:
    """Faults for a validator to raise, each at its place within what is validated."""
    details = [
        InitErrorDetails(type=PydanticCustomError("fault", message), loc=location, input=None)
        for location, message in faults
    ]
    return ValidationError.from_exception_data("configuration", details)


def check_own_names(what: str, names: Sequence[str]) -> None:
    """Refuse each name that another one of the list has already, at its own place: its number, `name`."""
    message = "each {} needs a name of its own; used twice: {}"
    twice = [number for number, name in enumerate(names) if name in names[:number]]
    if twice:
        raise placed(((number, "name"), message.format(what, names[number])) for number in twice)


def own_words(error: ValidationError, fields: Fields) -> ValidationError:
    """The same faults at the same places; `fields` are those of the model that has them."""
    return placed((fault["loc"], _message(fault, fields)) for fault in error.errors())


def _message(fault: ErrorDetails, fields: Fields) -> str:
    message, written = fault["msg"].removeprefix("Value error, "), fault["input"]
    match fault["type"]:
        case "extra_forbidden":
            known = (field.alias or name for name, field in fields.items())
            return f"{message}; {nearest(str(fault['loc'][-1]), known)}"
        case "string_type" if isinstance(written, bool | int | float):
            return f"{message}: write it in quotes"
        case "tuple_type":
            return "Input should be a list"
        case "too_short" | "too_long":
            return message.replace("Tuple", "The list")
        case _:
            return SPAN.sub(_length, message)


def _length(span: re.Match[str]) -> str:
    parts = {name: int(count) for name, count in re.findall(r"(\w+)=(-?\d+)", span[0])}
    return length_in_words(timedelta(**parts))
