"""What the clauses found in, the alerts of combined rules out."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from services.alert.conditions.combined_rule import CombinedRule
from services.alert.conditions.condition import Case, Raised, alert_id
from services.alert.conditions.joined import Joined, Leaf
from services.alert.headline import combined_headline
from shared.events import AlertRaised, ArticleFound, Part
from shared.identity import short_hash, text_hash

SAID_REMEMBERED = 300
ALERTS_REMEMBERED = 50

Found = Mapping[str, Sequence[AlertRaised]]
"""By the name of a clause, what it found in an article; a clause that does not hold is missing."""


def combined_slice(rule: str) -> str:
    """Name of the slice that says what a combined rule has told."""
    return f"combined/{rule}"


class Combined(Part):
    """The articles and origins that the rule has told of, and what they said that passes, all as hashes.

    `last` is its last alert by article. It goes by what is said, not by the place of a clause in the rule:
    an edited rule does not fire again.
    """

    said: tuple[str, ...] = ()
    last: dict[str, str] = Field({})

    def after(self, article: ArticleFound, sayings: Iterable[str], alert_id: str) -> "Combined":
        """With one more alert."""
        said = tuple(dict.fromkeys((*self.said, *sayings)))[-SAID_REMEMBERED:]
        last = {**self.last, article.article_id: alert_id}
        return Combined(said=said, last=dict(list(last.items())[-ALERTS_REMEMBERED:]))


def proofs(node: Joined | Leaf, found: Found) -> tuple[AlertRaised, ...] | None:
    """What proves that it holds, in order of the file (nothing, for a `not`); None where it does not."""
    if not isinstance(node, Joined):
        return tuple(found[node.clause_name]) if node.clause_name in found else None
    results = [proofs(member, found) for member in node.members]
    held = [result for result in results if result is not None]
    if node.join == "not":
        return None if held else ()
    if not held or (node.join == "all" and len(held) < len(results)):
        return None
    return tuple({proof.alert_id: proof for result in held for proof in result}.values())


def judge_combined(
    case: Case, rule: CombinedRule, found: Found, before: Combined | None
) -> tuple[Combined | None, list[Raised]]:
    """What the rule has told after the article, and its alert.

    One an article and origin, however often it is read again; a further one where it brings a new figure, or
    whatever else is found only once.
    """
    article, known = case.article, before or Combined()
    proven = proofs(rule, found) if rule.selects(article) else None
    said = {proof.alert_id: _sayings(article, rule, proof) for proof in proven or ()}
    new = {one for one, sayings in said.items() if sayings.isdisjoint(known.said)}
    if not proven or not new:
        return before, []
    ordered = sorted(proven, key=lambda proof: (proof.alert_id not in new, proof.figure is None))
    alert = _alert(case, rule, ordered, known)
    sayings = sorted({*_voices(article)}.union(*said.values()))
    return known.after(article, sayings, alert.alert_id), [Raised(alert, rule.to)]


def _alert(case: Case, rule: CombinedRule, ordered: Sequence[AlertRaised], known: Combined) -> AlertRaised:
    """The first proof tells what is new, the others stand beside it."""
    article, (first, *others) = case.article, ordered
    corrects = any(one.previous and one.previous.article_id == article.article_id for one in ordered)
    said = "/".join(sorted(proof.alert_id for proof in ordered))
    return first.model_copy(
        update={
            "alert_id": alert_id(rule, article.article_id, text_hash(article.text), "combined", said),
            "rule": rule.name,
            "severity": rule.severity,
            "labels": rule.labels,
            "event_at": article.event_at,
            "headline": combined_headline(first, others),
            "also": tuple(one.evidence for one in others),
            "follows": known.last.get(article.article_id) if corrects else None,
        }
    )


def _voices(article: ArticleFound) -> tuple[str, str]:
    return short_hash(article.article_id), short_hash(article.origin)


def _sayings(article: ArticleFound, rule: CombinedRule, proof: AlertRaised) -> set[str]:
    """What the article and its origin say by this proof; what does not pass, they say once and for all."""
    if not rule.clauses[proof.rule].passing:
        return {*_voices(article)}
    figure = proof.figure
    number = (str(figure.low), str(figure.high), figure.hedge, str(figure.place)) if figure else ()
    return {short_hash(voice, proof.rule, str(proof.subject), *number) for voice in _voices(article)}
