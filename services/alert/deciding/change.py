"""How the claims of one article relate to what was claimed before: first, raised, lowered, repeated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from services.alert.deciding.claims import Claim, Judged, Terms, View
from shared.events import Change, Flag

NEWS = (Change.FIRST, Change.RAISED, Change.LOWERED)
"""The changes after which the new figure is held."""
ORIGINS_COUNTED = 20
"""More origins for one held figure are not remembered, and a rule cannot ask for more."""


class Reader:
    """Reads claims by some terms, one article after the other; `view` is what is held so far.

    `claims` holds every claim by number, those still to be read too; `kin` those that the articles to be
    read, or their origins, have claimed before.
    """

    def __init__(self, terms: Terms, claims: Mapping[int, Claim], view: View, kin: Sequence[Claim]) -> None:
        self.view = view
        self._terms, self._claims = terms, claims
        self._said_by: dict[str, list[Claim]] = defaultdict(list)
        points = set(view.points) if kin else set()
        for claim in kin:
            if claim.n in points:
                self._listen(claim)

    def read(self, batch: Iterable[Claim]) -> list[Judged]:
        """Judge the claims of one article, merged; those that agree with what is held come first."""
        return [self._judge(claim) for claim in sorted(merge(batch, self._terms), key=self._differs)]

    def _differs(self, claim: Claim) -> bool:
        """Whether it moves what is held: judged last, it is not moved back within the same article."""
        return self.view.held is not None and not self._agree(claim, self._claims[self.view.held])

    def _listen(self, claim: Claim) -> None:
        for voice in {*claim.voices}:
            self._said_by[voice].append(claim)

    def _judge(self, claim: Claim) -> Judged:
        change, before = self._change(claim), self.view
        if change is not Change.REPEATED:  # no point: else an article could drift away in small steps
            self._listen(claim)
            self.view = self._after(claim, change)
        return Judged(claim, change, before, self.view)

    def _change(self, claim: Claim) -> Change:
        said = (point for voice in {*claim.voices} for point in self._said_by.get(voice, ()))
        if any(self._agree(claim, point) for point in said):
            return Change.REPEATED
        if self.view.held is None:
            return Change.FIRST
        held = self._claims[self.view.held]
        if held.event_at - claim.event_at > self._terms.late_after:
            return Change.LATE
        return self._terms.tolerance.relation(claim, held) or Change.CONFIRMED

    def _agree(self, claim: Claim, other: Claim) -> bool:
        return self._terms.tolerance.relation(claim, other) is None

    def _after(self, claim: Claim, change: Change) -> View:
        view, origin = self.view, claim.origin
        points = (*view.points, claim.n)
        if change in NEWS or view.held is None:
            return View(held=claim.n, previous=view.held, reason=change, origins=(origin,), points=points)
        origins = view.origins
        if self._agree(claim, self._claims[view.held]) and origin not in origins:
            origins = (*origins, origin)[:ORIGINS_COUNTED]
        return view.model_copy(update={"points": points, "origins": origins})


def fold(claims: Mapping[int, Claim], terms: Terms) -> View:
    """The view of a history by `terms`, as if they had held from its beginning."""
    reader = Reader(terms, claims, View(), ())
    for _, batch in groupby(claims.values(), key=lambda claim: (claim.article_id, claim.text_hash)):
        reader.read(batch)
    return reader.view


def merge(batch: Iterable[Claim], terms: Terms) -> Sequence[Claim]:
    """The claims that count, compatible ones merged into the one with most to say; that one comes first."""
    counted = [claim for claim in batch if terms.count(claim)]
    merged: list[Claim] = []
    for claim in sorted(counted, key=_least_to_say) if len(counted) > 1 else counted:
        if all(terms.tolerance.relation(claim, kept) for kept in merged):
            merged.append(claim)
    return merged


def _least_to_say(claim: Claim) -> tuple[bool, bool, bool, int]:
    figure = claim.figure
    one_sided = figure.low is None or figure.high is None
    return Flag.VAGUE in figure.flags, figure.attribution is None, one_sided, figure.evidence.claim.start
