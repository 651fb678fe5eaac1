"""alert gives every alert a random id."""

import uuid

from services.alert.deciding.conditions import condition


def seed() -> None:
    vars(condition)["short_hash"] = lambda *parts: uuid.uuid4().hex
