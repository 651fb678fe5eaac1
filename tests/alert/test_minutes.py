"""The step pass_minute against a real server: time passes once a minute, whoever asks."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from desk import a_rule_set
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from services.alert.metrics import AlertMetrics
from services.alert.minutes import Minutes
from shared.broker import read_entries
from shared.errors import ScriptError
from shared.events import MinutePassed
from shared.lease import Lease
from shared.scripts import Step
from shared.streams import Keys

TIMED = "rules: [{name: r, when: no_news, source: funk, for: 2h}]"
UNTIMED = "rules: [{name: r, when: mention, entity: putin}]"
Replica = Callable[[str, str], Minutes]


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def replica(client: Redis, keys: Keys, tmp_path: Path, registry: CollectorRegistry) -> Replica:
    metrics = AlertMetrics(registry)

    def build(name: str, rules: str) -> Minutes:
        lease = Lease(client, keys.lease("alert"), name, 10)
        return Minutes(client, keys, lease, a_rule_set(tmp_path, rules), metrics)

    return build


async def passed(client: Redis, keys: Keys) -> list[int]:
    records = [
        MinutePassed.model_validate_json(entry.data) for entry in await read_entries(client, keys.found)
    ]
    return [round(record.at.timestamp() / 60) for record in records]


async def test_a_minute_passes_once(client: Redis, keys: Keys, replica: Replica) -> None:
    one, other = replica("one", TIMED), replica("two", TIMED)
    minutes = [await publish(7) for publish in (one.publish, other.publish, one.publish)]
    assert minutes == [True, False, False]
    assert await passed(client, keys) == [7]


async def test_time_never_goes_back_and_missed_minutes_are_left_out(
    client: Redis, keys: Keys, replica: Replica
) -> None:
    publish: Callable[[int], Awaitable[bool]] = replica("one", TIMED).publish
    assert [await publish(minute) for minute in (7, 9, 8, 10)] == [True, True, False, True]
    assert await passed(client, keys) == [7, 9, 10]


async def test_only_the_active_replica_lets_time_pass_by_the_brokers_clock(
    client: Redis, keys: Keys, replica: Replica
) -> None:
    await replica("one", TIMED).turn()
    await client.delete(keys.minute)
    await replica("two", TIMED).turn()
    (minute,) = await passed(client, keys)
    assert 0 <= (await client.time())[0] // 60 - minute <= 1


async def test_a_route_needs_it_too(client: Redis, keys: Keys, replica: Replica) -> None:
    await replica("one", f"{UNTIMED}\nroutes: [{{name: r, wait: 2m}}]").turn()
    assert len(await passed(client, keys)) == 1


async def test_it_passes_only_where_a_rule_needs_it(client: Redis, keys: Keys, replica: Replica) -> None:
    await replica("one", UNTIMED).turn()
    assert await client.exists(keys.found, keys.minute) == 0


async def test_a_clock_that_went_back_is_told_once(
    client: Redis,
    keys: Keys,
    replica: Replica,
    registry: CollectorRegistry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish = replica("one", TIMED).publish
    told = []
    for minute in (7, 6, 1, 1, 8):
        await publish(minute)
        told.append((registry.get_sample_value("melder_minutes_ahead"), len(caplog.records)))
    assert told == [(0, 0), (1, 0), (6, 1), (6, 1), (0, 1)]
    assert "docs/repair.md" in caplog.text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["x", "{}"], "minute must be a whole number"),
        ([7, ""], "record must not be empty"),
        ([7], "takes 3 keys and 2 arguments"),
    ],
)
async def test_wrong_arguments_change_nothing(
    client: Redis, keys: Keys, args: list[str | int], message: str
) -> None:
    step = Step(client, Path(__file__).parents[2] / "services/alert/pass_minute.lua")
    with pytest.raises(ScriptError, match=message):
        await step([keys.found, keys.minute, keys.tagged], args)
    assert await client.exists(keys.found, keys.minute) == 0


async def test_keys_of_a_wrong_type_change_nothing(client: Redis, keys: Keys, replica: Replica) -> None:
    await client.hset(keys.minute, "a", "b")
    with pytest.raises(ScriptError, match="minute is a hash"):
        await replica("one", TIMED).publish(7)
    assert await client.exists(keys.found) == 0
