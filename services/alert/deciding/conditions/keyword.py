"""`when: keyword`: an article has a German word or phrase, inflected, or in a compound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import field_validator

from services.alert.deciding.conditions.clause import Clause
from services.alert.deciding.conditions.condition import Case, Raised, alert_id, evidence
from services.alert.deciding.conditions.known import OneOrMore
from services.alert.deciding.conditions.rule import ArticleRule, Rule
from services.alert.deciding.conditions.stems import WORD, Place, find_phrases, stems
from services.alert.deciding.headline import keyword_headline
from shared.events import AlertRaised, ArticleFound, ArticleTagged, Part, Reason, Span
from shared.identity import text_hash

VOICES_REMEMBERED = 500
Stems = tuple[str, ...]


def keyword_slice(rule: str) -> str:
    """Name of the slice that says which articles a rule has seen its phrases in."""
    return f"keyword/{rule}"


class KeywordClause(Clause):
    """`phrase`: one, or any of a list; `compounds`: whether it may be a part of longer words."""

    when: Literal["keyword"]
    phrase: OneOrMore[str]
    compounds: bool = True

    @field_validator("phrase")
    @classmethod
    def _words(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in phrases:
            if not WORD.search(phrase):
                raise ValueError(f"a phrase needs a word; {phrase!r} has none")
        return tuple(dict.fromkeys(phrases))

    @property
    def watches(self) -> tuple[str, ...]:
        """Its phrases: nothing is kept of a clause."""
        return (keyword_slice(self.clause_name),)

    @property
    def named(self) -> tuple[str, ...]:
        """No entities."""
        return ()


class KeywordRule(KeywordClause, ArticleRule):
    """A rule on keywords."""

    @property
    def watches(self) -> tuple[str, ...]:
        """The articles in which it has seen its phrases."""
        return (keyword_slice(self.name),)


class Seen(Part):
    """The articles, and their origins, that had a phrase of the rule, the latest last."""

    voices: tuple[str, ...] = ()

    def heard(self, article: ArticleFound) -> bool:
        """Whether this article, or its origin, had one before."""
        return article.article_id in self.voices or article.origin in self.voices

    def after(self, article: ArticleFound) -> "Seen":
        """With one more article."""
        voices = dict.fromkeys((*self.voices, article.article_id, article.origin))
        return Seen(voices=tuple(voices)[-VOICES_REMEMBERED:])


@dataclass(frozen=True)
class Vocabulary:
    """Phrases by their first stem, and the rules that ask for them."""

    by_first: dict[str, list[Stems]]
    rules: dict[Stems, list[str]]


class KeywordCondition:
    """Fires once for an article and its origin, whatever the number of phrases and revisions."""

    prefix = "keyword/"
    slice = Seen

    def index(self, rules: Sequence[KeywordRule]) -> dict[bool, Vocabulary]:
        """The phrases that may stand in compounds, and those that may not."""
        kinds = {kind: [rule for rule in rules if rule.compounds is kind] for kind in (True, False)}
        return {kind: _vocabulary(own) for kind, own in kinds.items() if own}

    def touches(self, tagged: ArticleTagged, index: dict[bool, Vocabulary]) -> Mapping[str, Place]:
        """`keyword/<rule>` → the first word of the first phrase."""
        if not tagged.article or not index:
            return {}
        said: dict[str, Place] = {}
        for compounds, vocabulary in index.items():
            for phrase, place in find_phrases(tagged.article.text, vocabulary.by_first, compounds=compounds):
                for rule in vocabulary.rules[phrase]:
                    said.setdefault(keyword_slice(rule), place)
        return dict(sorted(said.items(), key=lambda item: (item[1].start, item[0])))

    def judge(
        self, case: Case, rules: Sequence[Rule], said: Place, before: Seen | None
    ) -> tuple[Seen | None, list[Raised]]:
        """News only of an article and an origin that had no phrase before; a clause finds it every time."""
        seen = before or Seen()
        own = [rule for rule in rules if isinstance(rule, KeywordRule)]
        raised = [
            Raised(_alert(case, rule, said), rule.to)
            for rule in own
            if rule.selects(case.article) and not seen.heard(case.article)
        ]
        kept = any(not rule.is_clause and rule.believed.counts(case.article) for rule in own)
        return seen.after(case.article) if kept else before, raised

    def why(self, case: Case, rule: KeywordRule, said: Place, before: Seen | None) -> list[str]:
        """Which word, and whether it is news."""
        word = case.article.text[said.start : said.end]
        if before and before.heard(case.article):
            return [f"{word!r} is there, but this article or its origin had it before: it does not fire"]
        return [f"{word!r} is there, for the first time in this article and its origin: the rule fires"]


def _vocabulary(rules: Sequence[KeywordRule]) -> Vocabulary:
    by_first: dict[str, list[Stems]] = {}
    owners: dict[Stems, list[str]] = {}
    for rule in rules:
        for phrase in dict.fromkeys(variant for written in rule.phrase for variant in stems(written)):
            if phrase not in owners:
                by_first.setdefault(phrase[0], []).append(phrase)
            owners.setdefault(phrase, []).append(rule.name)
    return Vocabulary(by_first, owners)


def _alert(case: Case, rule: KeywordRule, place: Place) -> AlertRaised:
    article = case.article
    proof = evidence(article, case.tagged.sentence_at(Span(start=place.start, end=place.end)))
    word = article.text[place.start : place.end]
    return AlertRaised(
        alert_id=alert_id(rule, article.article_id, text_hash(article.text), rule.when, ""),
        rule=rule.name,
        severity=rule.severity,
        reason=Reason.KEYWORD,
        subject=None,
        event_at=article.event_at,
        url=article.url,
        headline=keyword_headline(word, proof),
        evidence=proof,
        labels=rule.labels,
    )
