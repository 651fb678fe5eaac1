"""What the clauses found in, the alerts of combined rules out."""

from collections.abc import Mapping, Sequence, Set

from pydantic import Field

from services.alert.deciding.conditions.combined_rule import CombinedRule
from services.alert.deciding.conditions.condition import Case, Raised, alert_id
from services.alert.deciding.conditions.joined import Joined, Leaf
from services.alert.deciding.headline import combined_headline
from shared.events import AlertRaised, ArticleFound, Part
from shared.identity import short_hash, text_hash

VOICES_REMEMBERED = 1_000
"""500 articles with their origins; one that is read again counts as told just now."""
FIGURES_REMEMBERED = 1_000
ALERTS_REMEMBERED = 50

Found = Mapping[str, Sequence[AlertRaised]]
"""By the name of a clause, what it found in an article; a clause that does not hold is missing."""


def combined_slice(rule: str) -> str:
    """Name of the slice that says what a combined rule has told."""
    return f"combined/{rule}"


class Combined(Part):
    """`voices`: the articles and origins that the rule has told of; `said`: what they said that passes.

    Both are hashes, the latest last. `last` is its last alert by article. It goes by what is said, not by the
    place of a clause in the rule: an edited rule does not fire again.
    """

    voices: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    last: dict[str, str] = Field({})

    def knows(self, sayings: Set[str]) -> bool:
        """Whether one of them was told."""
        return not (sayings.isdisjoint(self.voices) and sayings.isdisjoint(self.said))

    def heard_again(self, voices: Set[str], said: Set[str]) -> "Combined":
        """With what it knows of them at the end: the last to be forgotten."""
        return self._with(voices & {*self.voices}, said & {*self.said})

    def after(self, article: ArticleFound, voices: Set[str], said: Set[str], alert_id: str) -> "Combined":
        """With one more alert."""
        others = {one: told for one, told in self.last.items() if one != article.article_id}
        last = list({**others, article.article_id: alert_id}.items())[-ALERTS_REMEMBERED:]
        return self._with(voices, said).model_copy(update={"last": dict(last)})

    def _with(self, voices: Set[str], said: Set[str]) -> "Combined":
        latest = {
            "voices": _latest(self.voices, voices)[-VOICES_REMEMBERED:],
            "said": _latest(self.said, said)[-FIGURES_REMEMBERED:],
        }
        return self.model_copy(update=latest)


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
    voices = _voices(article)
    said = {proof.alert_id: _sayings(voices, rule, proof) for proof in proven or ()}
    new = {one for one, sayings in said.items() if not known.knows(sayings)}
    passing = set[str]().union(*said.values()) - voices
    if not proven or not new:
        return before and before.heard_again(voices, passing), []
    ordered = sorted(proven, key=lambda proof: (proof.alert_id not in new, proof.figure is None))
    alert = _alert(case, rule, ordered, known)
    return known.after(article, voices, passing, alert.alert_id), [
        Raised(alert, rule.to, _about(case, rule, proven))
    ]


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


def _about(case: Case, rule: CombinedRule, proven: Sequence[AlertRaised]) -> frozenset[str]:
    """The entities of the clauses that hold, as far as the article names them, and whose figures it has."""
    asked = {name for proof in proven for name in rule.clauses[proof.rule].named}
    named = {mention.entity for mention in case.tagged.mentions if mention.entity}
    return frozenset((asked & named) | {proof.subject for proof in proven if proof.subject})


def _latest(kept: tuple[str, ...], latest: Set[str]) -> tuple[str, ...]:
    return (*[one for one in kept if one not in latest], *sorted(latest)) if latest else kept


def _voices(article: ArticleFound) -> Set[str]:
    return {short_hash(article.article_id), short_hash(article.origin)}


def _sayings(voices: Set[str], rule: CombinedRule, proof: AlertRaised) -> Set[str]:
    """What the article and its origin say by this proof; what does not pass, they say once and for all."""
    if not rule.clauses[proof.rule].passing:
        return voices
    figure = proof.figure
    number = (str(figure.low), str(figure.high), figure.hedge, str(figure.place)) if figure else ()
    return {short_hash(voice, proof.rule, str(proof.subject), *number) for voice in voices}
