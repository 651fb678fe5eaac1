"""A marked test alert, through one channel, once."""

from datetime import datetime

from services.alert.channels import Answer, Channel
from services.alert.delivery.delivery import make_delivery
from shared.events import AlertEvidence, AlertRaised, Reason, Severity
from shared.identity import short_hash

URL = "https://melder.invalid/test"
SENTENCE = "Dies ist ein Test von Melder."


async def try_out(channel: Channel, at: datetime) -> Answer:
    """Send a test alert, said at `at` (UTC), and return the answer; it is not tried again."""
    return await channel.send(make_delivery(a_test_alert(channel.name, at), channel.name))


def a_test_alert(channel: str, at: datetime) -> AlertRaised:
    """An alert of the rule `test` with the label `test: true`."""
    return AlertRaised(
        alert_id=short_hash("test", channel, at.isoformat()),
        rule="test",
        severity=Severity.LOW,
        reason=Reason.FIRST,
        subject=None,
        event_at=at,
        url=URL,
        headline=f"Testalarm für den Kanal {channel}",
        evidence=AlertEvidence(
            article_id=short_hash("article", URL),
            revision=1,
            url=URL,
            title="Test",
            source="melder",
            origin="melder",
            sentence=SENTENCE,
            start=0,
            end=len(SENTENCE),
        ),
        labels={"test": "true"},
    )
