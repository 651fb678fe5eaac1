"""Whom a person's name means where it stands: the words around it decide, and nothing is guessed."""

from itertools import pairwise

from services.ner.linker.bearers import Sense
from services.ner.linker.context import Context
from services.ner.linker.first_names import FIRST_NAMES
from services.ner.linker.gazetteer import Gazetteer, Match, NameKeys
from services.ner.linker.given_names import spelt_alike
from services.ner.linker.names import PARTICLES, Word
from services.ner.linker.surroundings import (
    ADDRESSES,
    ARTICLES,
    DEFINITE,
    EPITHETS,
    FAMILY,
    FIRMS,
    GOVERNMENTS,
    JUNIOR,
    KIN,
    MEMORIALS,
    NUMERAL,
    PATRONYMICS,
    POLITICAL,
    POSSESSIVES,
    PREFIXES,
    TRADES,
    WARES,
)
from services.ner.linker.titles import REACH, Titles
from shared.events import Label
from shared.watchlist import Kind, Watchlist


class Persons:
    """Reads the words around the names of persons."""

    def __init__(self, titles: Titles, watchlist: Watchlist, gazetteer: Gazetteer) -> None:
        self._titles = titles
        self._given: dict[str, frozenset[str]] = {}
        self._leading: set[NameKeys] = set()
        for entity in watchlist.entities.values():
            if entity.kind is Kind.PERSON:
                forms = gazetteer.forms[entity.id]
                family = {key for form in forms if form.bare for key in form.keys}
                whole = {key for form in forms if not form.bare for key in form.keys}
                self._given[entity.id] = frozenset(whole - family)
                self._leading |= {form.keys[:1] for form in forms if not form.bare}

    def read(self, context: Context, match: Match) -> str | Sense:
        """The id of the entity, or what else the name is there."""
        if self._is_namesake(context, match) or self._is_inside_other(context, match):
            return Sense.NOBODY
        if self._titles.is_title(context.words[match.end - 1]):
            return _office(context, match)
        if _is_another(context, match) or _is_place(context, match):
            return Sense.OTHER
        if not match.forms[0].bare:
            return self._full(context, match)
        if self._continues(context, match):
            return Sense.OTHER if match.forms[0].keys in self._leading else Sense.NOBODY
        return self._bare(context, match)

    def _is_namesake(self, context: Context, match: Match) -> bool:
        """Trump Tower, Konrad-Adenauer-Stiftung; Müller-Scholz."""
        following, compound = context.after(match), context.hyphened_after(match)
        if (following and following.key in FIRMS) or (compound and compound.key in MEMORIALS):
            return True
        joined = context.hyphened_before(match)
        if joined is None or not joined.capital or joined.key in PREFIXES:
            return False
        return not context.matched(match.first - 1)

    def _is_inside_other(self, context: Context, match: Match) -> bool:
        """Whether the tagger found an organisation or a place with a longer name, such as a foundation."""
        mention = context.mention(match.first)
        if mention is None or mention.label in (Label.PER, Label.MISC) or context.genitive(match):
            return False
        rest = [i for i in context.inside(mention.start, mention.end) if not match.first <= i < match.end]
        if context.hyphened_after(match):
            rest = [index for index in rest if index != match.end]
        return any(self._is_name(context.words[index]) for index in rest)

    def _is_name(self, word: Word) -> bool:
        return word.capital and not self._titles.is_title(word) and not _government(word)

    def _full(self, context: Context, match: Match) -> str | Sense:
        before = context.before(match)
        double = context.hyphened_after(match)
        if double and double.capital and context.spelled_apart(match):
            return Sense.OTHER
        if before and before.key in FIRST_NAMES:
            return Sense.OTHER
        return self._titled(context, match) if match.forms[0].shared else match.forms[0].entity

    def _continues(self, context: Context, match: Match) -> bool:
        """Whether the name goes on, as far as the tagger saw it: Kim Min-jae, or "wirft Merz Wortbruch"."""
        following = context.after(match)
        mention = context.mention(match.first)
        return bool(
            following
            and (following.capital or following.key in PARTICLES)
            and mention
            and mention.label is Label.PER
            and mention.end >= following.end
            and not context.matched(match.end)
            and not context.genitive(match)
        )

    def _bare(self, context: Context, match: Match) -> str | Sense:
        before = context.before(match)
        if before and before.key.endswith(PATRONYMICS) and match.first > 1:
            before = context.words[match.first - 2]
        if before and not context.matched(match.first - 1):
            if given := [form.entity for form in match.forms if self._is_given(before, form.entity)]:
                return given[0]
            if before.key in TRADES:
                return Sense.OTHER
            if before.key in FAMILY or self._is_wrongly_addressed(match, before):
                return Sense.NOBODY
            if self._is_other(context, match, before):
                return Sense.NOBODY if _is_relative(context, match) else Sense.OTHER
            if match.forms[0].shared and self._is_stranger(context, match, before):
                return Sense.NOBODY
        return self._titled(context, match)

    def _is_given(self, word: Word, entity: str) -> bool:
        given = self._given[entity]
        if len(word.key) == 1:
            return False
        return word.key in given or (word.capital and any(spelt_alike(word.key, name) for name in given))

    def _is_other(self, context: Context, match: Match, before: Word) -> bool:
        """Whether `before` belongs to the name of somebody else: a first name, or a second one after it."""
        if len(before.key) == 1 and before.capital:
            return True
        mention = context.mention(match.first)
        tagged = mention is not None and mention.label is Label.PER and mention.start <= before.start
        if tagged and self._is_name(before):
            return True
        names = context.leading_names(match)
        return any(word.key in FIRST_NAMES for word in names)

    def _is_wrongly_addressed(self, match: Match, before: Word) -> bool:
        """Whether it is "Frau Scholz" and the watchlist's Scholz is a man, or the other way round."""
        return before.key in ADDRESSES and all(
            self._titles.woman(form.entity) != ADDRESSES[before.key] for form in match.forms
        )

    def _is_stranger(self, context: Context, match: Match, before: Word) -> bool:
        """Whether it is a noun, or introduced as a stranger: "der Herzog", "der Philosoph Wang"."""
        if before.key in ARTICLES:
            return context.hyphened_after(match) is None
        article = context.words[match.first - 2].key if match.first > 1 else ""
        known = before.key.endswith(POLITICAL)
        return article in ARTICLES and self._is_name(before) and not known

    def _titled(self, context: Context, match: Match) -> str | Sense:
        before = context.sentence_words(match.first, REACH) if context.before(match) else ()
        compound = context.hyphened_after(match)
        bearers = {form.entity for form in match.forms}
        governs = _government(compound) or _government(context.before(match))
        sure = not match.forms[0].shared
        meant = bearers if governs else self._titles.holders(bearers, before, sure)
        return meant.pop() if len(meant) == 1 else Sense.OPEN


def _government(word: Word | None) -> bool:
    return word is not None and word.key in GOVERNMENTS


def is_aside(context: Context, match: Match) -> bool:
    """Whether the name only says whose relative somebody else is: "der Sohn von Donald Trump"."""
    before = context.sentence_words(match.first, 5)
    return any(one.key.endswith(KIN) and two.key in ("von", "vom", "des") for one, two in pairwise(before))


def _office(context: Context, match: Match) -> str | Sense:
    """What stands for the holder of an office; before a name it only introduces them: "Kremlchef Putin"."""
    before, following = context.before(match), context.after(match)
    if following and following.capital:
        return Sense.NOBODY
    if before and before.key not in DEFINITE:
        return Sense.NOBODY
    return Sense.OPEN if match.forms[0].shared else match.forms[0].entity


def _is_place(context: Context, match: Match) -> bool:
    """Whether a place of that name is meant: "in Austin", "aus Lauterbach"."""
    before, mention = context.before(match), context.mention(match.first)
    there = before is not None and before.key in ("in", "nach", "aus")
    return there and mention is not None and mention.label is Label.LOC


def _is_another(context: Context, match: Match) -> bool:
    """Whether what is beside the name tells of another one who bears it: a son, a king, a firm."""
    following, compound = context.after(match), context.hyphened_after(match)
    if any(word and word.key in JUNIOR for word in (following, compound)):
        return True
    if following and NUMERAL.fullmatch(following.written) and context.text.startswith(".", following.end):
        return True
    if following and following.key in ("der", "des", "dem", "den"):
        return context.words_after(match, 2)[-1].key in EPITHETS
    before = context.sentence_words(match.first, 2)
    return len(before) == 2 and before[1].key == "von" and before[0].key.endswith(WARES)


def _is_relative(context: Context, match: Match) -> bool:
    """Whether somebody's relative is named beside them: "und seine Frau Charlotte Merz"."""
    before = context.sentence_words(match.first, 5)
    return any(one.key in POSSESSIVES and two.key.endswith(KIN) for one, two in pairwise(before))
