"""Deliveries to a channel that is gone do not wait unseen."""

import pytest
from alert.delivery.making import put_alerts
from redis.asyncio import Redis

from services.alert.delivery.deliveries import Deliveries
from services.alert.delivery.orphans import Orphans
from shared.streams import Keys


async def test_each_is_told_once_with_what_to_do(
    client: Redis, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    await put_alerts(client, keys, "ops")
    await put_alerts(client, keys, "renamed", 2)
    orphans = Orphans(Deliveries(client, keys), ["ops", "desk"])
    for _ in range(2):
        await orphans.turn()
    assert orphans.channels == ["renamed"]
    (told,) = caplog.records
    assert told.levelname == "ERROR"
    assert vars(told)["channel"] == "renamed"
    assert "channels.yaml" in told.message
