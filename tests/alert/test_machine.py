"""Whatever happens around it, a journal on a real server tells what the pure replay tells, to the byte.

Articles, minutes, mutes, archives and changes of rules enter in any order; two replicas decide, take over
from each other, and lose the replies of what they applied. Some alerts wait for each other meanwhile. Each is
sent to each of its channels once, and the others still wait.
"""

import asyncio
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from desk import Desk, a_rule_set
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as BrokerConnectionError

from builders import NOON, a_figure, a_name, an_article
from embedded import EmbeddedBroker
from services.alert.deciding.decide import Decision
from services.alert.deciding.grouping import groups_of
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.warm import warmed_slices
from services.alert.delivery.delivery import Delivery
from services.alert.entering import Entering
from services.alert.journal import Journal
from services.alert.metrics import AlertMetrics
from services.alert.rules_in_journal import RulesInJournal
from shared.broker import connect, read_entries
from shared.events import TAGGED, AlertRaised, ArticleTagged, MinutePassed, MuteBegan, MuteEnded
from shared.streams import Keys

RULES = """
rules:
  - {name: zahl, when: figure, subject: north-korea, measure: troops, by: BY, cool_down: 3h}
  - {name: zwei, when: figure, subject: north-korea, measure: troops, origins: 2, change: [first, raised]}
  - {name: chefs, when: mention, entity: leaders, again_after: 2h, to: [desk, log]}
  - {name: paar, when: mention, entity: putin, together_with: kim-jong-un, again_after: 1h}
  - {name: wort, when: keyword, phrase: Soldat, hours: 08:00-23:00}
  - {name: andrang, when: surge, entity: putin, window: 1h, baseline: 6h, min_mentions: 2, origins: 1}
  - {name: stumm, when: no_news, source: zeitung, for: 30m}
  - name: beides
    cool_down: 2h
    all:
      - {when: figure, subject: north-korea, measure: troops, by: BY}
      - any:
          - {when: mention, entity: putin, again_after: 1h}
          - {when: surge, entity: kim-jong-un, baseline: 6h}
      - not: {when: keyword, phrase: Frieden}
  - {name: eins, any: [{when: mention, entity: leaders}, {when: keyword, phrase: Soldat, source: funk}]}
routes:
  - {name: eilig, to: desk, interval: 20m, by: [rule, subject]}
  - {name: morgens, rule: [wort, andrang], digest: [13:00, 18:00]}
  - {name: zusammen, severity: medium, wait: 5m, interval: 30m, by: source}
"""
CHANNELS = {"chefs": ["desk", "log"]}
WORDS = ["8.000", "rund 8.000", "mehr als 9.000", "bis zu 12.000", "20.000", "300"]
SAID = st.lists(
    st.builds(a_figure, st.sampled_from(WORDS))
    | st.builds(a_name, st.sampled_from(["putin", "kim-jong-un"])),
    max_size=3,
)


class Told(NamedTuple):
    """What a journal has come to: alerts, state, and deliveries by their ids; all as JSON."""

    alerts: list[str]
    state: dict[str, str]
    sent: dict[str, str]

    @property
    def owed(self) -> list[tuple[str, str]]:
        """Each alert to each of its channels."""
        alerts = map(AlertRaised.model_validate_json, self.alerts)
        return [(one.alert_id, channel) for one in alerts for channel in CHANNELS.get(one.rule, ["log"])]

    @property
    def on_their_way(self) -> list[tuple[str, str]]:
        """The alerts that were sent, alone or with others, and those that wait."""
        waiting = [
            (AlertRaised.model_validate_json(text).alert_id, group.channel)
            for group in groups_of(self.state).groups
            for text in group.alerts
        ]
        deliveries = map(Delivery.model_validate_json, self.sent.values())
        sent = [(own, one.channel) for one in deliveries for own in one.alert_ids or [one.alert_id]]
        return [*sent, *waiting]


class LossyJournal(Journal):
    """Loses the reply of a step that was applied."""

    lost = 0

    async def _apply(self, seq: int, decision: Decision) -> bool:
        applied = await super()._apply(seq, decision)
        if self.lost:
            self.lost -= 1
            raise BrokerConnectionError("the reply was lost")
        return applied


class Machine(RuleBasedStateMachine):
    """A journal on the server beside a desk that reads the same records as plain functions."""

    url: str
    rule_sets: tuple[RuleSet, ...]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.client: Redis = connect(self.url)
        self.keys, self.at = Keys("machine"), 0.0
        self.run(self.client.flushall())
        self.in_journal = RulesInJournal(self.client, self.keys)
        self.run(self.in_journal.change("", self.rule_sets[0]))
        metrics = [AlertMetrics(CollectorRegistry()) for _ in range(2)]
        self.replicas = [LossyJournal(self.client, self.keys, one) for one in metrics]
        self.mutes: list[str] = []

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        """Decide the rest; compare with the replay."""
        try:
            self.pass_on()
            while self.run(self.replicas[0].decide_some(wait_ms=1)):
                pass
            told = self.run(self.decided())
            assert told == self.expected()
            assert set(told.on_their_way) == set(told.owed)
            assert len(told.on_their_way) <= len(told.owed)
        finally:
            self.run(self.client.aclose())
            self.loop.close()

    async def decided(self) -> Told:
        alerts = [entry.data.decode() for entry in await read_entries(self.client, self.keys.alerts)]
        state: Any = await self.client.hgetall(self.keys.state)
        desk: Any = await self.client.hgetall(self.keys.deliveries("desk"))
        log: Any = await self.client.hgetall(self.keys.deliveries("log"))
        return Told(alerts, _decoded(state), _decoded({**desk, **log}))

    def expected(self) -> Told:
        desk, alerts = Desk(self.rule_sets[0]), []
        desk.state["rules"] = self.rule_sets[0].json_text
        for entry in self.run(read_entries(self.client, self.keys.found)):
            alerts += [alert.model_dump_json() for alert in desk.read(TAGGED.validate_json(entry.data))]
            desk.rules = RuleSet.model_validate_json(desk.state["rules"])
        return Told(alerts, desk.state, {one.delivery_id: one.model_dump_json() for one in desk.sent})

    def enter(self, *records: Record) -> None:
        self.run(Entering(self.client, self.keys).enter(records))

    @rule(
        said=SAID,
        number=st.integers(0, 5),
        origin=st.sampled_from([None, "dpa"]),
        source=st.sampled_from(["zeitung", "funk"]),
        ahead=st.sampled_from([0, 0.1, 1, 5]),
        late=st.sampled_from([0, 0, 0, 13]),
    )
    def an_article_is_found(
        self, said: list[Any], number: int, origin: str | None, source: str, ahead: float, late: float
    ) -> None:
        self.at += ahead
        self.enter(an_article(*said, id=str(number), at=self.at - late, origin=origin, source=source))

    @rule(minutes=st.integers(1, 120))
    def minutes_pass(self, minutes: int) -> None:
        start = NOON + timedelta(hours=self.at)
        self.enter(*(MinutePassed(at=start + timedelta(minutes=n)) for n in range(minutes)))
        self.at += minutes / 60

    @rule(number=st.integers(0, 2))
    def rules_change(self, number: int) -> None:
        newest = self.run(self.in_journal.newest())
        self.run(self.in_journal.change(newest, self.rule_sets[number]))

    @rule(name=st.sampled_from(["zahl", "chefs"]), lasting=st.integers(1, 6))
    def a_mute_begins(self, name: str, lasting: int) -> None:
        start = NOON + timedelta(hours=self.at)
        self.mutes.append(f"{len(self.mutes)}")
        self.enter(
            MuteBegan(
                mute_id=self.mutes[-1],
                rule=name,
                start=start,
                end=start + timedelta(hours=lasting),
                reason="",
                author="",
            )
        )

    @rule()
    def a_mute_ends(self) -> None:
        if self.mutes:
            at = NOON + timedelta(hours=self.at)
            self.enter(MuteEnded(mute_id=self.mutes[-1], at=at, author=""))

    @rule(said=SAID)
    def an_archive_is_warmed(self, said: list[Any]) -> None:
        archive: list[ArticleTagged] = [an_article(*said, id="archive", at=-90)]
        self.enter(*warmed_slices(self.rule_sets[0], archive))

    @rule()
    def pass_on(self) -> None:
        """What ner does: the records go on under the same ids."""
        known = {entry.id for entry in self.run(read_entries(self.client, self.keys.tagged))}
        for entry in self.run(read_entries(self.client, self.keys.found)):
            if entry.id not in known:
                self.run(self.client.xadd(self.keys.tagged, {"__data__": entry.data}, id=entry.id))

    @rule(replica=st.integers(0, 1), count=st.integers(1, 7))
    def a_replica_decides(self, replica: int, count: int) -> None:
        self.run(self.replicas[replica].decide_some(count=count, wait_ms=1))

    @rule(replica=st.integers(0, 1))
    def a_replica_loses_a_reply(self, replica: int) -> None:
        self.replicas[replica].lost = 1
        with suppress(BrokerConnectionError):
            self.run(self.replicas[replica].decide_some(count=3, wait_ms=1))
        self.replicas[replica].lost = 0


def _decoded(stored: dict[bytes, bytes]) -> dict[str, str]:
    return {name.decode(): text.decode() for name, text in stored.items()}


@pytest.fixture
def rule_sets(tmp_path: Path) -> tuple[RuleSet, ...]:
    texts = [RULES.replace("BY", by) for by in ("10%", "50%")]
    texts.append("\n".join(line for line in texts[0].splitlines() if not re.search("andrang|morgens", line)))
    return tuple(a_rule_set(tmp_path, text) for text in texts)


def test_the_journal_decides_as_the_replay_does(
    broker: EmbeddedBroker, rule_sets: tuple[RuleSet, ...]
) -> None:
    Machine.url, Machine.rule_sets = broker.url, rule_sets
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
