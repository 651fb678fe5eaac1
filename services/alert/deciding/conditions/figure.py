"""`when: figure`: a new figure is claimed."""

from collections.abc import Mapping, Sequence

from services.alert.deciding.change import NEWS
from services.alert.deciding.claims import Claim, Judged, Proof
from services.alert.deciding.conditions import figure_why
from services.alert.deciding.conditions.condition import Case, Raised, evidence
from services.alert.deciding.conditions.figure_alert import News, Teller
from services.alert.deciding.conditions.figure_rule import FigureRule, ledger_slice
from services.alert.deciding.conditions.rule import Rule
from services.alert.deciding.ledger import Ledger, record, trim
from shared.events import ArticleTagged, Change, Figure
from shared.identity import text_hash


class FigureCondition:
    """Keeps every ledger that an article has a figure for, watched or not, and fires by its changes."""

    prefix = "ledger/"
    slice = Ledger

    def index(self, rules: Sequence[Rule]) -> None:
        """None is needed: ledgers are kept for what nobody watches yet, too."""

    def touches(self, tagged: ArticleTagged, index: None) -> Mapping[str, Sequence[Figure]]:
        """`ledger/<subject>/<measure>` → the figures; one without a subject goes to no ledger."""
        by_ledger: dict[str, list[Figure]] = {}
        for figure in tagged.figures:
            if figure.subject:
                by_ledger.setdefault(ledger_slice(figure.subject, figure.measure), []).append(figure)
        return by_ledger

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Sequence[Figure], before: Ledger | None
    ) -> tuple[Ledger, list[Raised]]:
        """All figures of the article at once: recorded, judged by the terms of each rule, then the rules."""
        defaults = case.labelled
        watching = [(rule, rule.terms(defaults)) for rule in rules if isinstance(rule, FigureRule)]
        batch = claims(case, said, before)
        others = [terms for _, terms in watching]
        ledger, judged = record(before or Ledger(), batch, defaults.default_terms, others)
        if not judged:
            return ledger, []
        teller = Teller(case.labelled, ledger)
        alerts = [
            Raised(alert, rule.to)
            for rule, terms in watching
            if rule.selects(case.article)
            for one in judged[terms.key]
            if (news := fires(rule, one)) and (alert := teller.alert(rule, terms, news))
        ]
        told = {rule.name for rule in rules if not rule.is_clause}
        ledger = ledger.remember(one.alert.alert_id for one in alerts if one.alert.rule in told)
        return trim(ledger, defaults.history, defaults.history_age), alerts

    def why(self, case: Case, rule: FigureRule, said: Sequence[Figure], before: Ledger | None) -> list[str]:
        """What each figure is by the rule's terms, against which held one, and what the rule asks for."""
        terms, batch = rule.terms(case.labelled), claims(case, said, before)
        ledger, judged = record(before or Ledger(), batch, terms, ())
        if not judged:
            return ["repeated: this article or its origin has said all of it before, to the digit"]
        by_number = {claim.n: claim for claim in ledger.claims}
        lines = [*figure_why.uncounted(batch, terms)]
        for one in judged[terms.key]:
            lines.append(figure_why.judged(one, by_number, terms))
            news = fires(rule, one)
            lines.append(figure_why.outcome(rule, one, by_number[news.claim] if news else None))
        return lines


def fires(rule: FigureRule, one: Judged) -> News | None:
    """What the rule has to tell about a judged claim: the change itself, or one that it releases.

    A change that waited for more origins is told with its own claim and reason, once enough agree.
    """
    before, after = len(one.before.origins), len(one.after.origins)
    if one.change in NEWS:
        told = rule.origins == 1 and one.change in rule.change
        return News(one.claim.n, one.change, one.before.held) if told else None
    view = one.after
    if before < rule.origins <= after and view.reason in rule.change and view.held is not None:
        return News(view.held, view.reason, view.previous, view.origins)
    if one.change is Change.CONFIRMED and Change.CONFIRMED in rule.change and after >= rule.origins:
        return News(one.claim.n, one.change, view.held)
    return None


def claims(case: Case, figures: Sequence[Figure], ledger: Ledger | None) -> list[Claim]:
    """The article's figures as claims, numbered on."""
    text, start = text_hash(case.article.text), ledger.next if ledger else 0
    return [
        Claim.of(
            n,
            case.article,
            text,
            Proof(
                figure=figure,
                evidence=evidence(case.article, figure.evidence.sentence, figure.attribution),
            ),
        )
        for n, figure in enumerate(figures, start)
    ]
