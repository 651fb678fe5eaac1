"""The journal is decided in its order, under the rules that hold there, by one replica at a time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from builders import a_figure, a_name, an_article
from services.alert.deciding.decide import decide
from services.alert.deciding.rules import RuleSet, load_rules
from services.alert.journal import Journal, StalledError
from services.alert.metrics import AlertMetrics
from services.alert.rules_in_journal import RulesInJournal
from shared.broker import read_entries
from shared.errors import ScriptError
from shared.events import AlertRaised, ArticleTagged, RulesChanged
from shared.streams import Keys
from shared.watchlist import Watchlist

RULES = """
rules:
  - {name: troops, when: figure, subject: north-korea, measure: troops, change: [first, raised], by: BY}
"""


@pytest.fixture
def rules_path(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("BY", "10%"))
    return path


@pytest.fixture
def rules(rules_path: Path, watchlist: Watchlist) -> RuleSet:
    return load_rules(rules_path, watchlist, [])


@pytest.fixture
def other_rules(tmp_path: Path, watchlist: Watchlist) -> RuleSet:
    path = tmp_path / "other.yaml"
    path.write_text(RULES.replace("BY", "50%"))
    return load_rules(path, watchlist, [])


@pytest.fixture
def counting(tmp_path: Path, watchlist: Watchlist) -> RuleSet:
    path = tmp_path / "counting.yaml"
    path.write_text("rules: [{name: a, when: mention, entity: putin, count: 2}]")
    return load_rules(path, watchlist, [])


@pytest.fixture
def metrics() -> AlertMetrics:
    return AlertMetrics(CollectorRegistry())


@pytest.fixture
def journal(client: Redis, keys: Keys, metrics: AlertMetrics) -> Journal:
    return Journal(client, keys, metrics)


async def tag(client: Redis, keys: Keys, *records: ArticleTagged | RulesChanged, first: int = 1) -> None:
    for seq, record in enumerate(records, first):
        await client.xadd(keys.tagged, {"__data__": record.model_dump_json()}, id=f"{seq}-0")


async def begin(client: Redis, keys: Keys, rules: RuleSet) -> None:
    assert await RulesInJournal(client, keys).change("", rules) == "begun"


async def headlines(client: Redis, keys: Keys) -> list[str]:
    entries = await read_entries(client, keys.alerts)
    return [AlertRaised.model_validate_json(entry.data).headline for entry in entries]


TEXTS = ["rund 8.000", "etwa 8.100", "rund 10.000", "11.500"]
ARTICLES = [an_article(a_figure(words), id=words, at=n) for n, words in enumerate(TEXTS)]


async def test_it_decides_what_the_pure_function_decides(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, *ARTICLES)
    assert await journal.decide_some() == len(ARTICLES)
    state: dict[str, str] = {}
    expected = []
    for article in ARTICLES:
        decision = decide(rules, state, article)
        state |= decision.changed
        expected += [raised.alert.headline for raised in decision.alerts]
    assert await headlines(client, keys) == expected
    assert len(expected) == 3


async def test_nothing_is_decided_before_there_are_rules(client: Redis, keys: Keys, journal: Journal) -> None:
    await tag(client, keys, *ARTICLES)
    assert await journal.decide_some() == 0
    assert await client.exists(keys.next) == 0


async def test_two_replicas_decide_every_record_once(
    client: Redis, keys: Keys, journal: Journal, metrics: AlertMetrics, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, *ARTICLES)
    other = Journal(client, keys, metrics)
    decided = 0
    for replica in (journal, other, other, journal, journal, other):
        decided += await replica.decide_some(count=1, wait_ms=1)
    assert decided == len(ARTICLES)
    assert len(await headlines(client, keys)) == 3


async def test_changed_rules_hold_from_their_place_in_the_journal_on(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet, other_rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, ARTICLES[0], ARTICLES[2], other_rules.record, ARTICLES[3])
    assert await journal.decide_some() == 4
    assert len(await headlines(client, keys)) == 2


async def test_after_flushall_it_begins_anew(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, *ARTICLES)
    await journal.decide_some()
    await client.flushall()
    await begin(client, keys, rules)
    await tag(client, keys, ARTICLES[0])
    assert await journal.decide_some() == 1
    assert len(await headlines(client, keys)) == 1


async def test_a_missing_record_stalls_the_journal_until_it_is_skipped(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, ARTICLES[0], first=2)
    with pytest.raises(StalledError, match=r"record 1 is missing .* skip 1 --reason"):
        await journal.decide_some()
    assert await journal.skip(2, "lost") is False
    assert await journal.skip(1, "lost") is True
    assert await client.get(keys.rules) == rules.hash.encode()
    assert await client.hget(keys.state, "skipped/1") == b"lost"
    assert await journal.decide_some() == 1


async def test_rules_begin_once_and_change_once(
    client: Redis, keys: Keys, rules: RuleSet, other_rules: RuleSet
) -> None:
    in_journal = RulesInJournal(client, keys)
    assert [await in_journal.change("", rules), await in_journal.change("", rules)] == ["begun", "known"]
    assert await in_journal.change("", other_rules) == "stale"
    changes = [await in_journal.change(rules.hash, other_rules) for _ in range(2)]
    assert changes == ["published", "known"]
    records = await read_entries(client, keys.found)
    assert [RulesChanged.model_validate_json(record.data).rules_hash for record in records] == [
        other_rules.hash
    ]
    assert await in_journal.newest() == other_rules.hash


async def test_rules_on_a_key_of_a_wrong_type_change_nothing(
    client: Redis, keys: Keys, rules: RuleSet
) -> None:
    await client.set(keys.state, "not a hash")
    with pytest.raises(ScriptError, match="state is a string"):
        await RulesInJournal(client, keys).change("", rules)
    assert await client.exists(keys.rules) == 0


async def test_a_record_that_cannot_be_read_stalls_with_its_number(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await client.xadd(keys.tagged, {"__data__": '{"type":"from.the.future"}'}, id="1-0")
    with pytest.raises(StalledError, match=r"record 1 .* cannot be read.* skip 1 --reason"):
        await journal.decide_some()


async def test_a_record_that_is_not_there_yet_cannot_be_skipped(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    await begin(client, keys, rules)
    await tag(client, keys, ARTICLES[0])
    await journal.decide_some()
    assert await journal.skip(2, "too early") is False


async def test_rules_of_a_newer_version_are_read_without_what_is_new(
    client: Redis, keys: Keys, journal: Journal, rules: RuleSet
) -> None:
    stored = rules.json_text.replace('"name":"troops"', '"name":"troops","added_later":1')
    await client.hset(keys.state, "rules", stored)
    await tag(client, keys, ARTICLES[0])
    assert await journal.decide_some() == 1


async def test_a_record_that_cannot_be_decided_stalls_with_its_number(
    client: Redis, keys: Keys, journal: Journal, counting: RuleSet
) -> None:
    await begin(client, keys, counting)
    tagged = an_article(a_name("putin"))
    assert tagged.article
    beyond = tagged.article.model_copy(update={"event_at": datetime(1, 1, 1, tzinfo=UTC)})
    await tag(client, keys, tagged.model_copy(update={"article": beyond}))
    with pytest.raises(StalledError, match=r"record 1 cannot be decided: OverflowError.* skip 1 --reason"):
        await journal.decide_some()
