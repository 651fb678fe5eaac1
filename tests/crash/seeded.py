"""A service with a seeded bug: `python -m crash.seeded BUG MODULE [ARGUMENT…]`."""

import importlib
import runpy
import sys

if __name__ == "__main__":
    bug, module, *sys.argv[1:] = sys.argv[1:]
    importlib.import_module(f"crash.bugs.{bug}").seed()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
