"""What the clauses of combined rules found in an article, and in earlier ones of it or its origin."""

from collections.abc import Iterable, Sequence

from services.alert.deciding.conditions.clause import OF_CLAUSE, Clause
from services.alert.deciding.conditions.condition import Case
from services.alert.deciding.conditions.figure_rule import FigureClause
from shared.events import AlertRaised, ArticleFound, Figure, Part

REMEMBERED = 20


def found_slice(clause: str) -> str:
    """Name of the slice that remembers what a passing clause found."""
    return f"found{clause}"


class Finding(Part):
    """What a clause found in an article."""

    article_id: str
    origin: str
    alerts: tuple[AlertRaised, ...]

    def heard(self, article: ArticleFound) -> bool:
        """Whether it is this article's, or its origin's."""
        return self.article_id == article.article_id or self.origin == article.origin


class Findings(Part):
    """What a clause found lately that is found only once: a figure is new only the first time."""

    findings: tuple[Finding, ...] = ()

    def after(self, article: ArticleFound, alerts: Sequence[AlertRaised]) -> "Findings":
        """With what was found in one more article."""
        one = Finding(article_id=article.article_id, origin=article.origin, alerts=tuple(alerts))
        return Findings(findings=(*self.findings, one)[-REMEMBERED:])

    def still_said(self, case: Case, clause: Clause) -> list[AlertRaised]:
        """What this article, or its origin, was found to say before, and says again by the clause."""
        heard = [one for one in self.findings if one.heard(case.article)]
        return [alert for one in heard for alert in one.alerts if _says_again(case, clause, alert)]


def is_found(alert: AlertRaised) -> bool:
    """Whether it is what a clause found, and no alert yet."""
    return alert.rule.startswith(OF_CLAUSE)


def by_clause(found: Iterable[AlertRaised]) -> dict[str, list[AlertRaised]]:
    """What was found, by the name of the clause."""
    clauses: dict[str, list[AlertRaised]] = {}
    for alert in found:
        clauses.setdefault(alert.rule, []).append(alert)
    return clauses


def _says_again(case: Case, clause: Clause, found: AlertRaised) -> bool:
    """Whether the article has a figure that says the same as the one that was found, or names who was."""
    if isinstance(clause, FigureClause) and found.figure:
        return _counts_again(case, clause, found.figure)
    return any(mention.entity == found.subject for mention in case.tagged.mentions)


def _counts_again(case: Case, clause: FigureClause, earlier: Figure) -> bool:
    tolerance = clause.terms(case.labelled).tolerance
    return any(
        (figure.subject, figure.measure) == (earlier.subject, earlier.measure)
        and earlier.place in (None, figure.place)
        and set(figure.flags) <= set(earlier.flags)
        and tolerance.relation(figure, earlier) is None
        for figure in case.tagged.figures
    )
