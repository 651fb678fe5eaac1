"""Starting programs as a person watches."""

import time

from rich.console import Console

from deploy.local.assembly import Assembly


async def start_one(local: Assembly, program: str, console: Console) -> None:
    """Start one program, with a line that says where it listens and how long it took."""
    began = time.monotonic()
    with console.status(f"{program} {'loads the model' if program == 'ner' else 'starts'} …"):
        await local.start(program)
    took = time.monotonic() - began
    console.print(f"  [green]ready[/] {program:8} {local.address(program):26} after {took:.1f} s")
