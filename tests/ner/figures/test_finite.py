"""Which words are finite verbs, by their place."""

import pytest

from services.ner.figures.clauses.finite import finite
from services.ner.figures.german.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("13.500 Häftlinge entkamen aus Mali", "entkamen", True, id="behind those counted"),
        pytest.param("50.000 protestieren in Gießen", "protestieren", True, id="behind a number alone"),
        pytest.param("Mit vielen schwer bewaffneten Soldaten", "vielen", False, id="nobody is counted"),
        pytest.param("Mit vielen schwer bewaffneten Soldaten: 300", "vielen", False, id="counted at the end"),
    ],
)
def test_a_verb_is_known_by_those_counted_right_before_it(text: str, word: str, expected: bool) -> None:
    tokens = tokenise(text, 0, len(text))
    place = next(index for index, token in enumerate(tokens) if token.text == word)
    assert finite(tokens, place) is expected
