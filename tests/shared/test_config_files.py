"""A running service takes over what is good, and keeps the last good value otherwise."""

from pathlib import Path

import pytest

from shared.config_files import ConfigFiles
from shared.errors import ConfigError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "number.yaml"
    path.write_text("1")
    return path


def files(path: Path) -> ConfigFiles[int]:
    def load() -> int:
        try:
            return int(path.read_text())
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: {error}") from error

    return ConfigFiles([path], load)


def settled(files: ConfigFiles[int]) -> tuple[bool, int, bool]:
    """What a second look at unmoved files says."""
    files.changed()
    return files.changed(), files.value, files.wrong


def test_what_did_not_change_is_left_alone(path: Path) -> None:
    assert settled(files(path)) == (False, 1, False)


def test_a_good_change_is_taken_over_once(path: Path) -> None:
    number = files(path)
    path.write_text("22")
    assert settled(number) == (True, 22, False)
    assert settled(number) == (False, 22, False)


def test_another_way_to_write_the_same_is_no_change(path: Path) -> None:
    number = files(path)
    path.write_text("01")
    assert settled(number) == (False, 1, False)


@pytest.mark.parametrize("wrong", ["", "no number", None], ids=["emptied", "wrong", "gone"])
def test_a_wrong_change_leaves_the_last_good_value(
    path: Path, wrong: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    number = files(path)
    path.write_text(wrong) if wrong is not None else path.unlink()
    assert settled(number) == (False, 1, True)
    assert str(path) in caplog.records[-1].__dict__["error"]
    path.write_text("333")
    assert settled(number) == (True, 333, False)


def test_a_file_that_is_being_written_is_not_looked_into(path: Path) -> None:
    number = files(path)
    path.write_text("no number yet")
    assert not number.changed()
    path.write_text("4444")
    assert not number.changed()
    assert (number.changed(), number.value, number.wrong) == (True, 4444, False)


def test_the_folder_may_turn_into_a_file(path: Path) -> None:
    number = files(path)
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("")
    assert settled(number) == (False, 1, True)


def test_what_is_wrong_from_the_beginning_is_told(path: Path) -> None:
    path.write_text("no number")
    with pytest.raises(ConfigError, match="invalid literal"):
        files(path)
