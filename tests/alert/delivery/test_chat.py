"""The channel chat against a receiver on loopback."""

import contextlib
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from alert.delivery.endpoint import Endpoint, Reply
from alert.delivery.making import SENTENCE, an_alert, now

from services.alert.channels import Answer, Channel, Verdict, open_channel
from services.alert.channels.chat import ChatConfig
from services.alert.deciding.grouping import Notification
from services.alert.delivery.delivery import Delivery, make_delivery
from services.alert.delivery.grouped import make_deliveries
from services.alert.delivery.trial import try_out
from shared.events import AlertRaised, Attribution

PATH = "/hooks/hunter2hunter2/hunter3hunter3"
OK = Reply(200, text="ok")
ROCKET_CHAT = 5000
"""Code points that it takes, unless set otherwise: the least of the three."""


@contextlib.asynccontextmanager
async def a_chat(url: str, **settings: Any) -> AsyncIterator[Channel]:
    environ = {"CHAT_URL": url}
    given = {"name": "desk", "kind": "chat", "url_env": "CHAT_URL", "allow_private": True, **settings}
    config = ChatConfig.model_validate(given, context={"environ": environ})
    channel = open_channel(config, environ, now)
    yield channel
    await channel.close()


async def answer_of(reply: Reply) -> Answer:
    async with Endpoint(reply, signed=False) as endpoint, a_chat(endpoint.root + PATH) as channel:
        answer = await channel.send(make_delivery(an_alert(), "desk"))
    assert [request.path for request in endpoint.requests] == [PATH], "sent once, to one place"
    return answer


async def posted(delivery: Delivery) -> Any:
    async with Endpoint(OK, signed=False) as endpoint, a_chat(endpoint.root + PATH) as channel:
        assert (await channel.send(delivery)).verdict is Verdict.ACCEPTED
    [request] = endpoint.requests
    assert request.headers["Content-Type"] == "application/json"
    return json.loads(request.body)


async def message(**changes: Any) -> str:
    """The text that an alert becomes."""
    sent = await posted(make_delivery(an_alert(**changes), "desk"))
    return str(sent["text"])


async def digest(*alerts: AlertRaised) -> list[str]:
    """The texts that a group becomes."""
    deliveries = make_deliveries(Notification("desk", "morgens", {}, alerts))
    return [str((await posted(delivery))["text"]) for delivery in deliveries]


async def test_an_alert_is_one_message() -> None:
    proof = an_alert().evidence.model_copy(
        update={"attribution": Attribution(text="Seoul", start=36, end=41)}
    )
    assert await posted(make_delivery(an_alert(evidence=proof), "desk")) == {
        "text": (
            "*Nordkorea, Truppen: rund 10.000*\n"
            "> Nach Angaben aus Seoul stehen dort rund 10.000 Soldaten.\n"
            "> — Seoul (zeitung)\n"
            "\n"
            "https://zeitung.example/1\n"
            "truppen · high"
        )
    }


async def test_without_an_attribution_the_source_stands_alone() -> None:
    assert f"> {SENTENCE}\n> — zeitung\n\n" in await message()


async def test_a_group_is_one_message_of_a_line_each() -> None:
    alerts = an_alert("a1"), an_alert("a2", rule="verluste", headline="Russland, Tote: 12", url="no page")
    [delivery] = make_deliveries(Notification("desk", "morgens", {}, alerts))
    assert await posted(delivery) == {
        "text": (
            "*2 Meldungen*\n"
            "• Nordkorea, Truppen: rund 10.000 (truppen, high) https://zeitung.example/1\n"
            "• Russland, Tote: 12 (verluste, high)\n"
            "morgens · high"
        )
    }


async def test_of_a_large_group_the_first_are_told_and_how_many_more() -> None:
    [text] = await digest(*[an_alert(f"a{n}", "Kurz.", headline=f"Meldung {n}") for n in range(1, 24)])
    lines = text.splitlines()
    assert lines[0] == "*23 Meldungen*"
    assert [line.split()[2] for line in lines[1:-2]] == [str(n) for n in range(1, 21)]
    assert lines[-2:] == ["… und 3 weitere", "morgens · high"]


async def test_what_comes_in_parts_says_so() -> None:
    parts = await digest(*[an_alert(f"a{n}", "x" * 9000) for n in range(3)])
    assert [text.splitlines()[0] for text in parts] == [
        "*1 Meldung, Teil 1 von 3*",
        "*1 Meldung, Teil 2 von 3*",
        "*1 Meldung, Teil 3 von 3*",
    ]


async def test_a_line_that_is_no_longer_told_is_counted() -> None:
    [text] = await digest(*[an_alert(f"a{n}", "Kurz.", headline="&" * 900) for n in range(12)])
    lines = text.splitlines()
    assert lines[0] == "*12 Meldungen*"
    assert len(text) < ROCKET_CHAT
    assert lines[-2] == f"… und {12 - text.count('•')} weitere"


async def test_three_characters_are_escaped_as_slack_wants() -> None:
    text = await message(
        headline="A & B <!channel>",
        evidence=an_alert(sentence="1 < 2 > 0 &amp; „so“ 'ist' \"es\"").evidence,
        url="https://zeitung.example/?a=1&b=<2>",
    )
    assert text.splitlines() == [
        "*A &amp; B &lt;!channel&gt;*",
        "> 1 &lt; 2 &gt; 0 &amp;amp; „so“ 'ist' \"es\"",
        "> — zeitung",
        "",
        "https://zeitung.example/?a=1&amp;b=%3C2%3E",
        "truppen · high",
    ]


async def test_no_article_calls_people_or_embeds_a_link() -> None:
    sentence = "@all _@here_ (@channel) ![Bild](https://x.example/y) post@zeitung.example"
    text = await message(evidence=an_alert(sentence=sentence).evidence, url="https://x.example/@all")
    assert text.splitlines()[1] == (
        "> @\u200ball _@\u200bhere_ (@\u200bchannel) ![Bild]\u200b(https://x.example/y) post@zeitung.example"
    )
    assert "https://x.example/%40all" in text


async def test_an_asterisk_does_not_end_the_bold_type() -> None:
    assert (await message(headline="Soldat*innen: 10")).splitlines()[0] == "*Soldat∗innen: 10*"


async def test_texts_stand_on_one_line_without_what_is_not_seen() -> None:
    text = await message(headline="Zeile eins\n> Zeile\u00a0zwei\x1b \u202eTrup\u00adpen")
    assert text.splitlines()[0] == "*Zeile eins &gt; Zeile zwei Truppen*"


@pytest.mark.parametrize("character", ["x", "&", "<", "ä", "@a"])
async def test_a_message_is_bounded_and_cut_between_characters(character: str) -> None:
    proof = an_alert(sentence=character * 3000).evidence
    text = await message(headline=character * 3000, evidence=proof, url=f"https://x.example/{'y' * 900}")
    assert len(text) < ROCKET_CHAT
    headline, sentence, _, _, url, _ = text.splitlines()
    assert headline.endswith(" …*")
    assert sentence.endswith(" …")
    assert url == f"https://x.example/{'y' * 900}"
    assert headline.count("&") == headline.count(";")
    assert sentence.count("&") == sentence.count(";")


async def test_half_of_a_link_is_not_told() -> None:
    assert "x.example" not in await message(url=f"https://x.example/{'y' * 3000}")


async def test_a_link_to_no_page_is_not_told() -> None:
    assert "javascript" not in await message(url="javascript:alert(1)")


async def test_the_same_delivery_is_the_same_bytes() -> None:
    assert await message() == await message()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.ACCEPTED),
        (204, Verdict.ACCEPTED),
        (302, Verdict.REFUSED),
        (400, Verdict.REFUSED),
        (403, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (410, Verdict.GONE),
        (429, Verdict.REFUSED),
        (500, Verdict.REFUSED),
    ],
)
async def test_the_status_is_read_as_a_webhooks(status: int, verdict: Verdict) -> None:
    headers = {"Location": "/elsewhere"} if 300 < status < 400 else {}
    answer = await answer_of(Reply(status, headers=headers))
    assert (answer.verdict, answer.status) == (verdict, status)


async def test_retry_after_is_read() -> None:
    answer = await answer_of(Reply(429, text="slow down", headers={"Retry-After": "30"}))
    assert (answer.retry_after, answer.text) == (timedelta(seconds=30), "slow down")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Cannot POST {PATH}", "Cannot POST …"),
        ("no hook hunter3hunter3 of hunter2hunter2", "no hook … of …"),
        ('{"path":"\\/hooks\\/hunter2hunter2"}', '{"path":"\\/hooks\\/…"}'),
        (f"{'x' * 190} {PATH}", f"{'x' * 190} …"),
    ],
)
async def test_an_answer_that_repeats_the_address_does_not_bring_it_into_a_log(said: str, told: str) -> None:
    assert (await answer_of(Reply(404, text=said))).text == told


async def test_the_address_is_told_nowhere(free_port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_chat(f"http://127.0.0.1:{free_port}{PATH}?token=hunter4") as channel:
        answer = await channel.send(make_delivery(an_alert(), "desk"))
    assert answer.verdict is Verdict.REFUSED
    assert "Cannot connect to host 127.0.0.1" in answer.text
    assert "hunter" not in answer.text
    assert "hunter" not in str([record.__dict__ for record in caplog.records])


async def test_a_private_address_is_refused_unless_the_channel_allows_it() -> None:
    async with a_chat(f"http://127.0.0.1{PATH}", allow_private=False) as channel:
        answer = await channel.send(make_delivery(an_alert(), "desk"))
    assert answer.verdict is Verdict.REFUSED
    assert answer.text == "127.0.0.1: its address 127.0.0.1 is not a public one"


async def test_it_can_be_tried_out() -> None:
    async with Endpoint(OK, signed=False) as endpoint, a_chat(endpoint.root + PATH) as channel:
        assert (await try_out(channel, now())).text == "ok"
    assert json.loads(endpoint.requests[0].body)["text"].startswith("*Testalarm für den Kanal desk*\n")
