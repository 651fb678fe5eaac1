"""The service as it is put together: its loops bring rules and minutes into the journal."""

from pathlib import Path

import pytest
from desk import a_rule_set
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from deploy.local.broker import EmbeddedBroker
from services.alert.app import build
from services.alert.settings import AlertSettings
from shared.broker import read_entries
from shared.events import TAGGED, MinutePassed
from shared.streams import Keys

TIMED = "rules: [{name: r, when: no_news, source: funk, for: 2h}]"
UNTIMED = "rules: [{name: r, when: mention, entity: putin}]"


@pytest.mark.parametrize(
    ("rules", "minutes"), [(TIMED, 1), (UNTIMED, 0)], ids=["a rule needs time", "no rule needs time"]
)
async def test_time_passes_where_a_rule_needs_it(
    client: Redis, keys: Keys, broker: EmbeddedBroker, tmp_path: Path, rules: str, minutes: int
) -> None:
    settings = AlertSettings(redis_url=broker.url, journal=keys.journal, config=tmp_path)
    service = build(settings, lambda: a_rule_set(tmp_path, rules), [], CollectorRegistry())
    loops = {loop.name: loop for loop in service.loops}
    for name in ("rules", "minutes", "minutes"):
        await loops[name].turn()
    for close in service.closing:
        await close()
    await service.client.aclose()
    records = [TAGGED.validate_json(entry.data) for entry in await read_entries(client, keys.found)]
    assert [type(record) for record in records] == [MinutePassed] * minutes
