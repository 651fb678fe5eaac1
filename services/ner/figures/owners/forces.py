"""Whose soldiers a sentence speaks of."""

from collections.abc import Mapping, Sequence

from services.ner.figures.german.lexicon import Lexicon
from services.ner.figures.german.names import Form, Name
from services.ner.figures.german.tokens import Token
from services.ner.figures.owners.subjects import ending_at, owner_behind


def soldiers(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """The indexes of the nouns that mean soldiers, or a body of them."""
    return [index for index, token in enumerate(tokens) if token.capital and lexicon.soldiers(token.text)]


def owner_around(tokens: Sequence[Token], index: int, names: Mapping[int, Name]) -> str | None:
    """Whose a noun's thing is: "russische Verluste", "Moskaus Verluste", "Verluste der russischen Armee"."""
    name = names.get(index) or ending_at(names, index - 1)
    owner = name.owner if name and (name.form is not Form.NAME or name.genitive) else None
    return owner or owner_behind(tokens, index + 1, names)
