"""Which alerts are kept quiet: by the rule's cool-down, or because somebody muted them. By event_at only.

A cool-down never keeps back that an article takes back what was told of it: nobody is left with 80 for 8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from services.alert.deciding.conditions import AnyRule, Raised
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.tolerance import bounds
from shared.events import AlertRaised, Hedge, MuteBegan, MuteEnded, Part, Reason, Timestamp

MUTES = "mutes"
"""The slice that holds the mutes."""
FORGOTTEN_AFTER = timedelta(days=90)
SUBJECTS_REMEMBERED = 500
FIGURES_REMEMBERED = 100


def told_slice(rule: str) -> str:
    """Name of the slice that says what a rule with a cool-down told last, and when."""
    return f"told/{rule}"


class Told(Part):
    """Subject → event_at of the last alert about it, the latest last; article → its number that was told."""

    last: dict[str, Timestamp] = Field({})
    least: dict[str, int] = Field({})

    def after(self, alert: AlertRaised) -> "Told":
        """With one more alert."""
        who = subject(alert)
        last = {one: at for one, at in self.last.items() if one != who}
        last[who] = max(self.last.get(who, alert.event_at), alert.event_at)
        return Told(last=dict(list(last.items())[-SUBJECTS_REMEMBERED:]), least=self._with(alert))

    def taken_back(self, alert: AlertRaised) -> bool:
        """Whether the article surely says less than was told of it. More is what live blogs say all day."""
        least = self.least.get(_whose(alert))
        if least is None or alert.figure is None or alert.figure.hedge is Hedge.AT_LEAST:
            return False
        return bounds(alert.figure)[1] < least

    def _with(self, alert: AlertRaised) -> dict[str, int]:
        if alert.figure is None:
            return self.least
        others = {one: number for one, number in self.least.items() if one != _whose(alert)}
        least = {**others, _whose(alert): bounds(alert.figure)[0]}
        return dict(list(least.items())[-FIGURES_REMEMBERED:])


class Mutes(Part):
    """The mutes that hold, or will, or did lately."""

    mutes: tuple[MuteBegan, ...] = ()

    def after(self, record: MuteBegan | MuteEnded) -> "Mutes":
        """With one more mute, or one that ends earlier."""
        if isinstance(record, MuteEnded):
            ended = (_ended(mute, record) for mute in self.mutes)
            return Mutes(mutes=tuple(mute for mute in ended if mute.end > mute.start))
        others = (mute for mute in self.mutes if mute.mute_id != record.mute_id)
        lately = (mute for mute in others if record.start - mute.end < FORGOTTEN_AFTER)
        return Mutes(mutes=(*lately, record))

    def over(self, raised: Raised) -> MuteBegan | None:
        """The mute that holds for an alert."""
        return next((mute for mute in self.mutes if _holds(mute, raised)), None)


class Hush(StrEnum):
    """Why an alert is kept quiet; a metric's label."""

    COOL_DOWN = "cool-down"
    MUTED = "muted"


@dataclass(frozen=True)
class Hushed:
    """An alert that is not told, and why, in words too."""

    alert: AlertRaised
    hush: Hush
    detail: str


@dataclass(frozen=True)
class Calm:
    """What is told, what is not, and what is remembered of it."""

    told: tuple[Raised, ...]
    hushed: tuple[Hushed, ...]
    changed: Mapping[str, Part]


def calm_slices(rules: Iterable[AnyRule]) -> frozenset[str]:
    """The slices that say whether alerts of these rules are told."""
    return frozenset({MUTES, *(told_slice(rule.name) for rule in rules if rule.cool_down)})


def keep_calm(rules: RuleSet, state: Mapping[str, Part], raised: Sequence[Raised]) -> Calm:
    """Sort out the alerts that are not to be told, in their order."""
    told: list[Raised] = []
    hushed: list[Hushed] = []
    changed: dict[str, Part] = {}
    for one in raised:
        name = told_slice(one.alert.rule)
        before, last = _told(state.get(name)), _told(changed.get(name) or state.get(name))
        rule, exempt = rules.rule(one.alert.rule), before.taken_back(one.alert)
        if hush := _hush(rule, one, last, state.get(MUTES), exempt=exempt):
            hushed.append(hush)
            continue
        told.append(one)
        if rule.cool_down:
            changed[name] = last.after(one.alert)
    return Calm(tuple(told), tuple(hushed), changed)


def subject(alert: AlertRaised) -> str:
    """Whom a cool-down is about: the alert's subject, or the source that fell silent; else nobody."""
    return alert.subject or (alert.evidence.source if alert.reason is Reason.NO_NEWS else "")


def _told(slice_: Part | None) -> Told:
    return slice_ if isinstance(slice_, Told) else Told()


def _hush(rule: AnyRule, raised: Raised, told: Told, mutes: Part | None, *, exempt: bool) -> Hushed | None:
    alert = raised.alert
    mute = mutes.over(raised) if isinstance(mutes, Mutes) else None
    if mute:
        until = f"{mute.end:%Y-%m-%d %H:%M} UTC"
        return Hushed(alert, Hush.MUTED, f"muted by {mute.author} until {until}: {mute.reason}")
    last = told.last.get(subject(alert))
    if rule.cool_down and last and not exempt and alert.event_at < last + rule.cool_down:
        return Hushed(
            alert, Hush.COOL_DOWN, f"its cool-down lasts until {last + rule.cool_down:%Y-%m-%d %H:%M} UTC"
        )
    return None


def _whose(alert: AlertRaised) -> str:
    return f"{alert.evidence.article_id} {alert.subject} {alert.measure}"


def _ended(mute: MuteBegan, record: MuteEnded) -> MuteBegan:
    ends = mute.mute_id == record.mute_id
    return mute.model_copy(update={"end": min(mute.end, record.at)}) if ends else mute


def _holds(mute: MuteBegan, raised: Raised) -> bool:
    alert = raised.alert
    about = mute.rule in (None, alert.rule) and mute.entity in {None, alert.subject, *raised.about}
    return about and mute.start <= alert.event_at < mute.end
