"""What came of the sample articles: read from the broker and the receiver, before everything is stopped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from deploy.demo.receiver import Receiver
from services.alert.deciding.conditions.figure import FigureCondition
from services.alert.deciding.ledger import Ledger
from services.alert.delivery.delivery import make_delivery
from shared.events import FOUND, TAGGED, AlertEvidence, AlertRaised, ArticleFound, ArticleTagged, Change
from shared.streams import Keys

CHANNEL = "desk"
WATCHED = ("putin", "kim-jong-un")
WHY = {
    Change.REPEATED: "its origin has said so already",
    Change.CONFIRMED: "another origin says what is held",
    Change.LATE: "older than what is held",
}


@dataclass(frozen=True)
class Told:
    """An alert, and how long after its article was found it was accepted by the receiver."""

    alert: AlertRaised
    delay: timedelta


@dataclass(frozen=True)
class Quiet:
    """An article that raised nothing: the change that it is, where it claims a figure, and why in words."""

    article: ArticleFound
    change: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """`faults` is empty when nothing was lost, invented, unsigned or wrongly quoted."""

    told: tuple[Told, ...]
    quiet: tuple[Quiet, ...]
    faults: tuple[str, ...]


async def progress(client: Redis, keys: Keys) -> tuple[int, int, int]:
    """(articles found, records still to be decided, deliveries on their way)."""
    found = [FOUND.validate_json(record) for record in await _records(client, keys.found)]
    articles = sum(isinstance(record, ArticleFound) for record in found)
    decided = int(await client.get(keys.next) or 1) - 1
    return articles, len(found) - decided, await client.zcard(keys.due(CHANNEL))


async def read_outcome(client: Redis, keys: Keys, receiver: Receiver) -> Outcome:
    """Compare what was decided with what was received, and say why the other articles raised nothing."""
    read = [(a, tagged) for tagged in await _tagged(client, keys) if (a := tagged.article)]
    articles = {_revision(article): article for article, _ in read}
    alerts = [AlertRaised.model_validate_json(record) for record in await _records(client, keys.alerts)]
    told, faults = [], [*receiver.faults]
    for alert in alerts:
        article = articles[_revision(alert.evidence)]
        faults += _misquoted(alert, article)
        if at := receiver.received.get(make_delivery(alert, CHANNEL).delivery_id):
            told.append(Told(alert, at - article.found_at))
        else:
            faults.append(f"lost: {alert.headline}")
    if len(receiver.received) > len(told):
        faults.append(f"{len(receiver.received) - len(told)} deliveries came that nobody decided")
    faults += [f"a dead letter: {record.decode()}" for record in await _records(client, keys.dead)]
    loud = {_revision(alert.evidence) for alert in alerts}
    ledgers = await _ledgers(client, keys)
    quiet = [_quiet(article, tagged, ledgers) for article, tagged in read if _revision(article) not in loud]
    return Outcome(tuple(told), tuple(quiet), tuple(faults))


def _revision(of: ArticleFound | AlertEvidence) -> tuple[str, int]:
    return of.article_id, of.revision


def _misquoted(alert: AlertRaised, article: ArticleFound) -> list[str]:
    proof = alert.evidence
    exact = article.text[proof.start : proof.end] == proof.sentence
    return [] if exact else [f"the evidence of {alert.alert_id} is not what its offsets cut out"]


def _quiet(article: ArticleFound, tagged: ArticleTagged, ledgers: Iterable[Ledger]) -> Quiet:
    claims = [claim for ledger in ledgers for claim in ledger.claims]
    own = [claim for claim in claims if _revision(claim.evidence) == _revision(article)]
    if change := next((claim.change for claim in own if claim.change), None):
        return Quiet(article, change, WHY[change])
    if flags := [flag for claim in own for flag in claim.figure.flags]:
        return Quiet(article, "–", f"its figure is {flags[0]}")
    if any(figure.subject for figure in tagged.figures):
        return Quiet(article, Change.REPEATED, WHY[Change.REPEATED])
    if named := next((m.entity for m in tagged.mentions if m.entity in WATCHED), None):
        return Quiet(article, "–", f"{named} was named less than a day before")
    return Quiet(article, "–", "no figure of the kind, nobody who is watched")


async def _tagged(client: Redis, keys: Keys) -> list[ArticleTagged]:
    records = [TAGGED.validate_json(record) for record in await _records(client, keys.tagged)]
    return [record for record in records if isinstance(record, ArticleTagged)]


async def _ledgers(client: Redis, keys: Keys) -> list[Ledger]:
    slices: Any = await client.hgetall(keys.state)
    prefix = FigureCondition.prefix.encode()
    return [Ledger.model_validate_json(value) for name, value in slices.items() if name.startswith(prefix)]


async def _records(client: Redis, stream: str) -> list[bytes]:
    entries: Any = await client.xrange(stream)
    return [fields[b"__data__"] for _, fields in entries]
