"""A fate that a sentence tells, and where."""

from dataclasses import dataclass

from shared.watchlist import Measure


@dataclass(frozen=True, slots=True)
class Event:
    """A fate said by tokens[index:end]. `done` to its object; `participle` closes its verb bracket."""

    index: int
    end: int
    measure: Measure
    done: bool = False
    participle: bool = False
    plural: bool = False
    of: str = ""
    phrase: bool = False
    nominal: bool = False
