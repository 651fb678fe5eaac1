"""A YAML file → a validated model, or an error that names file, line, field and what would be right."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from shared.config_words import Location, check_own_names, nearest, own_words, with_empty_lists, written_as
from shared.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)
__all__ = [
    "ConfigModel",
    "Duration",
    "Location",
    "check_own_names",
    "describe_faults",
    "load_config",
    "nearest",
    "parse_config",
    "written_as",
]
NO_KEY = "a key must be a word, not a mapping or list; is {{ … }} a template that nothing was put into?"
YAML_HINTS = (
    ("'\\t'", "; indent with spaces, not with tabs"),
    ("mapping values", "; is the line indented as the one above, and a text with a colon in quotes?"),
    ("block end", "; it is not indented as the lines above"),
    ("end of stream", "; a quote stays open"),
    ("'<stream end>'", "; a bracket stays open"),
)
"""What to look for, by what the parser says."""
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class ConfigModel(BaseModel):
    """A part of a configuration file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _in_words(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(with_empty_lists(value, cls.model_fields))
        except ValidationError as error:
            raise own_words(error, cls.model_fields) from error


def _duration(value: object) -> object:
    if not isinstance(value, str) or not (match := re.fullmatch(r"(\d+)\s*([smhd])", value.strip())):
        if isinstance(value, timedelta):
            return value
        raise ValueError("a duration is a whole number and s, m, h or d, such as 30s, 5m, 24h or 7d")
    try:
        return timedelta(**{UNITS[match[2]]: int(match[1])})
    except OverflowError as error:
        raise ValueError("a duration this long cannot be counted") from error


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(lambda span: f"{span // timedelta(seconds=1)}s", when_used="json"),
]
"""30s, 5m, 24h, 7d; seconds in JSON."""


class _Loader(yaml.SafeLoader):
    """Refuses a key that is no word, and one that is given twice, where PyYAML would take the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, NO_KEY, key.start_mark)
            if key.tag != "tag:yaml.org,2002:merge" and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def load_config(path: Path, model: type[Model], context: dict[str, Any] | None = None) -> Model:
    """Read `path` as `model`; `context` reaches its validators. Raises ConfigError, every fault on a line."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: no such file; MELDER_CONFIG names the folder it is looked for in"
        ) from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    return parse_config(path, content, model, context)


def parse_config(
    path: Path, content: bytes, model: type[Model], context: dict[str, Any] | None = None
) -> Model:
    """As `load_config`, of a file that was read already: `path` is only named, not opened."""
    try:
        text = content.decode()
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}:1"
        hint = next((hint for said, hint in YAML_HINTS if said in str(error.problem)), "")
        raise ConfigError(f"{place}: {_field(text, error)}not valid YAML: {error.problem}{hint}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid YAML: {error}") from error
    try:
        return model.model_validate({} if data is None else data, context=context)
    except ValidationError as error:
        faults = [(fault["loc"], fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise ConfigError("\n".join(_described(path, text, faults))) from error


def _field(text: str, error: yaml.MarkedYAMLError) -> str:
    """The field that cannot be read, as `rules.0.to: `; empty where the text is no YAML at all."""
    if not isinstance(error, yaml.constructor.ConstructorError) or not error.problem_mark:
        return ""
    path = ".".join(_path(yaml.compose(text, Loader=yaml.SafeLoader), error.problem_mark.index))
    return f"{path}: " if path else ""


def _path(node: yaml.Node | None, at: int) -> Iterator[str]:
    """Keys and numbers down to the deepest part of the text with place `at`; aliases are not followed."""
    below: list[tuple[str, yaml.Node]] = []
    if isinstance(node, yaml.SequenceNode):
        below = [(str(number), item) for number, item in enumerate(node.value)]
    elif isinstance(node, yaml.MappingNode):
        below = [(key.value, item) for key, item in node.value if isinstance(key, yaml.ScalarNode)]
    for name, item in below:
        if node and node.start_mark.index < item.start_mark.index <= at < item.end_mark.index:
            yield name
            yield from _path(item, at)


def describe_faults(path: Path, faults: Iterable[tuple[Location, str]]) -> list[str]:
    """Each fault as `file:line: field: message`; the file has been read before and is valid YAML."""
    return _described(path, path.read_text(encoding="utf-8"), faults)


def _described(path: Path, text: str, faults: Iterable[tuple[Location, str]]) -> list[str]:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return [
        f"{path}:{_line(node, location)}: {'.'.join(str(part) for part in location) or 'file'}: {message}"
        for location, message in faults
    ]


def _line(node: yaml.Node | None, location: Location) -> int:
    """Line of the deepest part of `location` that the file has, counted from 1."""
    line = node.start_mark.line if node else 0
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            match = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if match:
                line, node = match[0].start_mark.line, match[1]
    return line + 1
