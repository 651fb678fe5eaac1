"""What a replay would have sent: alerts alone, groups, and what still waits at its end."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rich import box
from rich.table import Table
from rich.text import Text

from services.alert.deciding.decide import Judgement, clock_of
from services.alert.deciding.grouping import GROUPS, Notification, groups_in
from services.alert.deciding.headline import group_headline
from shared.events import Part


@dataclass
class Notified:
    """Counts what each judgement sends."""

    alone: int = 0
    groups: list[tuple[datetime | None, Notification]] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)  # channel → alerts

    def add(self, judgement: Judgement, state: Mapping[str, Part]) -> None:
        """One more record; `state` is the one after it."""
        self.alone += sum(len(raised.to) for raised in judgement.alerts)
        clock = clock_of(state)
        self.groups += [(clock.at if clock else None, group) for group in judgement.notifications]

    def end(self, state: Mapping[str, Part]) -> None:
        """Nothing follows: what waits in `state` still waits."""
        for one in groups_in(state.get(GROUPS)).groups:
            self.waiting[one.channel] += len(one.alerts)

    @property
    def summary(self) -> str:
        """One line; an alert that is alone in its group is sent alone."""
        together = [len(group.alerts) for _, group in self.groups if len(group.alerts) > 1]
        alone = self.alone + len(self.groups) - len(together)
        waiting = ", ".join(f"{number} for {channel}" for channel, number in self.waiting.items() if number)
        still = f"; still waiting: {waiting}" if waiting else ""
        return (
            f"{alone + len(together)} notifications: {alone} alerts alone, "
            f"{sum(together)} in {len(together)} groups{still}"
        )

    @property
    def table(self) -> Table:
        """Every group that went out, in order, those of one alert as well."""
        table = Table("went out (UTC)", "channel", "route", "group", box=box.SIMPLE)
        for at, group in self.groups:
            headline = group_headline([alert.headline for alert in group.alerts], len(group.alerts), 1, 1)
            when = f"{at:%Y-%m-%d %H:%M}" if at else ""
            table.add_row(when, Text(group.channel), Text(group.route), Text(headline))
        return table
