"""The names in sources.yaml and channels.yaml, so that a rule on what is in neither is refused or told.

alert never imports the watcher: of its file it knows the names only. Of the channels, a rule that is tried
needs the names, but no key.
"""

from pathlib import Path

import yaml


def source_names(path: Path) -> frozenset[str] | None:
    """None, and nothing is checked, where the file is absent or wrong: that is the watcher's to say."""
    return _names(path, "sources")


def channel_names(path: Path) -> frozenset[str] | None:
    """None, likewise: `check` says what is wrong."""
    return _names(path, "channels")


def _names(path: Path, of: str) -> frozenset[str] | None:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return frozenset(one["name"] for one in data[of])
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        return None
