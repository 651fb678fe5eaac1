"""The process that reads feeds and pages: bytes in, JSON out, never a pickle."""

import contextlib
import json
import resource
import sys
from collections.abc import Callable

from pydantic import BaseModel

from services.watcher.listings.listing import Listing
from services.watcher.listings.listing_reader import read_listing
from services.watcher.pages.page import Page
from services.watcher.pages.page_reader import read_page
from services.watcher.pages.visit import Visit, read_visit
from services.watcher.reading.limits import Limits
from shared.errors import BadInputError

READ: dict[str, Callable[[bytes, str, str, Limits], BaseModel]] = {
    Listing.__name__: read_listing,
    Page.__name__: read_page,
    Visit.__name__: lambda body, content_type, url, _: read_visit(body, content_type, url),
}


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        memory = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    limits = Limits.model_validate_json(sys.argv[2])
    _say(b"ready")
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        body = sys.stdin.buffer.read(request["length"])
        _say(_answer(request, body, limits))


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _answer(request: dict[str, str], body: bytes, limits: Limits) -> bytes:
    """First a letter for what comes: a result, or why there is none."""
    try:
        result = READ[request["what"]](body, request["content_type"], request["url"], limits)
        return b"R" + result.model_dump_json().encode()
    except MemoryError:
        raise  # the process is of no more use
    except BadInputError as error:
        fault = str(error)
    except Exception as error:  # noqa: BLE001 - on what comes from the web, libraries raise what they do not document
        fault = f"{request['url']}: reading it failed: {type(error).__name__}: {str(error)[:200]}"
    return b"E" + json.dumps(fault).encode()


if __name__ == "__main__":
    main()
