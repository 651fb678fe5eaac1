"""The labels of other models → PER, LOC, ORG, MISC."""

from collections.abc import Iterable, Mapping

from shared.config import nearest
from shared.errors import ConfigError
from shared.events import Label

SAME = {
    Label.PER: ("PER", "PERS", "PERSON"),
    Label.LOC: ("LOC", "LOCATION", "GPE", "FAC"),
    Label.ORG: ("ORG", "ORGANIZATION", "ORGANISATION"),
    Label.MISC: ("MISC", "OTH", "OTHER", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"),
}
"""CoNLL 2003, GermEval 2014 and OntoNotes 5; NORP are nationalities, religious and political groups."""
NO_NAMES = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL")
"""OntoNotes' numbers: read, and dropped."""
DERIVED = ("DERIV", "PART")
"""GermEval's ends of labels for what only contains a name ("deutsche", "deutschlandweit"): dropped."""
KNOWN = {theirs: label for label, all_of_it in SAME.items() for theirs in all_of_it}
MARKS = ("O", "_", "<unk>", "<START>", "<STOP>", "")
"""Entries of a tag dictionary that are no labels."""

Translation = Mapping[str, Label | None]
"""A model's label → ours; None is dropped."""


def translate(tags: Iterable[str], model: str) -> Translation:
    """The meaning of each tag of a dictionary ("S-PER", "I-LOCderiv", "PERSON"), by label.

    Raises ConfigError where a label means nothing here: names must not be lost unseen.
    """
    labels = {_label(tag) for tag in tags if tag not in MARKS}
    unknown = sorted(label for label in labels if not _is_known(label.upper()))
    if unknown:
        raise ConfigError(
            f"MELDER_NER_MODEL: {model} finds {', '.join(unknown)}, which Melder knows nothing of "
            f"({unknown[0]}: {nearest(unknown[0].upper(), [*KNOWN, *NO_NAMES])}); take a model of persons, "
            "places and organisations"
        )
    return {label: KNOWN.get(label.upper()) for label in labels}


def _label(tag: str) -> str:
    mark, dash, label = tag.partition("-")
    return label if dash and mark in {"B", "I", "E", "S"} else tag


def _is_known(label: str) -> bool:
    return (
        label in KNOWN
        or label in NO_NAMES
        or any(label == f"{theirs}{end}" for theirs in KNOWN for end in DERIVED)
    )
