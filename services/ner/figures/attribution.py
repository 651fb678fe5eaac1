"""Whose claim it is: the words that say so, and who is named in them."""

from collections.abc import Mapping, Sequence

from services.ner.figures.names import Form, Name
from services.ner.figures.tokens import Token, lower_at
from services.ner.figures.words import CLAUSE_ENDS, OWN, PREPOSITIONS
from shared.events import Attribution
from shared.watchlist import Kind as EntityKind


def attribution_of(
    source: range, tokens: Sequence[Token], text: str, names: Mapping[int, Name]
) -> Attribution:
    """The words of a sentence that say whose claim it is, with the entity where one is named."""
    speaker = speaker_of(source, tokens, names)
    start, stop = tokens[source.start].start, tokens[source.stop - 1].end
    return Attribution(
        text=text[start:stop], start=start, end=stop, entity=_who(speaker) if speaker else None
    )


def speaker_of(source: range, tokens: Sequence[Token], names: Mapping[int, Name]) -> Name | None:
    """Who is named in a source; "nach eigenen Angaben" is said by who is named before it."""
    if of_own(tokens, source):
        at = source.start - 1
        while at >= 0 and tokens[at].text not in CLAUSE_ENDS:
            if (name := names.get(at)) and _acts(tokens, name):
                return name
            at -= 1
        return None
    inside = (at for at in source if at in names)
    return next((names[at] for at in inside if lower_at(tokens, at - 1) not in ("in", "im", "bei")), None)


def of_own(tokens: Sequence[Token], source: range) -> bool:
    """Whether a source is whoever is spoken of: "nach eigenen Angaben"."""
    return any(tokens[at].lower in OWN for at in source)


def _acts(tokens: Sequence[Token], name: Name) -> bool:
    whole = name.form in (Form.NAME, Form.PREFIX) and not name.genitive
    return whole and name.owns and lower_at(tokens, name.first - 1) not in PREPOSITIONS


def _who(name: Name) -> str:
    """Who speaks: a capital stands for its state."""
    return name.owner if name.kind is EntityKind.PLACE else name.entity
