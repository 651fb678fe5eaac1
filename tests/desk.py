"""A reader of alerts: decides record after record, as the journal does, with the state kept as JSON."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from services.alert.deciding.claims import View
from services.alert.deciding.decide import decide
from services.alert.deciding.ledger import Ledger
from services.alert.deciding.record import Record
from services.alert.deciding.rules import RuleSet, load_rules
from services.alert.deciding.state import slices
from services.alert.delivery.delivery import Delivery
from services.alert.journal import deliveries_of
from shared.events import AlertRaised, Change, RulesChanged
from shared.watchlist import Entity, Kind, Measure, Watchlist

TROOPS = "ledger/north-korea/troops"


def _entity(name: str, kind: Kind, *groups: str, label: str | None = None, shared: str = "") -> Entity:
    return Entity(
        id=name, kind=kind, name=label or name.title(), groups=groups, shared_forms=tuple(shared.split())
    )


ENTITIES = [
    _entity("north-korea", Kind.COUNTRY, label="Nordkorea"),
    _entity("russia", Kind.COUNTRY, label="Russland"),
    _entity("kursk", Kind.PLACE),
    _entity("putin", Kind.PERSON, "leaders", label="Wladimir Putin"),
    _entity("kim-jong-un", Kind.PERSON, "leaders", label="Kim Jong-un", shared="Kim"),
    _entity("rutte", Kind.PERSON, label="Mark Rutte"),
]
WATCHLIST = Watchlist(
    entities={entity.id: entity for entity in ENTITIES},
    measures={
        "troops": Measure(id="troops", label="Truppen"),
        "killed": Measure(id="killed", label="Getötete", nouns=("Tote",)),
    },
)

EVERYTHING = """\
tolerance: 12,5 %
late_after: 6h
history: 300
history_age: 90d
rules:
  - name: truppen
    description: Neue Zahl
    owner: Anna
    cool_down: 6h
    when: figure
    subject: north-korea
    measure: troops
    change: [first, confirmed]
    by: 500
    origins: 2
    include: [hypothetical, part]
    place: kursk
    severity: high
    to: [ops, log]
    labels: {team: osteuropa}
    above: 100
    below: 20000
    source: [zeitung, funk]
    language: de
    hours: 06:00-22:00 Europe/Vienna
  - name: chefs
    when: mention
    entity: [leaders, rutte, putin]
    again_after: 30d
    to: desk
  - name: zu-zweit
    when: mention
    entity: leaders
    together_with: rutte
    within: sentence
    count: 2
    window: 3h
  - name: andrang
    when: surge
    entity: leaders
    window: 30m
    factor: 2.5
    baseline: 3d
    min_mentions: 4
    origins: 3
  - name: stumm
    when: no_news
    source: funk
    for: 90m
    hours: 22:00-06:00
  - name: wort
    when: keyword
    phrase: [Mobilmachung, atomare Drohung]
    compounds: false
  - name: beides
    owner: Anna
    hours: 06:00-22:00
    trust: [high, medium]
    all:
      - {when: figure, subject: north-korea, measure: troops, change: raised, by: 5%, wall: none}
      - any:
          - {when: mention, entity: leaders, again_after: 2h, trust: high}
          - {when: surge, entity: putin, min_mentions: 3}
          - {when: keyword, phrase: Drohne}
      - not: {when: mention, entity: rutte, wall: [teaser, paywall]}
routes:
  - {name: zusammen, to: [ops], rule: [chefs], severity: low, by: [rule, subject], wait: 2m, interval: 1h}
  - {name: morgens, digest: [18:00, 07:00 Europe/Vienna]}
"""
"""A rules.yaml with all that a rule can say."""


def a_rule_set(folder: Path, text: str) -> RuleSet:
    """The rules of a YAML text, with the channels `desk` and `ops`, the sources `zeitung` and `funk`."""
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return load_rules(path, WATCHLIST, ["desk", "ops"], ["zeitung", "funk"])


class Desk:
    """Keeps the state between records; every slice that was not announced is missing."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.state: dict[str, str] = {}
        self.sent: list[Delivery] = []

    def read(self, record: Record | RulesChanged) -> list[AlertRaised]:
        wanted = slices(self.rules, record)
        decision = decide(self.rules, {k: v for k, v in self.state.items() if k in wanted}, record)
        assert wanted >= set(decision.changed)
        self.state.update(decision.changed)
        self.sent += deliveries_of(decision)
        return [raised.alert for raised in decision.alerts]

    def read_all(self, records: Iterable[Record]) -> list[tuple[str, str]]:
        """(article, reason) of every alert, in order."""
        alerts = [alert for record in records for alert in self.read(record)]
        return [(alert.evidence.article_id, alert.reason.value) for alert in alerts]

    def ledger(self, name: str = TROOPS) -> Ledger:
        return Ledger.model_validate_json(self.state[name])

    def changes(self, name: str = TROOPS) -> list[Change | None]:
        """What each claim was by the default terms, in order of the journal."""
        return [claim.change for claim in self.ledger(name).claims]

    def views(self, name: str = TROOPS) -> Mapping[str, View]:
        return self.ledger(name).views
