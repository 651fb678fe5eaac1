"""The demo's receiver believes nobody."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from standardwebhooks import Webhook

from deploy.demo.receiver import Receiver
from services.alert.delivery.signing import new_key

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
BODY = json.dumps({"type": "alert.raised", "data": {"headline": "Nordkorea, Truppen: rund 6.000"}})


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture
async def receiver(key: str, tmp_path: Path) -> AsyncIterator[Receiver]:
    async with Receiver(key, tmp_path / "alerts.jsonl", lambda: NOW) as receiver:
        yield receiver


async def post(receiver: Receiver, key: str, webhook_id: str = "msg_1", body: str = BODY) -> int:
    at = datetime.now(UTC)
    headers = {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign(webhook_id, at, body),
    }
    url = f"http://127.0.0.1:{receiver.port}/hook"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_the_first_delivery_is_refused_once_and_taken_when_it_comes_again(
    receiver: Receiver, key: str, tmp_path: Path
) -> None:
    assert [await post(receiver, key) for _ in range(2)] == [503, 204]
    written = (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in written] == [{"headline": "Nordkorea, Truppen: rund 6.000"}]
    assert (receiver.received, receiver.faults) == ({"msg_1": NOW}, [])


async def test_a_repeated_delivery_is_accepted_and_dropped(
    receiver: Receiver, key: str, tmp_path: Path
) -> None:
    assert [await post(receiver, key) for _ in range(4)] == [503, 204, 204, 204]
    assert (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").count("\n") == 1


async def test_an_id_that_comes_again_with_other_bytes_is_a_fault(receiver: Receiver, key: str) -> None:
    for body in (BODY, BODY, BODY.replace("6.000", "60.000")):
        await post(receiver, key, body=body)
    assert receiver.faults == ["msg_1 came again with other bytes"]


async def test_a_signature_of_another_key_is_refused(receiver: Receiver, tmp_path: Path) -> None:
    assert await post(receiver, new_key()) == 401
    assert receiver.received == {}
    assert "does not verify" in receiver.faults[0]
    assert (tmp_path / "alerts.jsonl").read_text(encoding="utf-8") == ""
