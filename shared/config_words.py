"""What pydantic finds wrong in a configuration, in the words of who wrote it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import get_args, get_origin

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

Location = tuple[int | str, ...]
Fields = Mapping[str, FieldInfo]
CALLED = 3
"""How many of those that bear an unknown word as their name are told."""
SPAN = re.compile(r"datetime\.timedelta\([^)]*\)")
SPANS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m"))


def nearest(word: str, known: Iterable[str], called: Sequence[str] = ()) -> str:
    """A hint for an unknown word: those `called` so, else the nearest known, else all of a short list."""
    known = sorted(known)
    close = list(called[:CALLED]) or difflib.get_close_matches(word, known, n=3, cutoff=0.6)
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


def written_as(pattern: str, form: str) -> AfterValidator:
    """Refuse a text of another form than the pattern's, which `form` says in words."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(form)
        return text

    return AfterValidator(check)


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
    """The same faults at the same places, each cause once; `fields` are those of the model that has them."""
    faults = error.errors()
    places = [fault["loc"] for fault in faults]
    missing = [str(fault["loc"][0]) for fault in faults if fault["type"] == "missing"]
    unknown = [fault for fault in faults if fault["type"] == "extra_forbidden"]
    meant = {fault["loc"]: _meant(str(fault["loc"][-1]), missing, fields) for fault in unknown}
    replaced = {(key,) for keys in meant.values() for key in keys}
    return placed(
        (fault["loc"], _unknown(fault, meant[fault["loc"]], fields))
        if fault in unknown
        else (fault["loc"], _message(fault, fields))
        for fault in faults
        if not (fault["type"] == "missing" and fault["loc"] in replaced)
        and not (fault["type"] == "too_short" and _faulty_within(fault["loc"], places))
    )


def _faulty_within(place: Location, places: Iterable[Location]) -> bool:
    """Whether a list is only too short because what it holds is wrong itself."""
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _keys(fields: Fields) -> list[str]:
    return [field.alias or name for name, field in fields.items()]


def _meant(key: str, missing: Sequence[str], fields: Fields) -> list[str]:
    """The keys that an unknown one may stand for: those it looks like, else the only one that is missing."""
    close = difflib.get_close_matches(key, _keys(fields), n=3, cutoff=0.6)
    return close or list(missing if len(missing) == 1 else ())


def _unknown(fault: ErrorDetails, meant: Sequence[str], fields: Fields) -> str:
    hint = f"did you mean {' or '.join(meant)}? " if meant else ""
    return f"no such key {str(fault['loc'][-1])!r}; {hint}Keys: {', '.join(sorted(_keys(fields)))}"


def _message(fault: ErrorDetails, fields: Fields) -> str:
    message, written = fault["msg"].removeprefix("Value error, "), fault["input"]
    match fault["type"]:
        case "model_type" | "model_attributes_type":
            first = next((name for name, field in fields.items() if field.is_required()), next(iter(fields)))
            example = f", such as `{first}:`" if not fault["loc"] else ""
            return f"keys and what they say belong here{example}, not {_kind(written)}"
        case "union_tag_invalid" | "union_tag_not_found":
            return _which(fault, fields)
        case "string_type" if isinstance(written, bool | int | float):
            return f"{message}: write it in quotes"
        case "tuple_type":
            return "Input should be a list, each of its items behind a `-`"
        case "too_short":
            return f"the list needs at least {fault['ctx']['min_length']} item"
        case "int_parsing" | "int_type" | "int_from_float":
            return "a whole number belongs here, such as 2"
        case "float_parsing" | "float_type":
            return "a number belongs here, such as 2.5"
        case "bool_parsing" | "bool_type":
            return "true or false belongs here"
        case _:
            return SPAN.sub(_length, message)


def _which(fault: ErrorDetails, fields: Fields) -> str:
    """Which models a part may be, by the key that tells them apart."""
    key = fault["ctx"]["discriminator"].strip("'")
    known = sorted(_tags(fields[str(fault["loc"][0])].annotation, key))
    if fault["type"] == "union_tag_not_found":
        return f"`{key}` is missing: one of {', '.join(known)}"
    hint = nearest(tag := str(fault["ctx"]["tag"]), known)
    return f"no such {key} {tag!r}; {hint}" + (
        f" Known: {', '.join(known)}" if hint.startswith("did") else ""
    )


def _tags(annotation: object, key: str) -> Iterator[str]:
    """What the models of a union have as their `key`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from get_args(annotation.model_fields[key].annotation)
        return
    for part in get_args(annotation):
        yield from _tags(part, key)


def _kind(written: object) -> str:
    """What somebody wrote; never the words themselves, which may be a secret."""
    return {list: "a list", str: "a text", type(None): "nothing"}.get(type(written), "a single value")


def _length(span: re.Match[str]) -> str:
    parts = {name: int(count) for name, count in re.findall(r"(\w+)=(-?\d+)", span[0])}
    return length_in_words(timedelta(**parts))
