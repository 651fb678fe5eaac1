"""One alert, or a group, on its way to one channel: its id, and the bytes that every try sends."""

from typing import Any, Literal

from pydantic import BaseModel

from shared.events import AlertRaised, AlertsGrouped, Part, Timestamp
from shared.identity import short_hash

LARGEST_BODY = 20_000
"""Bytes of UTF-8; Standard Webhooks 1.0.0 asks for less than 20 kB."""
TEXT_LENGTHS = (4000, 2000, 1000, 500, 250, 120, 60)
"""Code points that every text of a body that is too large is cut to, until it fits."""


class Delivery(Part):
    """What is sent to `channel`. `delivery_id` is the receiver's `webhook-id`; `body` is frozen JSON.

    Of a group, `alert_id` is its id, `rule` the route on which its alerts waited, `alert_ids` are theirs.
    """

    delivery_id: str
    alert_id: str
    rule: str
    channel: str
    event_at: Timestamp
    body: str
    alert_ids: tuple[str, ...] = ()


class Payload(BaseModel):
    """The body, as Standard Webhooks 1.0.0 recommends it; `data` is the `AlertRaised` or `AlertsGrouped`."""

    type: Literal["alert.raised", "alerts.grouped"]
    timestamp: Timestamp
    data: dict[str, Any]


def make_delivery(alert: AlertRaised, channel: str) -> Delivery:
    """The delivery of an alert to a channel: the same alert and channel give the same bytes."""
    return Delivery(
        delivery_id=f"msg_{short_hash('delivery', alert.alert_id, channel)}",
        alert_id=alert.alert_id,
        rule=alert.rule,
        channel=channel,
        event_at=alert.event_at,
        body=frozen_body(alert),
    )


def frozen_body(event: AlertRaised | AlertsGrouped) -> str:
    """The payload as JSON. One above LARGEST_BODY has its texts cut, all to the same length, until it fits.

    Where a text says where it stands (`start`, `end`), `end` moves with it, so that it still cuts the text
    out of the article.
    """
    data = event.model_dump(mode="json")
    body = _dump(event, data)
    for length in TEXT_LENGTHS:
        if len(body.encode()) < LARGEST_BODY:
            break
        body = _dump(event, _cut(data, length))
    return body


def _dump(event: AlertRaised | AlertsGrouped, data: dict[str, Any]) -> str:
    return Payload(type=event.type, timestamp=event.event_at, data=data).model_dump_json()


def _cut(value: Any, length: int) -> Any:
    if isinstance(value, str):
        return value[:length]
    if isinstance(value, list):
        return [_cut(item, length) for item in value]
    if not isinstance(value, dict):
        return value
    cut = {key: _cut(item, length) for key, item in value.items()}
    for key in ("sentence", "text"):
        if isinstance(cut.get(key), str) and "start" in cut:
            cut["end"] = cut["start"] + len(cut[key])
    return cut
