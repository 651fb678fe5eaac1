"""What is looked up among the claims of a ledger, so that a new one is judged without a walk through all."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.alert.deciding.claims import Claim


class Lookup:
    """Voices, claims by number, earliest and latest event_at: of a ledger, and of what it has forgotten.

    Copies of a ledger share it and add to it; it answers for more claims than they hold, never for fewer.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.voices: set[str] = set()
        self.claims: dict[int, Claim] = {}
        self._times: list[datetime] = []
        self.add(claims)

    def add(self, claims: Iterable[Claim]) -> None:
        """With further claims."""
        for claim in claims:
            self.claims[claim.n] = claim
            self.voices.update(claim.voices)
            if not self._times or not self._times[0] <= claim.event_at <= self._times[1]:
                times = [*self._times, claim.event_at]
                self._times = [min(times), max(times)]

    def spans(self, age: timedelta) -> bool:
        """Whether some of the claims may be older than others by more than `age`."""
        return bool(self._times) and self._times[1] - self._times[0] > age
