"""A group of alerts on its way to one channel: one delivery, or several where it is too large for one."""

from collections.abc import Iterator, Sequence

from services.alert.deciding.grouping import Notification
from services.alert.deciding.headline import group_headline
from services.alert.delivery.delivery import LARGEST_BODY, Delivery, frozen_body, make_delivery
from shared.events import AlertRaised, AlertsGrouped, Severity
from shared.identity import short_hash

ROOM = LARGEST_BODY - 3_000
"""Bytes for the alerts of one body; the rest is for what stands around them."""
LOUDNESS = list(Severity)


def make_deliveries(group: Notification) -> list[Delivery]:
    """The deliveries of a group; an alert that is alone in it is sent like any other.

    The ids depend on the alerts, their order, the route and the channel: the same group gives the same bytes.
    """
    if len(group.alerts) == 1:
        return [make_delivery(group.alerts[0], group.channel)]
    parts = list(_parts(group.alerts))
    events = (_event(group, part, number, len(parts)) for number, part in enumerate(parts, 1))
    return [_delivery(event, group.channel) for event in events]


def _delivery(event: AlertsGrouped, channel: str) -> Delivery:
    return Delivery(
        delivery_id=f"msg_{short_hash('delivery', event.group_id, str(event.part), channel)}",
        alert_id=event.group_id,
        rule=f"route {event.route}",
        channel=channel,
        event_at=event.event_at,
        body=frozen_body(event),
        alert_ids=tuple(alert.alert_id for alert in event.alerts),
    )


def _event(group: Notification, alerts: Sequence[AlertRaised], part: int, parts: int) -> AlertsGrouped:
    headlines = [alert.headline for alert in alerts]
    return AlertsGrouped(
        group_id=short_hash("group", group.route, *(alert.alert_id for alert in group.alerts)),
        route=group.route,
        shared=dict(group.shared),
        severity=max((alert.severity for alert in group.alerts), key=LOUDNESS.index),
        event_at=max(alert.event_at for alert in group.alerts),
        headline=group_headline(headlines, len(group.alerts), part, parts),
        part=part,
        parts=parts,
        alerts=tuple(alerts),
    )


def _parts(alerts: Sequence[AlertRaised]) -> Iterator[list[AlertRaised]]:
    part: list[AlertRaised] = []
    room = ROOM
    for alert in alerts:
        size = len(alert.model_dump_json().encode()) + 1
        if part and size > room:
            yield part
            part, room = [], ROOM
        part.append(alert)
        room -= size
    yield part
