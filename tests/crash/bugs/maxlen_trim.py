"""watcher keeps the journal short as it writes, whoever has read it."""

from shared import scripts

LENGTH = 20


def seed() -> None:
    append, trimming = "'XADD', stream,", f"'XADD', stream, 'MAXLEN', {LENGTH},"
    assert append in scripts.PRELUDE
    scripts.PRELUDE = scripts.PRELUDE.replace(append, trimming)
