"""The forms of the verbs of fates, from their principal parts in the watchlist."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.watchlist import Measure

REFLEXIVE = "sich "


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb: `done` to its object or undergone by its subject, `of` those of a measure only."""

    measure: Measure
    done: bool
    participle: bool = False
    finite: bool = False
    plural: bool = False
    particle: str = ""
    of: str = ""
    reflexive: bool = False


def verbs(measure: Measure) -> Iterator[tuple[str, Verb]]:
    """Every form of a measure's verbs, in lower case."""
    for parts in measure.done:
        yield from _forms(parts, measure, done=True)
    for parts in measure.undergone:
        yield from _forms(parts, measure, done=False)


def _forms(parts: str, measure: Measure, *, done: bool) -> Iterator[tuple[str, Verb]]:
    """The forms of one verb from its principal parts ("fest|nehmen nahm genommen nimmt")."""
    of, particle, infinitive, past, participle, *odd = _principal_parts(parts)
    reflexive = REFLEXIVE in parts
    present = odd[0] if odd else third_person(infinitive)
    plural_past = past + ("n" if past.endswith("e") else "en")
    reported = infinitive.removesuffix("n").removesuffix("e") + "e"  # "er verliere"
    singular = (present, False), (past, False), (reported, False)
    for form, plural in (*singular, (infinitive, True), (plural_past, True)):
        yield (
            form,
            Verb(measure, done, finite=True, plural=plural, particle=particle, of=of, reflexive=reflexive),
        )
        if particle:
            yield particle + form, Verb(measure, done, finite=True, plural=plural, of=of, reflexive=reflexive)
    yield particle + participle, Verb(measure, done, participle=True, of=of, reflexive=reflexive)


def _principal_parts(parts: str) -> tuple[str, ...]:
    """Whose verb it is, its particle, infinitive, past, participle, and the present where it is odd."""
    of, _, rest = parts.replace(REFLEXIVE, "").rpartition(": ")
    particle, _, rest = rest.rpartition("|")
    return (of, particle, *rest.split())


def third_person(infinitive: str) -> str:
    """The third person of a weak verb: melden, meldet."""
    stem = infinitive.removesuffix("n").removesuffix("e")
    return stem + ("et" if stem.endswith(("t", "d", "ffn", "chn")) else "t")


def participles(measure: Measure) -> Iterator[str]:
    """The participles of a measure's verbs, which are adjectives too: "zwei getötete Soldaten"."""
    for parts in (*measure.done, *measure.undergone):
        if REFLEXIVE in parts:
            continue  # "ergebene Soldaten"
        _, particle, _, _, participle, *_ = _principal_parts(parts)
        yield particle + participle
