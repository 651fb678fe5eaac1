"""The alert about a claim: who says it, what was held before, who confirms it."""

from dataclasses import dataclass
from functools import cached_property

from services.alert.deciding.claims import Claim, Terms
from services.alert.deciding.conditions.condition import alert_id
from services.alert.deciding.conditions.defaults import Labelled
from services.alert.deciding.conditions.figure_rule import FigureRule
from services.alert.deciding.headline import Turn, figure_headline
from services.alert.deciding.ledger import Ledger
from shared.events import AlertEvidence, AlertRaised, Change, PreviousFigure, Reason


@dataclass(frozen=True)
class News:
    """What a rule tells: a claim (its number), why, what was held before, and the origins that agree."""

    claim: int
    reason: Change
    previous: int | None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Teller:
    """Words the alerts about one ledger."""

    labelled: Labelled
    ledger: Ledger

    @cached_property
    def _claims(self) -> dict[int, Claim]:
        return {claim.n: claim for claim in self.ledger.claims}

    def alert(self, rule: FigureRule, terms: Terms, news: News) -> AlertRaised | None:
        """The alert; None where the rule asks for more or less, or raised the same before (it was edited)."""
        claim = self._claims[news.claim]
        own_id = claim_alert_id(rule, claim)
        if own_id in self.ledger.raised or not rule.wants(claim):
            return None
        before = self._claims[news.previous] if news.previous is not None else None
        previous = previous_figure(before) if before else None
        return AlertRaised(
            alert_id=own_id,
            rule=rule.name,
            severity=rule.severity,
            reason=Reason(news.reason),
            subject=rule.subject,
            measure=rule.measure,
            event_at=claim.event_at,
            url=claim.evidence.url,
            headline=figure_headline(
                self._about(rule),
                claim.figure,
                previous,
                _turn(news, claim, before, terms),
                len(news.origins),
            ),
            evidence=claim.evidence,
            figure=claim.figure,
            previous=previous,
            confirmed_by=self._confirmed_by(claim, terms, news.origins),
            follows=self._told(rule, claim),
            labels=rule.labels,
        )

    def _about(self, rule: FigureRule) -> str:
        names = self.labelled.names
        place = f", {names[rule.place]}" if rule.place else ""
        return f"{names[rule.subject]}, {self.labelled.measures[rule.measure]}{place}"

    def _told(self, rule: FigureRule, claim: Claim) -> str | None:
        """The id of the last alert that was told about the claim's article."""
        own = (one for one in reversed(self.ledger.claims) if one.article_id == claim.article_id)
        return next(filter(self.ledger.told, (claim_alert_id(rule, one) for one in own)), None)

    def _confirmed_by(
        self, claim: Claim, terms: Terms, origins: tuple[str, ...]
    ) -> tuple[AlertEvidence, ...]:
        """The first agreeing claim of every other origin."""
        found: dict[str, AlertEvidence] = {}
        for other in self.ledger.claims if len(origins) > 1 else ():
            agrees = other.n > claim.n and not terms.tolerance.relation(other, claim)
            if agrees and other.origin in origins and terms.count(other):
                found.setdefault(other.origin, other.evidence)
        return tuple(one for origin, one in found.items() if origin != claim.origin)


def _turn(news: News, claim: Claim, before: Claim | None, terms: Terms) -> Turn:
    if before is None:
        return Turn.DIFFERS
    if news.reason is Change.CONFIRMED:
        return Turn.AGREES if terms.tolerance.relation(before, claim) else Turn.CONFIRMS
    corrects = before.article_id == claim.article_id and before.text_hash != claim.text_hash
    return Turn.CORRECTS if corrects else Turn.DIFFERS


def claim_alert_id(rule: FigureRule, claim: Claim) -> str:
    """The alert's id: of what is claimed, by whom, never of a number in the ledger."""
    parts = [rule.measure, rule.subject, str(claim.low), str(claim.high), claim.hedge]
    parts += [rule.place] if rule.place else []
    return alert_id(rule, claim.article_id, claim.text_hash, rule.when, "/".join(parts))


def previous_figure(claim: Claim) -> PreviousFigure:
    """What an alert says about the figure that was held before."""
    figure = claim.figure
    return PreviousFigure(
        low=figure.low,
        high=figure.high,
        hedge=figure.hedge,
        words=figure.words,
        event_at=claim.event_at,
        article_id=claim.evidence.article_id,
        url=claim.evidence.url,
        source=claim.evidence.source,
        attribution=figure.attribution.text if figure.attribution else None,
    )
