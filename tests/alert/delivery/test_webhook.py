"""The channel webhook against a real receiver on loopback."""

import contextlib
import functools
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alert.delivery.endpoint import Endpoint, Reply
from alert.delivery.making import an_alert, now

from services.alert.channels import Answer, Channel, Verdict, WallClock, open_channel
from services.alert.channels.webhook import WebhookConfig
from services.alert.delivery.delivery import make_delivery
from services.alert.delivery.signing import new_key

DELIVERY = make_delivery(an_alert(), "ops")


@contextlib.asynccontextmanager
async def a_webhook(
    url: str, keys: Mapping[str, str], clock: WallClock = now, **settings: Any
) -> AsyncIterator[Channel]:
    config = WebhookConfig.model_validate(
        {"name": "ops", "kind": "webhook", "url": url, "secret_env": list(keys), "allow_private": True},
        context={"environ": keys},
    ).model_copy(update=settings)
    channel = open_channel(config, keys, clock)
    yield channel
    await channel.close()


async def answer_of(reply: Reply, **settings: Any) -> Answer:
    async with Endpoint(reply) as endpoint, a_webhook(endpoint.url, {"K": endpoint.key}, **settings) as hook:
        answer = await hook.send(DELIVERY)
    assert [request.path for request in endpoint.requests] == ["/hooks/melder"], "sent once, to one place"
    return answer


async def test_the_body_is_sent_as_it_is_with_the_headers_of_standard_webhooks() -> None:
    async with Endpoint() as endpoint, a_webhook(endpoint.url, {"K": endpoint.key}) as hook:
        assert (await hook.send(DELIVERY)).verdict is Verdict.ACCEPTED
    [request] = endpoint.requests
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert request.body == DELIVERY.body.encode()
    assert headers["webhook-id"] == DELIVERY.delivery_id
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("Melder")
    assert headers["webhook-signature"].startswith("v1,")


async def test_each_try_has_the_same_body_and_id_and_its_own_time() -> None:
    times = [datetime.now(UTC) - timedelta(seconds=60), datetime.now(UTC)]
    async with Endpoint() as endpoint:
        for at in times:
            clock = functools.partial(datetime.fromtimestamp, at.timestamp(), UTC)
            async with a_webhook(endpoint.url, {"K": endpoint.key}, clock) as hook:
                await hook.send(DELIVERY)
    first, second = endpoint.requests
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert [int(request.headers["webhook-timestamp"]) for request in endpoint.requests] == [
        int(at.timestamp()) for at in times
    ]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


async def test_while_a_key_is_replaced_there_is_one_signature_for_each() -> None:
    async with (
        Endpoint() as endpoint,
        a_webhook(endpoint.url, {"NEW": new_key(), "OLD": endpoint.key}) as hook,
    ):
        assert (await hook.send(DELIVERY)).verdict is Verdict.ACCEPTED
    assert len(endpoint.requests[0].headers["webhook-signature"].split(" ")) == 2


async def test_a_key_that_the_receiver_does_not_know_is_not_accepted() -> None:
    async with Endpoint() as endpoint, a_webhook(endpoint.url, {"K": new_key()}) as hook:
        assert (await hook.send(DELIVERY)).status == 500
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.ACCEPTED),
        (202, Verdict.ACCEPTED),
        (204, Verdict.ACCEPTED),
        (299, Verdict.ACCEPTED),
        (301, Verdict.REFUSED),
        (302, Verdict.REFUSED),
        (304, Verdict.REFUSED),
        (307, Verdict.REFUSED),
        (400, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (410, Verdict.GONE),
        (429, Verdict.REFUSED),
        (500, Verdict.REFUSED),
        (503, Verdict.REFUSED),
    ],
)
async def test_only_2xx_is_success_and_no_redirect_is_followed(status: int, verdict: Verdict) -> None:
    headers = {"Location": "/elsewhere"} if 300 < status < 400 else {}
    answer = await answer_of(Reply(status, headers=headers))
    assert (answer.verdict, answer.status) == (verdict, status)


async def test_of_an_answer_the_beginning_is_kept_on_one_line_and_without_control_characters() -> None:
    answer = await answer_of(Reply(400, text="\x1b[31mno\r\n\u202e  such [bold]hook[/bold] " + "x" * 5000))
    assert answer.text.startswith("[31mno such [bold]hook[/bold] xxx")
    assert len(answer.text) <= 200


async def test_retry_after_is_read() -> None:
    assert (await answer_of(Reply(429, headers={"Retry-After": "120"}))).retry_after == timedelta(seconds=120)


async def test_a_receiver_that_hangs_is_an_answer_in_time() -> None:
    answer = await answer_of(Reply(hangs=True), timeout=timedelta(seconds=0.2))
    assert (answer.verdict, answer.status) == (Verdict.REFUSED, None)
    assert answer.text == "no complete answer in 0.2 s"


async def test_a_connection_that_is_cut_is_an_answer() -> None:
    answer = await answer_of(Reply(drops=True))
    assert (answer.verdict, answer.status) == (Verdict.REFUSED, None)
    assert "disconnected" in answer.text


async def test_nobody_listening_is_an_answer_that_does_not_tell_the_path(free_port: int) -> None:
    async with a_webhook(
        f"http://127.0.0.1:{free_port}/hooks/hunter2?token=hunter3", {"K": new_key()}
    ) as hook:
        answer = await hook.send(DELIVERY)
    assert answer.verdict is Verdict.REFUSED
    assert "Cannot connect to host 127.0.0.1" in answer.text
    assert "hunter" not in answer.text


async def test_a_private_address_is_refused_unless_the_channel_allows_it() -> None:
    async with Endpoint() as endpoint:
        url = "http://127.0.0.1/hooks/hunter2"
        async with a_webhook(url, {"K": endpoint.key}, allow_private=False) as hook:
            answer = await hook.send(DELIVERY)
    assert endpoint.requests == []
    assert answer.verdict is Verdict.REFUSED
    assert answer.text == "127.0.0.1: its address 127.0.0.1 is not a public one"
