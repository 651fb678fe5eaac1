"""A configuration file is right, or its faults are named with file, line and field."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from shared.config import ConfigModel, Duration, load_config, nearest
from shared.errors import ConfigError


class Inner(ConfigModel):
    name: str
    every: Duration = timedelta(minutes=5)


class File(ConfigModel):
    sources: tuple[Inner, ...] = ()
    words: tuple[str, ...] = ()
    least: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(minutes=5)


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_right_file_becomes_the_model(tmp_path: Path) -> None:
    path = write(tmp_path, "sources:\n  - name: a\n    every: 30s\n")
    assert load_config(path, File).sources == (Inner(name="a", every=timedelta(seconds=30)),)


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, ""), File) == File()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "sources:\n  - name: a\n  - nome: b\n",
            r"file\.yaml:3: sources\.1\.nome: no such key 'nome'; did you mean name",
        ),
        (
            "sources:\n  - name: a\n    evry: 5m\n",
            r"file\.yaml:3: sources\.0\.evry: no such key 'evry'; did you mean every\? Keys: every, name",
        ),
        (
            "words: [{{ channel }}]\n",
            r"file\.yaml:1:10: words\.0: not valid YAML: a key must be a word, not a map",
        ),
        ("a: &a [*a, {{ x }}]\n", r"file\.yaml:1:13: a\.1: not valid YAML: a key must be a word"),
        ("words: no\n", r"file\.yaml:1: words: Input should be a list"),
        ("words: [a, no]\n", r"file\.yaml:1: words\.1: .*: write it in quotes"),
        ("words: [112]\n", r"file\.yaml:1: words\.0: .*: write it in quotes"),
        ("least: 30s\n", r"file\.yaml:1: least: Input should be greater than or equal to 1m$"),
        ("sources:\n  - name: a\n    every: 5 years\n", r"file\.yaml:3: sources\.0\.every: a duration is"),
        ("sources: [\n", r"file\.yaml:2:1: not valid YAML: .*a bracket stays open"),
        ("sources: []\nsources: []\n", r"file\.yaml:2:1: not valid YAML: sources is given twice"),
        ("- a\n", r"file\.yaml:1: file: keys and what they say belong here"),
        (b"sources:\n  - name: K\xf6ln\n", r"file\.yaml: byte 20 is not UTF-8"),
        ("a: \x07", r"file\.yaml: not valid YAML"),
        ("sources: " + "[" * 5000, r"file\.yaml: not valid YAML"),
        ("sources:\n  - name: a\n    every: 99999999999999d\n", "cannot be counted"),
    ],
    ids=[
        "a missing field",
        "an unknown field",
        "a template that nothing was put into",
        "a template beside an alias of itself",
        "a word where a list belongs",
        "a bare no, which YAML reads as false",
        "a bare number",
        "a duration that is too short",
        "a wrong duration",
        "a bracket that stays open",
        "a key given twice",
        "a list where a mapping belongs",
        "Latin-1",
        "a control character",
        "brackets without end",
        "a duration beyond all time",
    ],
)
def test_a_fault_is_named_with_file_line_and_field(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_config(write(tmp_path, text), File)


def test_a_missing_file_says_where_it_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; MELDER_CONFIG"):
        load_config(tmp_path / "none.yaml", File)


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load_config(write(tmp_path, "sources:\n  - {}\n  - {}\n"), File)
    assert len(str(raised.value).splitlines()) == 2


def test_a_list_with_everything_commented_out_is_empty(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, "sources:\n#  - name: a\n"), File) == File()


@pytest.mark.parametrize(
    ("word", "hint"),
    [("troup", "did you mean troops?"), ("xyz", "known: killed, troops")],
    ids=["a slip of the pen", "nothing like it"],
)
def test_an_unknown_word_comes_with_a_hint(word: str, hint: str) -> None:
    assert nearest(word, ["troops", "killed"]) == hint
