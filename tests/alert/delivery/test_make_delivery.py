"""What is sent: its id, its bytes, its size."""

import json

import pytest
from alert.delivery.making import an_alert

from services.alert.delivery.delivery import LARGEST_BODY, Delivery, make_delivery
from shared.events import AlertRaised, Attribution
from shared.identity import short_hash


def test_the_id_depends_on_the_alert_and_the_channel_alone() -> None:
    delivery = make_delivery(an_alert("a1"), "ops")
    assert delivery.delivery_id == "msg_" + short_hash("delivery", "a1", "ops")
    assert make_delivery(an_alert("a1", headline="anders"), "ops").delivery_id == delivery.delivery_id
    assert make_delivery(an_alert("a1"), "desk").delivery_id != delivery.delivery_id
    assert make_delivery(an_alert("a2"), "ops").delivery_id != delivery.delivery_id


def test_the_body_is_the_payload_of_standard_webhooks_around_the_alert() -> None:
    alert = an_alert(labels={"z": "1", "a": "ü"})
    delivery = make_delivery(alert, "ops")
    assert delivery.body.startswith(
        '{"type":"alert.raised","timestamp":"2024-11-04T12:00:00Z","data":{"type":"a'
    )
    assert AlertRaised.model_validate(json.loads(delivery.body)["data"]) == alert


def test_the_same_alert_gives_the_same_bytes_also_after_its_journey_through_the_broker() -> None:
    alert = an_alert(labels={"z": "1", "a": "ü"})
    delivery = make_delivery(alert, "ops")
    assert make_delivery(AlertRaised.model_validate_json(alert.model_dump_json()), "ops") == delivery
    assert Delivery.model_validate_json(delivery.model_dump_json()) == delivery


@pytest.mark.parametrize(
    "character", ["x", "ü", "🪖", "\x01"], ids=["one byte", "two bytes", "four bytes", "escaped"]
)
def test_a_body_that_is_too_large_has_its_texts_cut_and_its_evidence_still_stands(character: str) -> None:
    sentence = character * 30_000
    text = "a" * 19 + sentence
    alert = an_alert(sentence=sentence, headline=character * 30_000)
    by = Attribution(text=character * 9000, start=19, end=9019)
    alert = alert.model_copy(update={"evidence": alert.evidence.model_copy(update={"attribution": by})})
    body = make_delivery(alert, "ops").body
    assert len(body.encode()) < LARGEST_BODY
    cut = AlertRaised.model_validate(json.loads(body)["data"])
    assert len(cut.evidence.sentence) >= 250
    assert text[cut.evidence.start : cut.evidence.end] == cut.evidence.sentence
    assert cut.evidence.attribution
    assert (
        text[cut.evidence.attribution.start : cut.evidence.attribution.end] == cut.evidence.attribution.text
    )
    assert (cut.alert_id, cut.url) == (alert.alert_id, alert.url)


def test_a_body_just_small_enough_is_left_alone() -> None:
    room = LARGEST_BODY - len(make_delivery(an_alert(sentence=""), "ops").body.encode()) - 4
    assert json.loads(make_delivery(an_alert(sentence="x" * room), "ops").body)["data"]["evidence"][
        "sentence"
    ] == ("x" * room)
