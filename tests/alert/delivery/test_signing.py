"""Keys and signatures, checked with the reference library."""

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.alert.delivery.signing import new_key, read_key, signed_headers
from shared.errors import ConfigError

BODY = '{"headline":"Nordkorea, Truppen: höchstens 12.000"}'


def key_of(size: int) -> str:
    return "whsec_" + base64.b64encode(bytes(range(size))).decode()


@pytest.fixture(params=["UTC", "Asia/Seoul"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9))], ids=["in UTC", "in another zone"])
def test_the_reference_library_verifies_it(zone: timezone) -> None:
    key = new_key()
    headers = signed_headers([read_key({"KEY": key}, "KEY")], "msg_1", datetime.now(zone), BODY)
    assert Webhook(key).verify(BODY, headers) == {"headline": "Nordkorea, Truppen: höchstens 12.000"}


def test_a_receiver_with_the_old_or_the_new_key_accepts_it_while_it_is_replaced() -> None:
    environ = {"NEW": new_key(), "OLD": new_key()}
    signers = [read_key(environ, "NEW"), read_key(environ, "OLD")]
    headers = signed_headers(signers, "msg_1", datetime.now(UTC), BODY)
    for key in environ.values():
        Webhook(key).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_key()).verify(BODY, headers)


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "body"])
def test_id_time_and_body_are_signed(changed: str) -> None:
    key = new_key()
    headers = signed_headers([read_key({"KEY": key}, "KEY")], "msg_1", datetime.now(UTC), BODY)
    body = BODY + " " if changed == "body" else BODY
    if changed == "webhook-id":
        headers[changed] = "msg_2"
    if changed == "webhook-timestamp":
        headers[changed] = str(int(headers[changed]) + 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(key).verify(body, headers)


@pytest.mark.parametrize("size", [24, 25, 32, 64])
def test_keys_of_24_to_64_bytes_are_taken_also_without_padding(size: int) -> None:
    for key in (key_of(size), key_of(size).rstrip("=")):
        headers = signed_headers([read_key({"KEY": key}, "KEY")], "msg_1", datetime.now(UTC), BODY)
        Webhook(key_of(size)).verify(BODY, headers)


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({}, "KEY is not set"),
        ({"KEY": " "}, "KEY is not set"),
        ({"KEY": "hunter2hunter2"}, "KEY does not begin with whsec_"),
        ({"KEY": "whsec_hunter2!hunter2"}, "KEY is not base64"),
        ({"KEY": "whsec_hunter2hunter2ü"}, "KEY is not base64"),
        ({"KEY": "whsec_hunter2"}, "KEY holds a key of 5 bytes, not 24 to 64"),
        ({"KEY": key_of(23)}, "KEY holds a key of 23 bytes, not 24 to 64"),
        ({"KEY": key_of(65)}, "KEY holds a key of 65 bytes, not 24 to 64"),
    ],
    ids=[
        "missing",
        "empty",
        "not a key",
        "not base64",
        "not ASCII",
        "cut off",
        "too short",
        "too long",
    ],
)
def test_a_wrong_key_is_refused_by_the_name_of_its_variable(environ: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as refused:
        read_key(environ, "KEY")
    assert "python -m services.alert keygen" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_every_new_key_is_another_one() -> None:
    assert len({new_key() for _ in range(100)}) == 100
