"""The step repair: a journal that contradicts itself goes on behind what is decided."""

from pathlib import Path

from redis.asyncio import Redis

from shared.scripts import Step
from shared.streams import NER_GROUP, Keys


async def repair(client: Redis, keys: Keys) -> str:
    """Repair the journal if it needs it; what was found, for people. Raises ScriptError."""
    step = Step(client, Path(__file__).with_name("repair.lua"))
    outcome, decided, read, found = await step(
        [keys.found, keys.parked, keys.tagged, keys.next, keys.alerts], [NER_GROUP]
    )
    if outcome == "whole":
        return "the journal is whole; nothing was changed"
    return f"repaired: {decided} records are decided, {read} read, {found} found; the next is {found + 1}"
