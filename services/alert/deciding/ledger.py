"""All figures claimed so far for one (subject, measure), and which of them is held as the latest.

One history, several views: a rule with its own tolerance, place or flags holds its own figure. The view of
an edited rule is folded from the history before the next claim is judged, so that it does not fire again.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import timedelta
from functools import cached_property
from itertools import filterfalse

from pydantic import Field

from services.alert.deciding.change import Reader, fold
from services.alert.deciding.claims import Claim, Judged, Terms, View
from services.alert.deciding.lookup import Lookup
from shared.events import Change, Part

ALERTS_REMEMBERED = 100
LOOKED_UP_AT_MOST = 10_000
"""With more, most of them forgotten ones, a ledger begins its lookup again."""


class Ledger(Part):
    """The claims that are remembered, in order of the journal; the views by key; ids of the last alerts.

    `hushed` are those of the ids whose alerts were kept quiet: no correction names them.
    """

    claims: tuple[Claim, ...] = ()
    views: dict[str, View] = Field({})
    raised: tuple[str, ...] = ()
    hushed: tuple[str, ...] = ()

    @property
    def next(self) -> int:
        """Number of the next claim."""
        return self.claims[-1].n + 1 if self.claims else 0

    @cached_property
    def lookup(self) -> Lookup:
        """Its claims, to look them up."""
        return Lookup(self.claims)

    def kin(self, claim: Claim) -> list[Claim]:
        """What the claim's article, or its origin, has claimed before."""
        voices = {*claim.voices}
        if voices.isdisjoint(self.lookup.voices):  # nearly always
            return []
        return [one for one in self.claims if one.article_id in voices or one.origin in voices]

    def remember(self, alert_ids: Iterable[str]) -> "Ledger":
        """Keep the ids of alerts that were raised: the same one is never raised again."""
        raised = (*self.raised, *alert_ids)[-ALERTS_REMEMBERED:]
        return self.model_copy(update={"raised": raised})

    def hush(self, alert_ids: Set[str]) -> "Ledger":
        """Keep in mind that these alerts, as far as they are its own, were told to nobody."""
        hushed = {*self.hushed, *alert_ids}
        return self.model_copy(update={"hushed": tuple(one for one in self.raised if one in hushed)})

    def told(self, alert_id: str) -> bool:
        """Whether that alert was raised, and told."""
        return alert_id in self.raised and alert_id not in self.hushed


def record(
    ledger: Ledger, batch: Sequence[Claim], default: Terms, others: Iterable[Terms]
) -> tuple[Ledger, dict[str, list[Judged]]]:
    """Judge all claims of one article and keep them: the new ledger, and what was judged, by view key.

    What the article or its origin said before to the digit is `repeated` by any terms and changes nothing.
    """
    kin = ledger.kin(batch[0])
    if {claim.said for claim in batch} <= {claim.said for claim in kin}:
        return ledger, {}
    ledger.lookup.add(batch)
    views: dict[str, View] = {}
    judged: dict[str, list[Judged]] = {}
    for terms in sorted({default, *others}, key=lambda terms: terms.key):
        view = ledger.views.get(terms.key) or fold({claim.n: claim for claim in ledger.claims}, terms)
        reader = Reader(terms, ledger.lookup.claims, view, kin)
        judged[terms.key] = reader.read(batch)
        views[terms.key] = reader.view
    noted = (*ledger.claims, *_noted(batch, judged[default.key], default))
    return ledger.model_copy(update={"claims": noted, "views": views}), judged


def trim(ledger: Ledger, number: int, age: timedelta) -> Ledger:
    """Forget all but the last `number` claims not older than `age`, and what is held by some view."""
    aged = ledger.lookup.spans(age)
    old, recent = (ledger.claims, ()) if aged else (ledger.claims[:-number], ledger.claims[-number:])
    gone = {claim.n for claim in ledger.claims[:-number]}
    if aged:
        newest = max([claim.event_at for claim in ledger.claims])
        gone |= {claim.n for claim in ledger.claims if newest - claim.event_at > age}
    gone -= {n for view in ledger.views.values() for n in (view.held, view.previous) if n is not None}
    if not gone:
        return ledger
    views = {key: _trimmed(view, gone) for key, view in ledger.views.items()}
    claims = (*[claim for claim in old if claim.n not in gone], *recent)
    if len(ledger.lookup.claims) > LOOKED_UP_AT_MOST:
        return Ledger(claims=claims, views=views, raised=ledger.raised, hushed=ledger.hushed)
    return ledger.model_copy(update={"claims": claims, "views": views})


def _trimmed(view: View, gone: Set[int]) -> View:
    return view.model_copy(update={"points": tuple(filterfalse(gone.__contains__, view.points))})


def _noted(batch: Sequence[Claim], judged: Sequence[Judged], default: Terms) -> Iterable[Claim]:
    """The claims with their change; one that merged into another was said by it already."""
    changes: Mapping[int, Change] = {one.claim.n: one.change for one in judged}
    for claim in batch:
        merged = Change.REPEATED if default.count(claim) else None
        yield claim.model_copy(update={"change": changes.get(claim.n, merged)})
