"""Key, stream and group names, in flow order."""

from dataclasses import dataclass

NER_GROUP = "ner"


@dataclass(frozen=True)
class Keys:
    """The keys of one journal. They share one hash tag, so that a step is valid on a cluster.

    A record's number, its seq, is the id of its stream entry: `<seq>-0`. The last seq found or released
    is the last id of the stream itself; no counter beside it can disagree.
    """

    journal: str = "melder"

    def _key(self, name: str) -> str:
        return f"{{{self.journal}}}:{name}"

    @property
    def found(self) -> str:
        """Stream: the journal, as the watcher publishes it."""
        return self._key("articles.found")

    def revisions(self, article_id: str) -> str:
        """Hash of one article: text hash → revision."""
        return self._key(f"revisions:{article_id}")

    def source(self, name: str) -> str:
        """String: how far a source has been read (the watcher's JSON)."""
        return self._key(f"source:{name}")

    @property
    def parked(self) -> str:
        """Hash: seq → record that was read and waits for an earlier one."""
        return self._key("parked")

    @property
    def tagged(self) -> str:
        """Stream: the journal as ner reads it, in order of seq."""
        return self._key("articles.tagged")

    @property
    def dead(self) -> str:
        """Stream: dead letters of every hop."""
        return self._key("dead")

    @property
    def next(self) -> str:
        """String: seq of the record to be decided next; 1 where it is missing."""
        return self._key("next")

    @property
    def state(self) -> str:
        """Hash: slice of the deciding state → its JSON."""
        return self._key("state")

    @property
    def rules(self) -> str:
        """String: hash of the newest rules in the journal."""
        return self._key("rules")

    @property
    def minute(self) -> str:
        """String: the last minute that passed in the journal, in minutes since 1970."""
        return self._key("minute")

    @property
    def entered(self) -> str:
        """Hash: id of what a person let enter the journal → its seq."""
        return self._key("entered")

    @property
    def alerts(self) -> str:
        """Stream: every alert, under `<seq of its record>-<n>`."""
        return self._key("alerts.raised")

    def due(self, channel: str) -> str:
        """Sorted set: delivery id → when it is due, in ms of the broker's clock."""
        return self._key(f"due:{channel}")

    def deliveries(self, channel: str) -> str:
        """Hash: delivery id → its JSON, while it is on its way."""
        return self._key(f"deliveries:{channel}")

    def tries(self, channel: str) -> str:
        """Hash: delivery id → how many answers it got."""
        return self._key(f"tries:{channel}")

    def tokens(self, channel: str) -> str:
        """Hash: delivery id → fencing token of its last claim."""
        return self._key(f"tokens:{channel}")

    def answers(self, channel: str) -> str:
        """Hash: delivery id → how its last try ended (JSON), until the next one."""
        return self._key(f"answers:{channel}")

    def on_their_way(self, channel: str) -> list[str]:
        """What the steps on deliveries of a channel are given first, in their order."""
        return [self.due(channel), self.deliveries(channel), self.tries(channel), self.tokens(channel)]

    @property
    def delivered(self) -> str:
        """Stream: how every delivery ended, with its last answer."""
        return self._key("delivered")

    @property
    def disabled(self) -> str:
        """Hash: channel that takes no more deliveries (410) → since when; nothing is claimed for it."""
        return self._key("disabled")

    def lease(self, service: str) -> str:
        """Lock: which replica is active."""
        return self._key(f"lease:{service}")
