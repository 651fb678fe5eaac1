"""A figure is flagged where it does not count as it stands, and only there."""

from collections.abc import Callable

import pytest

from shared.events import Figure, Flag

Read = Callable[[str], tuple[Figure, ...]]

FLAGS = {
    "an open question": ("Es ist unklar, ob 300 Soldaten gefallen sind.", [Flag.HYPOTHETICAL]),
    "a question about people who are known": ("Unklar war, ob die zwölf Vermissten noch leben.", []),
}


@pytest.mark.parametrize(("text", "flags"), FLAGS.values(), ids=FLAGS.keys())
def test_a_figure_is_flagged_for_a_reason(read: Read, text: str, flags: list[Flag]) -> None:
    assert [list(figure.flags) for figure in read(text)] == [flags]
