"""Who is named in an article, alone and together, and when that last was so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.alert.deciding.believed import ALL
from services.alert.deciding.conditions.mention_rule import MentionRule, Naming, Within
from shared.events import ArticleFound, ArticleTagged, Mention, Part, Timestamp

VOICES_REMEMBERED = 100


class Voice(Part):
    """An origin that named somebody, and when."""

    at: Timestamp
    origin: str


class Named(Part):
    """When somebody was last named, and the articles and origins that did so, the latest last.

    It belongs to the entity, not to a rule, so that an edited rule does not fire again. `recent` is kept
    where several origins are needed; they have not been enough yet while there is no `last_named`.
    """

    last_named: Timestamp | None = None
    voices: tuple[str, ...] = ()
    recent: tuple[Voice, ...] = ()

    def heard(self, article: ArticleFound) -> bool:
        """Whether this article, or its origin, has named it before."""
        return article.article_id in self.voices or article.origin in self.voices

    def origins(self, article: ArticleFound, naming: Naming) -> int:
        """How many origins have named it in the window that ends with this article."""
        start = article.event_at - naming.window
        others = {voice.origin for voice in self.recent if start <= voice.at <= article.event_at}
        return len(others | {article.origin})

    def after(self, article: ArticleFound, naming: Naming) -> "Named":
        """With one more article that names it."""
        new = dict.fromkeys((article.article_id, article.origin))
        voices = (*self.voices, *(voice for voice in new if voice not in self.voices))[-VOICES_REMEMBERED:]
        enough = naming.count == 1 or self.origins(article, naming) >= naming.count
        last = max(self.last_named or article.event_at, article.event_at) if enough else self.last_named
        recent = self._recent(article, naming.window) if naming.count > 1 else ()
        return self.model_copy(update={"last_named": last, "voices": voices, "recent": recent})

    def _recent(self, article: ArticleFound, window: timedelta) -> tuple[Voice, ...]:
        recent = (*self.recent, Voice(at=article.event_at, origin=article.origin))
        newest = max(voice.at for voice in recent)
        return tuple(voice for voice in recent if newest - voice.at <= window)[-VOICES_REMEMBERED:]


@dataclass(frozen=True)
class Spoken:
    """A naming, and the mention that proves it."""

    naming: Naming
    mention: Mention


def asked_for(rules: Sequence[MentionRule]) -> Mapping[str, list[Naming]]:
    """The namings that ask for more than one entity named by anybody, by their first entity."""
    by_entity: dict[str, list[Naming]] = {}
    for naming in dict.fromkeys(naming for rule in rules for naming in rule.namings):
        if len(naming.entities) > 1 or naming.count > 1 or naming.believed != ALL:
            by_entity.setdefault(naming.entities[0], []).append(naming)
    return by_entity


def spoken(
    article: ArticleFound, tagged: ArticleTagged, index: Mapping[str, list[Naming]]
) -> Iterator[Spoken]:
    """Every entity that is named, by its first mention, and every naming that is asked for."""
    by_entity: dict[str, list[Mention]] = {}
    for mention in tagged.mentions:
        if mention.entity:
            by_entity.setdefault(mention.entity, []).append(mention)
    for entity, mentions in by_entity.items():
        yield Spoken(Naming((entity,)), mentions[0])
        for naming in index.get(entity, ()):
            proof = _proof(tagged, naming, mentions, by_entity.get(naming.entities[-1], ()))
            if proof and naming.believed.counts(article):
                yield Spoken(naming, proof)


def _proof(
    tagged: ArticleTagged, naming: Naming, mentions: Iterable[Mention], others: Iterable[Mention]
) -> Mention | None:
    """The first mention that has one of the other near enough; of a single entity, its first."""
    places = {_place(tagged, other, naming.within) for other in others}
    return next((mention for mention in mentions if _place(tagged, mention, naming.within) in places), None)


def _place(tagged: ArticleTagged, mention: Mention, within: Within) -> int:
    """Number of the sentence or paragraph that a mention begins in; outside of all, a number of its own."""
    spans = {"sentence": tagged.sentences, "paragraph": tagged.paragraphs, "article": ()}[within]
    if not spans:
        return 0 if within == "article" else -1 - mention.start
    inside = (number for number, span in enumerate(spans) if span.start <= mention.start < span.end)
    return next(inside, -1 - mention.start)
