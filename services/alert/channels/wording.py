"""What is told of an alert where its frozen body cannot be sent as it is."""

from typing import Annotated

from pydantic import Field, TypeAdapter
from yarl import URL

from services.alert.delivery.delivery import Delivery, Payload
from shared.events import AlertEvidence, AlertRaised, AlertsGrouped

EVENT: TypeAdapter[AlertRaised | AlertsGrouped] = TypeAdapter(
    Annotated[AlertRaised | AlertsGrouped, Field(discriminator="type")]
)


def event_of(delivery: Delivery) -> AlertRaised | AlertsGrouped:
    """The alert or the group that the frozen body holds."""
    return EVENT.validate_python(Payload.model_validate_json(delivery.body).data)


def one_line(text: str) -> str:
    """Without line breaks and what is not seen: control characters, soft hyphens, marks that turn writing."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def said_by(evidence: AlertEvidence) -> str:
    """Who is said to have said it, where that is known, and the source: "Seoul (tagesschau)"."""
    if evidence.attribution is None:
        return one_line(evidence.source)
    return one_line(f"{evidence.attribution.text} ({evidence.source})")


def proof(evidence: AlertEvidence) -> str:
    """The sentence that proves it, and whose it is: "Dort stehen 10.000 Soldaten. — Seoul (tagesschau)"."""
    return " — ".join(text for text in (one_line(evidence.sentence), said_by(evidence)) if text)


def link(url: str) -> str:
    """The URL with all escaped that must be; empty if it is no link to a page."""
    try:
        parsed = URL(url.strip())
    except ValueError:
        return ""
    return str(parsed) if parsed.scheme in {"http", "https"} and parsed.host else ""
