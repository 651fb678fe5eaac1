"""Loads a Lua step and calls it. A step is atomic and safe to repeat, so the client may retry it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.errors import ScriptError

PRELUDE = Path(__file__).with_name("prelude.lua").read_text(encoding="utf-8")


class Step:
    """One `#!lua` file beside its service, with the prelude in front."""

    def __init__(self, client: Redis, path: Path) -> None:
        shebang, _, body = path.read_text(encoding="utf-8").partition("\n")
        self.name = path.stem
        self._script = client.register_script(f"{shebang}\n{PRELUDE}\n{body}")

    async def __call__(self, keys: Sequence[str], args: Sequence[str | int]) -> list[Any]:
        """Run it; its reply starts with what happened. Raises ScriptError, and then nothing was written."""
        try:
            reply: list[Any] = await self._script(keys=keys, args=args)
        except ResponseError as error:
            if refused := re.match(r"MELDER (.*?)( script: .*)?$", str(error)):
                raise ScriptError(f"{self.name}: {refused[1]}") from error
            raise
        return [part.decode() if isinstance(part, bytes) else part for part in reply]
